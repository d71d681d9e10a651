/* conformance/outcome.c - findings to jobs, jobs to verdicts, verdicts to the result. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/job.h"
#include "conformance/matrix.h"
#include "wire/table.h"

static void keep(struct finding **list, size_t *count, const struct finding *f)
{
	if ((*count & (*count - 1)) == 0)
		*list = realloc(*list, (*count ? 2 * *count : 1) * sizeof(**list));
	assert(*list);
	(*list)[(*count)++] = *f;
}

/* On the far side of the Gateway UE that is tested: its server is ours, and it is the client. */
static bool is_uplink(const struct served *served, const struct finding *f)
{
	const struct endpoint *far = &served->settings[TRANSPORT_COAP].far.at;

	return far->port && endpoint_equal(far, &f->server);
}

static void keep_of_uplink(struct job *job, const struct finding *f)
{
	struct finding one = *f;

	if (one.by == SIDE_CLIENT)
		one.by = SIDE_GATEWAY;
	keep(&job->findings, &job->finding_count, &one);
}

/* An uplink belongs to nobody's devices: what is found there is the job's that ran, or ran last. */
static bool found_on_uplink(struct runner *r, const struct finding *f)
{
	for (size_t i = 0; i < r->config.served_count; i++) {
		if (!is_uplink(&r->config.served[i], f))
			continue;
		if (!i && r->latest)	/* of one that deviates on purpose: no matter */
			keep_of_uplink(r->latest, f);
		return true;
	}
	return false;
}

/* Client and server of a finding are those of its exchange. Where the server asks, our UE is the one asked: what
 * the asker broke is the server's all the same. NULL: nobody of ours took part, as far as is known. */
static const struct ours *owner_of(const struct runner *r, struct finding *f)
{
	const struct ours *asks = table_find(&r->endpoints, endpoint_hash(&f->client), &f->client);
	const struct ours *is_asked = asks ? NULL : table_find(&r->endpoints, endpoint_hash(&f->server), &f->server);

	if (is_asked && (f->by == SIDE_CLIENT || f->by == SIDE_SERVER))
		f->by = f->by == SIDE_CLIENT ? SIDE_SERVER : SIDE_CLIENT;
	return asks ? asks : is_asked;
}

void runner_found(struct runner *r, const struct finding *f)
{
	struct finding one = *f;
	const struct ours *ours = owner_of(r, &one);

	if (found_on_uplink(r, f))
		return;
	if (ours && ours->job)
		keep(&ours->job->findings, &ours->job->finding_count, &one);
	else if (!ours)
		keep(&r->loose, &r->loose_count, f);
}

/* A finding against our own client, undeclared, is an error of ours: whatever server it speaks to. */
static bool is_ours(const struct finding *f)
{
	return f->by == SIDE_CLIENT && (f->verdict == VERDICT_FAIL || f->verdict == VERDICT_WARN);
}

static enum verdict weigh(const struct job *job, const struct finding *f)
{
	/* Behind a Gateway UE the server is ours. */
	bool far = job->served && is_uplink(job->served, f) && f->by == SIDE_SERVER;

	if (is_ours(f) || (far && (f->verdict == VERDICT_FAIL || f->verdict == VERDICT_WARN)))
		return VERDICT_ERROR;
	if (f->by == SIDE_CLIENT || far || *job->row->server)	/* a server that deviates on purpose is not what is tried */
		return VERDICT_PASS;
	if (f->verdict == VERDICT_INCONC)
		return f->binding_unconfirmed ? VERDICT_INCONC : VERDICT_PASS;
	return f->verdict == VERDICT_NOTE ? VERDICT_PASS : f->verdict;
}

enum verdict job_verdict(const struct job *job)
{
	enum verdict worst = job->verdict;

	if (job_running(job))
		return VERDICT_ERROR;	/* it did not end: nothing it saw so far is a pass */
	for (size_t i = 0; i < job->finding_count && worst != VERDICT_NOT_RUN && worst != VERDICT_NA; i++)
		worst = verdict_worst(worst, weigh(job, &job->findings[i]));
	return job->capped && worst == VERDICT_FAIL ? VERDICT_WARN : worst;
}

static char *reason_of(const struct job *job, enum verdict verdict)
{
	char text[600];

	if (job->phase != PHASE_OVER)
		return strdup(job_running(job) ? "it did not end" : "it was never started");
	for (size_t i = 0; i < job->finding_count && job->verdict != verdict; i++) {
		const struct finding *f = &job->findings[i];
		if (weigh(job, f) != verdict)
			continue;
		snprintf(text, sizeof(text), "%s%s: expected %s, got %s", verdict == VERDICT_ERROR ? "our own client: " : "",
			 f->clause->id, f->expected, f->actual);
		return strdup(text);
	}
	return *job->reason ? strdup(job->reason) : NULL;
}

static char **ids_of(const struct case_row *row, bool sources)
{
	char **list = calloc(row->rule_count + 1, sizeof(*list));

	assert(list);
	for (unsigned i = 0; i < row->rule_count; i++)
		list[i] = strdup(sources ? clause_row(row->rules[i])->source : clause_row(row->rules[i])->id);
	return list;
}

