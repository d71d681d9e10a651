/* conformance/life.c - is the server still there? Who killed it?
 *
 *     silence where an answer was due -> ask for life
 *        a sign at once: all who are in doubt answer for their own silence (but see was_perhaps_dead)
 *        a sign, but late: it was dead and is back
 *        none: it is dead; restart hook, then up to 10 s for a sign
 *             it is back: every running job is a suspect and runs again, alone; after whom it is silent again fails
 *             it is not: a suspect without company fails, others are inconc; the rest is not-run
 *
 * Only the target's: a server that deviates on purpose, beside it, may be as silent as it likes. Each transport has a life of its own: a server may answer coaps and leave plain coap unanswered. */
#include <stdio.h>
#include <string.h>

#include "conformance/job.h"

static const uint64_t patience_ns = 10ull * NS_PER_S, pause_ns = 1ull * NS_PER_S;

/* Before the question was repeated (RFC 6347 4.2.4.1: after 1 s; RFC 7252 4.2: after 2 s). */
static const uint64_t at_once_ns = 1ull * NS_PER_S;

const char *transport_word(enum transport transport) { return transport == TRANSPORT_COAPS ? "coaps" : "coap"; }

static bool concerns(const struct job *job, enum transport transport) { return job->transport == transport && job_at_target(job); }

static enum transport transport_of(const struct runner *r, const struct life *l) { return (enum transport)(l - r->lives); }

/* As the accused's u1: a UE that the server should know. */
static void ask(struct runner *r, struct life *l, uint64_t now_ns, struct sink *sink)
{
	enum transport transport = transport_of(r, l);
	struct job *j = &l->job;
	struct actor *a = &j->actors[0];

	*j = (struct job){ .transport = transport, .served = l->accused->served, .phase = PHASE_STEPS };
	j->play = (struct play){ .setting = job_setting(j), .actors = j->actors, .actor_count = 1 };
	*a = (struct actor){ .name = "u1", .identity = l->accused->actors[0].identity };
	a->client = job_client(r, j, a->identity);
	l->sign_ns = NEVER;
	l->asked_ns = now_ns;
	play_begin(&j->play, r->life_steps.steps, r->life_steps.count, now_ns);
	j->next_ns = play_go_on(&j->play, now_ns, sink);
	job_know_links(r, j, sink);
}

void life_doubt(struct runner *r, struct job *accused, uint64_t now_ns, struct sink *sink)
{
	struct life *l = &r->lives[accused->transport];

	if (l->state != LIFE_WELL)
		return;			/* somebody asked already: this one waits for the same answer */
	l->state = LIFE_ASKING;
	l->accused = accused;
	ask(r, l, now_ns, sink);
}

bool life_forbids(const struct runner *r, enum transport transport)
{
	const struct life *own = &r->lives[transport], *other = &r->lives[!transport];

	return own->state != LIFE_WELL || (other->heard && (other->state == LIFE_ASKING || other->state == LIFE_DEAD));
}

uint64_t life_deadline(const struct life *l)
{
	if (l->state == LIFE_ASKING || l->state == LIFE_DEAD)
		return l->job.play.state == PLAY_RUNNING ? l->job.next_ns : l->asked_ns + pause_ns;
	return NEVER;
}

/* In company, and nobody knows whether the server lived when its copies came. */
static bool may_be_victim(const struct job *job)
{
	const struct transaction *t = job_last(job);

	return job->company && !job->alone && job->silent && (!t || job->ignored_ns != t->copied_ns);
}

/* A right message unanswered, and nothing shows that the server lived then: it may have died of another's and be back
 * already. A wrong one unanswered is likelier just ignored: it alone is not worth a second run. */
static bool was_perhaps_dead(const struct runner *r, enum transport transport)
{
	for (size_t i = 0; i < r->job_count; i++) {
		const struct job *j = &r->jobs[i];
		if (concerns(j, transport) && job_in_doubt(j) && !j->row->negative && may_be_victim(j))
			return true;
	}
	return false;
}

static void lives(struct runner *r, struct life *l, uint64_t now_ns, struct sink *sink)
{
	enum transport transport = transport_of(r, l);
	bool again = was_perhaps_dead(r, transport);

	l->state = LIFE_WELL;
	l->accused = NULL;
	for (size_t i = 0; i < r->job_count; i++) {
		struct job *j = &r->jobs[i];
		if (!concerns(j, transport) || !job_in_doubt(j))
			continue;
		if (again && may_be_victim(j))
			job_reset(r, j, sink);
		else
			job_acquit(r, j, now_ns, sink);
	}
}

/* Its death may have swallowed anything, on either transport: all who run are suspects. */
static void lives_again(struct runner *r, struct sink *sink)
{
	for (int t = 0; t < 2; t++) {
		struct life *l = &r->lives[t];
		if (l->state == LIFE_ASKING || l->state == LIFE_DEAD)
			l->state = LIFE_WELL;
		play_close(&l->job.play, sink);
		l->accused = NULL;
	}
	for (size_t i = 0; i < r->job_count; i++) {
		struct job *j = &r->jobs[i];
		if (!job_running(j) || !job_at_target(j))
			continue;
		if (j->alone)
			job_end(r, j, r->config.context->impaired ? VERDICT_INCONC : VERDICT_FAIL,
				"the server fell silent after it, and again when it ran alone", sink);
		else
			job_reset(r, j, sink);
	}
}

