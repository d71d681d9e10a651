/* conformance/judge/gate.c - the table of gates, and the facts. */
#include "conformance/judge/gate.h"

#include "conformance/judge/request.h"
#include "conformance/judge/rules.h"

static const struct {
	enum answer (*holds)(const struct subject *, struct note *);
	struct gate gate;
} rows[] = {
#define IS(name) (UINT64_C(1) << FACT_##name)
#define GATE(function, asked, held) { function, { asked, (held) ? (held) : NEVER_HELD } },
#include "conformance/judge/gate.def"
#undef GATE
};

struct gate gate_of(const struct rule *rule)
{
	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].holds == rule->holds)
			return rows[i].gate;
	return (struct gate){ 0, NEVER_HELD };
}

static uint64_t bit(enum fact fact, bool yes) { return (uint64_t)yes << fact; }

/* --- of the message --- */

enum { SHORT_OCTETS = 1024, OPTION_BITS = 64 };	/* RFC 7252 4.6: payload; see struct message */
enum { AMPLIFICATION_SAFE = 136 };			/* RFC 9175 2.4 */
enum { TOKEN_LONGEST = 8 };				/* RFC 7252 3; a longer one has rules of its own (RFC 8974) */
#define OPTION_BIT(number) (UINT64_C(1) << (number))

static uint64_t facts_of_options(const struct message *m)
{
	const uint64_t of_response = OPTION_BIT(OPTION_CONTENT_FORMAT);
	const uint64_t of_request = of_response | OPTION_BIT(OPTION_URI_PATH) | OPTION_BIT(OPTION_ACCEPT);
	bool all_kept = m->option_count == m->options_kept;
	bool all_low = !m->options_kept || m->options[m->options_kept - 1].number < OPTION_BITS;
	bool rare = (m->option_bits & ~of_request) || !all_kept || !all_low;
	uint64_t fitting = message_is_request(m) ? of_request : message_is_response(m) ? of_response : 0;

	return bit(FACT_PATH, m->option_bits & OPTION_BIT(OPTION_URI_PATH)) | bit(FACT_RARE_OPTION, rare) |
	       bit(FACT_FITTING_OPTIONS, !rare && m->option_bits && !(m->option_bits & ~fitting));
}

static uint64_t facts_of_code(const struct message *m)
{
	bool response = message_is_response(m);

	return bit(FACT_REQUEST, message_is_request(m)) | bit(FACT_RESPONSE, response) | bit(FACT_NO_RESPONSE, !response) |
	       bit(FACT_FAILURE, response && CODE_CLASS(m->code) >= 4) | bit(FACT_CREATED, m->code == CODE_CREATED) |
	       bit(FACT_CHANGED, m->code == CODE_CHANGED) |
	       bit(FACT_OTHER_CODE, m->code != CODE_EMPTY && m->code != CODE_POST && m->code != CODE_CREATED &&
					    m->code != CODE_CHANGED);
}

static uint64_t facts_of_message(const struct subject *s)
{
	const struct message *m = s->now->message;
	bool json = s->msgin5g && message_says_json(m);

	return facts_of_options(m) | facts_of_code(m) | bit(FACT_CLEAN, m->whole && !m->anomaly_count) |
	       bit(FACT_SHORT, m->len <= SHORT_OCTETS) | bit(FACT_MESSAGE, m->type <= TYPE_NON) |
	       bit(FACT_ACK, m->type == TYPE_ACK) | bit(FACT_REPLY, m->type > TYPE_NON) | bit(FACT_JSON, json) |
	       bit(FACT_JSON_CLEAN, json && !s->msgin5g->json.anomaly_count) |
	       bit(FACT_PROFILE, s->msgin5g && s->msgin5g->node[ELEMENT_PROFILE] >= 0);
}

/* --- of the exchange --- */

#define TRAIT(name) (UINT64_C(1) << TRAIT_##name)
static const uint64_t ordinary = TRAIT(FORMAT_JSON) | TRAIT(ACCEPT_JSON) | TRAIT(PATH_RIGHT) | TRAIT(PATH_PLAIN) | TRAIT(PAYLOAD) | TRAIT(SERVICE_SAID) |
				 TRAIT(TYPE_SAID) | TRAIT(UE_SAID) | TRAIT(CREDENTIAL_SAID) | TRAIT(CLIENT_ADDRESS) |
				 TRAIT(SEGMENT_SIZE) | TRAIT(ONES_INSIDE) | TRAIT(JSON_UNUSUAL) | TRAIT(UE_ITS_OWN) |
				 TRAIT(UE_NOT_ITS_OWN);