/* What a server that deviates on purpose breaks is worth a note, no more. */
static void excuse_server(struct job *job)
{
	for (size_t i = 0; i < job->finding_count && *job->row->server; i++)
		if (job->findings[i].by == SIDE_SERVER)
			job->findings[i].verdict = VERDICT_NOTE;
}

/* What leans on a feature that nobody declared is at most warned. */
static void cap(struct job *job)
{
	for (size_t i = 0; i < job->finding_count && job->capped; i++)
		if (job->findings[i].by == SIDE_SERVER && job->findings[i].verdict == VERDICT_FAIL)
			job->findings[i].verdict = VERDICT_WARN;
}

static void fill_case(struct case_result *c, struct job *job)
{
	char place[4200];

	cap(job);
	snprintf(place, sizeof(place), "%s:%u", job->row->node->file, job->row->node->line);
	*c = (struct case_result){ .id = strdup(job->row->id), .title = strdup(job->row->title), .place = strdup(place),
				   .link = transport_word(job->transport),
				   .clauses = ids_of(job->row, true), .rules = ids_of(job->row, false),
				   .verdict = job_verdict(job), .took_ns = job->took_ns };
	c->slow = job->left_out;
	c->beside = !job_at_target(job);
	c->oracle = job->row->oracle;
	c->reason = reason_of(job, c->verdict);
	excuse_server(job);
	c->findings = job->findings;
	c->finding_count = job->finding_count;
	job->findings = NULL;
	job->finding_count = 0;
}

static const struct job *baseline(const struct runner *r, enum transport transport)
{
	for (size_t i = 0; i < r->job_count; i++)
		if (r->jobs[i].transport == transport && job_is_baseline(&r->jobs[i]))
			return &r->jobs[i];
	return NULL;
}

/* --- T18: a server that refuses plain registration, but takes it over coaps, is right: coap is n/a as a whole --- */

/* That it refuses, or keeps silent, is all that the policy allows: what it says there is judged. */
static bool is_of_policy(const struct finding *f)
{
	bool red = f->verdict == VERDICT_FAIL || f->verdict == VERDICT_WARN;

	return !red || f->absence || f->by != SIDE_SERVER || matrix_names(reading_row(READING_T18)->rules, f->clause->id);
}

static bool all_of_policy(const struct finding *findings, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!is_of_policy(&findings[i]))
			return false;
	return true;
}

static bool plain_is_refused(const struct runner *r)
{
	const struct job *plain = baseline(r, TRANSPORT_COAP), *secure = baseline(r, TRANSPORT_COAPS);

	if (!plain || !secure || job_verdict(plain) == VERDICT_PASS || !all_of_policy(plain->findings, plain->finding_count) ||
	    (job_verdict(secure) != VERDICT_PASS && job_verdict(secure) != VERDICT_WARN))
		return false;
	return plain->refused == CODE_UNAUTHORIZED || plain->refused == CODE_FORBIDDEN ||
	       (plain->silent && plain->verdict == VERDICT_FAIL);
}

static void refuse_plain(struct run_result *result)
{
	for (size_t i = 0; i < result->case_count; i++) {
		struct case_result *c = &result->cases[i];
		if (strcmp(c->link, "coap") || c->verdict == VERDICT_ERROR || !all_of_policy(c->findings, c->finding_count))
			continue;
		c->verdict = VERDICT_NA;
		free(c->reason);
		c->reason = strdup("the server refuses plain registration, as it may (policy T18)");
	}
}

static void fill_cases(struct runner *r, struct run_result *result)
{
	bool plain_refused = plain_is_refused(r);

	result->cases = calloc(r->job_count + 1, sizeof(*result->cases));
	assert(result->cases);
	for (size_t i = 0; i < r->job_count; i++)
		fill_case(&result->cases[result->case_count++], &r->jobs[i]);
	if (plain_refused) {
		refuse_plain(result);
		r->diagnosis[TRANSPORT_COAP][0] = '\0';
	}
	for (int t = TRANSPORT_COAP; t <= TRANSPORT_COAPS && !result->diagnosis; t++)
		if (*r->diagnosis[t])
			result->diagnosis = strdup(r->diagnosis[t]);
	result->selected = result->case_count;
	run_result_count(result);
}

/* A link's endpoint may become known after the first datagram on it was judged. */
static void find_owners(struct runner *r, struct run_result *result)
{
	for (size_t i = 0; i < r->loose_count; i++) {
		const struct ours *ours = owner_of(r, &r->loose[i]);
		if (ours && ours->job)
			keep(&ours->job->findings, &ours->job->finding_count, &r->loose[i]);
		else if (!ours)
			keep(&result->loose, &result->loose_count, &r->loose[i]);
	}
	for (size_t i = 0; i < result->loose_count; i++)
		if (is_ours(&result->loose[i]))
			result->loose[i].verdict = VERDICT_ERROR;
}

void runner_result(struct runner *r, struct run_result *result)
{
	find_owners(r, result);
	result->target = strdup(r->config.target->words);
	result->target_name = strdup(r->config.target->name);
	result->embedded = r->config.target->embedded;
	result->declared_yes = r->config.target->declared_yes;
	result->declared_no = r->config.target->declared_no;
	result->contact = r->contact;
	result->context = r->config.context;
	result->seed = r->config.seed;
	result->interrupted = r->interrupted;
	fill_cases(r, result);
}
