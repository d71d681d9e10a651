/* tests/bench/bench.c - interleaved passes, medians, ratios. */
#include "tests/bench/bench.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PASSES = 7, CONTENDERS = 16 };

double bench_cpu(void)
{
	struct rusage r;

	getrusage(RUSAGE_SELF, &r);
	return (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) + 1e-6 * (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec);
}

void bench_pin(unsigned cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static double run_in_child(const struct contender *c, const void *setting)
{
	int ends[2];
	double figure = 0;
	int status;

	fflush(stdout);
	if (pipe(ends))
		fail("pipe");
	pid_t child = fork();
	if (child < 0)
		fail("fork");
	if (!child) {
		figure = c->run(setting);
		_exit(write(ends[1], &figure, sizeof(figure)) != sizeof(figure));
	}
	close(ends[1]);
	if (read(ends[0], &figure, sizeof(figure)) != sizeof(figure) || waitpid(child, &status, 0) < 0 || status)
		fail(c->name);
	close(ends[0]);
	return figure;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

void bench_table(const char *title, const char *unit, const struct contender *list, size_t count, const void *setting)
{
	double figures[CONTENDERS][PASSES];

	for (int pass = 0; pass < PASSES; pass++)
		for (size_t i = 0; i < count; i++)
			figures[i][pass] = run_in_child(&list[i], setting);
	printf("%s (%s; median of %d interleaved passes)\n", title, unit, PASSES);
	for (size_t i = 0; i < count; i++) {
		qsort(figures[i], PASSES, sizeof(double), ascending);
		printf("  %-44s %8.3f  least %8.3f  %5.2f x\n", list[i].name, figures[i][PASSES / 2], figures[i][0],
		       figures[i][PASSES / 2] / figures[0][PASSES / 2]);
	}
}
