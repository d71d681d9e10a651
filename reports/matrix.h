/* reports/matrix.h - clause x rule x case x fault, a line a clause or a JSON array of objects. */
#ifndef REPORTS_MATRIX_H
#define REPORTS_MATRIX_H

#include <stdio.h>

#include "conformance/matrix.h"

int report_matrix_text(FILE *, const struct matrix *);
int report_matrix_json(FILE *, const struct matrix *);
/* "# 369 clauses: 240 tested ..." in one line: for the end of the text, and for the self-test. */
void report_matrix_sum(FILE *, const struct matrix *);

#endif
