/* cli/list.c - m5gtest list: the tables, as text or JSON; each list is a row and a function here. */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/coverage.h"
#include "cli/setup.h"
#include "cli/tables.h"
#include "dtls/stimulus.h"
#include "reports/matrix.h"
#include "reports/rows.h"
#include "server/fault.h"
#include "sim/client_fault.h"

static int add_cases(struct rows *rows, struct error *error)
{
	struct case_table table = { 0 };

	if (tables_read(&table, error))
		return -1;
	for (size_t i = 0; i < table.count; i++) {
		const struct case_row *c = &table.rows[i];
		const char *links = c->links == 3 ? "coap coaps" : c->links == 2 ? "coaps" : "coap";
		char rules[512] = "";
		for (unsigned k = 0; k < c->rule_count; k++)
			snprintf(rules + strlen(rules), sizeof(rules) - strlen(rules), "%s%s", k ? " " : "",
				 clause_row(c->rules[k])->id);
		rows_add(rows, (const char *[]){ c->id, links, c->twin, c->slow ? "slow" : "", rules, c->title });
	}
	case_table_free(&table);
	return 0;
}

static int add_rules(struct rows *rows, struct error *error)
{
	(void)error;
	for (unsigned i = 0; i < rule_count(); i++) {
		const struct clause *c = clause_row(rule_row(i)->clause);
		rows_add(rows, (const char *[]){ c->id, level_word(c->level), side_word(c->binds), c->source, c->text });
	}
	return 0;
}

static int add_clauses(struct rows *rows, struct error *error)
{
	(void)error;
	for (unsigned i = 0; i < CLAUSE_COUNT; i++) {
		const struct clause *c = clause_row((enum clause_id)i);
		rows_add(rows, (const char *[]){ c->id, level_word(c->level), ground_word(c->ground), side_word(c->binds),
						 rule_of((enum clause_id)i) ? "judged" : "", c->source, c->text });
	}
	return 0;
}

static int add_faults(struct rows *rows, struct error *error)
{
	const struct fault *f;
	const struct client_fault *c;

	(void)error;
	for (unsigned i = 0; (f = fault_row(i)); i++)
		rows_add(rows, (const char *[]){ f->word, f->links, f->expected, f->clause,
						 f->not_replayed || f->gateway ? "" : f->same_contents ? "rule" : "comparison", f->text,
						 side_word(f->gateway ? SIDE_GATEWAY : SIDE_SERVER) });
	for (unsigned i = 0; (c = client_fault_row(i)); i++)
		rows_add(rows, (const char *[]){ c->word, c->links, c->expected, c->clause, "", c->text, side_word(SIDE_CLIENT) });
	return 0;
}

static int add_mutations(struct rows *rows, struct error *error)
{
	(void)error;
	for (int i = 0; i < MUTATION_COUNT; i++)
		rows_add(rows, (const char *[]){ mutation_verb_word((enum mutation_verb)i), mutation_verb_text((enum mutation_verb)i) });
	return 0;
}

static int add_anomalies(struct rows *rows, struct error *error)
{
	(void)error;
	for (int i = 0; i < ANOMALY_COUNT; i++) {
		const struct anomaly_fact *a = anomaly_fact((enum anomaly_kind)i);
		rows_add(rows, (const char *[]){ a->word, a->rule, a->clause, a->text });
	}
	return 0;
}

static int add_readings(struct rows *rows, struct error *error)
{
	const struct reading_fact *r;

	(void)error;
	for (unsigned i = 0; (r = reading_row(i)); i++)
		rows_add(rows, (const char *[]){ r->id, *r->values ? r->values : "(fixed)", r->rules, r->text });
	return 0;
}

static int add_bindings(struct rows *rows, struct error *error)
{
	struct binding binding;

	(void)error;
	binding_default(&binding);
	for (int i = 0; i < ELEMENT_COUNT; i++) {
		const struct element_fact *e = element_fact((enum element)i);
		rows_add(rows, (const char *[]){ e->word, binding.members[i], json_kind_name(binding.types[i]), e->clause, e->text });
	}
	return 0;
}

