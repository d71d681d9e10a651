/* conformance/matrix.h - clause x rule x case x fault: the answer of each row of spec/rules.tsv, made from the tables.
 *
 * A row is tested by the rule that judges it, by the row that it is the same as, or by cases alone; or a reason
 * says why it is not. A tested row has a fault that names it (or a case of it, where no rule judges it). The self-test proves what the names claim. */
#ifndef CONFORMANCE_MATRIX_H
#define CONFORMANCE_MATRIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conformance/case.h"
#include "conformance/judge/clause.h"

enum matrix_answer { ANSWER_TESTED, ANSWER_UNTESTABLE, ANSWER_OUT_OF_SCOPE, ANSWER_LEFT_OPEN, ANSWER_NOT_YET, ANSWER_NONE, ANSWERS };
const char *matrix_answer_word(enum matrix_answer);	/* "tested by", "untestable because" */

/* A fault as the matrix knows it: the server's and our own UE's stand in tables of their own folders. */
struct matrix_fault {
	const char *word, *expected;	/* borrowed */
};

struct matrix_words {
	const char **list;		/* borrowed words */
	size_t count;
};

struct matrix_row {
	const struct clause *clause;
	enum matrix_answer answer;
	const struct clause *by;	/* tested: whose rule reports it, mostly itself; NULL: cases alone */
	const char *because;		/* not tested: why; or by which cases alone; or NULL */
	struct matrix_words cases, faults;
};

struct matrix {
	struct matrix_row rows[CLAUSE_COUNT];
	const struct case_table *cases;	/* borrowed */
	const struct matrix_fault *faults;
	size_t fault_count;
};

void matrix_make(struct matrix *, const struct case_table *, const struct matrix_fault *, size_t count);
void matrix_free(struct matrix *);
/* What is wrong with the tables, a line each: a clause without an answer, a name of nothing, a tested row without a
 * fault, a fault or case that exercises no rule. Returns how many. */
size_t matrix_check(const struct matrix *, void (*say)(void *arg, const char *line), void *arg);
size_t matrix_count(const struct matrix *, enum matrix_answer);

/* True where a blank-separated list has the word. */
bool matrix_names(const char *list, const char *word);
/* True where the list has the case's id, or that of its whole table ("REG-014" for REG-014.message-type). */
bool matrix_names_case(const char *list, const char *id);

#endif
