/* conformance/life.c - is the server still there? Who killed it?
 *
 *     silence where an answer was due -> ask for life
 *        answered: the accused answers for its own silence
 *        not: every running job is a suspect; restart hook, then up to 10 s for a sign of life
 *             it is back: suspects run again, alone; the one after which it is dead again fails
 *             it is not: suspects are inconc (a single one fails), the rest is not-run
 */
#include <stdio.h>
#include <string.h>

#include "conformance/job.h"

static const uint64_t patience_ns = 10ull * NS_PER_S;

static void ask(struct runner *r, uint64_t now_ns, struct sink *sink)
{
	struct job *j = &r->life_job;
	struct actor *a = &j->actors[0];
	enum transport transport = r->accused->transport;

	*j = (struct job){ .transport = transport, .served = r->accused->served, .phase = PHASE_STEPS };
	j->play = (struct play){ .setting = job_setting(j), .actors = j->actors, .actor_count = 1 };
	*a = (struct actor){ .name = "u1", .identity = r->accused->actors[0].identity };
	a->client = (struct client){ .automatic = AUTOMATIC_ALL, .timing = &j->play.setting->timing, .identity = a->identity };
	play_begin(&j->play, r->life_steps.steps, r->life_steps.count, now_ns);
	j->next_ns = play_go_on(&j->play, now_ns, sink);
	job_know_links(r, j, sink);
}

void life_doubt(struct runner *r, struct job *accused, uint64_t now_ns, struct sink *sink)
{
	if (r->life != LIFE_WELL)
		return;			/* somebody asked already: this one is a suspect like all */
	r->life = LIFE_ASKING;
	r->accused = accused;
	r->dead_since_ns = accused->began_ns;
	ask(r, now_ns, sink);
}

static void lives(struct runner *r, uint64_t now_ns, struct sink *sink)
{
	struct job *accused = r->accused;

	r->life = LIFE_WELL;
	r->accused = NULL;
	if (accused->verdict == VERDICT_PASS) {
		accused->verdict = VERDICT_FAIL;
		snprintf(accused->reason, sizeof(accused->reason), "the probe afterwards was not answered, though the server lives");
	}
	play_begin(&accused->play, accused->row->after.steps, accused->row->after.count, now_ns);
	accused->phase = PHASE_AFTER;
	job_go_on(r, accused, now_ns, sink);
}

static void lives_again(struct runner *r, struct sink *sink)
{
	r->life = LIFE_WELL;
	r->accused = NULL;
	for (size_t i = 0; i < r->job_count; i++) {
		struct job *j = &r->jobs[i];
		if (!job_running(j))
			continue;
		bool killer = j->alone;
		job_end(r, j, VERDICT_FAIL, "the server died of it, and again when it ran alone", sink);
		if (!killer)
			job_reset(j);
	}
}

/* It was never heard of, or it does not come back. */
static void gone(struct runner *r, struct sink *sink)
{
	char text[200];
	bool killer = r->running == 1;	/* nobody else was there to do it */

	r->life = LIFE_GONE;
	snprintf(r->dead_because, sizeof(r->dead_because), "%.100s over %s", r->accused->row->id,
		 r->accused->transport == TRANSPORT_COAPS ? "coaps" : "coap");
	for (size_t i = 0; i < r->job_count; i++) {
		struct job *j = &r->jobs[i];
		if (!job_running(j))
			continue;
		if (!r->ever_alive)
			job_end(r, j, verdict_worst(j->verdict, VERDICT_FAIL), *j->reason ? NULL : "no answer", sink);
		else if (killer)
			job_end(r, j, VERDICT_FAIL, "the server died of it: nothing else was running", sink);
		else
			job_end(r, j, VERDICT_INCONC, "the server died while this case was running", sink);
	}
	for (size_t i = 0; i < r->job_count; i++)
		if (r->jobs[i].phase == PHASE_WAITING) {
			snprintf(text, sizeof(text), r->ever_alive ? "server dead since %s" : "no answer to %s", r->dead_because);
			job_end(r, &r->jobs[i], VERDICT_NOT_RUN, text, sink);
		}
	r->accused = NULL;
}

void life_go_on(struct runner *r, uint64_t now_ns, struct sink *sink)
{
	struct job *j = &r->life_job;

	if (r->life != LIFE_ASKING && r->life != LIFE_DEAD)
		return;
	j->next_ns = play_go_on(&j->play, now_ns, sink);
	job_know_links(r, j, sink);
	if (j->play.state == PLAY_RUNNING)
		return;
	play_close(&j->play, sink);
	j->next_ns = NEVER;
	if (j->play.state == PLAY_FINISHED) {
		if (r->life == LIFE_ASKING)
			lives(r, now_ns, sink);
		else
			lives_again(r, sink);
		return;
	}
	if (r->life == LIFE_ASKING) {
		r->life = LIFE_DEAD;
		r->dead_since_ns = now_ns;
		if (r->config.restart)
			r->config.restart(r->config.arg);
	}
	if (!r->ever_alive || now_ns >= r->dead_since_ns + patience_ns)
		gone(r, sink);
	else
		ask(r, now_ns, sink);
}
