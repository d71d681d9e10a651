/* server/answer.c - writes what goes back: responses, Resets, Empty Acknowledgements. */
#include <string.h>

#include "server/exchange.h"

static const uint8_t *token_of(const struct exchange *x, size_t *len)
{
	const struct previous *p = &x->server->previous;

	if (exchange_deviates(x, DEVIATION_SWAPS_TOKENS) && p->any) {
		*len = p->token_len;
		return p->token;
	}
	*len = x->request.token.len;
	if (*len > 8 && exchange_deviates(x, DEVIATION_CUTS_TOKENS))
		*len = 8;
	return x->request.bytes + x->request.token.at;
}

/* An unknown member of 1,200 octets at the object's end (COAP-HDR-29, COAP-RSP-21). */
static void pad(struct buffer *body)
{
	char room[1200];

	memset(room, 'x', sizeof(room));
	body->len--;
	buffer_text(body, ",\"padding\":\"");
	buffer_bytes(body, room, sizeof(room));
	buffer_text(body, "\"}");
}

static void write_body(struct exchange *x, struct buffer *body)
{
	const struct server_config *config = &x->server->config;
	const struct answer *a = &x->answer;
	const char *ue = a->ue_service_id;

	if (exchange_deviates(x, DEVIATION_ANSWERS_ANOTHERS_UE) && x->server->previous.ue_service_id[0])
		ue = x->server->previous.ue_service_id;
	if (exchange_deviates(x, DEVIATION_PARTS_NAME_ANOTHER) && message_option(&x->request, OPTION_BLOCK2, 0))
		ue = "another@example.org";
	if (exchange_deviates(x, DEVIATION_BYTE_ORDER_MARK))
		buffer_text(body, "\xef\xbb\xbf");
	if (a->bulk)
		bulk_write(x, body);
	else
		wording_write(&x->server->wordings, body, config->binding, a->kind, ue, a->success);
	if (exchange_deviates(x, DEVIATION_PADS) && body->len)
		pad(body);
}

/* The options of a 2.xx, of the whole body or of one block of it (RFC 7959 2.4). */
static void write_success(struct exchange *x, struct writer *w, const struct cut *cut)
{
	if (cut->is)
		writer_option(w, OPTION_ETAG, &cut->etag, sizeof(cut->etag));
	if (exchange_deviates(x, DEVIATION_OBSERVE_ACCEPTED) && message_option(&x->request, OPTION_OBSERVE, 0))
		writer_option_uint(w, OPTION_OBSERVE, 1);
	if (exchange_deviates(x, DEVIATION_CLIENT_ADDRESS) && !x->answer.more_comes && !x->answer.stored && x->content.node[ELEMENT_CLIENT_ADDRESS] >= 0)
		writer_option(w, OPTION_URI_PATH, "client", 6);
	if (cut->len)
		writer_option_uint(w, OPTION_CONTENT_FORMAT, 50);
	if (cut->is)
		writer_option_uint(w, OPTION_BLOCK2, cut->block2);
}

/* With a challenge, and with what succeeded: the next request needs none then (RFC 9175 2.3). */
static void write_echo(struct exchange *x, struct writer *w)
{
	uint8_t echo[ECHO_ROOM];

	freshness_echo(x, echo);
	writer_option(w, OPTION_ECHO, echo, sizeof(echo));
}

