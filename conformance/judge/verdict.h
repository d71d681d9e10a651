/* conformance/judge/verdict.h - the verdicts, worst first; worst wins, the first reason is kept. */
#ifndef JUDGE_VERDICT_H
#define JUDGE_VERDICT_H

enum verdict {
	VERDICT_ERROR,		/* ours */
	VERDICT_FAIL,
	VERDICT_XPASS,		/* a waiver that waives nothing */
	VERDICT_INCONC,
	VERDICT_WARN,
	VERDICT_XFAIL,		/* failed as its waiver says */
	VERDICT_PASS,
	VERDICT_NA,
	VERDICT_NOT_RUN,
	VERDICT_NOTE,		/* of a rule only: colours nothing */
	VERDICT_COUNT
};

const char *verdict_word(enum verdict);			/* "n/a", "not-run" */
enum verdict verdict_worst(enum verdict, enum verdict);	/* notes never win */

#endif
