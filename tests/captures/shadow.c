/* tests/captures/shadow.c - records for lines of a conversation, and the handshakes that it leaves out. */
#include "tests/captures/shadow.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "dtls/record.h"
#include "tests/unit/judge.h"
#include "wire/hex.h"

static const uint8_t master[MASTER_SECRET] = "labelled captures: one secret opens all of them";

void shadows_begin(struct shadows *s, const char *talk)
{
	*s = (struct shadows){ .protector = protector_new(), .schedule = schedule_new() };
	for (unsigned n = 1; n <= SHADOWS; n++) {
		char first[16], second[16];
		snprintf(first, sizeof(first), "[%u.0.0] hs=1.", n);
		snprintf(second, sizeof(second), "[%u.0.1] hs=1.", n);
		s->of[n].tells = strstr(talk, first) || strstr(talk, second);
	}
}

void shadows_end(struct shadows *s)
{
	protector_free(s->protector);
	schedule_free(s->schedule);
}

/* --- keys --- */

static struct shadow_keys *keys_of(struct shadows *s, uint32_t association, unsigned epoch)
{
	assert(association && association <= SHADOWS && epoch < EPOCHS);
	return &s->of[association].of_epoch[epoch];
}

/* version 2, random 32, session_id <0..32>, then a ServerHello's cipher suite */
bool shadows_learn(struct shadows *s, const struct talk_line *l, char *keylog, size_t size)
{
	const struct handshake *h = l->observation.handshake;
	char random[2 * HELLO_RANDOM + 1], secret[2 * MASTER_SECRET + 1];
	struct shadow_keys *k;

	if (!h || !h->complete || h->type < HANDSHAKE_CLIENT_HELLO || h->type > HANDSHAKE_SERVER_HELLO || h->body_len < 37)
		return false;
	k = keys_of(s, l->observation.association, l->record.epoch + 1u);
	memcpy(k->randoms[h->type - HANDSHAKE_CLIENT_HELLO], h->body + 2, HELLO_RANDOM);
	k->client |= h->type == HANDSHAKE_CLIENT_HELLO;
	if (h->type == HANDSHAKE_SERVER_HELLO) {
		const uint8_t *suite = h->body + 35 + h->body[34];
		k->suite = (uint16_t)(suite[0] << 8 | suite[1]);
		k->server = true;
		return false;
	}
	snprintf(keylog, size, "CLIENT_RANDOM %s %s", hex_format(random, sizeof(random), h->body + 2, HELLO_RANDOM),
		 hex_format(secret, sizeof(secret), master, sizeof(master)));
	return true;
}

/* Without hellos there are none: what is sealed then opens for nobody. */
static void make_keys(struct epoch_keys *keys, struct shadows *s, uint32_t association, unsigned epoch)
{
	const struct shadow_keys *k = keys_of(s, association, epoch);
	const struct suite *suite = suite_by_number(k->server ? k->suite : 0xc0a8);
	bool made = suite && epoch_keys_make(keys, suite, master, k->randoms[0], k->randoms[1]);

	assert(made);
	(void)made;
}

/* --- a datagram --- */

static void add_handshake_header(struct buffer *plain, const struct handshake *h, uint32_t length, uint32_t fragment)
{
	buffer_u8(plain, h->type);
	buffer_u24(plain, length);
	buffer_u16(plain, h->message_seq);
	buffer_u24(plain, h->fragment_offset);
	buffer_u24(plain, fragment);
}

/* The conversations' Finished hold a word: the right verify_data (RFC 5246 7.4.9) takes its place. */
static void add_finished(struct buffer *plain, struct shadows *s, const struct talk_line *l)
{
	struct shadow *shadow = &s->of[l->observation.association];
	const struct shadow_keys *k = keys_of(s, l->observation.association, l->record.epoch);
	const struct suite *suite = k->server ? suite_by_number(k->suite) : NULL;
	uint8_t *verify = shadow->verify[l->observation.from_client], hash[HASH_MAX];
	size_t len = suite ? schedule_hash(s->schedule, suite->hash, shadow->transcript, shadow->transcript_len, hash) : 0;

	if (len && !l->handshake.again)
		schedule_finished(s->schedule, verify, suite, master, l->observation.from_client, hash, len);
	add_handshake_header(plain, &l->handshake, VERIFY_DATA, VERIFY_DATA);
	buffer_bytes(plain, verify, VERIFY_DATA);
}

static void add_plain(struct buffer *plain, struct shadows *s, const struct talk_line *l)
{
	const struct handshake *h = l->observation.handshake;

	if (h && h->type == HANDSHAKE_FINISHED) {
		add_finished(plain, s, l);
		return;
	}
	if (h)
		add_handshake_header(plain, h, h->length, h->fragment_length);
	buffer_bytes(plain, l->octets, l->len);
	for (size_t n = l->len; h && n < h->fragment_length; n++)
		buffer_u8(plain, 0);
}

/* From the ClientHello that is answered on; neither HelloRequest nor HelloVerifyRequest (RFC 6347 4.2.1). */
static void remember(struct shadow *shadow, const struct handshake *h, const struct buffer *plain)
{
	if (h->again || h->type == HANDSHAKE_HELLO_REQUEST || h->type == HANDSHAKE_HELLO_VERIFY_REQUEST)
		return;
	if (h->type == HANDSHAKE_CLIENT_HELLO)
		shadow->transcript_len = 0;
	assert(shadow->transcript_len + plain->len <= TRANSCRIPT_MOST);
	memcpy(shadow->transcript + shadow->transcript_len, plain->bytes, plain->len);
	shadow->transcript_len += plain->len;
}

