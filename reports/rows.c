/* reports/rows.c - a table of words: aligned columns, or JSON objects. */
#include "reports/rows.h"

#include <assert.h>
#include <ctype.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

void rows_add(struct rows *rows, const char *const *cells)
{
	char **copy = calloc(rows->column_count, sizeof(*copy));

	if ((rows->count & (rows->count - 1)) == 0)
		rows->cells = realloc(rows->cells, (rows->count ? 2 * rows->count : 1) * sizeof(*rows->cells));
	assert(copy && rows->cells);
	for (unsigned i = 0; i < rows->column_count; i++)
		copy[i] = strdup(cells[i] ? cells[i] : "");
	rows->cells[rows->count++] = copy;
}

void rows_free(struct rows *rows)
{
	for (size_t i = 0; i < rows->count; i++) {
		for (unsigned k = 0; k < rows->column_count; k++)
			free(rows->cells[i][k]);
		free(rows->cells[i]);
	}
	free(rows->cells);
	rows->cells = NULL;
	rows->count = 0;
}

static int print_json(FILE *out, const struct rows *rows)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < rows->count; i++) {
		struct json_object *one = json_object_new_object();
		for (unsigned k = 0; k < rows->column_count; k++)
			json_object_object_add(one, rows->names[k], json_object_new_string(rows->cells[i][k]));
		json_object_array_add(list, one);
	}
	fprintf(out, "%s\n", json_object_to_json_string_ext(list, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(list);
	return ferror(out) ? -1 : 0;
}

static int width_of(const struct rows *rows, unsigned column)
{
	size_t width = strlen(rows->names[column]);

	for (size_t i = 0; i < rows->count; i++)
		width = strlen(rows->cells[i][column]) > width ? strlen(rows->cells[i][column]) : width;
	return (int)width;
}

static int print_text(FILE *out, const struct rows *rows)
{
	int widths[ROWS_COLUMNS];

	for (unsigned k = 0; k < rows->column_count; k++) {
		widths[k] = k + 1 < rows->column_count ? width_of(rows, k) : 0;
		for (const char *c = rows->names[k]; *c; c++)
			fputc(toupper((unsigned char)*c), out);
		if (k + 1 < rows->column_count)
			fprintf(out, "%*s  ", widths[k] - (int)strlen(rows->names[k]), "");
	}
	fputc('\n', out);
	for (size_t i = 0; i < rows->count; i++)
		for (unsigned k = 0; k < rows->column_count; k++)
			fprintf(out, "%-*s%s", widths[k], rows->cells[i][k], k + 1 < rows->column_count ? "  " : "\n");
	return ferror(out) ? -1 : 0;
}

int rows_print(FILE *out, const struct rows *rows, bool json)
{
	return json ? print_json(out, rows) : print_text(out, rows);
}