static int add_steps(struct rows *rows, struct error *error)
{
	const struct step_fact *s;

	(void)error;
	for (unsigned i = 0; (s = step_fact_row(i)); i++)
		rows_add(rows, (const char *[]){ s->word, s->text });
	return 0;
}

static int add_stimuli(struct rows *rows, struct error *error)
{
	const struct stimulus_fact *s;

	(void)error;
	for (unsigned i = 0; (s = stimulus_row(i)); i++)
		rows_add(rows, (const char *[]){ s->word, s->takes_number ? "N" : "", s->text });
	for (int habit = 0; habit < HABIT_COUNT; habit++)
		rows_add(rows, (const char *[]){ habit_word((enum habit)habit), "", habit_text((enum habit)habit) });
	for (int verb = 0; verb < STIMULUS_COUNT; verb++)
		rows_add(rows, (const char *[]){ stimulus_word((enum stimulus_verb)verb), "TARGET",
						 stimulus_text((enum stimulus_verb)verb) });
	return 0;
}

static const struct list_row {
	const char *word;
	int (*add)(struct rows *, struct error *);
	unsigned columns;
	const char *names[ROWS_COLUMNS];
} lists[] = {
	{ "cases", add_cases, 6, { "id", "links", "twin", "slow", "rules", "title" } },
	{ "rules", add_rules, 5, { "id", "level", "binds", "source", "text" } },
	{ "clauses", add_clauses, 7, { "id", "level", "ground", "binds", "rule", "source", "text" } },
	{ "faults", add_faults, 7, { "word", "links", "noticed-by", "clause", "in-replay-by", "text", "of" } },
	{ "mutations", add_mutations, 2, { "word", "text" } },
	{ "anomalies", add_anomalies, 4, { "word", "rule", "clause", "text" } },
	{ "readings", add_readings, 4, { "id", "values", "rules", "text" } },
	{ "bindings", add_bindings, 5, { "element", "member", "type", "clause", "text" } },
	{ "steps", add_steps, 2, { "word", "text" } },
	{ "stimuli", add_stimuli, 3, { "word", "takes", "text" } },
};

/* A faulty table is a fault of ours or of whoever wrote it: said on standard error, exit status 2. */
static int list_matrix(bool json)
{
	struct case_table cases = { 0 };
	struct coverage coverage;
	struct error error;
	size_t wrong;

	if (tables_read(&cases, &error))
		return complain(EXIT_USAGE, "%s", error.text);
	coverage_make(&coverage, &cases);
	(json ? report_matrix_json : report_matrix_text)(stdout, &coverage.matrix);
	wrong = coverage_check(&coverage);
	coverage_free(&coverage);
	case_table_free(&cases);
	return wrong ? EXIT_USAGE : EXIT_OK;
}

int command_list(const struct options *options)
{
	bool matrix = options->reporting.matrix;
	struct error error;

	if (matrix && options->operand_count == 1 && !strcmp(options->operands[0], "clauses"))
		return list_matrix(options->reporting.json);

	for (size_t i = 0; options->operand_count == 1 && !matrix && i < sizeof(lists) / sizeof(*lists); i++) {
		struct rows rows = { .column_count = lists[i].columns };
		if (strcmp(lists[i].word, options->operands[0]))
			continue;
		memcpy(rows.names, lists[i].names, sizeof(rows.names));
		int bad = lists[i].add(&rows, &error);
		if (!bad)
			rows_print(stdout, &rows, options->reporting.json);
		rows_free(&rows);
		return bad ? complain_of(&error) : EXIT_OK;
	}
	if (matrix)
		return complain(EXIT_USAGE, "--matrix is of the clauses: list clauses --matrix");
	return complain(EXIT_USAGE, "list takes one of: cases rules clauses faults mutations anomalies readings bindings steps stimuli");
}
