/* conformance/case_file.h - one case of a file, for conformance/case_table.c; and its check. */
#ifndef CONFORMANCE_CASE_FILE_H
#define CONFORMANCE_CASE_FILE_H

#include "conformance/case.h"

int case_read(struct case_table *, const struct node *, struct error *);
void case_row_free(struct case_row *);
/* A case that could not fail, or speaks of nobody: -1 with the step's place. */
int case_row_check(const struct case_row *, struct error *);

#endif
