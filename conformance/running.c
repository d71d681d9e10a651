/* conformance/running.c - which jobs are being run: few of many, in the order of the table.
 *
 * Every datagram asks about those that run; a walk through all jobs of a table, each of many octets,
 * would cost more than the run itself. */
#include <string.h>

#include "conformance/job.h"

/* The place of the first that does not come before JOB. */
static size_t place_of(const struct runner *r, const struct job *job)
{
	size_t from = 0, to = r->running;

	while (from < to) {
		size_t middle = (from + to) / 2;
		if (r->active[middle] < job)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

void running_add(struct runner *r, struct job *job)
{
	size_t at = place_of(r, job);

	memmove(&r->active[at + 1], &r->active[at], (r->running - at) * sizeof(*r->active));
	r->active[at] = job;
	r->running++;
}

void running_remove(struct runner *r, const struct job *job)
{
	size_t at = place_of(r, job);

	if (at == r->running || r->active[at] != job)
		return;
	r->running--;
	memmove(&r->active[at], &r->active[at + 1], (r->running - at) * sizeof(*r->active));
}

struct job *running_first(const struct runner *r) { return r->running ? r->active[0] : NULL; }

struct job *running_next(const struct runner *r, const struct job *job)
{
	size_t at = place_of(r, job + 1);

	return at < r->running ? r->active[at] : NULL;
}
