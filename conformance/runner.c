/* conformance/runner.c - the engine that runs jobs side by side, as far as pool and twins allow. */
#include "conformance/runner.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/job.h"
#include "text/node.h"
#include "wire/table.h"

/* In the tables' own words. A probe asks for life on a fresh link of the same kind. */
static const char builtin[] = "probe:\n"
			      "  - close: u1\n"
			      "  - register: u1\n"
			      "  - expect: {reaction: response}\n"
			      "  - deregister: u1\n"
			      "life:\n"
			      "  - register: u1\n"
			      "  - expect: {reaction: response}\n"
			      "  - deregister: u1\n";

static bool same_endpoint(const void *entry, const void *key)
{
	return endpoint_equal(&((const struct ours *)entry)->at, key);
}

static void read_builtin(struct runner *r)
{
	struct error error;

	r->builtin = document_parse("builtin", builtin, sizeof(builtin) - 1, &error);
	assert(r->builtin);
	const struct node *root = document_root(r->builtin);
	int bad = steps_read(&r->probe.steps, &r->probe.count, node_get(root, "probe"), NULL, &error) ||
		  steps_read(&r->life_steps.steps, &r->life_steps.count, node_get(root, "life"), NULL, &error);
	assert(!bad);
	(void)bad;
}

struct runner *runner_new(const struct runner_config *config)
{
	struct runner *r = calloc(1, sizeof(*r));

	assert(r);
	r->config = *config;
	r->life_job.next_ns = NEVER;
	table_init(&r->endpoints, same_endpoint);
	r->leased = calloc(config->target->ues.count + 1, sizeof(*r->leased));
	read_builtin(r);
	runner_select(r);
	return r;
}

void runner_free(struct runner *r)
{
	size_t at = 0;

	if (!r)
		return;
	for (void *entry; (entry = table_next(&r->endpoints, &at));)
		free(entry);
	table_free(&r->endpoints);
	for (size_t i = 0; i < r->job_count; i++)
		free(r->jobs[i].findings);
	steps_free(r->probe.steps, r->probe.count);
	steps_free(r->life_steps.steps, r->life_steps.count);
	document_free(r->builtin);
	free(r->jobs);
	free(r->loose);
	free(r->leased);
	free(r);
}

static void tell_over(struct runner *r, struct job *job)
{
	struct case_result result = { .id = (char *)(uintptr_t)job->row->id, .title = (char *)(uintptr_t)job->row->title,
				      .link = job->transport == TRANSPORT_COAPS ? "coaps" : "coap",
				      .verdict = job_verdict(job), .reason = job->reason };

	if (r->config.over)
		r->config.over(r->config.arg, &result);
	if (r->config.stop_at_fail && result.verdict <= VERDICT_FAIL)
		r->stopped = true;
}

/* A twin that did not pass: what it should have vouched for cannot be judged. */
static bool twin_says_no(struct runner *r, struct job *job, struct sink *sink)
{
	char text[200];

	if (!job->twin || job_verdict(job->twin) == VERDICT_PASS || job_verdict(job->twin) == VERDICT_WARN)
		return false;
	snprintf(text, sizeof(text), "its twin %s did not pass", job->twin->row->id);
	job_end(r, job, job_verdict(job->twin) == VERDICT_NA ? VERDICT_NA : VERDICT_NOT_RUN, text, sink);
	return true;
}

static bool may_start(const struct runner *r, const struct job *job)
{
	if (job->phase != PHASE_WAITING || (job->twin && job->twin->phase != PHASE_OVER))
		return false;
	if (r->config.jobs && r->running >= r->config.jobs)
		return false;
	return !job->alone || !r->running;
}

static bool alone_is_running(const struct runner *r)
{
	for (size_t i = 0; i < r->job_count; i++)
		if (r->jobs[i].alone && job_running(&r->jobs[i]))
			return true;
	return false;
}

