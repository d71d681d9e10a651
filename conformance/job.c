/* conformance/job.c - the life of a job: UEs leased, before, steps, probe, after, verdict. */
#include "conformance/job.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire/table.h"

const struct play_setting *job_setting(const struct job *job) { return &job->served->settings[job->transport]; }

bool job_at_target(const struct job *job) { return job->served && !*job->served->faults; }

bool job_running(const struct job *job) { return job->phase != PHASE_WAITING && job->phase != PHASE_OVER; }

/* The Gateway UE that is tested is nobody's device. */
static bool is_gateway(const struct identity *one) { return !strcmp(one->name, "gateway"); }

/* Any identity of the pool will do for u1, u2, ...; the stranger, and the ones with PSK identities at the
 * ends of what is allowed, 1 and 128 octets (RFC 4279 5.3), are another matter. */
static bool may_be(const struct identity *one, const char *name, bool needs_key)
{
	if (is_gateway(one) || one->unprovisioned != !strcmp(name, "stranger") || (needs_key && !one->psk_len))
		return false;
	if (!strcmp(name, "short"))
		return one->psk_identity_len == 1;
	return strcmp(name, "long") || one->psk_identity_len == 128;
}

static const struct identity *lease(struct runner *r, const char *name, bool needs_key)
{
	const struct identities *pool = &r->config.target->ues;

	for (size_t i = 0; i < pool->count; i++) {
		const struct identity *one = &pool->list[i];
		if (r->leased[i] || !may_be(one, name, needs_key))
			continue;
		r->leased[i] = true;
		return one;
	}
	return NULL;
}

static void give_back(struct runner *r, struct job *job)
{
	for (size_t i = 0; i < job->play.actor_count; i++)
		if (job->actors[i].identity)
			r->leased[job->actors[i].identity - r->config.target->ues.list] = false;
	job->play.actor_count = 0;
}

static bool pool_has(const struct runner *r, const char *name, unsigned wanted, bool needs_key)
{
	const struct identities *pool = &r->config.target->ues;

	for (size_t i = 0; i < pool->count && wanted; i++)
		wanted -= may_be(&pool->list[i], name, needs_key);
	return !wanted;
}

/* Why the pool can never serve this job, or NULL. */
static const char *pool_lacks(const struct runner *r, const struct job *job)
{
	bool key = job->transport == TRANSPORT_COAPS;
	unsigned ordinary = 0;

	for (unsigned i = 0; i < job->row->actor_count; i++) {
		const char *name = job->row->actors[i];
		bool stranger = !strcmp(name, "stranger");
		ordinary += !stranger;
		if (!pool_has(r, name, 1, key) && stranger)
			return "needs a UE that the server does not know (provisioned: no)";
		if (!pool_has(r, name, 1, key) && name[0] != 'u')
			return "needs a UE with a PSK identity of 1 octet, or of 128";
	}
	if (pool_has(r, "u1", ordinary, key))
		return NULL;
	return key ? "needs more UEs with a key than the pool has" : "needs more UEs than the pool has";
}

struct client job_client(struct runner *r, const struct job *job, const struct identity *identity)
{
	enum { EACH = 24, ALL = UINT16_MAX + 1 - CLIENT_LEAST_MID };	/* most cases send less */

	if (!r->clients)
		r->sink->random(r->sink->world, &r->first_mid, sizeof(r->first_mid));
	return (struct client){ .automatic = AUTOMATIC_ALL, .timing = &job_setting(job)->timing, .identity = identity, .mid_known = true,
				.mid = (uint16_t)(CLIENT_LEAST_MID + (r->first_mid + EACH * r->clients++) % ALL) };
}

static bool lease_all(struct runner *r, struct job *job)
{
	const struct play_setting *setting = job_setting(job);
	const struct uri *uri = &setting->request.uri;

	for (unsigned i = 0; i < job->row->actor_count; i++) {
		struct actor *a = &job->actors[i];
		*a = (struct actor){ .identity = lease(r, job->row->actors[i], job->transport == TRANSPORT_COAPS) };
		if (!a->identity) {
			give_back(r, job);
			return false;
		}
		snprintf(a->name, sizeof(a->name), "%s", job->row->actors[i]);
		a->client = job_client(r, job, a->identity);
		a->client.server_name = uri->host_is_name ? uri->host : NULL;
		a->client.fault = setting->fault;
		a->client.binding = setting->request.binding;
		job->play.actor_count = i + 1;
	}
	return true;
}

