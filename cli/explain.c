/* cli/explain.c - m5gtest explain: a rule, case, fault or reading, printed from its row. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "cli/commands.h"
#include "cli/setup.h"
#include "cli/tables.h"
#include "conformance/matrix.h"
#include "server/fault.h"
#include "sim/client_fault.h"

static void print_faults_of(const char *id)
{
	const struct client_fault *ours;
	const struct fault *f;

	for (unsigned i = 0; (f = fault_row(i)); i++)
		if (matrix_names(f->expected, id))
			printf("  broken by   %s: %s\n", f->word, f->text);
	for (unsigned i = 0; (ours = client_fault_row(i)); i++)
		if (matrix_names(ours->expected, id))
			printf("  broken by   %s: %s\n", ours->word, ours->text);
}

static void print_cases_of(const struct case_table *table, enum clause_id id)
{
	for (size_t i = 0; i < table->count; i++)
		for (unsigned k = 0; k < table->rows[i].rule_count; k++)
			if (table->rows[i].rules[k] == id)
				printf("  exercised   %s: %s\n", table->rows[i].id, table->rows[i].title);
}

static bool explain_clause(const char *id, const struct case_table *table)
{
	const struct clause *c = clause_named(id);
	enum clause_id which;

	if (!c)
		return false;
	which = (enum clause_id)(c - clause_row(0));
	printf("%s  %s\n  written     %s\n  weight      %s by %s; binds the %s\n", c->id, c->text, c->source, level_word(c->level),
	       ground_word(c->ground), side_word(c->binds));
	printf("  judged      %s\n", rule_of(which) ? "yes, in every run and capture where it applies" : "not by a rule in this version");
	if (*c->observable)
		printf("  observable  %s\n", c->observable);
	if (*c->same_as)
		printf("  reported by %s: one defect is one finding\n", c->same_as);
	if (*c->remark)
		printf("  remark      %s\n", c->remark);
	print_cases_of(table, which);
	print_faults_of(id);
	return true;
}

static bool explain_case(const char *id, const struct case_table *table)
{
	bool found = false;
	size_t len = strlen(id);

	for (size_t i = 0; i < table->count; i++) {
		const struct case_row *c = &table->rows[i];
		if (strncmp(c->id, id, len) || (c->id[len] && c->id[len] != '.'))
			continue;
		found = true;
		printf("%s  %s\n  written     %s:%u\n", c->id, c->title, c->node->file, c->node->line);
		for (unsigned k = 0; k < c->rule_count; k++)
			printf("  exercises   %s (%s): %s\n", clause_row(c->rules[k])->id, clause_row(c->rules[k])->source,
			       clause_row(c->rules[k])->text);
		if (*c->twin)
			printf("  twin        %s: must have passed\n", c->twin);
		if (c->negative)
			printf("  probe       a registration afterwards must be answered\n");
		print_faults_of(c->id);
	}
	return found;
}

static bool explain_fault(const char *word)
{
	static const char format[] = "%s  %s\n  against     %s\n  noticed by  %s\n  on          %s\n"
				     "  try it      m5gtest run %sembedded --fault %s\n";
	const struct client_fault *ours = client_fault_named(word);
	const struct fault *f = fault_named(word);

	if (f) {
		printf(format, f->word, f->text, f->clause, f->expected, f->links, f->gateway ? "--sut gateway " : "", f->word);
		if (!f->gateway)
			printf("  in a replay %s%s\n", f->not_replayed ? "not seen: " : f->same_contents ? "seen by rule" : "seen by comparison",
			       f->not_replayed ? f->not_replayed : "");
	} else if (ours)
		printf(format, ours->word, ours->text, ours->clause, ours->expected, ours->links,
		       ours->needs && strstr(ours->needs, "gateway") ? "--sut gateway " : "", ours->word);
	return f || ours;
}

static bool explain_reading(const char *id)
{
	const struct reading_fact *r;

	for (unsigned i = 0; (r = reading_row(i)); i++)
		if (!strcmp(r->id, id)) {
			printf("%s  %s\n  decides     %s\n  read as     %s\n", r->id, r->text, r->rules,
			       *r->values ? r->values : "fixed");
			if (*r->values)
				printf("  choose      m5gtest run TARGET --reading %s=WORD (the first word is the default)\n", r->id);
			return true;
		}
	return false;
}

int command_explain(const struct options *options)
{
	struct case_table table = { 0 };
	struct error error;
	const char *id = options->operand_count == 1 ? options->operands[0] : NULL;
	bool found;

	if (!id || !*id)
		return complain(EXIT_USAGE, "explain takes one ID: a rule, clause, case, fault or reading");
	if (tables_read(&table, &error))
		return complain_of(&error);
	found = explain_clause(id, &table) || explain_case(id, &table) || explain_fault(id) || explain_reading(id);
	case_table_free(&table);
	return found ? EXIT_OK : complain(EXIT_USAGE, "nothing is called '%s': see m5gtest list rules, cases, faults or readings", id);
}
