/* net/reseal.c - what OpenSSL wrote, made as wrong as wished: opened with keys of our own and sealed anew.
 *
 * Records are never added beside OpenSSL's in its present epoch: the peer's replay window would
 * move, and drop what OpenSSL writes next. */
#include <assert.h>
#include <string.h>

#include "net/association.h"
#include "net/gate.h"
#include "net/link.h"
#include "net/secure.h"
#include "net/wish.h"

enum { RECORD_MAX = RECORD_HEADER + RECORD_PLAIN_MAX + 256 };

void association_remember_secrets(struct association *a)
{
	struct secrets *s = &a->secrets[a->epoch % EPOCHS_KEPT];

	s->suite = (uint16_t)SSL_CIPHER_get_protocol_id(SSL_get_current_cipher(a->ssl));
	SSL_SESSION_get_master_key(SSL_get_session(a->ssl), s->master, sizeof(s->master));
	SSL_get_client_random(a->ssl, s->client_random, sizeof(s->client_random));
	SSL_get_server_random(a->ssl, s->server_random, sizeof(s->server_random));
	a->next_seq[(a->epoch + 1) % EPOCHS_KEPT] = 0;
}

/* KEYS->suite is NULL for epoch 0: in the clear. False: no such epoch yet, or long ago. */
static bool keys_of(const struct association *a, int epoch, struct epoch_keys *keys)
{
	const struct secrets *s = &a->secrets[(unsigned)epoch % EPOCHS_KEPT];
	const struct suite *suite = suite_by_number(s->suite);

	*keys = (struct epoch_keys){ 0 };
	if (epoch == 0)
		return true;
	return epoch > 0 && epoch <= a->epoch && epoch > a->epoch - (EPOCHS_KEPT - 1) && suite &&
	       epoch_keys_make(keys, suite, s->master, s->client_random, s->server_random);
}

static uint64_t take_seq(struct association *a, uint16_t epoch) { return a->next_seq[epoch % EPOCHS_KEPT]++; }

static void note_numbers(struct association *a, const uint8_t *bytes, size_t len)
{
	struct record r;
	const uint8_t *fragment;
	size_t size;

	for (size_t at = 0; record_read(&r, bytes, len, at, &fragment, &size); at += RECORD_HEADER + size) {
		uint64_t *next = &a->next_seq[r.epoch % EPOCHS_KEPT];
		if (r.seq >= *next)
			*next = r.seq + 1;
	}
}

static bool open_own(struct association *a, const struct record *r, const uint8_t *fragment, size_t len,
		     uint8_t *plain, size_t *plain_len)
{
	struct epoch_keys keys;

	if (!keys_of(a, r->epoch, &keys) || !keys.suite)
		return false;
	long n = record_open(a->host->secure->protector, &keys, !a->gate, r, fragment, len, plain);
	OPENSSL_cleanse(&keys, sizeof(keys));
	*plain_len = (size_t)n;
	return n >= 0;
}

static bool seal_anew(struct association *a, struct record *r, const struct wish *wish, const uint8_t *plain,
		      size_t len, struct buffer *to)
{
	struct epoch_keys keys;

	if (!keys_of(a, r->epoch + wish->key_epoch, &keys))
		return false;
	if (wish->header_epoch) {
		r->epoch = (uint16_t)(r->epoch + wish->header_epoch);
		r->seq = take_seq(a, r->epoch);
	}
	r->seq += wish->ahead;
	if (wish->record_version)
		r->version = wish->record_version;
	bool sealed = record_seal(a->host->secure->protector, keys.suite ? &keys : NULL, !a->gate, r, plain, len, to);
	OPENSSL_cleanse(&keys, sizeof(keys));
	return sealed && !to->failed;
}

static bool reseal(struct association *a, const struct wish *wish, const uint8_t *bytes, size_t len, struct buffer *to)
{
	uint8_t plain[RECORD_MAX];
	struct record r;
	const uint8_t *fragment;
	size_t fragment_len, plain_len;
	bool done = record_read(&r, bytes, len, 0, &fragment, &fragment_len) && fragment_len <= sizeof(plain) &&
		    open_own(a, &r, fragment, fragment_len, plain, &plain_len) &&
		    seal_anew(a, &r, wish, plain, plain_len, to);

	if (!done)
		link_why(a->link, "no keys to seal the record with as wished");
	return done;
}

static void send_as_wished(struct association *a, const uint8_t *bytes, size_t len)
{
	uint8_t room[RECORD_MAX];
	struct buffer to = buffer_on(room, sizeof(room));
	const struct wish *wish = &a->out->wish;

	if (!wish->header_epoch && !wish->key_epoch && !wish->record_version && !wish->ahead)
		buffer_bytes(&to, bytes, len);
	else if (!reseal(a, wish, bytes, len, &to))
		return;
	if (wish->bad_tag && to.len)
		room[to.len - 1] ^= 1;
	wish_depart(a->carries, a->out, room, to.len);
}

void association_write(struct association *a, const uint8_t *bytes, size_t len)
{
	static const struct out by_the_book;

	if (!a->link) {
		gate_reply(a->gate, bytes, len);
		return;
	}
	note_numbers(a, bytes, len);
	if (a->out && len && bytes[0] == SSL3_RT_APPLICATION_DATA)
		send_as_wished(a, bytes, len);
	else
		wish_depart(a->link, &by_the_book, bytes, len);
}

void association_send_clear_record(struct association *a, struct link *carries, const struct out *out)
{
	uint8_t room[RECORD_MAX];
	struct buffer to = buffer_on(room, sizeof(room));
	struct record r = { .type = SSL3_RT_APPLICATION_DATA, .version = DTLS1_2_VERSION, .seq = take_seq(a, 0) };

	if (out->wish.record_version)
		r.version = out->wish.record_version;
	bool sealed = record_seal(a->host->secure->protector, NULL, !a->gate, &r, out->bytes, out->len, &to);
	assert(sealed && !to.failed);
	wish_depart(carries, out, room, to.len);
}
