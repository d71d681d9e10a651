/* net/polling.c - epoll for sockets with one link, poll for those with many and for the epoll set itself. */
#include "net/polling.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

/* Where so many datagrams came together others are there by now: they are taken without asking first, a few times. */
enum { READY_AT_MOST = 64, TOGETHER = 4, UNASKED_MOST = 16 };

struct polling {
	int epoll, wake;
	struct socket **many;
	struct pollfd *polled;		/* of each of MANY; the last one is the epoll set */
	size_t many_count;
	bool eager;
	int together;			/* came from sockets with many links in the last round */
	unsigned unasked;		/* rounds since the kernel was asked */
};

static int epoll_add(struct polling *w, int fd, struct socket *s)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = s };

	return epoll_ctl(w->epoll, EPOLL_CTL_ADD, fd, &event);
}

static void make_room(struct polling *w)
{
	w->many = realloc(w->many, (w->many_count + 1) * sizeof(struct socket *));
	w->polled = realloc(w->polled, (w->many_count + 1) * sizeof(*w->polled));
	assert(w->many && w->polled);
	w->polled[w->many_count] = (struct pollfd){ .fd = w->epoll, .events = POLLIN };
}

struct polling *polling_new(int wake, bool eager, struct error *error)
{
	struct polling *w = calloc(1, sizeof(*w));

	assert(w);
	w->wake = wake;
	w->eager = eager;
	w->epoll = epoll_create1(EPOLL_CLOEXEC);
	make_room(w);
	if (w->epoll < 0 || epoll_add(w, wake, NULL)) {
		error_set(error, "cannot wait for sockets: %s", strerror(errno));
		polling_free(w);
		return NULL;
	}
	return w;
}

void polling_free(struct polling *w)
{
	if (!w)
		return;
	if (w->epoll >= 0)
		close(w->epoll);
	free(w->many);
	free(w->polled);
	free(w);
}

int polling_add(struct polling *w, struct socket *s, struct error *error)
{
	if (!s->ops->expect && epoll_add(w, s->fd, s))
		return error_set(error, "cannot watch a socket: %s", strerror(errno));
	if (!s->ops->expect)
		return 0;
	w->many[w->many_count] = s;
	w->polled[w->many_count++] = (struct pollfd){ .fd = s->fd, .events = POLLIN };
	make_room(w);
	return 0;
}

/* Out of the epoll set it goes by itself, with its descriptor. */
void polling_remove(struct polling *w, struct socket *s)
{
	for (size_t i = 0; i < w->many_count; i++) {
		if (w->many[i] != s)
			continue;
		w->many_count--;
		w->many[i] = w->many[w->many_count];
		w->polled[i] = w->polled[w->many_count];
		w->polled[w->many_count] = w->polled[w->many_count + 1];
		return;
	}
}

static void drain(int wake)
{
	uint64_t count;

	(void)!read(wake, &count, sizeof(count));
}

static int hear_set(struct polling *w)
{
	struct epoll_event ready[READY_AT_MOST];
	int n = epoll_wait(w->epoll, ready, READY_AT_MOST, 0);

	for (int i = 0; i < n; i++) {
		if (ready[i].data.ptr)
			socket_hear(ready[i].data.ptr, ready[i].events & EPOLLERR);
		else
			drain(w->wake);
	}
	return n;
}

/* Whoever is heard may open and close sockets of many links: the table is asked anew each time. UNASKED: all of them. */
static int hear_many(struct polling *w, bool unasked)
{
	int heard = 0;

	w->together = 0;
	for (size_t i = 0; i < w->many_count; i++) {
		short ready = w->polled[i].revents;
		w->polled[i].revents = 0;
		if (!ready && !unasked)
			continue;
		int n = socket_hear(w->many[i], ready & POLLERR);
		heard += !unasked || n > 0;
		w->together += n > 0 ? n : 0;
	}
	return heard;
}

static int hear_unasked(struct polling *w)
{
	if (!w->eager || w->together < TOGETHER || ++w->unasked > UNASKED_MOST)
		return 0;
	return hear_many(w, true);
}

int polling_hear(struct polling *w, uint64_t ns, struct error *error)
{
	struct timespec t = { (time_t)(ns / NS_PER_S), (long)(ns % NS_PER_S) };
	int heard = hear_unasked(w);

	if (heard)
		return heard;
	w->unasked = 0;
	int n = ppoll(w->polled, w->many_count + 1, ns == NEVER ? NULL : &t, NULL);
	if (n < 0 && errno != EINTR)
		return error_set(error, "waiting for sockets: %s", strerror(errno));
	if (n <= 0)
		return 0;
	bool set = w->polled[w->many_count].revents;
	heard = hear_many(w, false);
	return set ? heard + hear_set(w) : heard;
}
