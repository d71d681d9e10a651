/* conformance/matrix.c - rules, cases and faults put beside the clauses that they are about. */
#include "conformance/matrix.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/judge/rule.h"
#include "conformance/judge/unjudged.h"

const char *matrix_answer_word(enum matrix_answer answer)
{
	static const char *const words[] = { "tested by", "untestable because", "out of scope because",
					     "left open by the specification", "not yet", "no answer" };
	return words[answer];
}

bool matrix_names(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = list; len && (at = strstr(at, word)); at += len)
		if ((at == list || at[-1] == ' ') && (!at[len] || at[len] == ' '))
			return true;
	return false;
}

bool matrix_names_case(const char *list, const char *id)
{
	char base[64];

	snprintf(base, sizeof(base), "%.*s", (int)strcspn(id, "."), id);
	return matrix_names(list, id) || matrix_names(list, base);
}

static void add_word(struct matrix_words *to, const char *word)
{
	if ((to->count & (to->count - 1)) == 0)
		to->list = realloc(to->list, (to->count ? 2 * to->count : 1) * sizeof(*to->list));
	assert(to->list);
	to->list[to->count++] = word;
}

static bool exercises(const struct case_row *row, enum clause_id id)
{
	for (unsigned i = 0; i < row->rule_count; i++)
		if (row->rules[i] == id)
			return true;
	return false;
}

static void find_answer(struct matrix_row *row, enum clause_id id)
{
	static const enum matrix_answer answers[] = {
		[UNJUDGED_SAME] = ANSWER_TESTED,	 [UNJUDGED_BY_CASE] = ANSWER_TESTED,
		[UNJUDGED_UNTESTABLE] = ANSWER_UNTESTABLE, [UNJUDGED_OUT_OF_SCOPE] = ANSWER_OUT_OF_SCOPE,
		[UNJUDGED_LEFT_OPEN] = ANSWER_LEFT_OPEN, [UNJUDGED_NOT_YET] = ANSWER_NOT_YET,
	};
	const struct unjudged *why = unjudged_of(id);

	row->clause = clause_row(id);
	if (rule_of(id)) {
		row->answer = ANSWER_TESTED;
		row->by = row->clause;
	} else if (!why) {
		row->answer = ANSWER_NONE;
	} else {
		row->answer = answers[why->kind];
		row->because = why->because;
		row->by = why->kind == UNJUDGED_SAME ? clause_named(row->clause->same_as) : NULL;
	}
}

/* Where no rule judges the row, a fault may name a case of it instead. */
static bool proves(const struct matrix_row *row, const char *expected)
{
	if (matrix_names(expected, row->clause->id) || (row->by && matrix_names(expected, row->by->id)))
		return true;
	for (size_t i = 0; i < row->cases.count && !row->by; i++)
		if (matrix_names_case(expected, row->cases.list[i]))
			return true;
	return false;
}

void matrix_make(struct matrix *m, const struct case_table *cases, const struct matrix_fault *faults, size_t count)
{
	*m = (struct matrix){ .cases = cases, .faults = faults, .fault_count = count };
	for (int id = 0; id < CLAUSE_COUNT; id++) {
		struct matrix_row *row = &m->rows[id];
		find_answer(row, (enum clause_id)id);
		for (size_t i = 0; i < cases->count; i++)
			if (exercises(&cases->rows[i], (enum clause_id)id))
				add_word(&row->cases, cases->rows[i].id);
		for (size_t i = 0; i < count && row->answer == ANSWER_TESTED; i++)
			if (proves(row, faults[i].expected))
				add_word(&row->faults, faults[i].word);
	}
}

void matrix_free(struct matrix *m)
{
	for (int id = 0; id < CLAUSE_COUNT; id++) {
		free(m->rows[id].cases.list);
		free(m->rows[id].faults.list);
	}
}

size_t matrix_count(const struct matrix *m, enum matrix_answer answer)
{
	size_t count = 0;

	for (int id = 0; id < CLAUSE_COUNT; id++)
		count += m->rows[id].answer == answer;
	return count;
}

/* --- what is wrong with the tables --- */

struct complaints {
	void (*say)(void *arg, const char *line);
	void *arg;
	size_t count;
};

static void complain_of(struct complaints *c, const char *who, const char *what, const char *whom)
{
	char line[400];

	snprintf(line, sizeof(line), "%s: %s%s", who, what, whom);
	c->say(c->arg, line);
	c->count++;
}

static void check_row(struct complaints *c, const struct matrix_row *row)
{
	const char *name = row->clause->id;

	if (row->answer == ANSWER_NONE)
		complain_of(c, name, "no answer: a rule judges it (rule.def), or a row says why not (unjudged.def)", "");
	if (row->answer != ANSWER_TESTED)
		return;
	if (!row->by && !row->cases.count)
		complain_of(c, name, "is to be decided by cases, and no case exercises it", "");
	if (row->by && row->by != row->clause && !rule_of((enum clause_id)(row->by - clause_row(0))))
		complain_of(c, name, "is the same as a row that no rule judges: ", row->by->id);
	if (!row->faults.count)
		complain_of(c, name, "is tested, and no fault shows that it can fail: name it in a fault's row", "");
}

static bool case_exists(const struct case_table *cases, const char *word)
{
	for (size_t i = 0; i < cases->count; i++)
		if (matrix_names_case(word, cases->rows[i].id))
			return true;
	return false;
}

static bool is_judged(const struct clause *clause)
{
	return rule_of((enum clause_id)(clause - clause_row(0)));
}

/* Each name is a row or a case; one of them is a rule or a case, which alone can notice. */
static void check_fault(struct complaints *c, const struct matrix *m, const struct matrix_fault *fault)
{
	char copy[256], *rest = copy;
	bool can_notice = false;

	snprintf(copy, sizeof(copy), "%s", fault->expected);
	for (char *word; (word = strsep(&rest, " "));) {
		const struct clause *clause = clause_named(word);
		bool is_case = !clause && *word && case_exists(m->cases, word);
		if (*word && !clause && !is_case)
			complain_of(c, fault->word, "this fault is to be noticed by what does not exist: ", word);
		can_notice |= is_case || (clause && is_judged(clause));
	}
	if (!can_notice)
		complain_of(c, fault->word, "this fault names no rule and no case that could notice it", "");
	for (const struct matrix_fault *other = m->faults; other < fault; other++)
		if (!strcmp(other->word, fault->word))
			complain_of(c, fault->word, "two faults are called so", "");
}

size_t matrix_check(const struct matrix *m, void (*say)(void *arg, const char *line), void *arg)
{
	struct complaints c = { .say = say, .arg = arg };

	for (int id = 0; id < CLAUSE_COUNT; id++)
		check_row(&c, &m->rows[id]);
	for (size_t i = 0; i < m->fault_count; i++)
		check_fault(&c, m, &m->faults[i]);
	return c.count;
}