static bool start_some(struct runner *r, uint64_t now_ns, struct sink *sink)
{
	bool ended = false;

	for (size_t i = 0; i < r->job_count && r->life == LIFE_WELL && !alone_is_running(r); i++) {
		struct job *j = &r->jobs[i];
		if (!may_start(r, j))
			continue;
		if (r->stopped)
			job_end(r, j, VERDICT_NOT_RUN, "stopped at the first fail (-x)", sink);
		else if (!twin_says_no(r, j, sink))
			job_start(r, j, now_ns, sink);
		if (j->phase == PHASE_OVER) {
			tell_over(r, j);
			ended = true;
		}
	}
	return ended;
}

static void go_on(struct runner *r, uint64_t now_ns, struct sink *sink)
{
	r->sink = sink;
	do {
		life_go_on(r, now_ns, sink);
		for (size_t i = 0; i < r->job_count; i++) {
			struct job *j = &r->jobs[i];
			if (!job_running(j))
				continue;
			job_go_on(r, j, now_ns, sink);
			if (j->phase == PHASE_OVER)
				tell_over(r, j);
		}
	} while (start_some(r, now_ns, sink));
}

static uint64_t runner_deadline(void *self)
{
	struct runner *r = self;
	uint64_t next = r->sink ? r->life_job.next_ns : 0;	/* before the first tick: at once */

	for (size_t i = 0; i < r->job_count; i++)
		if (job_running(&r->jobs[i]) && r->jobs[i].next_ns < next)
			next = r->jobs[i].next_ns;
	return next;
}

static uint64_t runner_tick(void *self, uint64_t now_ns, struct sink *sink)
{
	go_on(self, now_ns, sink);
	return runner_deadline(self);
}

static void runner_input(void *self, const struct in *in, struct sink *sink)
{
	struct runner *r = self;

	r->ever_alive = true;
	if (!play_input(&r->life_job.play, in, sink))
		for (size_t i = 0; i < r->job_count; i++)
			if (job_running(&r->jobs[i]) && play_input(&r->jobs[i].play, in, sink))
				break;
	go_on(r, in->at_ns, sink);
}

/* Nothing but ICMP errors from the first datagram on: there is nobody to test. */
static void nobody_there(struct runner *r, struct sink *sink)
{
	char text[200];

	for (size_t i = 0; i < r->job_count; i++) {
		struct job *j = &r->jobs[i];
		const struct actor *a = j->play.current;
		bool tried = job_running(j);
		if (j->phase == PHASE_OVER)
			continue;
		snprintf(text, sizeof(text), "the target cannot be reached%s%s", a && a->client.unreachable ? ": " : "",
			 a && a->client.unreachable ? a->client.why : "");
		job_end(r, j, tried ? VERDICT_ERROR : VERDICT_NOT_RUN, text, sink);
	}
	r->life = LIFE_GONE;
}

static void runner_event(void *self, uint32_t link, enum link_event event, uint64_t now_ns, struct sink *sink)
{
	struct runner *r = self;

	if (!play_event(&r->life_job.play, link, event, now_ns, sink))
		for (size_t i = 0; i < r->job_count; i++)
			if (job_running(&r->jobs[i]) && play_event(&r->jobs[i].play, link, event, now_ns, sink))
				break;
	r->icmp_errors += event == LINK_UNREACHABLE;
	if (!r->ever_alive && r->icmp_errors > 1)
		nobody_there(r, sink);
	go_on(r, now_ns, sink);
}

const struct engine_ops runner_engine = { runner_input, runner_event, runner_tick, runner_deadline };

bool runner_done(void *self)
{
	struct runner *r = self;

	for (size_t i = 0; i < r->job_count; i++)
		if (r->jobs[i].phase != PHASE_OVER)
			return r->interrupted;
	return true;
}

void runner_interrupt(struct runner *r)
{
	r->interrupted = true;
	for (size_t i = 0; i < r->job_count; i++)
		if (r->jobs[i].phase != PHASE_OVER && r->sink)
			job_end(r, &r->jobs[i], VERDICT_NOT_RUN, "interrupted", r->sink);
}
