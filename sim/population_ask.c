/* sim/population_ask.c - links and requests of a UE: opened, sent, sent again, concluded. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sim/population_state.h"
#include "wire/dice.h"

bool ue_is_open(const struct ue *ue)
{
	return ue->state >= UE_OPENING;
}

static struct statistics *statistics_of(struct population *p, const struct ue *ue) { return &p->phases[ue->phase]; }

static bool is_secure(const struct ue *ue) { return ue->flags & UE_SECURE; }

/* --- links --- */

/* A UE's key must outlive its link: over DTLS its identity is kept. */
static const struct identity *identity_of(struct population *p, struct ue *ue)
{
	const struct identities *all = p->config.identities;

	if (all)
		return &all->list[ue_number(p, ue) - p->scenario->population.first];
	struct identity **place = &p->identities[ue - p->ues];
	if (!*place) {
		*place = malloc(sizeof(**place));
		assert(*place);
		population_identity(&p->scenario->population, ue_number(p, ue), *place);
	}
	return *place;
}

/* Each move takes the source that many UEs further on: another port of the same address, where there
 * are ports enough, and else another address. */
static void choose_source(const struct population *p, const struct ue *ue, struct link_wanted *wanted)
{
	const struct source_plan *plan = p->config.sources;
	uint64_t number = ue_number(p, ue) - p->scenario->population.first;
	uint64_t count = source_plan_count(plan), addresses = count / plan->ports;
	uint64_t stride = plan->ports > 1 ? addresses : p->scenario->population.ues;
	uint64_t which = (number + ue->moves * stride) % count;

	source_plan_at(plan, which, &wanted->source);
	wanted->choice = (uint16_t)(plan->port ? 0 : which / addresses);
}

static uint32_t open_link(struct population *p, struct ue *ue, struct sink *sink)
{
	unsigned transport = is_secure(ue) ? TRANSPORT_COAPS : TRANSPORT_COAP;
	struct link_wanted wanted = { .transport = (uint8_t)transport, .peer = *ue_peer(p, ue) };

	if (is_secure(ue))
		wanted.identity = identity_of(p, ue);
	if (p->config.sources && (p->config.own_dtls || !is_secure(ue))) {
		wanted.shared = true;
		choose_source(p, ue, &wanted);
	}
	return sink->open(sink->world, &wanted);
}

static void begin_operation(struct population *p, struct ue *ue, enum operation operation, uint64_t intended_ns, uint64_t now_ns)
{
	ue->operation = (uint8_t)operation;
	ue->intended_ns = intended_ns;
	ue->begun_ns = now_ns;
	ue->copies = 1;
	ue->flags &= (uint8_t)~UE_UNREACHABLE;
	ue->phase = (uint8_t)timetable_phase(p, intended_ns);
	p->now.open++;
	statistics_begin(statistics_of(p, ue), operation, p->now.start_ns, now_ns);
}

static enum operation what_it_asks(const struct population *p, const struct ue *ue)
{
	const struct life_step *step = &p->scenario->life.steps[ue->step];
	enum operation operation = ue->flags & UE_REGISTERED ? OPERATION_RENEW : OPERATION_REGISTER;

	if (ue_prepared(p, ue)->deliberate)
		operation = OPERATION_DELIBERATE;
	else if (step->word == LIFE_DEREGISTER)
		operation = OPERATION_DEREGISTER;
	else if (step->word == LIFE_PING)
		operation = OPERATION_PING;
	return operation_of(p->scenario->population.kind, operation);
}

/* No link, no request: there is nothing to go on with but to come again later. */
static void not_tried(struct population *p, struct ue *ue, uint64_t now_ns, struct sink *sink)
{
	ue_conclude(p, ue, OUTCOME_NOT_TRIED, 0, now_ns);
	if (p->scenario->conduct.on_failure == FAILURE_RETRIES)
		ue_concluded(p, ue, OUTCOME_NOT_TRIED, now_ns, sink);
	else
		ue_end_life(p, ue, now_ns, sink);
}

