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
	free(r->active);
	free(r->loose);
	free(r->leased);
	free(r);
}

void runner_tell_over(struct runner *r, const struct job *job)
{
	struct case_result result = { .id = (char *)(uintptr_t)job->row->id, .title = (char *)(uintptr_t)job->row->title,
				      .link = transport_word(job->transport), .verdict = job_verdict(job),
				      .reason = (char *)(uintptr_t)job->reason };

	if (r->config.over)
		r->config.over(r->config.arg, &result);
	if (r->config.stop_at_fail && result.verdict <= VERDICT_FAIL)
		r->stopped = true;
}

static bool vouches(const struct job *twin)
{
	enum verdict said = job_verdict(twin);

	return said == VERDICT_PASS || said == VERDICT_WARN;
}

/* One cause, said alike by all that lean on it. */
static const struct job *where_it_began(const struct job *twin)
{
	while (job_verdict(twin) == VERDICT_NOT_RUN && twin->twin && !vouches(twin->twin))
		twin = twin->twin;
	return twin;
}

/* A twin that did not pass: what it should have vouched for cannot be judged. Where the case is not applicable itself,
 * that is said instead. */
static bool twin_says_no(struct runner *r, struct job *job, struct sink *sink)
{
	const struct job *twin;
	enum verdict said;
	char text[200];

	if (!job->twin || vouches(job->twin) || job_not_applicable(r, job))
		return false;
	twin = where_it_began(job->twin);
	said = job_verdict(twin);
	job->left_out = twin->left_out;
	if (job->left_out)
		snprintf(text, sizeof(text), "slow: its twin %s is", twin->row->id);
	else if (said == VERDICT_NA)
		snprintf(text, sizeof(text), "its twin %s is not applicable", twin->row->id);
	else
		snprintf(text, sizeof(text), "its twin %s did not pass", twin->row->id);
	job_end(r, job, said == VERDICT_NA ? VERDICT_NA : VERDICT_NOT_RUN, text, sink);
	return true;
}

static bool may_start_any(const struct runner *r) { return !r->config.jobs || r->running < r->config.jobs; }

static bool may_start(const struct runner *r, const struct job *job)
{
	if (job->phase != PHASE_WAITING || (job->twin && job->twin->phase != PHASE_OVER))
		return false;
	return (r->met || job->first) && (!job->alone || !r->running);
}

/* The first stage ends with its last job. */
static void meet(struct runner *r)
{
	for (size_t i = 0; i < r->job_count && !r->met; i++)
		if (r->jobs[i].first && r->jobs[i].phase != PHASE_OVER)
			return;
	if (!r->met && r->config.met)
		r->config.met(r->config.arg, &r->contact);
	r->met = true;
}

static bool alone_is_running(const struct runner *r)
{
	for (const struct job *j = running_first(r); j; j = running_next(r, j))
		if (j->alone)
			return true;
	return false;
}

static bool start_some(struct runner *r, uint64_t now_ns, struct sink *sink)
{
	bool ended = false;

	meet(r);
	while (r->waiting_from < r->job_count && r->jobs[r->waiting_from].phase != PHASE_WAITING)
		r->waiting_from++;
	for (size_t i = r->waiting_from; i < r->job_count && may_start_any(r) && !alone_is_running(r); i++) {
		struct job *j = &r->jobs[i];
		if (!may_start(r, j) || (job_at_target(j) && life_forbids(r, j->transport)))
			continue;
		if (r->stopped)
			job_end(r, j, VERDICT_NOT_RUN, "stopped at the first fail (-x)", sink);
		else if (!twin_says_no(r, j, sink))
			job_start(r, j, now_ns, sink);
		ended |= j->phase == PHASE_OVER;
	}
	return ended;
}

static void go_on(struct runner *r, uint64_t now_ns, struct sink *sink)
{
	r->sink = sink;
	do {
		life_go_on(r, TRANSPORT_COAP, now_ns, sink);
		life_go_on(r, TRANSPORT_COAPS, now_ns, sink);
		for (struct job *j = running_first(r); j; j = running_next(r, j))
			job_go_on(r, j, now_ns, sink);
	} while (start_some(r, now_ns, sink));
}

static uint64_t runner_deadline(void *self)
{
	struct runner *r = self;
	uint64_t next = r->sink ? NEVER : 0;	/* before the first tick: at once */

	for (int t = 0; t < 2; t++)
		if (life_deadline(&r->lives[t]) < next)
			next = life_deadline(&r->lives[t]);
	for (const struct job *j = running_first(r); j; j = running_next(r, j))
		if (j->next_ns < next)
			next = j->next_ns;
	return next;
}

static uint64_t runner_tick(void *self, uint64_t now_ns, struct sink *sink)
{
	go_on(self, now_ns, sink);
	return runner_deadline(self);
}

/* The job whose link it is; NULL: it is over. */
static struct job *job_of_link(struct runner *r, uint32_t link)
{
	for (int t = 0; t < 2; t++)
		if (play_has_link(&r->lives[t].job.play, link))
			return &r->lives[t].job;
	for (struct job *j = running_first(r); j; j = running_next(r, j))
		if (play_has_link(&j->play, link))
			return j;
	return NULL;
}

/* What answers in the first stage tells of the link. */
static void hear(struct runner *r, struct job *job, const struct in *in, struct sink *sink)
{
	const struct transaction *t;
	bool was_open = (t = job_last(job)) && transaction_open(t);

	play_input(&job->play, in, sink);
	if (!r->met && was_open && !transaction_open(t) && job_at_target(job))
		contact_hear(&r->contact, job->transport, t, &r->config.context->binding);
}

static void runner_input(void *self, const struct in *in, struct sink *sink)
{
	struct runner *r = self;
	struct job *job = job_of_link(r, in->link);

	if (job && job_at_target(job))
		life_sign(r, job->transport, in->at_ns);
	if (job)
		hear(r, job, in, sink);
	go_on(r, in->at_ns, sink);
}

static void runner_event(void *self, uint32_t link, enum link_event event, uint64_t now_ns, struct sink *sink)
{
	struct runner *r = self;
	struct job *job = job_of_link(r, link);

	if (job)
		play_event(&job->play, link, event, now_ns, sink);
	if (job && job_at_target(job) && event == LINK_UNREACHABLE)
		life_unreachable(r, job->transport, sink);
	go_on(r, now_ns, sink);
}

const struct engine_ops runner_engine = { runner_input, runner_event, runner_tick, runner_deadline };

bool runner_done(void *self)
{
	struct runner *r = self;

	for (size_t i = r->waiting_from; i < r->job_count; i++)
		if (r->jobs[i].phase != PHASE_OVER)
			return r->interrupted;
	return !r->running || r->interrupted;
}

void runner_interrupt(struct runner *r)
{
	r->interrupted = true;
	for (size_t i = 0; i < r->job_count; i++)
		if (r->jobs[i].phase != PHASE_OVER && r->sink)
			job_end(r, &r->jobs[i], VERDICT_NOT_RUN, "interrupted", r->sink);
}
