/* cli/load_memory.c - an estimate of what a load needs, against what the system and its limits would give. */
#include "cli/load_memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Octets of one, registered and held: rounded down from what doc/performance.md measures, so that what is refused
 * would not have fitted. */
enum {
	PLAIN = 150, PLAIN_JUDGED = 190,
	SECURE = 750, SECURE_JUDGED = 2300,
	SECURE_OPENSSL = 40000,		/* over that: an SSL */
	SOCKET = 600,			/* over that: a link of its own */
	SERVED = 700, SERVED_SECURE = 1100,	/* by the embedded server */
	KNOWN = 200,			/* an identity that somebody must know */
	GATEWAY = 50000, MAPPED = 150	/* a Gateway UE, and what it knows of each who comes */
};

static double need_of_ues(const struct load_setup *l, bool judged)
{
	double ues = l->scenario->population.ues, secure = ues * l->scenario->coaps, plain = ues - secure;
	double sockets = l->shared ? (l->own_dtls ? 0 : secure) : ues;
	double need = plain * (judged ? PLAIN_JUDGED : PLAIN) + secure * (judged ? SECURE_JUDGED : SECURE) + sockets * SOCKET;

	if (!l->own_dtls)
		need += secure * SECURE_OPENSSL;
	if (l->target.embedded)
		need += plain * SERVED + secure * SERVED_SECURE;
	return need + (l->target.embedded || secure > 0 ? ues * KNOWN : 0);
}

static double need_of_others(const struct load_setup *l, bool judged)
{
	double need = 0;

	for (unsigned kind = POPULATION_GATEWAYS; kind < POPULATIONS; kind++) {
		const struct scenario *part = l->scenario->others[kind];
		if (part)
			need += part->population.ues * (double)(kind == POPULATION_GATEWAYS ? GATEWAY : MAPPED + (judged ? PLAIN_JUDGED : PLAIN));
	}
	return need;
}

/* --- what there is --- */

/* Of a file with lines "Key:  N kB", or with one number in it (KEY ""). */
static double read_number(const char *path, const char *key, double unit)
{
	FILE *in = fopen(path, "re");
	char line[256];
	uint64_t n = 0;
	bool found = false;

	while (in && !found && fgets(line, sizeof(line), in))
		found = !strncmp(line, key, strlen(key)) && sscanf(line + strlen(key), "%" SCNu64, &n) == 1;
	if (in)
		fclose(in);
	return found ? (double)n * unit : -1;
}

static void at_most(double *room, const char **why, double limit, double used, const char *because)
{
	double left = limit - (used > 0 ? used : 0);

	if (limit < 0 || left >= *room)
		return;
	*room = left > 0 ? left : 0;
	*why = because;
}

/* The least of what the machine, the control group and the limits of this process leave. */
static double room_here(const char **why)
{
	double room = 1e30, mapped = read_number("/proc/self/statm", "", (double)sysconf(_SC_PAGESIZE));
	struct rlimit limit;

	at_most(&room, why, read_number("/proc/meminfo", "MemAvailable:", 1024), 0, "are free here");
	at_most(&room, why, read_number("/sys/fs/cgroup/memory.max", "", 1), read_number("/sys/fs/cgroup/memory.current", "", 1),
		"are left to this control group");
	if (!getrlimit(RLIMIT_AS, &limit) && limit.rlim_cur != RLIM_INFINITY)
		at_most(&room, why, (double)limit.rlim_cur, mapped, "are left by ulimit -v");
	return room;
}

int load_check_memory(const struct load_setup *l, bool judged, struct error *error)
{
	double need = (need_of_ues(l, judged) + need_of_others(l, judged)) / l->shard.count, all = 0;
	const char *why = "";
	double room = room_here(&why);

	for (unsigned kind = 0; kind < POPULATIONS; kind++)
		all += scenario_part(l->scenario, (enum population_kind)kind) ? scenario_part(l->scenario, (enum population_kind)kind)->population.ues : 0;
	if (need <= room)
		return 0;
	return error_set(error, "%.0f UEs, Gateway UEs and devices%s need about %.3g GB of memory, and %.3g GB %s: fewer of them (--ues), parts on "
			 "several machines (--shard)%s%s", all, l->shard.count > 1 ? " in parts" : "", need / 1e9, room / 1e9, why,
			 judged ? ", or no rules (--no-judge)" : "", l->own_dtls ? "" : ", or our own DTLS (--dtls own)");
}
