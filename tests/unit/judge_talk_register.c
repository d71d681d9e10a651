/* tests/unit/judge_talk_register.c - registration and de-registration: group A. */
#include "tests/unit/judge.h"

const struct talk_row talk_register[] = {
	{ "M5G-REG-C01", "", "C: " REG "\nS: " REG_YES, "",
	  /* the same by PUT */
	  "C: 44 03 0001 a1a2a3a4 " REG_BODY "\nS: " REG_YES, "fail M5G-REG-C01 1 1" },
	{ 0 },
};
