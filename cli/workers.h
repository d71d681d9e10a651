/* cli/workers.h - work in pieces, a process a core; results come back through a pipe. */
#ifndef CLI_WORKERS_H
#define CLI_WORKERS_H

#include <stddef.h>

#include "wire/error.h"

enum { RESULT_MOST = 3000 };		/* octets: what a pipe takes at once (PIPE_BUF), with what goes before it */

struct work {
	size_t count;			/* of pieces, 0 .. count - 1 */
	unsigned workers;		/* 0: one a core */
	size_t result_size;		/* octets of a result, to RESULT_MOST: plain, no pointers */
	/* In a worker: does piece I. -1 with ERROR: the whole work is given up. */
	int (*one)(void *arg, size_t i, void *result, struct error *);
	/* In this process, as each piece is done, in any order. */
	void (*done)(void *arg, size_t i, const void *result);
	void *arg;
};

/* -1 in ERROR: a piece that could not be done, or a worker that died. */
int workers_run(const struct work *, struct error *);

#endif
