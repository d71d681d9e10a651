/* reports/matrix.c - the matrix of clauses, for people and for programs. */
#include "reports/matrix.h"

#include <json-c/json.h>
#include <string.h>

/* Rows of one table of cases stand together: "REG-014" once for all. */
static void print_cases(FILE *out, const struct matrix_words *cases)
{
	size_t before = 0;
	const char *last = "";

	for (size_t i = 0; i < cases->count; i++) {
		size_t len = strcspn(cases->list[i], ".");
		if (len != before || strncmp(last, cases->list[i], len))
			fprintf(out, " %.*s", (int)len, cases->list[i]);
		last = cases->list[i];
		before = len;
	}
}

static void print_tested(FILE *out, const struct matrix_row *row)
{
	fprintf(out, "%s", row->by == row->clause ? "its rule" : row->by ? row->by->id : "cases alone");
	if (row->cases.count) {
		fprintf(out, "; cases");
		print_cases(out, &row->cases);
	}
	fprintf(out, "; faults");
	for (size_t i = 0; i < row->faults.count; i++)
		fprintf(out, " %s", row->faults.list[i]);
	if (!row->faults.count)
		fprintf(out, ": none");
}

void report_matrix_sum(FILE *out, const struct matrix *m)
{
	fprintf(out, "%d clauses: %zu tested, %zu untestable, %zu out of scope, %zu left open, %zu not yet, %zu without an answer\n",
		CLAUSE_COUNT, matrix_count(m, ANSWER_TESTED), matrix_count(m, ANSWER_UNTESTABLE), matrix_count(m, ANSWER_OUT_OF_SCOPE),
		matrix_count(m, ANSWER_LEFT_OPEN), matrix_count(m, ANSWER_NOT_YET), matrix_count(m, ANSWER_NONE));
}

int report_matrix_text(FILE *out, const struct matrix *m)
{
	fprintf(out, "%-14s  %-10s  %-7s  ANSWER\n", "ID", "LEVEL", "BINDS");
	for (int i = 0; i < CLAUSE_COUNT; i++) {
		const struct matrix_row *row = &m->rows[i];
		fprintf(out, "%-14s  %-10s  %-7s  %s ", row->clause->id, level_word(row->clause->level), side_word(row->clause->binds),
			matrix_answer_word(row->answer));
		if (row->answer == ANSWER_TESTED)
			print_tested(out, row);
		else
			fprintf(out, "%s", row->because ? row->because : "");
		fputc('\n', out);
	}
	fputc('\n', out);
	report_matrix_sum(out, m);
	return ferror(out) ? -1 : 0;
}

static void add_text(struct json_object *to, const char *name, const char *text)
{
	json_object_object_add(to, name, json_object_new_string(text ? text : ""));
}

static void add_words(struct json_object *to, const char *name, const struct matrix_words *words)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; i < words->count; i++)
		json_object_array_add(array, json_object_new_string(words->list[i]));
	json_object_object_add(to, name, array);
}

int report_matrix_json(FILE *out, const struct matrix *m)
{
	struct json_object *list = json_object_new_array();

	for (int i = 0; i < CLAUSE_COUNT; i++) {
		const struct matrix_row *row = &m->rows[i];
		struct json_object *one = json_object_new_object();
		add_text(one, "id", row->clause->id);
		add_text(one, "level", level_word(row->clause->level));
		add_text(one, "binds", side_word(row->clause->binds));
		add_text(one, "source", row->clause->source);
		add_text(one, "answer", matrix_answer_word(row->answer));
		add_text(one, "rule", row->by ? row->by->id : "");
		add_words(one, "cases", &row->cases);
		add_words(one, "faults", &row->faults);
		add_text(one, "because", row->because);
		json_object_array_add(list, one);
	}
	fprintf(out, "%s\n", json_object_to_json_string_ext(list, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(list);
	return ferror(out) ? -1 : 0;
}
