/* cli/coverage.h - the matrix of clauses over the faults of all folders, which only cli/ knows together. */
#ifndef CLI_COVERAGE_H
#define CLI_COVERAGE_H

#include "conformance/matrix.h"

struct coverage {
	struct matrix_fault *faults;
	size_t fault_count;
	struct matrix matrix;
};

void coverage_make(struct coverage *, const struct case_table *);	/* the table must outlive it */
void coverage_free(struct coverage *);
/* What is wrong with the tables, a line each on standard error. Returns how many. */
size_t coverage_check(const struct coverage *);

#endif