static const uint64_t needed = TRAIT(SERVICE_SAID) | TRAIT(TYPE_SAID) | TRAIT(UE_SAID);
static const uint64_t malformed = TRAIT(FORMAT_ERROR) | TRAIT(UNHEARD);
static const uint64_t faulty = TRAIT(JSON_MALFORMED) | TRAIT(PROFILE_FAULTY);

static uint64_t facts_of_asked(const struct asked *a, const struct context *context)
{
	uint64_t must = needed | (context->edition == EDITION_PRE_CR ? TRAIT(CREDENTIAL_SAID) : 0);

	return bit(FACT_STRANGE, a->by != OPENED_BY_REQUEST) | bit(FACT_OTHER_METHOD, a->code != CODE_POST) |
	       bit(FACT_REG, a->meant == MSGIN5G_REG) | bit(FACT_DEREG, a->meant == MSGIN5G_DEREG) |
	       bit(FACT_REG_SAID, a->said == MSGIN5G_REG) | bit(FACT_DEREG_SAID, a->said == MSGIN5G_DEREG) |
	       bit(FACT_DEVICE, a->device_said || a->device_meant) | bit(FACT_ODD, a->anomalies || (a->traits & ~ordinary)) |
	       bit(FACT_LACKING, (a->traits & must) != must || (a->traits & faulty)) |
	       bit(FACT_ACCEPT_JSON, a->traits & TRAIT(ACCEPT_JSON)) |
	       bit(FACT_CLIENT_ADDRESS, a->traits & TRAIT(CLIENT_ADDRESS)) |
	       bit(FACT_SEGMENT_SIZE, a->traits & TRAIT(SEGMENT_SIZE)) |
	       bit(FACT_ONES_INSIDE, a->traits & TRAIT(ONES_INSIDE)) | bit(FACT_JSON_UNUSUAL, a->traits & TRAIT(JSON_UNUSUAL));
}

/* What came back, and what was seen before. */
static uint64_t facts_of_course(const struct exchange *x)
{
	bool said = x->result_of != MSGIN5G_NONE;
	uint8_t treated = said ? x->result_of : x->asked.meant;
	const struct arrival *a = &x->arrival;

	return bit(FACT_REG_TREATED, treated == MSGIN5G_REG) | bit(FACT_DEREG_TREATED, treated == MSGIN5G_DEREG) |
	       bit(FACT_NON, x->asked_by.type == TYPE_NON || x->separate.type == TYPE_NON) |
	       bit(FACT_AGAIN, x->asked_by.seen > 1 || x->asked_by.delivered > 1) | bit(FACT_EMPTY_ACK, x->count.empty_acks) |
	       bit(FACT_RESET, x->ack.type == TYPE_RST) |
	       bit(FACT_SEPARATE, x->separate.seen || (x->response.seen && x->response.type <= TYPE_NON)) |
	       bit(FACT_MID_ELSEWHERE, x->before.kind == EARLIER_OTHER_SESSION) | bit(FACT_EQUAL, x->before.equal_frame) |
	       bit(FACT_RESULT_SAID, said && (x->said == RESULT_SUCCESS || x->said == RESULT_FAILURE)) |
	       bit(FACT_STRAY, x->asked.by != OPENED_BY_REQUEST || x->response_astray) |
	       bit(FACT_DOUBTED, x->refused_before || !exchange_is(x, TRAIT_UE_SAID)) |
	       bit(FACT_SECURE, exchange_secure(x)) | bit(FACT_IN_CLEAR, !exchange_secure(x)) | bit(FACT_REGISTERED, x->belief == BELIEF_PRESENT) |
	       bit(FACT_BULK, x->bulk.is || x->bulk.late) | bit(FACT_UNREGISTERED, x->belief == BELIEF_ABSENT) |
	       bit(FACT_ARRIVED_ODDLY,
		   a->behind || a->epoch_age_ns || a->early || a->after_bad || a->after_hello || a->replaced);
}

static uint64_t facts_of_peer(const struct subject *s)
{
	const struct exchange *x = s->exchange;
	const struct peer *peer = s->peer;
	bool named = peer->uri >= 0 && s->context->servers[peer->uri].secure;

	return bit(FACT_COAPS, named || peer->secured || (s->now && s->now->association)) |
	       bit(FACT_UNPROTECTED, named && !exchange_secure(x)) | bit(FACT_REFUSED, peer_trouble(peer)->refusal.code) |
	       bit(FACT_STRAY_ACK, peer->stray_ack_ns > x->asked_by.first_ns);
}

/* --- of what is as it should be: then most rules are held --- */

static bool is_sound_request(const struct exchange *x)
{
	return x->asked.by == OPENED_BY_REQUEST && x->asked_by.type == TYPE_CON && !(x->asked.traits & malformed);
}

