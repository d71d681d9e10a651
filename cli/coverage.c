/* cli/coverage.c - faults gathered for the matrix of clauses. */
#include "cli/coverage.h"

#include <assert.h>
#include <stdlib.h>

#include "cli/options.h"
#include "server/fault.h"
#include "sim/client_fault.h"

static void add_fault(struct coverage *c, const char *word, const char *expected)
{
	if ((c->fault_count & (c->fault_count - 1)) == 0)
		c->faults = realloc(c->faults, (c->fault_count ? 2 * c->fault_count : 1) * sizeof(*c->faults));
	assert(c->faults);
	c->faults[c->fault_count++] = (struct matrix_fault){ .word = word, .expected = expected };
}

void coverage_make(struct coverage *c, const struct case_table *cases)
{
	const struct client_fault *ours;
	const struct fault *f;

	*c = (struct coverage){ .fault_count = 0 };
	for (unsigned i = 0; (f = fault_row(i)); i++)
		add_fault(c, f->word, f->expected);
	for (unsigned i = 0; (ours = client_fault_row(i)); i++)
		add_fault(c, ours->word, ours->expected);
	matrix_make(&c->matrix, cases, c->faults, c->fault_count);
}

void coverage_free(struct coverage *c)
{
	matrix_free(&c->matrix);
	free(c->faults);
}

static void say(void *arg, const char *line)
{
	(void)arg;
	complain(EXIT_USAGE, "%s", line);
}

size_t coverage_check(const struct coverage *c) { return matrix_check(&c->matrix, say, NULL); }
