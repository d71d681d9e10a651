/* reports/rows.h - a table of words as aligned text or as a JSON array of objects. */
#ifndef REPORTS_ROWS_H
#define REPORTS_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { ROWS_COLUMNS = 10 };

/* Cells are copied; NULL cells are empty. The last column is never padded nor cut. */
struct rows {
	const char *names[ROWS_COLUMNS];	/* JSON members; the headings in capitals */
	unsigned column_count;
	char ***cells;
	size_t count;
};

void rows_add(struct rows *, const char *const *cells);	/* column_count of them */
void rows_free(struct rows *);
int rows_print(FILE *, const struct rows *, bool json);

#endif
