/* conformance/judge/association_handshake.c - what a handshake's messages leave behind. */
#include <string.h>
#include <strings.h>

#include "conformance/judge/association.h"
#include "conformance/judge/cipher.h"
#include "wire/cursor.h"

enum { HANDSHAKE_HEADER = 12 };	/* RFC 6347 4.2.2 */

uint64_t span_hash(struct span s) { return s.len ? table_hash(s.bytes, s.len, 0) : 0; }

uint64_t client_hello_params(const struct client_hello *h)
{
	uint64_t parts[5] = { h->version, h->random ? table_hash(h->random, 32, 0) : 0, span_hash(h->session_id),
			      span_hash(h->suites), span_hash(h->compressions) };

	return table_hash(parts, sizeof(parts), 0);
}

int handshake_rank(bool from_client, uint8_t type)
{
	static const uint8_t client[] = { HANDSHAKE_CLIENT_HELLO, HANDSHAKE_CERTIFICATE, HANDSHAKE_CLIENT_KEY_EXCHANGE,
					  HANDSHAKE_CERTIFICATE_VERIFY, HANDSHAKE_FINISHED };
	static const uint8_t server[] = { HANDSHAKE_HELLO_VERIFY_REQUEST, HANDSHAKE_SERVER_HELLO,
					  HANDSHAKE_CERTIFICATE, HANDSHAKE_SERVER_KEY_EXCHANGE,
					  HANDSHAKE_CERTIFICATE_REQUEST, HANDSHAKE_SERVER_HELLO_DONE,
					  HANDSHAKE_NEW_SESSION_TICKET, HANDSHAKE_FINISHED };
	const uint8_t *order = from_client ? client : server;
	size_t count = from_client ? sizeof(client) : sizeof(server);

	for (size_t i = 0; i < count; i++)
		if (order[i] == type)
			return (int)i;
	return -1;
}

/* --- ClientHello --- */

bool client_hello_of(struct client_hello *hello, const struct observation *o)
{
	const struct handshake *h = o->handshake;
	bool in_plain = o->plain && h->fragment_length == h->length && o->plain_len == HANDSHAKE_HEADER + h->length;

	if (h->type != HANDSHAKE_CLIENT_HELLO || !o->from_client)
		return false;
	/* The body kept is the first of its message_seq: where it is whole here, what is here counts. */
	if (h->again && in_plain)
		return client_hello_read(hello, o->plain + HANDSHAKE_HEADER, h->length);
	return h->body && client_hello_read(hello, h->body, h->body_len);
}

static void learn_suites(struct offer *offer, struct span suites)
{
	struct cursor c = cursor_of(suites.bytes, suites.len);

	offer->suite_count = 0;
	offer->unknown = offer->known = offer->renegotiation_info = false;
	while (cursor_left(&c) >= 2) {
		uint16_t suite = cursor_u16(&c);
		offer->renegotiation_info |= suite == CIPHER_RENEGOTIATION_INFO;
		offer->unknown |= !cipher_is_known(suite);
		offer->known |= cipher_is_known(suite) && suite != CIPHER_RENEGOTIATION_INFO;
		if (offer->suite_count < SUITES_KEPT && suite != CIPHER_RENEGOTIATION_INFO)
			offer->suites[offer->suite_count++] = suite;
	}
	offer->only_ccm8 = offer->suite_count == 1 && offer->suites[0] == CIPHER_PSK_AES_128_CCM_8;
}

static void learn_extensions(struct offer *offer, struct span extensions)
{
	struct span data;
	uint16_t number;

	offer->extensions = 0;
	offer->bare = !extensions.len;
	for (size_t at = 0; hello_next_extension(extensions, &at, &number, &data);) {
		if (number < 64)
			offer->extensions |= 1ull << number;
		offer->renegotiation_info |= number == EXTENSION_RENEGOTIATION_INFO;
		offer->unknown |= number >= 64 && number != EXTENSION_RENEGOTIATION_INFO;
	}
}

