/* conformance/waiver_file.c - reading waivers; what could never match is refused. */
#include <assert.h>
#include <ctype.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/waiver.h"
#include "text/node.h"

static const struct node_key file_keys[] = { { .name = "waivers", .kind = NODE_LIST, .required = true }, { .name = NULL } };
static const struct node_key waiver_keys[] = {
	{ .name = "case", .kind = NODE_SCALAR },
	{ .name = "rule", .kind = NODE_SCALAR },
	{ .name = "server", .kind = NODE_SCALAR },
	{ .name = "link", .kind = NODE_SCALAR },
	{ .name = "symptom", .kind = NODE_SCALAR, .required = true },
	{ .name = "reason", .kind = NODE_SCALAR, .required = true },
	{ .name = "see", .kind = NODE_SCALAR },
	{ .name = "until", .kind = NODE_SCALAR, .required = true },
	{ .name = NULL },
};

static int read_text(const struct node *map, const char *key, char *room, size_t size, struct error *error)
{
	const struct node *n = node_get(map, key);

	if (!n)
		return 0;
	if (node_text(n, room, size, error))
		return -1;
	return *room ? 0 : node_error(n, error, "'%s' is empty", key);
}

static bool is_in_calendar(long year, long month, long day)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100) || year % 400 == 0;

	return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] + (leap && month == 2);
}

static bool is_day(const char *text)
{
	static const char form[] = "dddd-dd-dd";

	for (size_t i = 0; i < sizeof(form); i++)
		if (form[i] == 'd' ? !isdigit((unsigned char)text[i]) : text[i] != form[i])
			return false;
	return is_in_calendar(strtol(text, NULL, 10), strtol(text + 5, NULL, 10), strtol(text + 8, NULL, 10));
}

static int check_ids(const struct waiver *w, const struct node *map, const struct case_table *cases, struct error *error)
{
	bool case_found = !*w->case_glob, rule_found = !*w->rule_glob;

	for (size_t i = 0; i < cases->count && !case_found; i++)
		case_found = !fnmatch(w->case_glob, cases->rows[i].id, 0);
	for (int i = 0; i < CLAUSE_COUNT && !rule_found; i++)
		rule_found = !fnmatch(w->rule_glob, clause_row((enum clause_id)i)->id, 0);
	if (!case_found)
		return node_error(node_get(map, "case"), error, "no case is called '%s'", w->case_glob);
	if (!rule_found)
		return node_error(node_get(map, "rule"), error, "no rule is called '%s'", w->rule_glob);
	return *w->case_glob || *w->rule_glob ? 0 : node_error(map, error, "a waiver names a case, a rule, or both");
}

static int read_waiver(struct waivers *all, const struct node *map, const struct case_table *cases, struct error *error)
{
	all->list = realloc(all->list, (all->count + 1) * sizeof(*all->list));
	assert(all->list);
	struct waiver *w = &all->list[all->count++];

	*w = (struct waiver){ 0 };
	if (node_check(map, waiver_keys, error) || read_text(map, "case", w->case_glob, sizeof(w->case_glob), error) ||
	    read_text(map, "rule", w->rule_glob, sizeof(w->rule_glob), error) ||
	    read_text(map, "server", w->server_glob, sizeof(w->server_glob), error) ||
	    read_text(map, "link", w->link, sizeof(w->link), error) ||
	    read_text(map, "symptom", w->symptom, sizeof(w->symptom), error) ||
	    read_text(map, "reason", w->reason, sizeof(w->reason), error) ||
	    read_text(map, "see", w->see, sizeof(w->see), error) ||
	    read_text(map, "until", w->until, sizeof(w->until), error))
		return -1;
	snprintf(w->place, sizeof(w->place), "%.200s:%u", map->file, map->line);
	if (*w->link && strcmp(w->link, "coap") && strcmp(w->link, "coaps"))
		return node_error(node_get(map, "link"), error, "'%s' is neither coap nor coaps", w->link);
	if (!is_day(w->until))
		return node_error(node_get(map, "until"), error, "'%s' is no day such as 2026-12-31", w->until);
	return check_ids(w, map, cases, error);
}

int waivers_read(struct waivers *all, const char *path, const struct case_table *cases, struct error *error)
{
	struct document *document = document_read(path, error);
	int bad;

	if (!document)
		return -1;
	bad = node_check(document_root(document), file_keys, error);
	for (const struct node *n = bad ? NULL : node_get(document_root(document), "waivers")->child; n && !bad; n = n->next)
		bad = read_waiver(all, n, cases, error);
	document_free(document);
	return bad ? -1 : 0;
}
