/* sim/population_hear.c - what comes in, matched to the UE's request; what it means; link events. */
#include <stdlib.h>
#include <string.h>

#include "sim/population_state.h"
#include "wire/alert.h"

static const struct binding *binding_of(const struct population *p, const struct ue *ue)
{
	return p->config.settings[!!(ue->flags & UE_SECURE)].binding;
}

/* --- what an answer means --- */

static bool is_known(const struct known_answer *k, const uint8_t *payload, size_t len, const char *name, size_t name_len)
{
	return k->before_len && len == k->before_len + name_len + k->after_len && !memcmp(payload, k->before, k->before_len) &&
	       !memcmp(payload + k->before_len, name, name_len) &&
	       !memcmp(payload + k->before_len + name_len, k->after, k->after_len);
}

static void know(struct known_answer *k, enum outcome outcome, const uint8_t *payload, size_t len, const char *name, size_t name_len)
{
	const uint8_t *at = memmem(payload, len, name, name_len);
	size_t before = at ? (size_t)(at - payload) : 0;
	size_t after = at ? len - before - name_len : 0;

	/* Once only: a second one might stand anywhere. */
	if (!before || before > sizeof(k->before) || after > sizeof(k->after) || memmem(at + name_len, after, name, name_len))
		return;
	*k = (struct known_answer){ .before_len = (uint16_t)before, .after_len = (uint16_t)after, .outcome = outcome };
	memcpy(k->before, payload, before);
	memcpy(k->after, at + name_len, after);
}

static enum outcome read_result(const struct message *m, const struct binding *binding, enum element element)
{
	struct msgin5g content;

	msgin5g_read(&content, m, binding);
	switch (msgin5g_result(&content, binding, element)) {
	case RESULT_SUCCESS:
		return OUTCOME_ANSWERED;
	case RESULT_FAILURE:
		return OUTCOME_FAILURE;
	case RESULT_ABSENT:
	case RESULT_UNKNOWN:
		break;
	}
	return OUTCOME_ODD;
}

static enum outcome result_of(struct population *p, struct ue *ue, const struct message *m)
{
	bool leaves = p->scenario->life.steps[ue->step].word == LIFE_DEREGISTER;
	struct known_answer *k = &p->known[leaves];
	const uint8_t *payload = m->bytes + m->payload.at;
	char name[IDENTITY_TEXT];
	size_t name_len = name_format(&p->scenario->population.ue_service_id, ue_number(p, ue), name, sizeof(name));

	if (is_known(k, payload, m->payload.len, name, name_len))
		return k->outcome;
	enum outcome outcome = read_result(m, binding_of(p, ue), leaves ? ELEMENT_DEREG_RESULT : ELEMENT_REG_RESULT);
	know(k, outcome, payload, m->payload.len, name, name_len);
	return outcome;
}

static enum outcome outcome_of(struct population *p, struct ue *ue, const struct message *m)
{
	switch (CODE_CLASS(m->code)) {
	case 2:
		return result_of(p, ue, m);
	case 4:
	case 5:
		return OUTCOME_REFUSED;
	default:
		return OUTCOME_ODD;
	}
}

/* --- matching (RFC 7252 4.2, 4.4, 5.3.2) --- */

static void send_empty(struct population *p, const struct ue *ue, enum message_type type, const struct in *in, uint16_t mid,
		       struct sink *sink)
{
	uint8_t room[4];
	struct buffer b = buffer_on(room, sizeof(room));

	message_begin(&b, type, CODE_EMPTY, mid, NULL, 0);
	statistics_sent(&p->phases[ue->phase], false, p->now.start_ns, in->at_ns);
	sink->send(sink->world, &(struct out){ .link = ue->link, .bytes = room, .len = b.len });
}

static bool is_asking(const struct ue *ue) { return ue->state == UE_ASKING || ue->state == UE_ACKED; }

static bool knows_token(const struct population *p, const struct ue *ue, const struct message *m)
{
	uint8_t own[8];

	ue_token(p, ue, own);
	if (is_asking(ue))
		return prepared_has_token(ue_prepared(p, ue), own, m->bytes + m->token.at, m->token.len);
	return m->token.len == 8 && !memcmp(m->bytes + m->token.at, own, 8);
}

static void answered(struct population *p, struct ue *ue, const struct in *in, enum outcome outcome, uint8_t code, struct sink *sink)
{
	ue_conclude(p, ue, outcome, code, in->at_ns);
	ue_concluded(p, ue, outcome, in->at_ns, sink);
}

/* What a Gateway UE has not asked the server yet, it is asked for again at the time that it says; unless that
 * time is long over. */
static bool ask_again_later(struct population *p, struct ue *ue, const struct in *in, uint64_t promised_ns)
{
	uint64_t from_ns = promised_ns > ue->begun_ns ? promised_ns : ue->begun_ns;

	if (promised_ns == NEVER || from_ns + p->scenario->conduct.answer_within_ns <= in->at_ns)
		return false;
	ue->state = UE_PROMISED;
	ue_timer(p, ue, promised_ns > in->at_ns ? promised_ns : in->at_ns + NS_PER_S);
	return true;
}

