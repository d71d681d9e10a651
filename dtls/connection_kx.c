/* dtls/connection_kx.c - the key exchanges: PSK (RFC 4279 2), ECDHE_PSK (RFC 5489 2), ECDHE_ECDSA (RFC 8422 5.4, 5.7). */
#include <openssl/ec.h>
#include <openssl/err.h>
#include <string.h>

#include "dtls/connection_parts.h"
#include "wire/cursor.h"

enum { NAMED_CURVE = 3 };

/* --- our share --- */

bool share_make(struct connection *c)
{
	struct run *r = c->run;

	EVP_PKEY_free(r->share);
	r->share = r->agreed.group == GROUP_X25519 ? EVP_PKEY_Q_keygen(NULL, NULL, "X25519") : EVP_EC_gen("P-256");
	if (!r->share)
		ERR_clear_error();
	return r->share;
}

bool share_write(const struct connection *c, struct buffer *b)
{
	unsigned char *point = NULL;
	size_t len = EVP_PKEY_get1_encoded_public_key(c->run->share, &point);

	buffer_u8(b, (uint8_t)len);
	buffer_bytes(b, point, len);
	OPENSSL_free(point);
	return len;
}

bool share_take(struct connection *c, struct span point)
{
	struct run *r = c->run;

	if (!point.len || point.len > sizeof(r->peer_share)) {
		connection_fail(c, ALERT_ILLEGAL_PARAMETER, "a public key of no or too many octets");
		return false;
	}
	memcpy(r->peer_share, point.bytes, point.len);
	r->peer_share_len = (uint8_t)point.len;
	return true;
}

/* The shared secret; 0: the peer's point is not on the curve, or libcrypto failed. */
static size_t agree(struct run *r, uint8_t *out, size_t size)
{
	EVP_PKEY *peer = EVP_PKEY_new();
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, r->share, NULL);
	size_t len = size;
	bool ok = peer && ctx && EVP_PKEY_copy_parameters(peer, r->share) > 0 &&
		  EVP_PKEY_set1_encoded_public_key(peer, r->peer_share, r->peer_share_len) > 0 &&
		  EVP_PKEY_derive_init(ctx) > 0 && EVP_PKEY_derive_set_peer(ctx, peer) > 0 &&
		  EVP_PKEY_derive(ctx, out, &len) > 0;

	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(peer);
	if (!ok)
		ERR_clear_error();
	return ok ? len : 0;
}

/* ROOM: for the key as a habit wants it. */
static const uint8_t *psk_octets(const struct connection *c, uint8_t room[IDENTITY_KEY])
{
	if (!c->run->other_key)
		return c->identity->psk;
	memcpy(room, c->identity->psk, IDENTITY_KEY);
	room[0] ^= 0xff;
	return room;
}

size_t premaster_make(struct connection *c, uint8_t out[PREMASTER_ROOM])
{
	const struct identity *psk = c->identity;
	enum key_exchange kx = c->run->agreed.suite->kx;
	uint8_t secret[KEY_SHARE_MAX], key[IDENTITY_KEY];
	size_t len;

	if (kx == KX_PSK)
		return psk ? premaster_of_psk(out, PREMASTER_ROOM, psk_octets(c, key), psk->psk_len) : 0;
	len = agree(c->run, secret, sizeof(secret));
	if (!len || (kx == KX_ECDHE_PSK && !psk))
		return 0;
	if (kx == KX_ECDHE_PSK) {
		len = premaster_of_secret(out, PREMASTER_ROOM, secret, len, psk->psk, psk->psk_len);
	} else {
		memcpy(out, secret, len);
	}
	OPENSSL_cleanse(secret, sizeof(secret));
	return len;
}

/* --- ServerKeyExchange --- */