/* TS 24.538 6.3.1.2.1 b) and 6.3.1.2.2 b); an error has a diagnostic and no Content-Format (RFC 7252 5.5.2). */
static void write_response(struct exchange *x, struct buffer *b, enum message_type type, uint16_t mid)
{
	const struct answer *a = &x->answer;
	uint8_t room[ANSWER_ROOM];
	struct buffer body = buffer_on(room, sizeof(room));
	size_t token_len;
	const uint8_t *token = token_of(x, &token_len);
	struct writer w = message_begin(b, type, a->code, mid, token, token_len);
	struct cut cut;

	if (CODE_CLASS(a->code) != 2)
		buffer_text(&body, a->diagnostic);
	else if (!a->stored && !a->more_comes)
		write_body(x, &body);
	blocks_cut(x, &cut, &body);
	if (CODE_CLASS(a->code) == 2)
		write_success(x, &w, &cut);
	else if (a->refusal == REFUSAL_STORE_FULL)
		writer_option_uint(&w, OPTION_MAX_AGE, RETRY_AFTER_S);
	if (a->has_block1)
		writer_option_uint(&w, OPTION_BLOCK1, a->block1);
	if (a->refusal == REFUSAL_PAYLOAD_TOO_LARGE)
		writer_option_uint(&w, OPTION_SIZE1, REQUEST_PAYLOAD);
	else if (a->refusal == REFUSAL_BODY_TOO_LARGE)
		writer_option_uint(&w, OPTION_SIZE1, BODY_ROOM);
	if (x->server->config.fresh && (a->refusal == REFUSAL_NOT_FRESH || (a->kind && !a->refusal)))
		write_echo(x, &w);
	writer_payload(&w, cut.bytes, cut.len);
}

struct envelope {
	enum message_type type;
	uint16_t mid;
};

/* Piggybacked for a CON (RFC 7252 5.2.1), a NON for a NON (5.2.3). */
static struct envelope envelope_of(const struct exchange *x)
{
	bool non = x->request.type == TYPE_NON && !exchange_deviates(x, DEVIATION_ACKS_NON);

	if (non)
		return (struct envelope){ TYPE_NON, server_own_mid(x->server, x->sink) };
	if (exchange_deviates(x, DEVIATION_SWAPS_MESSAGE_IDS) && x->server->previous.any)
		return (struct envelope){ TYPE_ACK, x->server->previous.mid };
	return (struct envelope){ TYPE_ACK, x->request.mid };
}

/* A separate response is lawful (RFC 7252 5.2.2) but not what TS 24.538 says, read literally: a fault here. */
static bool envelope_of_separate(const struct exchange *x, struct envelope *e)
{
	static const struct {
		enum deviation deviation;
		enum message_type type;
		bool own_mid;
	} kinds[] = {
		{ DEVIATION_SEPARATE, TYPE_CON, true },
		{ DEVIATION_SEPARATE_NON, TYPE_NON, true },
		{ DEVIATION_SEPARATE_ACK, TYPE_ACK, false },
		{ DEVIATION_SEPARATE_SAME_MID, TYPE_CON, false },
		{ DEVIATION_SEPARATE_UNACKED, TYPE_CON, true },
		{ DEVIATION_SEPARATE_FORGETS, TYPE_CON, true },
		{ DEVIATION_RETRANSMITS_ACKED, TYPE_CON, true },
		{ DEVIATION_RETRANSMITS_ALTERED, TYPE_CON, true },
		{ DEVIATION_RETRANSMITS_SOON, TYPE_CON, true },
		{ DEVIATION_RETRANSMITS_STEADILY, TYPE_CON, true },
		{ DEVIATION_RETRANSMITS_OFTEN, TYPE_CON, true },
		{ DEVIATION_RETRANSMITS_EXACTLY, TYPE_CON, true },
		{ DEVIATION_ACK_THEN_RENEGOTIATES, TYPE_CON, true },
	};

	for (unsigned i = 0; x->request.type == TYPE_CON && i < sizeof(kinds) / sizeof(*kinds); i++)
		if (exchange_deviates(x, kinds[i].deviation)) {
			e->type = kinds[i].type;
			e->mid = kinds[i].own_mid ? server_own_mid(x->server, x->sink) : x->request.mid;
			return true;
		}
	return false;
}

static void respond(struct exchange *x)
{
	uint8_t room[ANSWER_ROOM];
	struct buffer b = buffer_on(room, sizeof(room));
	const struct answer *a = &x->answer;
	struct leaving leaving = { .kind = LEAVES_RESPONSE, .code = a->code, .request = a->kind,
				   .success = a->success, .refusal = a->refusal };
	struct envelope e;
	bool separate = envelope_of_separate(x, &e);

	if (separate && !exchange_deviates(x, DEVIATION_SEPARATE_UNACKED))
		answer_acknowledge(x);
	if (!separate)
		e = envelope_of(x);
	write_response(x, &b, e.type, e.mid);
	departure(x, &b, &leaving, separate ? KEEP_NOT : KEEP_FOR_DUPLICATES);
}