/* Of a request that is at hand for the first time. */
static uint64_t facts_of_opening(const struct subject *s)
{
	const uint64_t must = needed | TRAIT(PATH_RIGHT) | TRAIT(FORMAT_JSON) | TRAIT(PAYLOAD);
	const struct exchange *x = s->exchange;
	const struct message *m = s->now->message;
	uint64_t traits = x->asked.traits;
	bool well = m->code == CODE_POST && m->type == TYPE_CON && s->msgin5g && x->asked.meant != MSGIN5G_NONE &&
		    (traits & must) == must && !(traits & TRAIT(JSON_BROKEN));
	bool fresh = !x->before.token_frame && x->before.kind != EARLIER_SAME_MID && x->asked.token_len &&
		     s->peer->token_steps < 3 && x->entered.open && s->peer->open <= 1;

	return bit(FACT_WELL_ASKED, well) | bit(FACT_PLAIN_PATH, traits & TRAIT(PATH_PLAIN)) | bit(FACT_FRESH, fresh);
}

static bool is_well_answered(const struct subject *s)
{
	const struct exchange *x = s->exchange;
	const struct message *m = s->now->message;
	bool prompt = x->count.acks == 1 && x->asked_by.delivered == 1 && !x->asked_by.replayed &&
		      x->ack.at_ns - x->asked_by.first_ns <= s->context->timing.processing_delay_ns;

	return is_sound_request(x) && x->asked.code == CODE_POST && x->asked.meant != MSGIN5G_NONE &&
	       x->asked.token_nibble <= TOKEN_LONGEST && !(x->asked.traits & TRAIT(BLOCK1)) && (m->code == CODE_CREATED || m->code == CODE_CHANGED) &&
	       m->type == TYPE_ACK && prompt && m->mid == x->asked_by.mid && m->whole && !m->anomaly_count &&
	       !x->response_astray && !(m->option_bits & OPTION_BIT(OPTION_BLOCK2)) &&
	       (m->len <= AMPLIFICATION_SAFE || m->len <= x->asked.len) &&
	       endpoint_equal(&s->now->datagram->from, &x->asked_by.to);
}

static bool is_settled(const struct subject *s)
{
	const struct exchange *x = s->exchange;

	return is_sound_request(x) && x->ack.seen && x->ack.type == TYPE_ACK && x->ack.delivered && !x->ack.faulty &&
	       x->ack.mid == x->asked_by.mid && x->asked_by.last_ns <= x->ack.at_ns &&
	       !(x->asked.traits & TRAIT(DELIBERATE)) && !was_cut(s);
}

uint64_t facts_of_exchange(const struct subject *s)
{
	const struct exchange *x = s->exchange;
	uint64_t facts = facts_of_asked(&x->asked, s->context) | facts_of_course(x) | facts_of_peer(s);

	if (!s->now)
		return facts | bit(FACT_FIRST, !x->response.seen) | bit(FACT_SETTLED, is_settled(s));
	const struct message *m = s->now->message;
	bool opening = is_request_exchange(x) && x->asked_by.seen == 1 && m->type <= TYPE_NON && message_is_request(m);
	bool first = is_first_response(s);
	return facts | facts_of_message(s) | (opening ? facts_of_opening(s) : 0) | bit(FACT_FIRST, first) |
	       bit(FACT_WELL_ANSWERED, first && is_well_answered(s));
}

/* --- of the record --- */

enum { RECORD_CCS = 20, RECORD_ALERT = 21, RECORD_DATA = 23 };

uint64_t facts_of_record(const struct observation *o)
{
	uint8_t type = o->record->type;
	int message = o->handshake ? o->handshake->type : -1;
	bool hello = message == HANDSHAKE_CLIENT_HELLO, server_hello = message == HANDSHAKE_SERVER_HELLO;
	bool verify = message == HANDSHAKE_HELLO_VERIFY_REQUEST;

	return bit(FACT_HELLO, hello) | bit(FACT_SERVER_HELLO, server_hello) | bit(FACT_VERIFY, verify) |
	       bit(FACT_ANY_HELLO, hello || server_hello || verify) |
	       bit(FACT_HELLO_REQUEST, message == HANDSHAKE_HELLO_REQUEST) |
	       bit(FACT_CLIENT_KEY, message == HANDSHAKE_CLIENT_KEY_EXCHANGE) |
	       bit(FACT_FINISHED, message == HANDSHAKE_FINISHED) | bit(FACT_DATA, type == RECORD_DATA) |
	       bit(FACT_ALERT, type == RECORD_ALERT) | bit(FACT_TURN, type == RECORD_ALERT || type == RECORD_CCS);
}
