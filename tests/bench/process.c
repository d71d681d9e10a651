/* tests/bench/process.c - forks server and client, waits, and reads what the kernel counted. */
#include "tests/bench/process.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/bench.h"
#include "tests/bench/udp_bare.h"

static void fail(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(1);
}

static const char *program(void)
{
	const char *path = getenv("M5GTEST");

	return path ? path : "./m5gtest";
}

static void write_scenario(const char *path, const struct pairing *p)
{
	FILE *out = fopen(path, "we");

	if (!out)
		fail(path);
	fprintf(out, "scenario: bench\npopulation: {ues: %u, psk-identity: \"ue{n}\", psk: \"secret-of-{n}\"%s}\n", p->ues,
		p->again ? ", again: yes" : "");
	fprintf(out, "link: %s\narrive: %s\nlife: %s\nthresholds: [failed == 0, findings == 0]\n", p->link, p->arrive, p->life);
	if (p->seconds)
		fprintf(out, "stop: {after: %us}\n", p->seconds);
	fclose(out);
}

/* Its first line names the port. */
static pid_t serve(const char *scenario, const struct pairing *p, unsigned *port)
{
	char listen[64], line[256] = "";
	int ends[2];
	FILE *said;

	snprintf(listen, sizeof(listen), "%s://127.0.0.1:0", p->link);
	if (pipe(ends))
		fail("pipe");
	pid_t child = fork();
	if (!child) {
		bench_pin(1);
		dup2(ends[1], STDOUT_FILENO);
		execl(program(), "m5gtest", "serve", "--listen", listen, "--scenario", scenario, (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	said = fdopen(ends[0], "r");
	if (child < 0 || !said || !fgets(line, sizeof(line), said) || !strrchr(line, ':'))
		fail("no server");
	fclose(said);
	*port = (unsigned)atoi(strrchr(line, ':') + 1);
	return child;
}

static pid_t load(const char *scenario, const struct pairing *p, unsigned port)
{
	char target[64];
	pid_t child = fork();

	snprintf(target, sizeof(target), "%s://127.0.0.1:%u/msgin5g", p->link, port);
	if (child)
		return child;
	bench_pin(0);
	if (!freopen("/dev/null", "w", stdout))
		_exit(126);
	execl(program(), "m5gtest", "load", scenario, target, "--quiet", p->judge ? (char *)NULL : "--no-judge", (char *)NULL);
	_exit(127);
}

static double cpu_us(const struct rusage *r)
{
	return (double)(r->ru_utime.tv_sec + r->ru_stime.tv_sec) * 1e6 + (double)(r->ru_utime.tv_usec + r->ru_stime.tv_usec);
}

/* A run that did something, whatever it says of its thresholds: 0, 1, or 5 where another process had its CPU. */
static void await(pid_t child, struct rusage *used)
{
	int status;

	if (wait4(child, &status, 0, used) < 0 || !WIFEXITED(status) ||
	    (WEXITSTATUS(status) > 1 && WEXITSTATUS(status) != 5)) {
		fprintf(stderr, "bench: wait status 0x%x\n", (unsigned)status);
		fail("the client failed");
	}
}

struct toll pairing_run(const struct pairing *p)
{
	char scenario[] = P_tmpdir "/m5gtest-bench-XXXXXX";
	struct rusage client, server;
	uint16_t stub_port = 0;
	unsigned port = 0;
	int fd = mkstemp(scenario);

	if (fd < 0)
		fail("no temporary file");
	close(fd);
	write_scenario(scenario, p);
	pid_t other = p->stub ? registrar_start(&stub_port) : serve(scenario, p, &port);
	await(load(scenario, p, p->stub ? stub_port : port), &client);
	kill(other, p->stub ? SIGKILL : SIGINT);
	if (wait4(other, NULL, 0, &server) < 0)
		fail("the server is gone");
	unlink(scenario);
	return (struct toll){ cpu_us(&client), cpu_us(&server), (double)client.ru_maxrss * 1024, (double)server.ru_maxrss * 1024 };
}