/* The duplicate of a request with a separate response gets another Empty ACK (RFC 7252 5.2.2). */
void answer_acknowledge(struct exchange *x)
{
	static const struct manner by_the_book;
	static const struct buffer silence;
	uint8_t room[ANSWER_ROOM];
	struct buffer b = buffer_on(room, sizeof(room));
	struct leaving leaving = { .kind = LEAVES_ACK };
	bool forgets = exchange_deviates(x, DEVIATION_SEPARATE_FORGETS);

	message_begin(&b, TYPE_ACK, CODE_EMPTY, x->request.mid, NULL, 0);
	if (forgets)
		duplicates_keep(x, &silence, &by_the_book);
	departure(x, &b, &leaving, forgets ? KEEP_NOT : KEEP_FOR_DUPLICATES);
}

void answer_reset(struct exchange *x)
{
	uint8_t room[ANSWER_ROOM];
	struct buffer b = buffer_on(room, sizeof(room));
	struct leaving leaving = { .kind = LEAVES_RESET };

	message_begin(&b, TYPE_RST, CODE_EMPTY, x->request.mid, NULL, 0);
	departure(x, &b, &leaving, KEEP_NOT);
}

void answer_bad_request(struct exchange *x)
{
	x->answer = (struct answer){ .code = CODE_BAD_REQUEST, .diagnostic = "message format error" };
	respond(x);
}

void answer_repeat(struct exchange *x, const struct answered *first)
{
	uint8_t room[ANSWER_ROOM];
	struct buffer b = buffer_on(room, sizeof(room));
	struct leaving leaving = { .kind = LEAVES_REPEAT, .secure = x->secure };
	struct outgoing out = { .link = x->in->link, .secure = x->secure, .manner = first->manner };

	if (!first->len)
		return;
	buffer_bytes(&b, first->bytes, first->len);
	conduct_strike(&x->server->conduct, &leaving, x->server->config.binding, &b, &out.manner);
	out.bytes = b.bytes;
	out.len = b.len;
	departure_send(x->server, x->sink, &out);
}

/* RFC 7967 is elective and not done here; these are the two ways to do it wrong (COAP-OPT-29). */
static bool suppressed(const struct exchange *x)
{
	uint32_t classes;

	if (!message_option_uint(&x->request, OPTION_NO_RESPONSE, &classes))
		return false;
	if (exchange_deviates(x, DEVIATION_NO_RESPONSE_ALL))
		return true;
	return exchange_deviates(x, DEVIATION_NO_RESPONSE_UNACKED) && classes >> (CODE_CLASS(x->answer.code) - 1) & 1;
}

/* Nothing is said; nor to a duplicate. */
static void stay_silent(struct exchange *x)
{
	static const struct manner by_the_book;
	static const struct buffer silence;

	duplicates_keep(x, &silence, &by_the_book);
}

void answer_send(struct exchange *x)
{
	if (suppressed(x)) {
		if (x->request.type == TYPE_CON && exchange_deviates(x, DEVIATION_NO_RESPONSE_ALL))
			answer_acknowledge(x);
		else
			stay_silent(x);
		return;
	}
	switch (x->answer.reaction) {
	case REACTION_RESET: answer_reset(x); return;
	case REACTION_SILENCE: stay_silent(x); return;
	case REACTION_ACKNOWLEDGE: answer_acknowledge(x); return;
	case REACTION_BAD_REQUEST: answer_bad_request(x); return;
	case REACTION_DIE: x->server->dead = true; return;
	case REACTION_BY_THE_BOOK: case REACTION_EXECUTE: case REACTION_REPEAT: break;
	}
	if (exchange_deviates(x, DEVIATION_ACK_ONLY) && x->request.type == TYPE_CON)
		answer_acknowledge(x);
	else
		respond(x);
}
