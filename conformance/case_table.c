/* conformance/case_table.c - files of cases: reading them all, and what only the whole shows. */
#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/case_file.h"

static const struct node_key file_keys[] = { { .name = "cases", .kind = NODE_LIST, .required = true }, { 0 } };

int case_table_read(struct case_table *table, const char *path, struct error *error)
{
	struct document *document = document_read(path, error);

	if (!document)
		return -1;
	table->documents = realloc(table->documents, (table->document_count + 1) * sizeof(*table->documents));
	assert(table->documents);
	table->documents[table->document_count++] = document;
	if (node_check(document_root(document), file_keys, error))
		return -1;
	for (const struct node *n = node_get(document_root(document), "cases")->child; n; n = n->next)
		if (case_read(table, n, error))
			return -1;
	return 0;
}

const struct case_row *case_table_find(const struct case_table *table, const char *id)
{
	for (size_t i = 0; i < table->count; i++)
		if (!strcmp(table->rows[i].id, id))
			return &table->rows[i];
	return NULL;
}

/* Follows the twins from ROW; a chain longer than the table goes in a circle. */
static int check_twins(const struct case_table *table, const struct case_row *row, struct error *error)
{
	const struct node *place = node_get(row->node, "twin");
	const struct case_row *at = row;

	for (size_t hops = 0; *at->twin; hops++) {
		const struct case_row *next = case_table_find(table, at->twin);
		if (!next)
			return node_error(node_get(at->node, "twin"), error, "'%s' names the twin '%s', which is no case", at->id,
					  at->twin);
		if (hops > table->count)
			return node_error(place, error, "'%s': its twins go in a circle", row->id);
		if (row->links & ~next->links)
			return node_error(place, error, "'%s' runs on a link that its twin '%s' does not", row->id, next->id);
		at = next;
	}
	return 0;
}

int case_table_check(const struct case_table *table, struct error *error)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct case_row *row = &table->rows[i];
		if (case_table_find(table, row->id) != row)
			return node_error(node_get(row->node, "id"), error, "the id '%s' is already taken", row->id);
		if (check_twins(table, row, error))
			return -1;
	}
	return 0;
}

static int is_table(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return len > 5 && entry->d_name[0] != '.' && !strcmp(entry->d_name + len - 5, ".yaml");
}

int case_table_read_directory(struct case_table *table, const char *directory, struct error *error)
{
	struct dirent **entries;
	char path[4096];
	int bad = 0;
	int count = scandir(directory, &entries, is_table, alphasort);

	if (count < 0)
		return error_set(error, "%s: %s (set M5GTEST_DATADIR to the folder of the case tables)", directory, strerror(errno));
	for (int i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "%s/%s", directory, entries[i]->d_name);
		bad = bad || case_table_read(table, path, error);
		free(entries[i]);
	}
	free(entries);
	if (!bad && !count)
		return error_set(error, "%s: no case tables (*.yaml)", directory);
	return bad ? -1 : case_table_check(table, error);
}

void case_table_free(struct case_table *table)
{
	for (size_t i = 0; i < table->count; i++)
		case_row_free(&table->rows[i]);
	for (size_t i = 0; i < table->document_count; i++)
		document_free(table->documents[i]);
	free(table->rows);
	free(table->documents);
	*table = (struct case_table){ 0 };
}
