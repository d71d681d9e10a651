/* conformance/judge/judge.c - observations to exchanges, exchanges to rules, rules to findings. */
#include "conformance/judge/judge.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/judge/asking.h"
#include "conformance/judge/association.h"
#include "conformance/judge/flow.h"
#include "conformance/judge/report.h"
#include "conformance/judge/request.h"
#include "conformance/judge/session.h"
#include "conformance/judge/track.h"

struct judge {
	const struct context *context;
	struct reporter reporter;
	struct memory memory;
	struct associations associations;
	struct asking asking;
	struct msgin5g payload;		/* of the message at hand, or of the body that it makes */
	struct whole whole;
	uint64_t end_ns;		/* of what was seen */
	struct tally counts;		/* messages, records, ...: the rules' rows are the reporter's */
};

/* --- asking --- */

static void ask(struct judge *j, enum scope scope, const struct subject *s, uint64_t facts)
{
	struct asking_list *list = asking_at(&j->asking, scope, s->moment);
	const struct selection *selection = asking_select(list, facts);
	struct stash *stash = scope >= ON_RECORD ? s->association->stash : NULL;
	bool in_parts = s->moment == AT_REPLY && s->exchange->in_parts;

	for (unsigned i = 0; i < selection->call_count; i++) {
		const struct rule *rule = list->rules[selection->calls[i]].rule;
		struct note note;
		if (in_parts && rule->needs & NEEDS_BINDING)
			continue;	/* of what the answer says, when all of it is there */
		note_begin(&note);
		report_answer(&j->reporter, rule, rule->holds(s, &note), s, &note, stash);
	}
}

static void ask_exchange(struct judge *j, enum moment moment, struct subject *s, uint64_t facts)
{
	s->moment = moment;
	ask(j, ON_EXCHANGE, s, facts);
}

static void at_close(void *arg, struct exchange *x, uint64_t at_ns, bool forgotten)
{
	struct judge *j = arg;
	struct subject s = { .context = j->context, .by = x->from_server ? SIDE_CLIENT : SIDE_SERVER, .exchange = x,
			     .peer = x->peer, .strain = &j->memory.strain, .at_ns = at_ns, .forgotten = forgotten };

	individual_missed(&j->memory, x, at_ns);
	ask_exchange(j, AT_CLOSE, &s, facts_of_exchange(&s));
	if (!x->response.seen)
		registrations_doubt(&j->memory.registrations, x);
}

/* --- messages --- */

/* Is the payload worth reading as JSON? Where the Content-Format says so, in a POST, and where it begins like an object,
 * whatever the format says. */
static bool payload_concerns_us(const struct message *m)
{
	return m->payload.len && m->whole && (message_says_json(m) || m->code == CODE_POST || m->bytes[m->payload.at] == '{');
}

/* Not a part of a body alone, but all of it with its last part. */
static const struct msgin5g *read_payload(struct judge *j, const struct observation *o)
{
	const struct datagram *d = o->datagram;
	const struct message *m = o->message;
	bool asks = message_is_request(m);

	j->whole.before = 0;
	if (message_is_piece(m)) {
		const struct peer *peer = memory_find_peer(&j->memory, asks ? &d->from : &d->to, asks ? &d->to : &d->from);
		m = peer && flow_completes(peer->flow, o, &j->whole) ? &j->whole.message : NULL;
	}
	if (!m || !payload_concerns_us(m))
		return NULL;
	msgin5g_read(&j->payload, m, &j->context->binding);
	return &j->payload;
}

static enum moment moment_of(enum part part)
{
	switch (part) {
	case PART_OPENING:
		return AT_REQUEST;
	case PART_COPY:
		return AT_COPY;
	case PART_REPLY:
		return AT_REPLY;
	case PART_RESPONSE_COPY:
		return AT_REPEAT;
	case PART_CONFIRMATION:
		return AT_CONFIRM;
	}
	return AT_EACH;
}

