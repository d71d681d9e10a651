/* conformance/case.c - one case of a table, row by row. */
#include "conformance/case.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/case_file.h"
#include "conformance/judge/unjudged.h"

#define ID_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."

static const struct node_key case_keys[] = {
	{ .name = "id", .kind = NODE_SCALAR, .required = true },
	{ .name = "title", .kind = NODE_SCALAR, .required = true },
	{ .name = "rules", .kind = NODE_LIST, .required = true },
	{ .name = "twin", .kind = NODE_SCALAR },
	{ .name = "table", .any_kind = true },
	{ .name = "links", .kind = NODE_LIST },
	{ .name = "needs", .kind = NODE_LIST },
	{ .name = "probes", .kind = NODE_SCALAR },
	{ .name = "sut", .kind = NODE_SCALAR },
	{ .name = "server", .kind = NODE_LIST },
	{ .name = "before", .kind = NODE_LIST },
	{ .name = "steps", .kind = NODE_LIST, .required = true },
	{ .name = "after", .kind = NODE_LIST },
	{ 0 },
};

/* By a rule, or by what the case itself expects: the others can be named beside, not alone. */
static bool is_tested(enum clause_id id)
{
	const struct unjudged *why = unjudged_of(id);

	return !why || why->kind == UNJUDGED_SAME || why->kind == UNJUDGED_BY_CASE;
}

static int read_rules(struct case_row *row, const struct node *list, const struct columns *columns, struct error *error)
{
	bool tested = false;
	char id[64];

	if (!list->count)
		return node_error(list, error, "a case exercises at least one rule");
	for (const struct node *n = list->child; n; n = n->next) {
		if (columns_fill(n, columns, id, sizeof(id), error))
			return -1;
		const struct clause *clause = clause_named(id);
		if (!clause)
			return node_error(n, error, "unknown rule '%s' (see m5gtest list rules)", id);
		if (row->rule_count == CASE_RULES)
			return node_error(n, error, "more than %d rules", CASE_RULES);
		row->rules[row->rule_count] = (enum clause_id)(clause - clause_row(0));
		tested |= is_tested(row->rules[row->rule_count++]);
	}
	if (!tested)
		return node_error(list, error, "'%s' exercises no rule: %s is %s", row->id, clause_row(row->rules[0])->id,
				  unjudged_word(unjudged_of(row->rules[0])->kind));
	return 0;
}

static int read_links(struct case_row *row, const struct node *list, struct error *error)
{
	static const char *const words[] = { "coap", "coaps", NULL };

	if (list && !list->count)
		return node_error(list, error, "no link: coap, coaps or both");
	row->links = list ? 0 : 3;
	for (const struct node *n = list ? list->child : NULL; n; n = n->next) {
		int which = node_word(n, words, error);
		if (which < 0)
			return -1;
		row->links |= (uint8_t)(1 << which);
	}
	return 0;
}

static int read_needs(struct case_row *row, const struct node *list, struct error *error)
{
	for (const struct node *n = list ? list->child : NULL; n; n = n->next) {
		uint32_t bit = n->text ? applies_named(n->text) : 0;
		if (!bit)
			return node_error(n, error, "unknown feature or edition '%s'", n->text ? n->text : "");
		row->needs |= bit;
	}
	return 0;
}

static int read_probes(struct case_row *row, const struct node *n, struct error *error)
{
	row->probes = n && n->text ? applies_named(n->text) : 0;
	if (n && (!row->probes || row->probes & (APPLIES_EDITION_CR | APPLIES_EDITION_PRE_CR)))
		return node_error(n, error, "unknown feature '%s'", n->text ? n->text : "");
	return 0;
}

static int read_sut(struct case_row *row, const struct node *n, struct error *error)
{
	static const char *const words[] = { "server", "gateway", NULL };
	int which = n ? node_word(n, words, error) : 0;

	row->gateway = which == 1;
	if (row->gateway)
		row->links = 1 << TRANSPORT_COAP;	/* devices speak no DTLS here */
	return which < 0 ? -1 : 0;
}