static void note_company(struct runner *r)
{
	for (struct job *j = r->running > 1 ? running_first(r) : NULL; j; j = running_next(r, j))
		j->company = true;
}

bool job_start(struct runner *r, struct job *job, uint64_t now_ns, struct sink *sink)
{
	const char *why = job_not_applicable(r, job);

	if (why) {
		job_end(r, job, VERDICT_NA, why, sink);
		return true;
	}
	job->left_out = job->row->slow && !r->config.slow;
	why = job->left_out ? "slow: run it with --slow" : pool_lacks(r, job);
	if (why) {
		job_end(r, job, VERDICT_NOT_RUN, why, sink);
		return true;
	}
	job->play = (struct play){ .setting = job_setting(job), .actors = job->actors };
	if (!lease_all(r, job))
		return false;
	job->phase = PHASE_BEFORE;
	job->verdict = VERDICT_PASS;	/* until something is found; a job that never ended is none */
	job->capped = runner_undeclared(r, job->row->needs | job->row->probes) != 0;
	job->began_ns = now_ns;
	r->latest = job;
	running_add(r, job);
	note_company(r);
	play_begin(&job->play, job->row->before.steps, job->row->before.count, now_ns);
	job_go_on(r, job, now_ns, sink);
	return true;
}

/* Nobody plays it any more; its UEs are free. */
static void stop(struct runner *r, struct job *job, struct sink *sink)
{
	running_remove(r, job);
	play_close(&job->play, sink);
	give_back(r, job);
	job->next_ns = NEVER;
}

void job_disown(struct runner *r, struct job *job)
{
	size_t at = 0;

	for (struct ours *ours; (ours = table_next(&r->endpoints, &at));)
		if (ours->job == job)
			ours->job = NULL;
}

void job_reset(struct runner *r, struct job *job, struct sink *sink)
{
	size_t at = (size_t)(job - r->jobs);

	stop(r, job, sink);
	job_disown(r, job);
	free(job->findings);
	r->waiting_from = at < r->waiting_from ? at : r->waiting_from;
	*job = (struct job){ .row = job->row, .served = job->served, .transport = job->transport, .twin = job->twin,
			     .first = job->first, .verdict = VERDICT_NOT_RUN, .next_ns = NEVER, .alone = true };
}

static void judge_job(struct job *job, enum verdict verdict, const char *format, const char *said)
{
	if (verdict_worst(job->verdict, verdict) == job->verdict)
		return;
	job->verdict = verdict;
	snprintf(job->reason, sizeof(job->reason), format, said);
}

const struct transaction *job_last(const struct job *job)
{
	return job->play.current ? &job->play.current->client.last : NULL;
}

/* A first registration that is no one's fault yet: no twin, no success under a binding that nobody confirmed. */
static bool is_first_contact(const struct runner *r, const struct job *job)
{
	return !r->config.context->binding_confirmed && !job->row->negative && !job->twin && job_at_target(job);
}

/* T19: an answer that is no success under an unconfirmed binding blames nobody; it is diagnosed. */
static bool diagnose(struct runner *r, struct job *job)
{
	const struct play_setting *setting = job_setting(job);
	const struct transaction *t = job_last(job);
	char got[64];

	if (!is_first_contact(r, job) || !t || t->state != TRANSACTION_ANSWERED ||
	    reply_kind_of(t, setting->request.binding) == REPLY_SUCCESS)
		return false;
	snprintf(r->diagnosis[job->transport], sizeof(r->diagnosis[0]),
		 "first contact over %s: a registration of %s at %s was answered %s, without a success under binding '%s'. "
		 "Check the path, the binding (--binding), the UE Service ID and the credential",
		 transport_word(job->transport), job->play.current->identity->ue_service_id,
		 *setting->request.uri.path ? setting->request.uri.path : "/", code_format(got, sizeof(got), t->reply[1]),
		 setting->request.binding->name);
	return true;
}

