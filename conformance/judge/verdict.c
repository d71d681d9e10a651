/* conformance/judge/verdict.c - the verdicts' words and their order. */
#include "conformance/judge/verdict.h"

#include <assert.h>

const char *verdict_word(enum verdict verdict)
{
	static const char *const words[VERDICT_COUNT] = {
		[VERDICT_ERROR] = "error",   [VERDICT_FAIL] = "fail", [VERDICT_XPASS] = "xpass",
		[VERDICT_INCONC] = "inconc", [VERDICT_WARN] = "warn", [VERDICT_XFAIL] = "xfail",
		[VERDICT_PASS] = "pass",     [VERDICT_NA] = "n/a",    [VERDICT_NOT_RUN] = "not-run",
		[VERDICT_NOTE] = "note",
	};

	assert(verdict < VERDICT_COUNT);
	return words[verdict];
}

enum verdict verdict_worst(enum verdict a, enum verdict b)
{
	return a < b ? a : b; /* the enum is in order, and a note stands last */
}
