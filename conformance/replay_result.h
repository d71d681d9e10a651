/* conformance/replay_result.h - what came of a replay, line by line: reports/ render it. */
#ifndef CONFORMANCE_REPLAY_RESULT_H
#define CONFORMANCE_REPLAY_RESULT_H

#include <stdbool.h>
#include <stddef.h>

#include "conformance/judge/context.h"
#include "conformance/judge/finding.h"
#include "wire/script.h"

enum replay_outcome {
	REPLAY_SAME,
	REPLAY_DIFFERS,
	REPLAY_NO_ANSWER,	/* the captured server said something */
	REPLAY_EXTRA_ANSWER,	/* the captured server said nothing */
	REPLAY_IMPOSSIBLE,	/* cannot be replayed */
	REPLAY_LEFT_OUT,	/* a captured copy, which nobody asked for */
	REPLAY_NOT_ENDED,	/* not sent yet, or no answer yet: it was interrupted */
	REPLAY_OUTCOMES
};
const char *replay_outcome_word(enum replay_outcome);	/* "no answer" */
bool replay_outcome_parts(enum replay_outcome);		/* captured and replayed answer part */

/* What came of a line of the script. */
struct replay_line {
	enum replay_outcome outcome;
	char why[240];				/* what differs, or why it cannot be; empty: nothing to say */
};

struct replay_result {
	const char *capture, *target;		/* as the user named them */
	bool embedded, only_list;		/* only_list: nothing was sent, this is what would be */
	const struct context *context;
	const struct script *script;
	struct replay_line *lines;		/* one a line of the script, owned */
	char **why_not;				/* by client: why it cannot be replayed, or NULL; owned */
	unsigned strays;			/* messages that came and answered no line */
	char first_stray[200];
	struct finding *findings;		/* of the new exchange, against the server; owned */
	size_t finding_count;
	size_t counts[REPLAY_OUTCOMES];		/* of lines */
	size_t verdicts[VERDICT_COUNT];		/* of findings */
};

/* Fills both counts. */
void replay_result_count(struct replay_result *);
void replay_result_free(struct replay_result *);	/* what it owns; before the script is freed */
/* As diff: 0 the same, 1 not, or a rule is broken; 4: no line could be sent. Signals and errors are the caller's to know. */
int replay_result_status(const struct replay_result *);

#endif
