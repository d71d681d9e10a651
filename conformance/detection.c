/* conformance/detection.c - a run with a fault against the fault's row. */
#include "conformance/detection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *killed_word(enum killed killed)
{
	static const char *const words[] = { "named", "oracle", "other", "survived" };
	return words[killed];
}

static bool in_list(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = list; (at = strstr(at, word)); at += len)
		if ((at == list || at[-1] == ' ') && (!at[len] || at[len] == ' '))
			return true;
	return false;
}

/* "REG-014" in the row stands for all its table's rows. */
static bool expects_case(const char *expected, const char *id)
{
	char base[64];

	snprintf(base, sizeof(base), "%.*s", (int)strcspn(id, "."), id);
	return in_list(expected, id) || in_list(expected, base);
}

static void note_by(struct detection_row *row, const char *word)
{
	size_t len = strlen(row->by);

	if (!in_list(row->by, word))
		snprintf(row->by + len, sizeof(row->by) - len, "%s%s", len ? " " : "", word);
}

static void look_at_findings(struct detection_row *row, const struct finding *findings, size_t count, bool *named, bool *red)
{
	for (size_t i = 0; i < count; i++) {
		const struct finding *f = &findings[i];
		bool expected = in_list(row->expected, f->clause->id);
		if (f->answer != BROKEN || f->by == SIDE_CLIENT || (f->verdict == VERDICT_NOTE && !expected))
			continue;
		note_by(row, f->clause->id);
		*named |= expected;
		*red |= f->verdict == VERDICT_FAIL || f->verdict == VERDICT_WARN;
	}
}

void detection_judge(struct detection_row *row, const struct run_result *result)
{
	bool named = false, red = false;

	for (size_t i = 0; i < result->case_count; i++) {
		const struct case_result *c = &result->cases[i];
		look_at_findings(row, c->findings, c->finding_count, &named, &red);
		if (c->verdict != VERDICT_FAIL && c->verdict != VERDICT_WARN)
			continue;
		red = true;
		if (!expects_case(row->expected, c->id))
			continue;
		named = true;
		note_by(row, c->id);
	}
	look_at_findings(row, result->loose, result->loose_count, &named, &red);
	row->killed = named ? KILLED_NAMED : red ? KILLED_OTHER : SURVIVED;
}

int detection_status(const struct detection *d)
{
	bool null_passed = false;

	for (size_t i = 0; i < d->null_count; i++)
		null_passed |= d->nulls[i].passed > 0;
	if (!d->fault_count && !d->null_count && !d->clean_cases)
		return 4;
	return d->killed[KILLED_OTHER] || d->killed[SURVIVED] || d->false_alarms || null_passed || d->same != d->compared;
}

void detection_free(struct detection *d)
{
	free(d->faults);
	free(d->nulls);
	*d = (struct detection){ 0 };
}