/* A new handshake begins: with its first ClientHello, or with one of another random. */
static void begin(struct association *a)
{
	a->offer = (struct offer){ 0 };
	a->verify = (struct verify){ 0 };
	a->chosen = (struct chosen){ 0 };
	a->complete = a->key_exchange_seen = a->hello_done = false;
	for (int way = WAY_CLIENT; way <= WAY_SERVER; way++) {
		a->ways[way].rank = -1;
		a->ways[way].rank_seq = 0;
		a->ways[way].finished_again = 0;
		a->ways[way].finished_last = false;
	}
}

static void learn_number(struct offer *offer, uint64_t seq)
{
	if (!offer->seqs)
		offer->seq_first = seq;
	if (seq - offer->seq_first < 64)
		offer->seqs |= UINT64_C(1) << (seq - offer->seq_first);
}

static void learn_client_hello(struct association *a, const struct observation *o)
{
	struct client_hello h;

	if (!client_hello_of(&h, o))
		return;
	if (a->chosen.seen || !a->offer.seen)
		begin(a);
	if (!o->record->epoch && !a->completed)
		a->from_start = true;
	struct offer *offer = &a->offer;
	uint64_t params = client_hello_params(&h);
	a->params_changed = offer->seen && a->verify.unanswered && params != offer->params &&
			    span_hash(h.cookie) == a->verify.cookie;
	bool copy = offer->seen && offer->params == params && offer->cookie == span_hash(h.cookie);
	offer->seen = true;
	offer->clear = o->record->epoch == 0;
	if (offer->hellos < UINT8_MAX - 1)
		offer->hellos += 1 + (o->datagram->fate == FATE_DOUBLED);	/* each copy is answered (RFC 6347 4.2.1) */
	offer->params = params;
	offer->version = h.version;
	offer->cookie = span_hash(h.cookie);
	offer->session_id = h.session_id.len > 0;
	offer->null_compression = h.compressions.len == 1 && h.compressions.bytes[0] == 0;
	offer->trailing = h.trailing > 0;
	learn_number(offer, o->record->seq);
	offer->seq_before = copy ? offer->seq_before : o->record->seq;
	offer->seq = o->record->seq;
	offer->frame = o->datagram->frame;
	learn_suites(offer, h.suites);
	learn_extensions(offer, h.extensions);
	a->verify.unanswered = false;
}

/* --- the server's --- */

static void learn_verify(struct association *a, const struct observation *o)
{
	struct hello_verify h;

	if (!hello_verify_read(&h, o->handshake->body, o->handshake->body_len))
		return;
	a->verify.count++;
	a->verify.cookie = span_hash(h.cookie);
	a->verify.unanswered = true;
	a->verify.heard = o->datagram->fate == FATE_DELIVERED || o->datagram->fate == FATE_DOUBLED;
	a->verify.frame = o->datagram->frame;
}

static void learn_server_hello(struct association *a, const struct observation *o)
{
	struct server_hello h;
	struct span data;

	if (!server_hello_read(&h, o->handshake->body, o->handshake->body_len))
		return;
	a->chosen = (struct chosen){ .version = h.version, .suite = h.suite, .seen = true,
				     .extended_master_secret = hello_extension(h.extensions,
									       EXTENSION_EXTENDED_MASTER_SECRET, &data) };
	a->psk = cipher_kinds(h.suite) & CIPHER_PSK;
}

/* --- who the client is (RFC 4279 2) --- */

static bool is_alike(const struct identity *one, struct span identity)
{
	return !one->unprovisioned && identity.len == one->psk_identity_len && identity.len &&
	       strncasecmp((const char *)one->psk_identity, (const char *)identity.bytes, identity.len) == 0;
}

static void learn_identity(struct association *a, const struct observation *o, const struct identity_index *known)
{
	struct cursor c = cursor_of(o->handshake->body, o->handshake->body_len);
	struct span identity = span_read(&c, 2);

	/* Without a ServerHello the suite is not known: then the length must fit the body alone. */
	if (c.failed || (a->chosen.seen ? !a->psk : cursor_left(&c) != 0))
		return;
	a->identity_seen = true;
	a->identity_len = (uint16_t)identity.len;
	a->identity = identity_index_find(known, identity.bytes, identity.len);
	a->identity_alike = false;
	for (size_t i = 0; !a->identity && i < known->pool->count && i < 1000; i++)
		a->identity_alike |= is_alike(&known->pool->list[i], identity);
}

