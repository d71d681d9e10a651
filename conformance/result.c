/* conformance/result.c - results: their counts, the exit status they mean, their end. */
#include "conformance/result.h"

#include <stdlib.h>
#include <string.h>

enum { STATUS_FINE = 0, STATUS_BROKEN = 1, STATUS_OURS = 3, STATUS_NOTHING = 4, STATUS_INCONC = 5 };

static void free_words(char **words)
{
	for (char **w = words; w && *w; w++)
		free(*w);
	free(words);
}

static void free_case(struct case_result *c)
{
	free(c->id);
	free(c->title);
	free(c->reason);
	free(c->place);
	free_words(c->clauses);
	free_words(c->rules);
	free(c->findings);
}

void run_result_free(struct run_result *r)
{
	for (size_t i = 0; i < r->case_count; i++)
		free_case(&r->cases[i]);
	free(r->cases);
	free(r->loose);
	free(r->target);
	free(r->target_name);
	free(r->diagnosis);
	for (size_t i = 0; i < r->stale_count; i++)
		free(r->stale[i]);
	free(r->stale);
	*r = (struct run_result){ 0 };
}

void run_result_count(struct run_result *r)
{
	memset(r->counts, 0, sizeof(r->counts));
	for (size_t i = 0; i < r->case_count; i++)
		r->counts[r->cases[i].verdict]++;
}

static size_t count_findings(const struct finding *findings, size_t count, enum verdict verdict)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		n += findings[i].verdict == verdict;
	return n;
}

static size_t count_cases(const struct run_result *r, enum verdict verdict)
{
	size_t n = 0;

	for (size_t i = 0; i < r->case_count; i++)
		n += r->cases[i].verdict == verdict;
	return n;
}

/* Selected and yet without an answer: undecided, or not run for want of something (slow ones are left out by
 * choice). A case that an interrupted run never reached has no row here. */
static bool open_question(const struct case_result *c)
{
	return c->verdict == VERDICT_INCONC || (c->verdict == VERDICT_NOT_RUN && !c->slow);
}

static bool any_open(const struct run_result *r)
{
	for (size_t i = 0; i < r->case_count; i++)
		if (open_question(&r->cases[i]))
			return true;
	return r->case_count < r->selected;
}

/* The order of the tests is the contract's. A fail that belongs to no case is a fail all the same. Inconclusive
 * cases alone are no answer, even where they are allowed: nothing was judged. */
int run_result_status(const struct run_result *r, bool allow_inconc)
{
	if (count_cases(r, VERDICT_ERROR) || count_findings(r->loose, r->loose_count, VERDICT_ERROR))
		return STATUS_OURS;
	if (count_cases(r, VERDICT_FAIL) || count_cases(r, VERDICT_XPASS) || r->stale_count ||
	    count_findings(r->loose, r->loose_count, VERDICT_FAIL) ||
	    count_findings(r->loose, r->loose_count, VERDICT_XPASS))
		return STATUS_BROKEN;
	if (!allow_inconc && any_open(r))
		return STATUS_INCONC;
	if (!count_cases(r, VERDICT_PASS) && !count_cases(r, VERDICT_WARN) && !count_cases(r, VERDICT_XFAIL))
		return STATUS_NOTHING;
	return STATUS_FINE;
}

void check_result_free(struct check_result *r)
{
	for (size_t i = 0; i < r->file_count; i++)
		free(r->files[i]);
	free(r->files);
	free(r->frames_before);
	for (size_t i = 0; i < r->session_count; i++) {
		struct session_row *s = &r->sessions[i];
		char *owned[] = { s->client, s->server, s->version, s->suite, s->identity, s->key_source, s->why_dark };
		for (size_t k = 0; k < sizeof(owned) / sizeof(owned[0]); k++)
			free(owned[k]);
	}
	free(r->sessions);
	free(r->findings);
	*r = (struct check_result){ 0 };
}

void check_result_count(struct check_result *r)
{
	memcpy(r->counts, r->left_out, sizeof(r->counts));
	for (size_t i = 0; i < r->finding_count; i++)
		r->counts[r->findings[i].verdict]++;
}

const char *check_result_file(const struct check_result *r, uint32_t frame, uint32_t *in_file)
{
	size_t i = r->file_count;

	while (i > 1 && r->frames_before[i - 1] >= frame)
		i--;
	*in_file = frame - (i > 1 ? r->frames_before[i - 1] : 0);
	return i ? r->files[i - 1] : "";
}

size_t check_result_left_out(const struct check_result *r)
{
	size_t n = 0;

	for (int v = 0; v < VERDICT_COUNT; v++)
		n += r->left_out[v];
	return n;
}

static uint64_t judged(const struct tally *tally)
{
	uint64_t n = 0;

	for (unsigned i = 0; i < CLAUSE_COUNT; i++)
		n += tally->rows[i].held + tally->rows[i].broken;
	return n;
}

/* Records that stayed dark may hold messages: none read and some dark is "there were, none could be judged",
 * whatever the headers of the records showed. */
int check_result_status(const struct check_result *r, bool allow_inconc)
{
	bool unread = r->messages ? !judged(&r->tally) : r->tally.dark > 0;

	if (count_findings(r->findings, r->finding_count, VERDICT_ERROR))
		return STATUS_OURS;
	if (count_findings(r->findings, r->finding_count, VERDICT_FAIL) ||
	    count_findings(r->findings, r->finding_count, VERDICT_XPASS))
		return STATUS_BROKEN;
	if (unread && !allow_inconc)
		return STATUS_INCONC;
	return judged(&r->tally) ? STATUS_FINE : STATUS_NOTHING;
}
