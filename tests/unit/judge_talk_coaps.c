/* tests/unit/judge_talk_coaps.c - conversations of rules_coaps.c. */
#include "tests/unit/judge.h"

const struct talk_row talk_coaps[] = {
	{ 0 },
};
