/* conformance/selection.c - which cases run on which links, and in which order: jobs. */
#include <assert.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/job.h"

static bool matches(const char *const *globs, const char *id)
{
	for (; globs && *globs; globs++)
		if (!fnmatch(*globs, id, 0))
			return true;
	return false;
}

static bool wanted(const struct runner_config *c, const struct case_row *row)
{
	if (row->gateway != c->target->gateway)
		return false;
	if (c->case_globs && *c->case_globs && !matches(c->case_globs, row->id))
		return false;
	if (!c->rule_globs || !*c->rule_globs)
		return true;
	for (unsigned i = 0; i < row->rule_count; i++)
		if (matches(c->rule_globs, clause_row(row->rules[i])->id))
			return true;
	return false;
}

uint32_t runner_undeclared(const struct runner *r, uint32_t needs)
{
	uint32_t editions = APPLIES_EDITION_CR | APPLIES_EDITION_PRE_CR;

	return needs & ~editions & ~r->config.target->declared_yes & ~r->config.target->declared_no;
}

static void mark(bool *chosen, const struct case_table *table, const struct case_row *row)
{
	while (row && !chosen[row - table->rows]) {
		chosen[row - table->rows] = true;
		row = *row->twin ? case_table_find(table, row->twin) : NULL;
	}
}

/* What a case needs and nobody declares is found out first. */
static void mark_probes(const struct runner *r, bool *chosen)
{
	const struct case_table *table = r->config.cases;
	uint32_t needed = 0;

	for (size_t i = 0; i < table->count; i++)
		needed |= chosen[i] ? runner_undeclared(r, table->rows[i].needs) : 0;
	for (size_t i = 0; i < table->count; i++)
		if (table->rows[i].probes & needed)
			mark(chosen, table, &table->rows[i]);
}

static struct job *job_of(struct runner *r, const char *id, enum transport transport)
{
	for (size_t i = 0; i < r->job_count; i++)
		if (r->jobs[i].transport == transport && !strcmp(r->jobs[i].row->id, id))
			return &r->jobs[i];
	return NULL;
}

static const struct served *served_by(const struct runner_config *c, const struct case_row *row)
{
	for (size_t i = 0; i < c->served_count; i++)
		if (!strcmp(c->served[i].faults, row->server))
			return &c->served[i];
	return NULL;
}

static void add_jobs(struct runner *r, const bool *chosen, enum transport transport)
{
	const struct case_table *table = r->config.cases;

	for (size_t i = 0; i < table->count; i++) {
		if (!chosen[i] || !(table->rows[i].links & 1 << transport))
			continue;
		r->jobs[r->job_count++] = (struct job){ .row = &table->rows[i], .served = served_by(&r->config, &table->rows[i]),
							.transport = transport,
							.verdict = VERDICT_NOT_RUN, .next_ns = NEVER };
	}
}

bool job_is_baseline(const struct job *j) { return !j->twin && !j->row->needs && !j->row->negative && job_at_target(j); }

/* Probes, and the first of each link that leans on nothing; with all that they lean on. */
static void choose_first(struct runner *r)
{
	bool begun[2] = { false, false };

	for (size_t i = 0; i < r->job_count; i++) {
		struct job *j = &r->jobs[i];
		bool baseline = !begun[j->transport] && job_is_baseline(j);
		begun[j->transport] |= baseline;
		if (!baseline && !j->row->probes)
			continue;
		for (j->first = true; j->twin; j = j->twin)
			j->twin->first = true;
	}
}

void runner_select(struct runner *r)
{
	const struct case_table *table = r->config.cases;
	bool *chosen = calloc(table->count + 1, sizeof(*chosen));

	assert(chosen);
	for (size_t i = 0; i < table->count; i++)
		if (wanted(&r->config, &table->rows[i]))
			mark(chosen, table, &table->rows[i]);
	mark_probes(r, chosen);
	r->jobs = calloc(2 * table->count + 1, sizeof(*r->jobs));
	r->active = calloc(2 * table->count + 1, sizeof(*r->active));
	assert(r->jobs && r->active);
	for (int transport = TRANSPORT_COAP; transport <= TRANSPORT_COAPS; transport++)
		if (r->config.target->has[transport])
			add_jobs(r, chosen, (enum transport)transport);
	free(chosen);
	for (size_t i = 0; i < r->job_count; i++)
		if (*r->jobs[i].row->twin)
			r->jobs[i].twin = job_of(r, r->jobs[i].row->twin, r->jobs[i].transport);
	choose_first(r);
}

/* A PSK identity of 1 octet, or of 128. */
static bool asks_for_odd_identity(const struct case_row *row)
{
	for (unsigned i = 0; i < row->actor_count; i++)
		if (!strcmp(row->actors[i], "short") || !strcmp(row->actors[i], "long"))
			return true;
	return false;
}

const char *job_not_applicable(const struct runner *r, const struct job *job)
{
	const struct target *t = r->config.target;
	uint32_t editions = APPLIES_EDITION_CR | APPLIES_EDITION_PRE_CR, needs = job->row->needs;
	uint32_t now = r->config.context->edition == EDITION_CR ? APPLIES_EDITION_CR : APPLIES_EDITION_PRE_CR;

	if (!job->served)
		return "tries our own UE against a deviating server: embedded only";
	if (job->row->oracle && !job_setting(job)->oracle.ask)
		return "needs an oracle, and the target names none (hooks: oracle)";
	if (needs & editions && !(needs & now))
		return "belongs to the other edition";
	if (t->declared_yes & APPLIES_AKMA && asks_for_odd_identity(job->row))
		return "AKMA says what a PSK identity is, and so how long";
	if (needs & t->declared_no)
		return "needs a feature that the target declares not to have";
	needs = runner_undeclared(r, needs);
	if (needs & r->contact.not_seen & ~r->contact.seen)
		return "needs a feature that the target does not declare, and that was not found";
	if (needs & ~r->contact.seen)
		return "needs a feature that the target does not declare, and that was not looked for";
	return NULL;
}
