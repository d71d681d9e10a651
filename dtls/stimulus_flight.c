/* dtls/stimulus_flight.c - flights in other pieces and orders, records with other headers, other offers. */
#include <string.h>

#include "dtls/stimulus_files.h"

static bool is_message(const struct piece *p) { return p->handshake_type != PIECE_CHANGE_CIPHER_SPEC; }

/* A server that keeps no state before the cookie cannot join a ClientHello (RFC 6347 4.2.1): it stays whole. */
static bool may_be_cut(const struct piece *p) { return is_message(p) && p->handshake_type != HANDSHAKE_CLIENT_HELLO; }

/* Each message in parts of at most SIZE octets, each beginning BACK octets before the end of the one before. */
static void cut(struct piece *pieces, size_t *count, uint32_t size, uint32_t back)
{
	struct piece whole[PIECES_MAX];
	size_t n = *count, out = 0;

	memcpy(whole, pieces, n * sizeof(*whole));
	for (size_t i = 0; i < n && out < PIECES_MAX; i++) {
		struct piece p = whole[i];
		uint32_t end = p.offset + p.length, at = p.offset;
		if (!may_be_cut(&p) || p.length <= size) {
			pieces[out++] = p;
			continue;
		}
		for (; at < end && out < PIECES_MAX; at += p.length) {
			uint32_t begin = at >= whole[i].offset + back ? at - back : at;
			p.offset = begin;
			p.length = end - at < size ? end - at : size;
			pieces[out] = p;
			pieces[out++].length = at + p.length - begin;
		}
	}
	*count = out;
}

void stimulus_fragment(uint32_t number, struct piece *pieces, size_t *count) { cut(pieces, count, number ? number : 1, 0); }

void stimulus_overlap(uint32_t number, struct piece *pieces, size_t *count)
{
	uint32_t size = number > 4 ? number : 5;

	cut(pieces, count, size, 4);
}

void stimulus_reverse(uint32_t number, struct piece *pieces, size_t *count)
{
	(void)number;
	for (size_t i = 0; i < *count / 2; i++) {
		struct piece other = pieces[i];
		pieces[i] = pieces[*count - 1 - i];
		pieces[*count - 1 - i] = other;
	}
	for (size_t i = 0; i < *count; i++)
		pieces[i].alone = true;
}

void stimulus_duplicate(uint32_t number, struct piece *pieces, size_t *count)
{
	size_t n = *count * 2 <= PIECES_MAX ? *count : PIECES_MAX / 2;

	(void)number;
	for (size_t i = n; i-- > 0;)
		pieces[2 * i] = pieces[2 * i + 1] = pieces[i];
	*count = 2 * n;
}

void stimulus_no_change_cipher(uint32_t number, struct piece *pieces, size_t *count)
{
	size_t out = 0;

	(void)number;
	for (size_t i = 0; i < *count; i++)
		if (is_message(&pieces[i]))
			pieces[out++] = pieces[i];
	*count = out;
}

void stimulus_alone(uint32_t number, struct piece *pieces, size_t *count)
{
	(void)number;
	for (size_t i = 0; i < *count; i++)
		pieces[i].alone = true;
}

/* The only handshake record of a first handshake that is protected is Finished. */
static bool is_finished(const struct record_out *r) { return r->header.type == 22 && r->header.epoch == 1; }

void stimulus_finished_bad_tag(uint32_t number, struct record_out *r)
{
	(void)number;
	r->bad_tag = is_finished(r);
}

void stimulus_finished_clear(uint32_t number, struct record_out *r)
{
	(void)number;
	if (!is_finished(r))
		return;
	r->clear = true;
	r->header.epoch = 0;
	r->header.seq += 100;	/* none that was used */
}

void stimulus_record_version(uint32_t number, struct record_out *r) { r->header.version = (uint16_t)number; }

void stimulus_no_extended_master(uint32_t number, struct connection_profile *profile)
{
	(void)number;
	profile->no_extended_master = true;
}

void stimulus_no_renego_info(uint32_t number, struct connection_profile *profile)
{
	(void)number;
	profile->no_renegotiation_info = true;
}