/* Over DTLS the handshake is an operation of its own; a clear flow opens with what it is opened for. */
void ue_open(struct population *p, struct ue *ue, uint64_t intended_ns, uint64_t now_ns, struct sink *sink)
{
	begin_operation(p, ue, is_secure(ue) ? OPERATION_HANDSHAKE : what_it_asks(p, ue), intended_ns, now_ns);
	ue->state = UE_OPENING;
	ue->link = open_link(p, ue, sink);
	if (!ue->link) {
		not_tried(p, ue, now_ns, sink);
		return;
	}
	table_put(&p->by_link, table_hash(&ue->link, sizeof(ue->link), 0), ue);
}

void ue_close(struct population *p, struct ue *ue, bool silently, struct sink *sink)
{
	table_remove(&p->by_link, table_hash(&ue->link, sizeof(ue->link), 0), ue);
	sink->close(sink->world, ue->link, silently);
	ue->link = 0;
}

/* Its memory is gone, so its Message IDs begin somewhere else; not among those of its last minutes,
 * which the server must answer as duplicates still (RFC 7252 4.4, 4.5). */
bool ue_reboot(struct population *p, struct ue *ue, uint64_t intended_ns, uint64_t now_ns, struct sink *sink)
{
	uint64_t dice = p->key ^ ue_dice(p, ue);

	ue->mid = (uint16_t)(ue->mid + 256 + dice_roll(&dice) % (65536 - 512));
	if (!ue->link || !is_secure(ue))
		return true;
	begin_operation(p, ue, OPERATION_HANDSHAKE, intended_ns, now_ns);
	ue->state = UE_OPENING;
	sink->rehandshake(sink->world, ue->link, true);
	return false;
}

/* --- requests --- */

/* Another for each Message ID, and none to be guessed from another (RFC 7252 5.3.1). */
void ue_token(const struct population *p, const struct ue *ue, uint8_t token[8])
{
	uint64_t dice = p->key ^ ((uint64_t)ue_number(p, ue) << 16 | ue->mid);

	dice = dice_roll(&dice);
	memcpy(token, &dice, 8);
}

static void send_copy(struct population *p, struct ue *ue, uint64_t now_ns, struct sink *sink)
{
	const struct prepared *prepared = ue_prepared(p, ue);
	char name[IDENTITY_TEXT];
	uint8_t bytes[DATAGRAM_MAX], token[8];
	size_t name_len = name_format(&p->scenario->population.ue_service_id, ue_number(p, ue), name, sizeof(name));

	ue_token(p, ue, token);
	struct out out = { .link = ue->link, .bytes = bytes, .deliberate = prepared->deliberate,
			   .len = prepared_write(prepared, ue->mid, token, name, name_len, bytes) };
	statistics_sent(statistics_of(p, ue), ue->copies > 1, p->now.start_ns, now_ns);
	sink->send(sink->world, &out);
}

/* The first interval lies between ACK_TIMEOUT and ACK_TIMEOUT * ACK_RANDOM_FACTOR (RFC 7252 4.2). */
static uint64_t first_interval(struct population *p, struct ue *ue)
{
	uint64_t timeout = p->scenario->conduct.ack_timeout_ns, dice = ue_dice(p, ue);

	return timeout + (uint64_t)((double)timeout * 0.5 * dice_share(&dice));
}

static void wait_for_answer(struct population *p, struct ue *ue, uint64_t now_ns)
{
	uint64_t us = first_interval(p, ue) / 1000;

	ue->interval_us = us > UINT32_MAX ? UINT32_MAX : (uint32_t)us;
	if (ue_prepared(p, ue)->type == TYPE_CON)
		ue_timer(p, ue, now_ns + ue->interval_us * UINT64_C(1000));
	else
		ue_timer(p, ue, now_ns + p->scenario->conduct.answer_within_ns);
}

void ue_ask_opened(struct population *p, struct ue *ue, uint64_t now_ns, struct sink *sink)
{
	ue->state = UE_ASKING;
	ue->mid++;
	send_copy(p, ue, now_ns, sink);
	wait_for_answer(p, ue, now_ns);
}

