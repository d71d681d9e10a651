/* sim/population_kind.c - what the kinds of population do not have in common: numbers, peers, promises, doers. */
#include <stdio.h>
#include <string.h>

#include "sim/population_state.h"

#define PROMISE_MOST_NS (3600ull * NS_PER_S)

/* --- numbers: the N-th device comes to the N-th Gateway UE, in turns, and is in that one's shard --- */

static uint32_t share_of(uint32_t all, uint32_t shard, uint32_t shards) { return all / shards + (all % shards > shard); }

static uint32_t own_gateways(const struct population_config *c) { return share_of(c->gateways, c->shard, c->shards); }

uint32_t population_count(const struct population_config *c)
{
	uint32_t all = c->scenario->population.ues;

	if (!c->gateways)
		return share_of(all, c->shard, c->shards);
	return all / c->gateways * own_gateways(c) + share_of(all % c->gateways, c->shard, c->shards);
}

uint32_t ue_number_of(const struct population *p, uint32_t index)
{
	const struct population_config *c = &p->config;

	if (!c->gateways)
		return c->shard + index * c->shards;
	uint32_t own = own_gateways(c);
	return index / own * c->gateways + c->shard + index % own * c->shards;
}

uint32_t arrival_shard(const struct population *p, uint64_t count)
{
	const struct population_config *c = &p->config;

	if (c->gateways)
		count = count % c->scenario->population.ues % c->gateways;
	return (uint32_t)(count % c->shards);
}

const struct endpoint *ue_peer(const struct population *p, const struct ue *ue)
{
	if (p->config.gateways)
		return &p->config.at_gateways[(uint32_t)(ue - p->ues) % own_gateways(&p->config)];
	return &p->config.peers[!!(ue->flags & UE_SECURE)];
}

/* --- doers --- */

void ue_power(struct population *p, const struct ue *ue, bool on, uint64_t now_ns)
{
	const struct population_doer *doer = p->config.doer;

	if (doer)
		doer->power(doer->arg, (uint32_t)(ue - p->ues), on, now_ns);
}

void ue_have_done(struct population *p, struct ue *ue, uint64_t now_ns)
{
	const struct population_doer *doer = p->config.doer;

	ue->state = UE_DOING;
	doer->ask(doer->arg, (uint32_t)(ue - p->ues), p->scenario->life.steps[ue->step].request.kind, now_ns);
}

static void count_messages(struct statistics *s, const struct population *p, const struct deed *deed)
{
	for (unsigned i = 0; i <= deed->retransmissions; i++)
		statistics_sent(s, i != 0, p->now.start_ns, deed->at_ns);
	if (deed->responded)
		statistics_received(s, p->now.start_ns, deed->at_ns);
}

void population_told(struct population *p, uint32_t index, enum outcome outcome, const struct deed *deed, struct sink *sink)
{
	struct ue *ue = &p->ues[index];

	if (ue->state != UE_DOING)	/* its power went meanwhile */
		return;
	count_messages(&p->phases[ue->phase], p, deed);
	ue->copies = (uint8_t)(deed->retransmissions + 1);
	ue_conclude(p, ue, outcome, deed->detail, deed->at_ns);
	ue_concluded(p, ue, outcome, deed->at_ns, sink);
}

void population_did(struct population *p, enum operation operation, enum outcome outcome, const struct deed *deed)
{
	struct statistics *s = &p->phases[timetable_phase(p, deed->begun_ns)];
	const struct concluded c = { .operation = operation, .outcome = outcome, .detail = deed->detail,
				     .retransmissions = deed->retransmissions, .responded = deed->responded,
				     .intended_ns = deed->begun_ns, .begun_ns = deed->begun_ns, .at_ns = deed->at_ns };

	count_messages(s, p, deed);
	statistics_begin(s, operation, p->now.start_ns, deed->begun_ns);
	statistics_conclude(s, &c, p->now.start_ns);
}

/* --- promises --- */

/* Days from 1970 to a day of the Gregorian calendar; engines know no clock. */
static uint64_t days_to(unsigned year, unsigned month, unsigned day)
{
	static const unsigned before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
	unsigned years = month > 2 ? year : year - 1;	/* whose leap days are over */
	unsigned leaps = years / 4 - years / 100 + years / 400 - (1969 / 4 - 1969 / 100 + 1969 / 400);

	return (uint64_t)365 * (year - 1970) + leaps + before[month - 1] + day - 1;
}

/* RFC 3339, in UTC, whole seconds, as Gateway UEs here write it. */
static bool read_time(const char *text, uint64_t *ns)
{
	unsigned year, month, day, hour, minute, second;
	char zone, more;

	if (sscanf(text, "%4u-%2u-%2uT%2u:%2u:%2u%c%c", &year, &month, &day, &hour, &minute, &second, &zone, &more) != 7 || zone != 'Z')
		return false;
	if (year < 1970 || year > 2500 || !month || month > 12 || !day || day > 31)
		return false;
	*ns = (days_to(year, month, day) * 86400 + hour * 3600 + minute * 60 + second) * NS_PER_S;
	return true;
}

uint64_t promised_at(const struct population *p, const struct message *m, uint64_t now_ns)
{
	const struct binding *binding = p->config.settings[TRANSPORT_COAP].binding;
	struct msgin5g content;
	char text[40];
	uint64_t at;

	if (CODE_CLASS(m->code) != 2)
		return NEVER;
	msgin5g_read(&content, m, binding);
	if (msgin5g_text(&content, ELEMENT_EXPECTED_TIME, text, sizeof(text)) < 0)
		return NEVER;
	return read_time(text, &at) && at <= now_ns + PROMISE_MOST_NS ? at : 0;	/* a promise all the same */
}