/* What is added takes the next number of its epoch; a Finished is the first of its own, as the conversation knows. */
static uint64_t number(struct shadows *s, const struct talk_line *l, bool added)
{
	struct shadow_numbers *n = &s->of[l->observation.association].numbers[l->record.epoch][l->observation.from_client];

	assert(l->record.epoch < EPOCHS);
	if (added && n->any && l->record.epoch)
		n->added++;
	n->last = !added ? l->record.seq + n->added : n->any ? n->last + 1 : 0;
	n->any = true;
	return n->last;
}

void shadows_datagram(struct shadows *s, const struct talk_line *l, bool added, struct buffer *out)
{
	uint8_t room[OCTETS_MOST + HANDSHAKE_HEADER];
	struct buffer plain = buffer_on(room, sizeof(room));
	struct record record = l->record;
	struct epoch_keys keys;
	size_t at = out->len;

	if (!l->observation.record) {
		buffer_bytes(out, l->octets, l->len);
		return;
	}
	add_plain(&plain, s, l);
	if (l->observation.handshake)
		remember(&s->of[l->observation.association], &l->handshake, &plain);
	record.seq = number(s, l, added);
	if (l->observation.opened_by)
		make_keys(&keys, s, l->observation.association, l->observation.opened_by);
	bool sealed = record_seal(s->protector, l->observation.opened_by ? &keys : NULL, l->observation.from_client, &record, room, plain.len,
				  out);
	assert(sealed && !out->failed);
	(void)sealed;
	if (l->observation.kind == OBS_DARK)
		out->bytes[out->len - 1] ^= 1;
	if (l->record.overruns)
		out->bytes[at + RECORD_HEADER - 2] ^= 1;	/* 256 octets more than there are */
}

/* --- what a conversation leaves out --- */

/* The other end's letter (tests/unit/judge_talk.h). */
static char other(char who)
{
	static const char pairs[] = "RVVRQUUQBbbB";

	for (const char *at = pairs; *at; at += 2)
		if (*at == who)
			return at[1];
	return who;
}

static void add_flights(char *lines, size_t size, enum shown from, enum shown to, char c, char s, unsigned n)
{
	/* client, server, association, epoch, the one that follows, random */
	static const char hellos[] = "%1$c [%3$u.%4$u.0] hs=1.0: " CLIENT_HELLO_OF("%6$s", NO_COOKIE) "\n"
				     "%2$c [%3$u.%4$u.0] hs=3.0: " VERIFY "\n"
				     "%1$c [%3$u.%4$u.0] hs=1.1: " CLIENT_HELLO_OF("%6$s", COOKIE) "\n"
				     "%2$c [%3$u.%4$u.0] hs=2.1: fefd " RANDOM " 00 c0a8 00 0009 00170000 ff01000100\n"
				     "%2$c [%3$u.%4$u.0] hs=14.2: -\n";
	/* a renegotiation asks for no cookie */
	static const char again[] = "%1$c [%3$u.%4$u.0] hs=1.0: " CLIENT_HELLO_OF("%6$s", NO_COOKIE) "\n"
				    "%2$c [%3$u.%4$u.0] hs=2.0: fefd " RANDOM " 00 c0a8 00 0009 00170000 ff01000100\n"
				    "%2$c [%3$u.%4$u.0] hs=14.1: -\n"
				    "%1$c [%3$u.%4$u.0] hs=16.1: 0003 'ue1'\n%1$c [%3$u.%4$u.0] ccs: 01\n"
				    "%1$c [%3$u.%5$u.0] hs=20.2: 'client'\n%2$c [%3$u.%4$u.0] ccs: 01\n%2$c [%3$u.%5$u.0] hs=20.2: 'server'\n";
	static const char key_exchange[] = "%1$c [%3$u.%4$u.0] hs=16.2: 0003 'ue1'\n";
	static const char finished[] = "%1$c [%3$u.%4$u.0] ccs: 01\n%1$c [%3$u.%5$u.0] hs=20.3: 'client'\n"
				       "%2$c [%3$u.%4$u.0] ccs: 01\n%2$c [%3$u.%5$u.0] hs=20.3: 'server'\n";
	static const char *const parts[] = { hellos, key_exchange, finished, again };
	unsigned epoch = from == SHOWN_WHOLE;
	const char *random = n == 1 && !epoch ? RANDOM : n == 1 ? OTHER_RANDOM : "'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'";
	size_t len = 0;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	for (int part = from; part < (int)to; part++)
		len += (size_t)snprintf(lines + len, size - len, parts[part], c, s, n, epoch, epoch + 1, random);
#pragma GCC diagnostic pop
}

void shadows_prelude(struct shadows *s, const struct talk_line *l, char who, char *lines, size_t size)
{
	const struct observation *o = &l->observation;
	struct shadow *shadow = &s->of[o->association];
	char c = o->from_client ? who : other(who), server = o->from_client ? other(who) : who;
	bool key_exchange = o->handshake && o->handshake->type == HANDSHAKE_CLIENT_KEY_EXCHANGE && !o->opened_by;
	enum shown due = key_exchange ? SHOWN_HELLOS : o->opened_by ? SHOWN_WHOLE : SHOWN_NOTHING;

	*lines = '\0';
	if (!o->record || shadow->tells)
		return;
	if (shadow->epoch < 1 && due > shadow->shown) {
		add_flights(lines, size, shadow->shown, due, c, server, o->association);
		shadow->shown = due;
		shadow->epoch = due == SHOWN_WHOLE;
	}
	if (key_exchange)
		shadow->shown = SHOWN_KEY_EXCHANGE;
	if (o->opened_by > 1 && shadow->epoch < 2) {
		size_t len = strlen(lines);
		add_flights(lines + len, size - len, SHOWN_WHOLE, SHOWN_TWICE, c, server, o->association);
		shadow->epoch = 2;
	}
}