static void end_suspect(struct runner *r, struct job *job, bool killer, struct sink *sink)
{
	bool heard = r->lives[job->transport].heard;
	enum verdict silence = r->config.context->impaired ? VERDICT_INCONC : VERDICT_FAIL;	/* we may have dropped every sign */

	if (heard && killer) {
		job_end(r, job, silence, "the server died while this case ran, and nothing ran beside it", sink);
	} else if (heard) {
		job_disown(r, job);	/* what goes unanswered now says nothing about this case */
		job_end(r, job, VERDICT_INCONC, "the server died while this case was running", sink);
	} else {
		job_end(r, job, verdict_worst(job->verdict, silence), *job->reason ? NULL : "no answer", sink);
	}
}

/* Before more cases are wasted on it, the other transport is asked too: in the name of any who had a UE. */
static void doubt_other(struct runner *r, enum transport transport, uint64_t now_ns, struct sink *sink)
{
	struct job *anyone = NULL;
	bool open = false;

	for (size_t i = 0; i < r->job_count; i++) {
		struct job *j = &r->jobs[i];
		if (!concerns(j, transport))
			continue;
		anyone = j->actors[0].identity ? j : anyone;
		open |= j->phase != PHASE_OVER;
	}
	if (open && anyone && r->lives[transport].heard)
		life_doubt(r, anyone, now_ns, sink);
}

/* It was never heard of, or it does not come back. */
static void gone(struct runner *r, struct life *l, uint64_t now_ns, struct sink *sink)
{
	enum transport transport = transport_of(r, l);
	bool killer = r->running == 1;
	char text[200];

	snprintf(text, sizeof(text), "%s %.100s over %s", l->heard ? "server dead since" : "no answer to", l->accused->row->id,
		 transport_word(transport));
	if (l->heard && !*r->dead_because)
		snprintf(r->dead_because, sizeof(r->dead_because), "%s", text);
	l->state = LIFE_GONE;
	l->accused = NULL;
	for (size_t i = 0; i < r->job_count; i++)
		if (concerns(&r->jobs[i], transport) && job_running(&r->jobs[i]))
			end_suspect(r, &r->jobs[i], killer, sink);
	for (size_t i = 0; i < r->job_count; i++)
		if (concerns(&r->jobs[i], transport) && r->jobs[i].phase == PHASE_WAITING)
			job_end(r, &r->jobs[i], VERDICT_NOT_RUN, l->heard ? r->dead_because : text, sink);
	if (l->heard)
		doubt_other(r, (enum transport)!transport, now_ns, sink);
}

static void no_sign(struct runner *r, struct life *l, uint64_t now_ns, struct sink *sink)
{
	if (l->state == LIFE_ASKING) {
		l->state = LIFE_DEAD;
		l->dead_since_ns = now_ns;
		bool restarted = r->lives[!transport_of(r, l)].state == LIFE_DEAD;
		if (l->heard && r->config.restart && !restarted)
			r->config.restart(r->config.arg);
	}
	if (!l->heard || now_ns >= l->dead_since_ns + patience_ns)
		gone(r, l, now_ns, sink);
	else if (now_ns >= l->asked_ns + pause_ns)
		ask(r, l, now_ns, sink);
}

void life_go_on(struct runner *r, enum transport transport, uint64_t now_ns, struct sink *sink)
{
	struct life *l = &r->lives[transport];

	if (l->state != LIFE_ASKING && l->state != LIFE_DEAD)
		return;
	l->job.next_ns = play_go_on(&l->job.play, now_ns, sink);
	job_know_links(r, &l->job, sink);
	if (l->job.play.state == PLAY_RUNNING)
		return;
	play_close(&l->job.play, sink);
	if (l->sign_ns == NEVER)
		no_sign(r, l, now_ns, sink);
	else if (l->state == LIFE_ASKING && l->sign_ns < l->asked_ns + at_once_ns)
		lives(r, l, now_ns, sink);
	else
		lives_again(r, sink);
}

/* Whose copy left a moment ago and stays unanswered is ignored by a server that lives. */
void life_sign(struct runner *r, enum transport transport, uint64_t at_ns)
{
	struct life *l = &r->lives[transport];

	l->heard = true;
	if (l->sign_ns == NEVER)
		l->sign_ns = at_ns;
	for (struct job *j = running_first(r); j; j = running_next(r, j)) {
		const struct transaction *t = concerns(j, transport) ? job_last(j) : NULL;
		if (t && at_ns > t->copied_ns && at_ns < t->copied_ns + at_once_ns)
			j->ignored_ns = t->copied_ns;
	}
}

/* Nothing but ICMP errors from the first datagram on: there is nobody to test. */
void life_unreachable(struct runner *r, enum transport transport, struct sink *sink)
{
	struct life *l = &r->lives[transport];
	char text[200];

	if (l->heard || ++l->icmp_errors < 2)
		return;
	for (size_t i = 0; i < r->job_count; i++) {
		struct job *j = &r->jobs[i];
		const struct actor *a = j->play.current;
		if (j->phase == PHASE_OVER || !concerns(j, transport))
			continue;
		snprintf(text, sizeof(text), "the target cannot be reached%s%s", a && a->client.unreachable ? ": " : "",
			 a && a->client.unreachable ? a->client.why : "");
		job_end(r, j, job_running(j) ? VERDICT_ERROR : VERDICT_NOT_RUN, text, sink);
	}
	play_close(&l->job.play, sink);
	l->state = LIFE_GONE;
	l->accused = NULL;
}