/* A registration accepted and answered under the binding with success confirms it (T19). */
static void confirm_binding(struct judge *j, const struct exchange *x)
{
	if (exchange_procedure(x) == MSGIN5G_REG && x->result_of == MSGIN5G_REG && x->said == RESULT_SUCCESS &&
	    (x->response.code == CODE_CREATED || x->response.code == CODE_CHANGED))
		j->reporter.binding_confirmed = true;
}

static void first_response(struct judge *j, struct exchange *x)
{
	if (!x->in_parts)
		registrations_recall(&j->memory.registrations, x);
	if (j->whole.before)
		flow_adopt(x, &j->whole);
	confirm_binding(j, x);
}

/* After the rules. */
static void learn_response(struct judge *j, struct exchange *x, const struct observation *o)
{
	if (x->in_parts)
		registrations_doubt(&j->memory.registrations, x);
	else
		registrations_learn(&j->memory.registrations, x);
	flow_learn(x, o);
}

/* A body beside the wish for the rest of an answer: a server may take it for a registration. */
static void doubt_whose(struct judge *j, const struct exchange *x, const struct message *odd)
{
	msgin5g_read(&j->payload, odd, &j->context->binding);
	if (j->payload.node[ELEMENT_UE_SERVICE_ID] >= 0)
		registrations_unsettle(&j->memory.registrations, x->peer->service, element_hash(&j->payload, ELEMENT_UE_SERVICE_ID));
}


static void see_message(struct judge *j, const struct observation *o, struct association *a,
			const struct arrival *arrival)
{
	const struct msgin5g *g = read_payload(j, o);
	struct tracked t = track_message(&j->memory, o, g, a ? a->identity : NULL, arrival);
	struct exchange *x = t.exchange;
	if (!x)
		return;
	if (o->datagram->cut)
		x->asked.traits |= 1ull << TRAIT_CUT;
	struct subject s = { .context = j->context, .by = t.by, .now = o, .msgin5g = g, .before = j->whole.before, .exchange = x,
			     .peer = x->peer, .association = a, .strain = &j->memory.strain, .at_ns = o->datagram->at_ns,
			     .first_response = t.first_response, .moment = AT_EACH };

	if (t.part == PART_COPY && !x->ack.seen && !x->response.seen && !o->datagram->deliberate)
		strain_note(&j->memory.strain, o->datagram->at_ns);
	if (t.first_response)
		first_response(j, x);
	uint64_t facts = facts_of_exchange(&s);
	ask(j, ON_MESSAGE, &s, facts);
	ask_exchange(j, moment_of(t.part), &s, facts);
	if (t.first_response)
		learn_response(j, x, o);
	if (t.part == PART_OPENING && exchange_is(x, TRAIT_PIECE) && !exchange_is(x, TRAIT_BLOCK1) && o->message->payload.len)
		doubt_whose(j, x, o->message);
	if (message_is_response(o->message))
		flow_hear(&j->memory.given, x, o);
	if (a && o->from_client && x->asked.by == OPENED_BY_REQUEST)
		a->client_asked = true;
}

/* --- records --- */

static void see_record(struct judge *j, const struct observation *o, struct association *a, struct arrival *arrival)
{
	bool new_record = association_new_record(a, o);
	a->cut |= o->datagram->cut;
	struct subject s = { .context = j->context, .by = o->from_client ? SIDE_CLIENT : SIDE_SERVER, .now = o,
			     .association = a, .strain = &j->memory.strain, .at_ns = o->datagram->at_ns, .moment = AT_EACH };

	if (session_is_relevant_now(a, &j->memory, o)) {
		report_stash(&j->reporter, a->stash);
		free(a->stash);
		a->stash = NULL;
	}
	if (new_record && o->handshake && o->handshake->again && !o->datagram->deliberate)
		strain_note(&j->memory.strain, o->datagram->at_ns);
	uint64_t facts = facts_of_record(o);
	if (new_record)
		ask(j, ON_RECORD, &s, facts);
	if (o->handshake)
		ask(j, ON_HANDSHAKE, &s, facts);
	struct peer *peer = memory_find_peer(&j->memory, &a->client, &a->server);
	*arrival = session_arrival(a, peer, o);
	session_learn(a, &j->memory, peer, o, new_record);
}

