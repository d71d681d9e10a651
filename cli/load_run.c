/* cli/load_run.c - running a load, and telling of it: the live line, metrics, JSON Lines, a signal. */
#include "cli/load_run.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/interruption.h"
#include "reports/metrics.h"
#include "reports/report.h"

/* --- while it runs --- */

static void live_line(const struct load_now *now)
{
	struct statistics s = { 0 };
	struct histogram latency = { 0 };
	struct totals t;

	load_result_statistics(&s, now->result, false);
	statistics_totals(&t, &s);
	statistics_latency(&latency, &s);
	uint64_t second = now->second == UINT64_MAX ? s.second_count : now->second;
	struct second_statistics last = second && second <= s.second_count ? s.seconds[second - 1] : (struct second_statistics){ 0 };
	fprintf(stderr, "\r\033[K%" PRIu64 " s  %u live  %u open  %" PRIu64 "/s begun  %" PRIu64 "/s good  %" PRIu64 "/s bad  p99 %.1f ms  %"
		PRIu64 " of %" PRIu64 " bad  %" PRIu64 " findings", second, now->live, now->open, last.began, last.good, last.bad,
		(double)histogram_percentile(&latency, 990000) / 1e6, t.bad, t.good + t.bad, load_result_findings(now->result, VERDICT_FAIL));
	histogram_free(&latency);
	statistics_free(&s);
}

/* A line for each second that is over; at the end, for the last and broken one too. */
static void tell_seconds(struct load_run *run, const struct load_now *now)
{
	struct statistics s = { 0 };
	uint64_t over;

	load_result_statistics(&s, now->result, false);
	over = now->second == UINT64_MAX ? s.second_count : now->second;
	statistics_free(&s);
	while (run->told < over)
		metrics_line(run->seconds, now, run->told++);
}

/* What could not be written is said once, at the end, by the reports; meanwhile the run goes on. */
static void tell(void *arg, const struct load_now *now)
{
	struct load_run *run = arg;

	if (run->talk)
		live_line(now);
	if (run->options->loading.metrics)
		report_file(run->options->loading.metrics, metrics_write, now, NULL);
	if (run->seconds)
		tell_seconds(run, now);
}

/* --- from beginning to end --- */

/* At the beginning, to know that it can be written, and at the end, to be whole. */
static int write_metrics(const struct load_run *run, const struct load_result *r, struct error *error)
{
	const struct load_now now = { .result = r, .second = r->took_ns / NS_PER_S };
	const char *path = run->options->loading.metrics;

	return path ? report_file(path, metrics_write, &now, error) : 0;
}

static int open_files(struct load_run *run, struct error *error)
{
	const char *path = run->options->loading.seconds;
	struct load_result nothing;

	load_result_init(&nothing, run->setup->scenario);
	int bad = write_metrics(run, &nothing, error);
	load_result_free(&nothing);
	if (bad)
		return -1;
	run->seconds = path ? fopen(path, "we") : NULL;
	return path && !run->seconds ? error_errno(error, path) : 0;
}

static struct load_parts_config parts_config(struct load_run *run)
{
	const struct load_setup *l = run->setup;

	return (struct load_parts_config){
		.generator = { .scenario = l->scenario, .target = &l->target, .context = &l->context, .ues = &l->ues,
			       .sources = l->shared ? &l->sources : NULL, .loopback = l->loopback, .own_dtls = l->own_dtls,
			       .faults = l->faults[0] ? l->faults : NULL,
			       .pcap = run->options->reporting.pcap, .keylog = run->options->judging.keylog, .seed = l->seed,
			       .start_ns = l->start_ns, .shard = l->shard.index, .shards = l->shard.count,
			       .real_time = run->options->running.real_time, .judge = !run->options->loading.no_judge },
		.count = l->threads, .each_second = tell, .arg = run,
	};
}

static bool interrupted(void) { return interruption_signal(); }

static void stop(void *parts) { load_parts_stop(parts); }

int load_run(struct load_run *run, struct error *error)
{
	const struct load_parts_config config = parts_config(run);
	int bad;

	if (open_files(run, error))
		return -1;
	run->parts = load_parts_new(&config);
	interruption_begin(stop, run->parts);
	bad = load_parts_run(run->parts, &run->result, interrupted, error);
	interruption_end();
	if (run->talk)
		fputs("\r\033[K", stderr);
	return bad ? -1 : write_metrics(run, &run->result, error);
}

void load_run_free(struct load_run *run)
{
	load_parts_free(run->parts);
	load_result_free(&run->result);
	if (run->seconds)
		fclose(run->seconds);
}