static void learn_rank(struct way *w, const struct handshake *h, bool from_client)
{
	int rank = handshake_rank(from_client, h->type);

	if (rank < 0 || (w->rank >= 0 && h->message_seq < w->rank_seq))
		return;
	w->rank = (int8_t)rank;
	w->rank_seq = h->message_seq;
}

static void learn_finished(struct association *a, struct way *w, const struct way *other)
{
	w->finished = true;
	w->finished_last = other->finished;
	if (other->finished)
		a->requested = 0;
}

static void learn_body(struct association *a, const struct observation *o, const struct identity_index *known)
{
	if (o->handshake->type == HANDSHAKE_CLIENT_HELLO && o->from_client)
		learn_client_hello(a, o);
	else if (o->handshake->type == HANDSHAKE_HELLO_VERIFY_REQUEST)
		learn_verify(a, o);
	else if (o->handshake->type == HANDSHAKE_SERVER_HELLO && !o->from_client)
		learn_server_hello(a, o);
	else if (o->handshake->type == HANDSHAKE_CLIENT_KEY_EXCHANGE)
		learn_identity(a, o, known);
}

static bool opens_flight(const struct handshake *h)
{
	return h->fragment_offset == 0 && (h->type == HANDSHAKE_CLIENT_HELLO || h->type == HANDSHAKE_SERVER_HELLO);
}

static uint32_t plain_hash(const struct observation *o) { return (uint32_t)table_hash(o->plain, o->plain_len, o->handshake->type); }

uint64_t way_waited(const struct association *a, const struct observation *o)
{
	const struct way *w = &a->ways[o->from_client ? WAY_CLIENT : WAY_SERVER];
	const struct way *other = &a->ways[o->from_client ? WAY_SERVER : WAY_CLIENT];

	if (!opens_flight(o->handshake) || !o->plain || !w->pace.at_ns || w->pace.seq == o->record->seq || w->pace.hash != plain_hash(o) ||
	    w->pace.others != other->records)
		return 0;
	return o->datagram->at_ns - w->pace.at_ns;
}

static void learn_pace(struct association *a, const struct observation *o)
{
	struct way *w = &a->ways[o->from_client ? WAY_CLIENT : WAY_SERVER];
	const struct way *other = &a->ways[o->from_client ? WAY_SERVER : WAY_CLIENT];

	if (!opens_flight(o->handshake) || !o->plain || (w->pace.at_ns && w->pace.seq == o->record->seq))
		return;
	w->pace = (struct pace){ .seq = o->record->seq, .at_ns = o->datagram->at_ns, .gap_ns = way_waited(a, o), .hash = plain_hash(o), .others = other->records };
}

void association_learn_handshake(struct association *a, const struct observation *o, const struct identity_index *known)
{
	const struct handshake *h = o->handshake;
	struct way *w = &a->ways[o->from_client ? WAY_CLIENT : WAY_SERVER];
	const struct way *other = &a->ways[o->from_client ? WAY_SERVER : WAY_CLIENT];

	learn_pace(a, o);
	if (h->again && h->type == HANDSHAKE_FINISHED && other->finished)
		w->finished_again++;
	if (h->again && h->type == HANDSHAKE_CLIENT_HELLO && !a->chosen.seen)
		learn_client_hello(a, o);
	if (!h->complete || h->again)
		return;
	if (h->body)
		learn_body(a, o, known);
	if (h->type == HANDSHAKE_SERVER_KEY_EXCHANGE)
		a->key_exchange_seen = true;
	if (h->type == HANDSHAKE_SERVER_HELLO_DONE)
		a->hello_done = true;
	if (h->type == HANDSHAKE_HELLO_REQUEST)
		a->requested = h->message_seq + 1;
	if (h->type == HANDSHAKE_FINISHED)
		learn_finished(a, w, other);
	learn_rank(w, h, o->from_client);
}