static void at_association_close(void *arg, struct association *a)
{
	struct judge *j = arg;
	struct subject s = { .context = j->context, .by = SIDE_SERVER, .association = a, .strain = &j->memory.strain,
			     .at_ns = j->end_ns, .moment = AT_CLOSE };

	if (a->relevant)
		ask(j, ON_ASSOCIATION, &s, 0);
}

/* --- the judge --- */

struct judge *judge_new(const struct context *context, void (*found)(void *, const struct finding *), void *arg)
{
	struct judge *j = calloc(1, sizeof(*j));

	assert(j);
	j->context = context;
	reporter_init(&j->reporter, context, found, arg);
	asking_init(&j->asking, context);
	memory_init(&j->memory, context);
	j->memory.close = at_close;
	j->memory.arg = j;
	associations_init(&j->associations);
	j->associations.close = at_association_close;
	j->associations.arg = j;
	return j;
}

void judge_wants(struct judge *j, bool (*wants)(void *, const struct finding *)) { j->reporter.wants = wants; }

void judge_limit(struct judge *j, size_t exchanges)
{
	j->memory.exchange_most = j->memory.peer_most = exchanges;
	j->associations.most = exchanges / 2;
}

void judge_open_gates(struct judge *j) { asking_open(&j->asking); }

void judge_settle(struct judge *j, size_t exchanges, size_t peers)
{
	j->memory.peer_most = j->associations.most = peers;
	j->memory.settle_above = exchanges;
	residues_init(&j->memory.residues, j->context->timing.exchange_lifetime_ns);
}

static void observe(struct judge *j, const struct observation *o)
{
	if (o->message)
		memory_expect(&j->memory, o);
	struct association *a = association_of(&j->associations, o);
	struct arrival arrival = { 0 };

	j->end_ns = o->datagram->at_ns;
	memory_expire(&j->memory, o->datagram->at_ns);
	j->counts.records += o->record != NULL;
	j->counts.dark += o->kind == OBS_DARK;
	j->counts.strays += o->kind == OBS_STRAY;
	if (a && o->record)
		see_record(j, o, a, &arrival);
	if (!o->message)
		return;
	j->counts.messages++;
	see_message(j, o, a, &arrival);
}

/* Where long tokens are declared, or the server was seen to take them, they are read (T13): RFC 8974 2.1. */
void judge_observation(struct judge *j, const struct observation *o)
{
	struct observation again = *o;
	struct message m;

	if (!o->message || !context_has(j->context, APPLIES_LONG_TOKEN) || !message_anomaly(o->message, ANOMALY_TOKEN_LENGTH)) {
		observe(j, o);
		return;
	}
	message_read_long_token(&m, o->message->bytes, o->message->len);
	again.message = &m;
	observe(j, &again);
}

void judge_end(struct judge *j, uint64_t at_ns)
{
	j->end_ns = at_ns;
	memory_close_all(&j->memory, at_ns);
	associations_close_all(&j->associations);
}

void judge_free(struct judge *j)
{
	if (!j)
		return;
	memory_free(&j->memory);
	associations_free(&j->associations);
	free(j);
}

void judge_add(struct tally *tally, const struct judge *j)
{
	for (unsigned i = 0; i < CLAUSE_COUNT; i++) {
		tally->rows[i].held += j->reporter.rows[i].held;
		tally->rows[i].broken += j->reporter.rows[i].broken;
		tally->rows[i].cannot_say += j->reporter.rows[i].cannot_say;
	}
	asking_add(tally, &j->asking);
	tally->messages += j->counts.messages;
	tally->records += j->counts.records;
	tally->dark += j->counts.dark;
	tally->strays += j->counts.strays;
	tally->forgotten += j->memory.forgotten;
}

bool judge_binding_confirmed(const struct judge *j) { return j->reporter.binding_confirmed; }