/* The words are held against the table of faults by whoever knows the server. */
static int read_server(struct case_row *row, const struct node *list, const struct columns *columns, struct error *error)
{
	char word[64];

	for (const struct node *n = list ? list->child : NULL; n; n = n->next) {
		size_t len = strlen(row->server);
		if (columns_fill(n, columns, word, sizeof(word), error))
			return -1;
		if (len + strlen(word) + 2 > sizeof(row->server))
			return node_error(n, error, "too many faults");
		snprintf(row->server + len, sizeof(row->server) - len, "%s%s", len ? " " : "", word);
	}
	return 0;
}

static bool actor_is_known(const char *name)
{
	if (!strcmp(name, "stranger") || !strcmp(name, "short") || !strcmp(name, "long"))
		return true;
	return (name[0] == 'u' && name[1] >= '1' && name[1] <= '9' && !name[2]);
}

static int add_actor(struct case_row *row, const struct node *node, const char *name, struct error *error)
{
	if (!*name)
		return 0;
	for (unsigned i = 0; i < row->actor_count; i++)
		if (!strcmp(row->actors[i], name))
			return 0;
	if (!strcmp(name, "gateway") && row->gateway)
		return 0;
	if (!actor_is_known(name))
		return node_error(node, error, "unknown UE '%s': u1 to u9, stranger, short or long", name);
	if (row->actor_count == CASE_ACTORS)
		return node_error(node, error, "more than %d UEs", CASE_ACTORS);
	snprintf(row->actors[row->actor_count++], sizeof(row->actors[0]), "%s", name);
	return 0;
}

static int add_actors(struct case_row *row, const struct step_list *list, struct error *error)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct step *s = &list->steps[i];
		bool other = actor_is_known(s->request.as);
		if (add_actor(row, s->node, s->ue, error) || add_actor(row, s->node, s->with, error) ||
		    (other && add_actor(row, s->node, s->request.as, error)))
			return -1;
		for (size_t k = 0; k < sizeof(s->request.bulk) / sizeof(*s->request.bulk); k++)
			if (add_actor(row, s->node, s->request.bulk[k], error))
				return -1;
	}
	return 0;
}

/* How long the steps wait at most when the server behaves: what makes a case slow. */
static uint64_t waits(const struct step_list *list)
{
	uint64_t total = 0;

	for (size_t i = 0; i < list->count; i++) {
		const struct step *s = &list->steps[i];
		bool silence = s->expect.reactions & REPLY_SILENCE;
		total += s->wait_ns + (silence ? s->expect.within_ns : 0);
	}
	return total;
}

/* Behind a Gateway UE the server is ours: there always is an oracle. */
static bool asks_oracle(const struct case_row *row, const struct step_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(list->steps[i].fact->word, "registered"))
			return !row->gateway;
	return false;
}

static void look_at_steps(struct case_row *row)
{
	row->oracle = asks_oracle(row, &row->before) || asks_oracle(row, &row->steps) || asks_oracle(row, &row->after);
	for (size_t i = 0; i < row->steps.count; i++) {
		const struct step *s = &row->steps.steps[i];
		row->negative |= s->fails || s->not_resumed || (s->fact->role == STEP_LOOKS && expectation_is_negative(&s->expect));
	}
	row->negative &= !*row->server;		/* a server that deviates vouches for nothing */
	row->slow = waits(&row->before) + waits(&row->steps) + waits(&row->after) > 5ull * NS_PER_S;
}

static int read_step_lists(struct case_row *row, const struct node *node, const struct columns *columns, struct error *error)
{
	const struct { const char *key; struct step_list *list; } lists[] = {
		{ "before", &row->before }, { "steps", &row->steps }, { "after", &row->after }
	};
	/* u1 is always there: the probe needs one whom the server knows. */
	if (add_actor(row, node, "u1", error))
		return -1;
	for (int i = 0; i < 3; i++) {
		struct step_list *list = lists[i].list;
		if (steps_read(&list->steps, &list->count, node_get(node, lists[i].key), columns, error) ||
		    add_actors(row, list, error))
			return -1;
	}
	look_at_steps(row);
	return case_row_check(row, error);
}

