/* conformance/replay_result.c - what a replay comes to. */
#include "conformance/replay_result.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *word;
	bool parts;
} outcomes[REPLAY_OUTCOMES] = {
	[REPLAY_SAME] = { "same", false },
	[REPLAY_DIFFERS] = { "differs", true },
	[REPLAY_NO_ANSWER] = { "no answer", true },
	[REPLAY_EXTRA_ANSWER] = { "extra answer", true },
	[REPLAY_IMPOSSIBLE] = { "cannot be replayed", false },
	[REPLAY_LEFT_OUT] = { "left out", false },
	[REPLAY_NOT_ENDED] = { "not ended", false },
};

const char *replay_outcome_word(enum replay_outcome outcome) { return outcomes[outcome].word; }

bool replay_outcome_parts(enum replay_outcome outcome) { return outcomes[outcome].parts; }

void replay_result_count(struct replay_result *r)
{
	memset(r->counts, 0, sizeof(r->counts));
	memset(r->verdicts, 0, sizeof(r->verdicts));
	for (size_t i = 0; i < r->script->line_count; i++)
		r->counts[r->lines[i].outcome]++;
	for (size_t i = 0; i < r->finding_count; i++)
		r->verdicts[r->findings[i].verdict]++;
}

int replay_result_status(const struct replay_result *r)
{
	size_t parted = 0, all = r->counts[REPLAY_SAME] + r->counts[REPLAY_NOT_ENDED];

	for (int i = 0; i < REPLAY_OUTCOMES; i++)
		parted += outcomes[i].parts ? r->counts[i] : 0;
	if (parted || r->strays || r->verdicts[VERDICT_FAIL])
		return 1;
	return all ? 0 : 4;
}

void replay_result_free(struct replay_result *r)
{
	for (size_t i = 0; r->why_not && i < r->script->client_count; i++)
		free(r->why_not[i]);
	free(r->lines);
	free(r->why_not);
	free(r->findings);
	memset(r, 0, sizeof(*r));
}