void ue_ask(struct population *p, struct ue *ue, uint64_t intended_ns, uint64_t now_ns, struct sink *sink)
{
	if (p->config.doer) {
		begin_operation(p, ue, what_it_asks(p, ue), intended_ns, now_ns);
		ue_have_done(p, ue, now_ns);
		return;
	}
	if (!ue->link) {
		ue_open(p, ue, intended_ns, now_ns, sink);
		return;
	}
	begin_operation(p, ue, what_it_asks(p, ue), intended_ns, now_ns);
	ue_ask_opened(p, ue, now_ns, sink);
}

/* A server that came back without its state hears nothing of an association any more (RFC 6347 4.2.8): where no copy was
 * answered the next request opens another. One that is wrong on purpose says nothing of that. */
static bool says_link_is_dead(const struct population *p, const struct ue *ue)
{
	return ue->copies > p->scenario->conduct.max_retransmit && !ue_prepared(p, ue)->deliberate;
}

static void give_up(struct population *p, struct ue *ue, uint64_t now_ns, struct sink *sink)
{
	enum outcome outcome = ue->state == UE_ACKED		? OUTCOME_ACKNOWLEDGED
			       : ue->flags & UE_UNREACHABLE ? OUTCOME_UNREACHABLE
							    : OUTCOME_TIMED_OUT;

	ue_conclude(p, ue, outcome, 0, now_ns);
	if (is_secure(ue) && says_link_is_dead(p, ue))
		ue_close(p, ue, false, sink);
	ue_concluded(p, ue, outcome, now_ns, sink);
}

void ue_ask_again(struct population *p, struct ue *ue, uint64_t now_ns, struct sink *sink)
{
	if (ue->state == UE_ACKED || ue_prepared(p, ue)->type != TYPE_CON || ue->copies > p->scenario->conduct.max_retransmit) {
		give_up(p, ue, now_ns, sink);
		return;
	}
	ue->copies++;
	ue->interval_us = ue->interval_us > UINT32_MAX / 2 ? UINT32_MAX : 2 * ue->interval_us;
	send_copy(p, ue, now_ns, sink);
	ue_timer(p, ue, now_ns + ue->interval_us * UINT64_C(1000));
}

static bool is_response(enum outcome o)
{
	return o == OUTCOME_ANSWERED || o == OUTCOME_FAILURE || o == OUTCOME_REFUSED || o == OUTCOME_RESET || o == OUTCOME_ODD;
}

static void note_registration(struct population *p, struct ue *ue)
{
	bool before = ue->flags & UE_REGISTERED, now = p->scenario->life.steps[ue->step].word == LIFE_REGISTER;

	if (ue->operation == OPERATION_HANDSHAKE || ue->operation == OPERATION_PING || operation_is_deliberate((enum operation)ue->operation))
		return;
	ue->flags = (uint8_t)(now ? ue->flags | UE_REGISTERED : ue->flags & ~UE_REGISTERED);
	p->now.registered += (uint32_t)now - (uint32_t)before;
}

void ue_conclude(struct population *p, struct ue *ue, enum outcome outcome, uint8_t detail, uint64_t now_ns)
{
	struct concluded c = { .operation = (enum operation)ue->operation, .outcome = outcome, .detail = detail,
			       .retransmissions = (uint8_t)(ue->copies - 1), .responded = is_response(outcome),
			       .intended_ns = ue->intended_ns, .begun_ns = ue->begun_ns, .at_ns = now_ns };

	ue_timer(p, ue, NEVER);
	ue->state = UE_WAITING;
	p->now.open--;
	statistics_conclude(statistics_of(p, ue), &c, p->now.start_ns);
	if (outcome == OUTCOME_ANSWERED)
		note_registration(p, ue);
	else if (outcome_standing_of(outcome) == OUTCOME_IS_BAD && !operation_is_deliberate((enum operation)ue->operation) &&
		 ++p->bad == p->scenario->stop.bad)
		population_stop(p, now_ns);
}