/* No answer where one was due; or not even a link. */
static bool is_silent(const struct transaction *t)
{
	return t && (t->state == TRANSACTION_PENDING || t->state == TRANSACTION_GIVEN_UP || t->state == TRANSACTION_ACKED ||
		     (t->state == TRANSACTION_CUT && !t->sent.len));
}

/* A broken case weighs what the weightiest row that it is there for weighs; no answer to a CON breaks a must (COAP-MSG-01). */
static enum verdict broken_case(const struct runner *r, const struct job *job)
{
	enum verdict worst = VERDICT_WARN;
	const struct transaction *t = job_last(job);

	if (job->silent && t->sent.type == TYPE_CON)
		return VERDICT_FAIL;
	for (unsigned i = 0; i < job->row->rule_count; i++)
		worst = verdict_worst(worst, clause_verdict(clause_row(job->row->rules[i]), r->config.context));
	return worst;
}

/* Where we were later than the shortest timer (RFC 6347 4.2.4.1: 1 s) copies and flights of ours left too late, and
 * what was waited for may have been missed. */
static bool was_late(const struct job *job) { return job->late_ns > NS_PER_S; }

/* Under our own impairment silence may be a datagram of ours, or its answer, that was lost: also where nothing was ever heard. */
static bool is_perhaps_ours(const struct runner *r, const struct job *job)
{
	bool opening = job->play.current && job->play.current->client.state == CLIENT_OPENING;

	return (job->silent || opening || job->play.unheard || job->play.no_link) && (r->config.context->impaired || was_late(job));
}

/* A declaration against what is seen is a finding; a feature that is there although it is not declared breaks no
 * promise. */
static void probe_ended(struct runner *r, struct job *job, bool there)
{
	const struct target *target = r->config.target;
	uint32_t feature = job->row->probes;

	*(there ? &r->contact.seen : &r->contact.not_seen) |= feature;
	if (there && feature & target->declared_no)
		judge_job(job, VERDICT_WARN, "%s", "declared not to be there, and seen");
	else if (!there && feature & target->declared_yes)
		judge_job(job, VERDICT_FAIL, "declared, and not seen: %s", job->play.said);
	else if (job->capped)
		snprintf(job->reason, sizeof(job->reason), "not declared, and %s%.380s", there ? "seen" : "not seen: ",
			 there ? "" : job->play.said);
}

static void steps_broke(struct runner *r, struct job *job)
{
	const struct transaction *t = job_last(job);
	bool unreachable = job->play.current && job->play.current->client.unreachable;

	job->silent = !job->play.unseen && is_silent(t);
	job->refused = t && t->state == TRANSACTION_ANSWERED ? t->reply[1] : 0;
	if (job->play.ours)
		judge_job(job, VERDICT_ERROR, "%s", job->play.said);
	else if (unreachable && !r->lives[job->transport].heard)
		judge_job(job, VERDICT_ERROR, "the target cannot be reached: %s", job->play.current->client.why);
	else if (diagnose(r, job))
		judge_job(job, VERDICT_INCONC, "binding not confirmed: %s", job->play.said);
	else if (is_perhaps_ours(r, job))
		judge_job(job, VERDICT_INCONC, was_late(job) ? "we were late ourselves, by more than a second: %s" : "perhaps lost on the way: %s", job->play.said);
	else if (job->row->probes)
		probe_ended(r, job, false);
	else
		judge_job(job, broken_case(r, job), "%s", job->play.said);
}

static void before_broke(struct job *job)
{
	judge_job(job, job->play.ours ? VERDICT_ERROR : VERDICT_INCONC, "before: %s", job->play.said);
	job->silent = !job->play.unseen && is_silent(job_last(job));
}

/* A probe and what tidies up are played by the book, whatever the steps turned off or whose key they took. */
static void begin(struct job *job, enum phase phase, const struct step_list *list, uint64_t now_ns)
{
	job->phase = phase;
	for (size_t i = 0; i < job->play.actor_count && phase != PHASE_STEPS; i++) {
		job->actors[i].client.automatic = AUTOMATIC_ALL;
		job->actors[i].client.identity = job->actors[i].identity;
	}
	play_begin(&job->play, list->steps, list->count, now_ns);
}

