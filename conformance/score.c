/* conformance/score.c - the self-test's numbers, and the gates they must pass. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/detection.h"

static bool row_is_must(const struct clause *c) { return c->level == LEVEL_MUST && c->ground != GROUND_DERIVED; }

/* WORD is a case's id, or what stands for all its rows. */
static bool case_is_must(const char *word, const struct case_table *cases)
{
	size_t len = strlen(word);

	for (size_t i = 0; i < cases->count; i++) {
		const struct case_row *row = &cases->rows[i];
		if (strncmp(row->id, word, len) || (row->id[len] && row->id[len] != '.'))
			continue;
		for (unsigned k = 0; k < row->rule_count; k++)
			if (row_is_must(clause_row(row->rules[k])))
				return true;
	}
	return false;
}

bool detection_is_must(const char *expected, const struct case_table *cases)
{
	char copy[256], *rest = copy;

	snprintf(copy, sizeof(copy), "%s", expected);
	for (char *word; (word = strsep(&rest, " "));) {
		const struct clause *c = clause_named(word);
		if (c ? row_is_must(c) : *word && case_is_must(word, cases))
			return true;
	}
	return false;
}

struct score detection_score(const struct detection_list *list)
{
	struct score score = { 0 };

	for (size_t i = 0; i < list->count; i++) {
		const struct detection_row *row = &list->rows[i];
		score.faults++;
		score.killed[row->saw.killed]++;
		score.by_oracle += row->by_oracle;
		if (row->by_oracle || !row->must)
			continue;
		score.musts++;
		score.musts_named += row->saw.killed == KILLED_NAMED;
	}
	return score;
}

static const char *say(char *text, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));

static const char *say(char *text, size_t size, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	vsnprintf(text, size, format, list);
	va_end(list);
	return text;
}

static const struct detection_row *first_unnamed(const struct detection_list *list, bool must)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->rows[i].saw.killed != KILLED_NAMED && !list->rows[i].by_oracle && (list->rows[i].must || !must))
			return &list->rows[i];
	return NULL;
}

/* Of faults seen on the wire: 100 % of those against must rows, 98 % of all. */
static const char *gate_faults_of(const struct detection_list *list, const char *whose, char *text, size_t size)
{
	const struct detection_row *row = first_unnamed(list, true);
	struct score score = detection_score(list);
	size_t seen = score.faults - score.by_oracle;

	if (row)
		return say(text, size, "%s's fault '%s' breaks a must row (%s) and is not killed by name", whose, row->word, row->expected);
	row = first_unnamed(list, false);
	if (row && score.killed[KILLED_NAMED] * 100 < seen * 98)
		return say(text, size, "%zu of %zu faults of %s are killed by name: below 98 %% ('%s' is not)", score.killed[KILLED_NAMED],
			   seen, whose, row->word);
	return NULL;
}

static const char *gate_faults(const struct detection *d, char *text, size_t size)
{
	const char *why = gate_faults_of(&d->faults, "the server", text, size);

	return why ? why : gate_faults_of(&d->client_faults, "our UE", text, size);
}

/* What a row says that only an oracle shows, an oracle shows, and nothing else does. */
static const char *gate_oracle(const struct detection *d, char *text, size_t size)
{
	static const char *const wrong[] = { [KILLED_NAMED] = "it is seen on the wire", [KILLED_OTHER] = "only another rule or case, or one on the wire, sees it",
					     [SURVIVED] = "it survives" };

	for (size_t i = 0; i < d->faults.count; i++) {
		const struct detection_row *row = &d->faults.rows[i];
		if (row->by_oracle && row->saw.killed != KILLED_ORACLE)
			return say(text, size, "the server's fault '%s' needs an oracle, says its row: %s", row->word, wrong[row->saw.killed]);
	}
	return NULL;
}

static const char *gate_nulls(const struct detection *d, char *text, size_t size)
{
	for (size_t i = 0; i < d->nulls.count; i++)
		if (d->nulls.rows[i].saw.passed)
			return say(text, size, "the null server '%s' passes %s", d->nulls.rows[i].word, d->nulls.rows[i].saw.why);
	return NULL;
}

static const char *gate_clean(const struct detection *d, char *text, size_t size)
{
	for (size_t i = 0; i < d->clean.count; i++) {
		const struct sighting *saw = &d->clean.rows[i].saw;
		if (saw->alarms)
			return say(text, size, "false alarm (%s): %s", d->clean.rows[i].word, saw->why);
		if (saw->inconc * 50 > saw->passed + saw->inconc)
			return say(text, size, "%zu cases are inconc (%s): more than 2 %%", saw->inconc, d->clean.rows[i].word);
	}
	return NULL;
}

static const char *gate_sameness(const struct detection *d, char *text, size_t size)
{
	const struct detection_list *lists[] = { &d->clean, &d->faults, &d->client_faults, &d->nulls };

	for (int k = 0; k < 4; k++)
		for (size_t i = 0; i < lists[k]->count; i++)
			if (lists[k]->rows[i].saw.same != lists[k]->rows[i].saw.compared)
				return say(text, size, "live and offline differ (%s): %s", lists[k]->rows[i].word,
					   lists[k]->rows[i].saw.difference);
	return NULL;
}

static bool shown_by(const struct detection_list *list, const struct matrix_row *row)
{
	for (size_t i = 0; i < list->count; i++)
		for (size_t k = 0; k < row->faults.count; k++)
			if (!strcmp(list->rows[i].word, row->faults.list[k]) &&
			    sighting_shows(&list->rows[i].saw, row->by ? row->by : row->clause))
				return true;
	return false;
}

static const char *gate_matrix(const struct detection *d, char *text, size_t size)
{
	for (int i = 0; d->matrix && i < CLAUSE_COUNT; i++) {
		const struct matrix_row *row = &d->matrix->rows[i];
		if (row->faults.count && !shown_by(&d->faults, row) && !shown_by(&d->client_faults, row))
			return say(text, size, "%s: of the faults that name it (%s, ...) none is noticed by its own rule or case",
				   row->clause->id, row->faults.list[0]);
	}
	return NULL;
}

static const struct gate {
	const char *text;
	const char *(*holds)(const struct detection *, char *text, size_t size);	/* NULL: it does */
} gates[] = {
	{ "faults against must rows are killed by name, and 98 % of all", gate_faults },
	{ "faults that only an oracle shows are killed by one, by name", gate_oracle },
	{ "null servers pass no case", gate_nulls },
	{ "the faultless server: no false alarm, at most 2 % inconc where impaired", gate_clean },
	{ "live = offline", gate_sameness },
	{ "the matrix: what faults claim is noticed by the row's own rule or case", gate_matrix },
};

const char *detection_gate_text(unsigned index) { return index < sizeof(gates) / sizeof(*gates) ? gates[index].text : NULL; }

const char *detection_gate_holds(const struct detection *d, unsigned index, char *text, size_t size)
{
	return gates[index].holds(d, text, size);
}

const char *detection_gate(const struct detection *d, char *text, size_t size)
{
	const char *why = NULL;

	for (unsigned i = 0; !why && detection_gate_text(i); i++)
		why = detection_gate_holds(d, i, text, size);
	return why;
}

int detection_status(const struct detection *d)
{
	char text[600];

	if (!d->faults.count && !d->client_faults.count && !d->nulls.count && !d->clean.count)
		return 4;
	return detection_gate(d, text, sizeof(text)) ? 1 : 0;
}

void detection_free(struct detection *d)
{
	free(d->faults.rows);
	free(d->client_faults.rows);
	free(d->nulls.rows);
	free(d->clean.rows);
	*d = (struct detection){ 0 };
}
