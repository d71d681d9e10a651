/* tests/unit/judge_talk_header.c - conversations of rules_header.c. */
#include "tests/unit/judge.h"

const struct talk_row talk_header[] = {
	{ 0 },
};
