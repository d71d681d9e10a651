/* tests/peers/clock.c - clock_gettime from the laboratory's clock, so that GnuTLS's timers run in virtual time. */
#include <stdbool.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t id, struct timespec *t);

/* net/clock.c answers gettimeofday() from the clock that was started; where none was it asks here again. */
int clock_gettime(clockid_t id, struct timespec *t)
{
	static _Thread_local volatile bool asking;	/* libc declares gettimeofday() a leaf: it will not come back here */
	struct timeval now;

	if (asking || (id != CLOCK_MONOTONIC && id != CLOCK_REALTIME))
		return (int)syscall(SYS_clock_gettime, id, t);
	asking = true;
	int status = gettimeofday(&now, NULL);
	asking = false;
	t->tv_sec = now.tv_sec;
	t->tv_nsec = now.tv_usec * 1000L;
	return status;
}
