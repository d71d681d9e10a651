/* cli/interruption.c - the signal that ends a run, a load or a server in order. */
#include "cli/interruption.h"

#include <signal.h>
#include <stddef.h>

static struct {
	void (*stop)(void *arg);	/* or NULL */
	void *arg;
	struct sigaction before_int, before_term;
} running;
static volatile sig_atomic_t caught;

static void on_signal(int signal)
{
	caught = signal;
	if (running.stop)
		running.stop(running.arg);
}

void interruption_begin(void (*stop)(void *arg), void *arg)
{
	const struct sigaction action = { .sa_handler = on_signal };

	caught = 0;
	running.stop = stop;
	running.arg = arg;
	sigaction(SIGINT, &action, &running.before_int);
	sigaction(SIGTERM, &action, &running.before_term);
}

void interruption_end(void)
{
	sigaction(SIGINT, &running.before_int, NULL);
	sigaction(SIGTERM, &running.before_term, NULL);
	running.stop = NULL;
}

int interruption_signal(void) { return caught; }