void key_exchange_write_server(struct connection *c, struct buffer *b)
{
	const char *hint = c->profile->identity_hint ? c->profile->identity_hint : "";
	enum key_exchange kx = c->run->agreed.suite->kx;

	if (kx != KX_ECDHE_ECDSA) {
		buffer_u16(b, (uint16_t)strlen(hint));
		buffer_text(b, hint);
	}
	if (kx == KX_PSK)
		return;
	buffer_u8(b, NAMED_CURVE);
	buffer_u16(b, c->run->agreed.group);
	share_write(c, b);
}

static bool refuse(struct connection *c, enum alert_description description, const char *why)
{
	connection_fail(c, description, why);
	return false;
}

static bool read_signature(struct connection *c, struct cursor *b)
{
	size_t params = b->at;

	cursor_u16(b);	/* the algorithm: we offered one */
	struct span signature = span_read(b, 2);
	if (b->failed)
		return refuse(c, ALERT_DECODE_ERROR, "a ServerKeyExchange that ends too early");
	if (!signature_check(c, b->bytes, params, signature))
		return refuse(c, ALERT_DECRYPT_ERROR, "the server's signature is wrong");
	return true;
}

bool key_exchange_read_server(struct connection *c, const uint8_t *body, size_t len)
{
	struct cursor b = cursor_of(body, len);
	enum key_exchange kx = c->run->agreed.suite->kx;

	if (kx != KX_ECDHE_ECDSA)
		span_read(&b, 2);	/* the hint: which identity is ours to say was decided before (RFC 4279 5.2) */
	if (kx != KX_PSK) {
		uint8_t curve_type = cursor_u8(&b);
		c->run->agreed.group = cursor_u16(&b);
		struct span point = span_read(&b, 1);
		if (!b.failed && (curve_type != NAMED_CURVE || (c->run->agreed.group != GROUP_SECP256R1 &&
								 c->run->agreed.group != GROUP_X25519)))
			return refuse(c, ALERT_ILLEGAL_PARAMETER, "a group that was not offered");
		if (!b.failed && !share_take(c, point))
			return false;
	}
	if (kx == KX_ECDHE_ECDSA && !b.failed && !read_signature(c, &b))
		return false;
	if (b.failed || cursor_left(&b))
		return refuse(c, ALERT_DECODE_ERROR, "a ServerKeyExchange of the wrong length");
	return true;
}

/* --- ClientKeyExchange --- */

void key_exchange_write_client(struct connection *c, struct buffer *b)
{
	enum key_exchange kx = c->run->agreed.suite->kx;

	if (kx != KX_ECDHE_ECDSA && c->identity) {
		buffer_u16(b, (uint16_t)c->identity->psk_identity_len);
		buffer_bytes(b, c->identity->psk_identity, c->identity->psk_identity_len);
	}
	if (kx != KX_PSK)
		share_write(c, b);
}

bool key_exchange_read_client(struct connection *c, const uint8_t *body, size_t len)
{
	struct cursor b = cursor_of(body, len);
	enum key_exchange kx = c->run->agreed.suite->kx;
	struct span identity = { 0 };

	if (kx != KX_ECDHE_ECDSA)
		identity = span_read(&b, 2);
	if (kx != KX_PSK) {
		struct span point = span_read(&b, 1);
		if (!b.failed && !share_take(c, point))
			return false;
	}
	if (b.failed || cursor_left(&b))
		return refuse(c, ALERT_DECODE_ERROR, "a ClientKeyExchange of the wrong length");
	if (kx == KX_ECDHE_ECDSA)
		return true;
	c->identity = c->profile->find ? c->profile->find(c->arg, identity.bytes, identity.len) : NULL;
	/* Not unknown_psk_identity, which tells a guesser something (RFC 7925 4.2). */
	bool tells = has_habit(c->profile, HABIT_TELLS_STRANGERS);
	return c->identity || refuse(c, tells ? ALERT_UNKNOWN_PSK_IDENTITY : ALERT_DECRYPT_ERROR, "nobody has that PSK identity");
}