/* REG-014, or REG-014 and the row's first column: a word of one piece, for globs, lists and reports. */
static int read_id(struct case_row *row, const struct node *node, const char *suffix, struct error *error)
{
	const struct node *id = node_get(node, "id");
	char words[sizeof(row->id)];

	if (node_text(id, words, 32, error))
		return -1;
	int n = snprintf(row->id, sizeof(row->id), "%s%s%s", words, suffix ? "." : "", suffix ? suffix : "");
	if (n >= (int)sizeof(row->id))
		return node_error(id, error, "'%.40s...' is longer than %zu characters", row->id, sizeof(row->id) - 1);
	if (strspn(row->id, ID_CHARACTERS) != strlen(row->id) || !*words || (suffix && !*suffix))
		return node_error(id, error, "'%s' is no id: letters, digits, '-', '_' and '.'", row->id);
	return 0;
}

static int read_row(struct case_table *table, const struct node *node, const char *suffix, const struct columns *columns,
		    struct error *error)
{
	table->rows = realloc(table->rows, (table->count + 1) * sizeof(*table->rows));
	assert(table->rows);
	struct case_row *row = &table->rows[table->count++];
	const struct node *twin = node_get(node, "twin");

	*row = (struct case_row){ .node = node };
	if (read_id(row, node, suffix, error) ||
	    columns_fill(node_get(node, "title"), columns, row->title, sizeof(row->title), error) ||
	    (twin && columns_fill(twin, columns, row->twin, sizeof(row->twin), error)) ||
	    read_rules(row, node_get(node, "rules"), columns, error) || read_links(row, node_get(node, "links"), error) ||
	    read_sut(row, node_get(node, "sut"), error) ||
	    read_needs(row, node_get(node, "needs"), error) || read_probes(row, node_get(node, "probes"), error) ||
	    read_server(row, node_get(node, "server"), columns, error))
		return -1;
	return read_step_lists(row, node, columns, error);
}

static int read_row_of_map(struct case_table *table, const struct node *node, const struct node *map, struct error *error)
{
	struct columns columns = { .count = 0 };

	if (map->kind != NODE_MAP || !map->count || map->count > 8)
		return node_error(map, error, "a row of a table is a map of 1 to 8 columns");
	for (const struct node *n = map->child; n; n = n->next) {
		if (n->kind != NODE_SCALAR)
			return node_error(n, error, "a column holds a word");
		columns.names[columns.count] = n->key;
		columns.values[columns.count++] = n->text;
	}
	return read_row(table, node, columns.values[0], &columns, error);
}

static int read_rows_of_list(struct case_table *table, const struct node *node, const struct node *column, struct error *error)
{
	if (column->kind != NODE_LIST || column->next)
		return node_error(column, error, "a table is {column: [values]}, or a list of maps for several columns");
	if (!column->count)
		return node_error(column, error, "a table without rows");
	for (const struct node *n = column->child; n; n = n->next) {
		struct columns columns = { .names = { column->key }, .values = { n->text }, .count = 1 };
		if (n->kind != NODE_SCALAR)
			return node_error(n, error, "a column holds words");
		if (read_row(table, node, n->text, &columns, error))
			return -1;
	}
	return 0;
}

int case_read(struct case_table *table, const struct node *node, struct error *error)
{
	const struct node *rows;

	if (node_check(node, case_keys, error))
		return -1;
	rows = node_get(node, "table");
	if (!rows)
		return read_row(table, node, NULL, NULL, error);
	if (!rows->count)
		return node_error(rows, error, "a table without rows");
	if (rows->kind == NODE_MAP)
		return read_rows_of_list(table, node, rows->child, error);
	for (const struct node *n = rows->child; n; n = n->next)
		if (read_row_of_map(table, node, n, error))
			return -1;
	return 0;
}

void case_row_free(struct case_row *row)
{
	steps_free(row->before.steps, row->before.count);
	steps_free(row->steps.steps, row->steps.count);
	steps_free(row->after.steps, row->after.count);
}
