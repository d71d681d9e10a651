/* tests/unit/judge_talk_exchange.c - conversations of rules_exchange.c. */
#include "tests/unit/judge.h"

const struct talk_row talk_exchange[] = {
	{ 0 },
};
