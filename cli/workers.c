/* cli/workers.c - forks, deals the pieces out, and reads what comes back. */
#include "cli/workers.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_WORKERS = 64 };

/* One result on its way: written at once, so that many workers share one pipe. */
struct parcel {
	size_t piece;
	int bad;
	struct error error;
	_Alignas(max_align_t) unsigned char result[RESULT_MOST];	/* a struct of the caller's */
};
_Static_assert(sizeof(struct parcel) <= PIPE_BUF, "a parcel is written as a whole");

static size_t parcel_size(const struct work *w) { return offsetof(struct parcel, result) + w->result_size; }

/* Every N-th piece. Never returns: a worker owns nothing but its share. */
static void work_on(const struct work *w, unsigned which, int fd)
{
	for (size_t i = which; i < w->count; i += w->workers) {
		struct parcel parcel = { .piece = i };
		parcel.bad = w->one(w->arg, i, parcel.result, &parcel.error);
		if (write(fd, &parcel, parcel_size(w)) < 0 || parcel.bad)
			_exit(1);
	}
	_exit(0);
}

static pid_t hire(const struct work *w, unsigned which, const int ends[2])
{
	fflush(NULL);
	pid_t pid = fork();
	if (!pid) {
		close(ends[0]);
		work_on(w, which, ends[1]);
	}
	return pid;
}

/* False: nobody writes any more. */
static bool read_all(int fd, void *bytes, size_t len)
{
	for (char *at = bytes; len;) {
		ssize_t n = read(fd, at, len);
		if (!n || (n < 0 && errno != EINTR))
			return false;
		at += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
	return true;
}

static int collect(const struct work *w, int fd, struct error *error)
{
	struct parcel parcel;

	for (size_t done = 0; done < w->count; done++) {
		if (!read_all(fd, &parcel, parcel_size(w)))
			return error_set(error, "a worker died after %zu of %zu pieces", done, w->count);
		if (parcel.bad)
			return error_set(error, "%s", parcel.error.text);
		w->done(w->arg, parcel.piece, parcel.result);
	}
	return 0;
}

int workers_run(const struct work *work, struct error *error)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	struct work w = *work;
	pid_t pids[MOST_WORKERS];
	unsigned hired = 0;
	int ends[2], bad = 0;

	assert(w.result_size <= RESULT_MOST);
	if (!w.workers)
		w.workers = cores > 0 ? (unsigned)cores : 1;
	if (w.workers > MOST_WORKERS)
		w.workers = MOST_WORKERS;
	if (pipe(ends))
		return error_set(error, "pipe: %s", strerror(errno));
	for (; hired < w.workers && !bad; hired += !bad)
		if ((pids[hired] = hire(&w, hired, ends)) < 0)
			bad = error_set(error, "fork: %s", strerror(errno));
	close(ends[1]);
	bad = bad || collect(&w, ends[0], error) ? -1 : 0;
	close(ends[0]);		/* whoever still works ends at its next write */
	while (hired)
		waitpid(pids[--hired], NULL, 0);
	return bad;
}