/* The response to what was asked. */
static void take_response(struct population *p, struct ue *ue, const struct in *in, const struct message *m, struct sink *sink)
{
	uint64_t promised_ns = p->scenario->population.kind == POPULATION_BEHIND ? promised_at(p, m, in->at_ns) : NEVER;

	if (!ask_again_later(p, ue, in, promised_ns))
		answered(p, ue, in, promised_ns != NEVER ? OUTCOME_INTERIM : outcome_of(p, ue, m), m->code, sink);
}

/* An ACK or RST is for the Message ID; a duplicate of one that was taken finds nobody asking. */
static void take_ack(struct population *p, struct ue *ue, const struct in *in, const struct message *m, struct sink *sink)
{
	const struct prepared *asked = is_asking(ue) ? ue_prepared(p, ue) : NULL;
	bool ping = asked && p->scenario->life.steps[ue->step].word == LIFE_PING;

	if (!asked || m->mid != (asked->own_mid ? ue->mid : asked->mid)) {
		p->phases[ue->phase].unexpected += m->mid != ue->mid;
	} else if (m->type == TYPE_RST) {
		answered(p, ue, in, ping ? OUTCOME_ANSWERED : OUTCOME_RESET, 0, sink);
	} else if (message_is_empty(m)) {
		ue->state = UE_ACKED;
		ue_timer(p, ue, in->at_ns + p->scenario->conduct.answer_within_ns);
	} else if (message_is_response(m) && knows_token(p, ue, m)) {
		take_response(p, ue, in, m, sink);
	} else {
		p->phases[ue->phase].unexpected++;
	}
}

/* A separate response; once it was taken its duplicates are acknowledged again (RFC 7252 4.5). */
static void take_separate(struct population *p, struct ue *ue, const struct in *in, const struct message *m, struct sink *sink)
{
	bool ours = message_is_response(m) && knows_token(p, ue, m);

	p->phases[ue->phase].unexpected += !ours;
	if (m->type == TYPE_CON)
		send_empty(p, ue, ours ? TYPE_ACK : TYPE_RST, in, m->mid, sink);
	if (ours && is_asking(ue))
		take_response(p, ue, in, m, sink);
}

void population_input(void *self, const struct in *in, struct sink *sink)
{
	struct population *p = self;
	struct ue *ue = ue_of_link(p, in->link);
	struct message m;

	if (!ue || ue->state == UE_AWAY)
		return;	/* without power nobody hears */
	statistics_received(&p->phases[ue->phase], p->now.start_ns, in->at_ns);
	message_read(&m, in->bytes, in->len);
	if (in->len < 4 || m.version != 1 || !endpoint_equal(&in->peer, ue_peer(p, ue))) {
		p->phases[ue->phase].unexpected++;
		return;
	}
	if (m.type != TYPE_ACK && m.type != TYPE_RST)
		take_separate(p, ue, in, &m, sink);
	else if (m.whole)
		take_ack(p, ue, in, &m, sink);
}

/* --- links --- */

static void handshake_ended(struct population *p, struct ue *ue, uint64_t now_ns, struct sink *sink)
{
	ue_conclude(p, ue, OUTCOME_ANSWERED, 0, now_ns);
	ue_go_on(p, ue, now_ns, now_ns, sink);
}

static void link_is_up(struct population *p, struct ue *ue, uint64_t now_ns, struct sink *sink)
{
	if (ue->state != UE_OPENING)
		return;
	if (ue->operation == OPERATION_HANDSHAKE)
		handshake_ended(p, ue, now_ns, sink);
	else
		ue_ask_opened(p, ue, now_ns, sink);
}

/* Why, as net/ says it: "the peer's alert decrypt_error". */
static enum outcome failure_of(const struct ue *ue, const char *why, uint8_t *alert)
{
	const char *word = strstr(why, "alert ");
	int number = word ? alert_named(word + strlen("alert ")) : -1;

	if (ue->state != UE_OPENING)
		return OUTCOME_CUT;
	*alert = (uint8_t)(number < 0 ? 0 : number);
	return number < 0 ? OUTCOME_DTLS_TIMED_OUT : OUTCOME_ALERT;
}

static void link_is_down(struct population *p, struct ue *ue, uint64_t now_ns, struct sink *sink)
{
	uint8_t alert = 0;
	enum outcome outcome = failure_of(ue, sink->why(sink->world, ue->link), &alert);
	bool open = ue_is_open(ue);

	if (open && ue->state == UE_OPENING && ue->operation != OPERATION_HANDSHAKE)
		outcome = OUTCOME_NOT_TRIED;
	ue_close(p, ue, true, sink);
	if (!open)
		return;
	ue_conclude(p, ue, outcome, alert, now_ns);
	ue_concluded(p, ue, outcome, now_ns, sink);
}

void population_event(void *self, uint32_t link, enum link_event event, uint64_t now_ns, struct sink *sink)
{
	struct population *p = self;
	struct ue *ue = ue_of_link(p, link);

	if (!ue)
		return;
	switch (event) {
	case LINK_UP:
	case LINK_RENEGOTIATED:
		link_is_up(p, ue, now_ns, sink);
		break;
	case LINK_FAILED:
	case LINK_CLOSED:
		link_is_down(p, ue, now_ns, sink);
		break;
	case LINK_UNREACHABLE:
		ue->flags |= UE_UNREACHABLE;
		break;
	}
}