/* Where an answer was due and did not come, the question for life is the probe. */
static void after_steps(struct runner *r, struct job *job, uint64_t now_ns)
{
	if (job->silent && job_at_target(job))
		job->phase = PHASE_PROBE;	/* in doubt at once */
	else if (job->row->negative && job->phase == PHASE_STEPS)
		begin(job, PHASE_PROBE, &r->probe, now_ns);
	else
		begin(job, PHASE_AFTER, &job->row->after, now_ns);
}

/* The phase's steps have ended, one way or the other. */
static void next_phase(struct runner *r, struct job *job, uint64_t now_ns, struct sink *sink)
{
	bool broken = job->play.state == PLAY_BROKEN;

	switch (job->phase) {
	case PHASE_BEFORE:
		if (!broken) {
			begin(job, PHASE_STEPS, &job->row->steps, now_ns);
			break;
		}
		before_broke(job);
		after_steps(r, job, now_ns);
		break;
	case PHASE_STEPS:
		if (broken)
			steps_broke(r, job);
		else if (job->row->probes)
			probe_ended(r, job, true);
		else if (*job->play.said)
			snprintf(job->reason, sizeof(job->reason), "%s", job->play.said);	/* what it tells and nobody judges */
		after_steps(r, job, now_ns);
		break;
	case PHASE_PROBE:
		if (!broken)
			begin(job, PHASE_AFTER, &job->row->after, now_ns);
		else if (job_at_target(job))
			life_doubt(r, job, now_ns, sink);
		else
			job_acquit(r, job, now_ns, sink);
		break;
	case PHASE_AFTER:
		job->took_ns = now_ns - job->began_ns;
		job_end(r, job, job->verdict, NULL, sink);
		break;
	case PHASE_WAITING:
	case PHASE_OVER:
		break;
	}
}

bool job_in_doubt(const struct job *job) { return job->phase == PHASE_PROBE && job->play.state == PLAY_BROKEN; }

void job_acquit(struct runner *r, struct job *job, uint64_t now_ns, struct sink *sink)
{
	if (!job->silent)
		judge_job(job, r->config.context->impaired ? VERDICT_INCONC : VERDICT_FAIL, "%s",
			  "the probe afterwards was not answered, though the server lives");
	begin(job, PHASE_AFTER, &job->row->after, now_ns);
	job_go_on(r, job, now_ns, sink);
}

void job_go_on(struct runner *r, struct job *job, uint64_t now_ns, struct sink *sink)
{
	if (job->next_ns && now_ns > job->next_ns && now_ns - job->next_ns > job->late_ns)
		job->late_ns = now_ns - job->next_ns;
	while (job_running(job)) {
		job->next_ns = play_go_on(&job->play, now_ns, sink);
		job_know_links(r, job, sink);
		if (job->play.state == PLAY_RUNNING || (job_in_doubt(job) && r->lives[job->transport].state != LIFE_WELL))
			return;
		next_phase(r, job, now_ns, sink);
	}
}

void job_know_links(struct runner *r, struct job *job, struct sink *sink)
{
	for (size_t i = 0; i < job->play.actor_count; i++) {
		uint32_t link = job->actors[i].client.link;
		if (!link || link == job->links[i])
			continue;
		struct ours *ours = malloc(sizeof(*ours));
		assert(ours);
		job->links[i] = link;
		*ours = (struct ours){ .job = job->row ? job : NULL };
		sink->local(sink->world, link, &ours->at);
		table_put(&r->endpoints, endpoint_hash(&ours->at), ours);
	}
}

void job_end(struct runner *r, struct job *job, enum verdict verdict, const char *reason, struct sink *sink)
{
	stop(r, job, sink);
	job->phase = PHASE_OVER;
	job->verdict = verdict;
	if (reason)
		snprintf(job->reason, sizeof(job->reason), "%s", reason);
	runner_tell_over(r, job);
}
