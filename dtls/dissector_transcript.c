/* dtls/dissector_transcript.c - the handshake messages in their logical order, hashed (RFC 6347 4.2.6).
 *
 *     full         ClientHello | ServerHello .. ServerHelloDone | Certificate, ClientKeyExchange ..
 *                  | Finished (client) | NewSessionTicket | Finished (server)
 *     abbreviated  ClientHello | ServerHello, NewSessionTicket | Finished (server) | Finished (client)
 *
 * Each side's messages are in the order of their message_seq, however they came; the first
 * ClientHello and the HelloVerifyRequest of a cookie exchange, and HelloRequest, are no part of it. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "dtls/dissection.h"

struct run {
	uint8_t *bytes;
	size_t len;
	int next[2];	/* message_seq of each side */
};

static void append(struct run *run, const struct assembled *m)
{
	size_t len = HANDSHAKE_HEADER + m->length;

	run->bytes = realloc(run->bytes, run->len + len);
	assert(run->bytes);
	memcpy(run->bytes + run->len, m->bytes, len);
	run->len += len;
}

/* One side's messages up to the first of type LAST: with it, or (BEFORE) without. False: one is missing. */
static bool append_until(struct run *run, const struct handshaking *h, enum side side, enum handshake_type last,
			 bool before)
{
	for (;;) {
		const struct assembled *m = reassembly_message(&h->sides[side], (unsigned)run->next[side]);
		if (!m)
			return false;
		if (before && m->type == last)
			return true;
		append(run, m);
		run->next[side]++;
		if (m->type == last)
			return true;
	}
}

static bool with(struct run *run, const struct handshaking *h, enum side side, enum handshake_type last)
{
	return append_until(run, h, side, last, false);
}

static bool before(struct run *run, const struct handshaking *h, enum side side, enum handshake_type last)
{
	return append_until(run, h, side, last, true);
}

static bool full(struct run *run, const struct handshaking *h, enum transcript_until until)
{
	if (!with(run, h, SIDE_CLIENT, HANDSHAKE_CLIENT_HELLO) ||
	    !with(run, h, SIDE_SERVER, HANDSHAKE_SERVER_HELLO_DONE))
		return false;
	if (until == TRANSCRIPT_KEY_EXCHANGE)
		return with(run, h, SIDE_CLIENT, HANDSHAKE_CLIENT_KEY_EXCHANGE);
	if (until == TRANSCRIPT_CLIENT_FINISHED)
		return before(run, h, SIDE_CLIENT, HANDSHAKE_FINISHED);
	return with(run, h, SIDE_CLIENT, HANDSHAKE_FINISHED) && before(run, h, SIDE_SERVER, HANDSHAKE_FINISHED);
}

static bool abbreviated(struct run *run, const struct handshaking *h, enum transcript_until until)
{
	if (!with(run, h, SIDE_CLIENT, HANDSHAKE_CLIENT_HELLO))
		return false;
	if (until == TRANSCRIPT_SERVER_FINISHED)
		return before(run, h, SIDE_SERVER, HANDSHAKE_FINISHED);
	return until == TRANSCRIPT_CLIENT_FINISHED && with(run, h, SIDE_SERVER, HANDSHAKE_FINISHED);
}

bool transcript_hash(struct dissector *d, const struct handshaking *h, enum transcript_until until,
		     uint8_t hash[HASH_MAX], size_t *len)
{
	const struct agreement *g = &h->session->agreed;
	struct run run = { .next = { h->hello_seq[SIDE_CLIENT], h->hello_seq[SIDE_SERVER] } };

	if (run.next[SIDE_CLIENT] < 0 || run.next[SIDE_SERVER] < 0 || !g->suite)
		return false;
	bool whole = (g->resumed ? abbreviated : full)(&run, h, until);
	*len = whole ? schedule_hash(d->schedule, g->suite->hash, run.bytes, run.len, hash) : 0;
	free(run.bytes);
	return *len;
}
