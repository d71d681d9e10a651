/* dtls/connection_certificate.c - certificates and signatures of ECDHE_ECDSA: the server's on the key exchange, the client's on
 * what was said before. */
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "dtls/connection_parts.h"
#include "wire/cursor.h"

enum { SIGNATURE_ECDSA_SHA256 = 0x0403, TYPE_ECDSA_SIGN = 64 };	/* RFC 5246 7.4.1.4.1, RFC 8422 5.5 */

static bool refuse(struct connection *c, enum alert_description description, const char *why)
{
	ERR_clear_error();
	connection_fail(c, description, why);
	return false;
}

/* The chain behind the first certificate; what cannot be read ends it. */
static STACK_OF(X509) *chain_read(struct cursor *list)
{
	STACK_OF(X509) *chain = sk_X509_new_null();

	while (chain && cursor_left(list)) {
		size_t len = cursor_u24(list);
		const uint8_t *der = cursor_take(list, len);
		X509 *x = der ? d2i_X509(NULL, &der, (long)len) : NULL;
		if (!x || !sk_X509_push(chain, x)) {
			X509_free(x);
			break;
		}
	}
	return chain;
}

static bool is_trusted(const struct connection *c, X509 *server, STACK_OF(X509) *chain)
{
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	const char *name = c->profile->server_name;
	bool ok = ctx && X509_STORE_CTX_init(ctx, c->profile->trust, server, chain) &&
		  X509_STORE_CTX_set_default(ctx, "ssl_server");

	if (ok && name)
		ok = X509_VERIFY_PARAM_set1_host(X509_STORE_CTX_get0_param(ctx), name, 0);
	if (ok)
		X509_VERIFY_PARAM_set_hostflags(X509_STORE_CTX_get0_param(ctx), X509_CHECK_FLAG_NO_WILDCARDS);
	ok = ok && X509_verify_cert(ctx) > 0;
	X509_STORE_CTX_free(ctx);
	return ok;
}

bool certificate_read(struct connection *c, const uint8_t *body, size_t len)
{
	struct cursor b = cursor_of(body, len);
	size_t total = cursor_u24(&b);
	STACK_OF(X509) *chain = chain_read(&b);
	X509 *server = sk_X509_value(chain, 0);
	bool ok;

	if (b.failed || total != len - 3 || !server)
		ok = refuse(c, ALERT_BAD_CERTIFICATE, "the server's certificate cannot be read");
	else if (c->profile->trust && !is_trusted(c, server, chain))
		ok = refuse(c, ALERT_BAD_CERTIFICATE, "the server's certificate is not trusted");
	else if (!(c->run->peer_key = X509_get_pubkey(server)))
		ok = refuse(c, ALERT_UNSUPPORTED_CERTIFICATE, "the server's certificate holds no key we know");
	else
		ok = true;
	sk_X509_pop_free(chain, X509_free);
	return ok;
}

bool certificate_read_client(struct connection *c, const uint8_t *body, size_t len)
{
	struct cursor b = cursor_of(body, len);
	size_t total = cursor_u24(&b), first = cursor_u24(&b);
	const uint8_t *der = cursor_take(&b, first), *at = der;
	X509 *client = der ? d2i_X509(NULL, &at, (long)first) : NULL;
	bool ok;

	if (len == 3 && !total)
		ok = refuse(c, ALERT_HANDSHAKE_FAILURE, "the client shows no certificate");
	else if (b.failed || total != len - 3 || !client)
		ok = refuse(c, ALERT_BAD_CERTIFICATE, "the client's certificate cannot be read");
	else if (!(c->identity = c->profile->find_certificate(c->arg, der, first)))
		ok = refuse(c, ALERT_CERTIFICATE_UNKNOWN, "nobody has that certificate");
	else if (!(c->run->peer_key = X509_get_pubkey(client)))
		ok = refuse(c, ALERT_UNSUPPORTED_CERTIFICATE, "the client's certificate holds no key we know");
	else
		ok = true;
	X509_free(client);
	return ok;
}

void certificate_write(struct buffer *b, const struct credential *own)
{
	size_t len = own ? own->certificate_len : 0;

	buffer_u24(b, (uint32_t)len + (own ? 3 : 0));
	if (!own)
		return;
	buffer_u24(b, (uint32_t)len);
	buffer_bytes(b, own->certificate, len);
}

void certificate_request_write(struct buffer *b)
{
	buffer_u8(b, 1);
	buffer_u8(b, TYPE_ECDSA_SIGN);
	buffer_u16(b, 2);
	buffer_u16(b, SIGNATURE_ECDSA_SHA256);
	buffer_u16(b, 0);	/* of any authority */
}

bool certificate_request_fits(const uint8_t *body, size_t len)
{
	struct cursor b = cursor_of(body, len);
	struct span types = span_read(&b, 1), algorithms = span_read(&b, 2);
	struct cursor each = cursor_of(algorithms.bytes, algorithms.len);

	if (b.failed || !types.len || !memchr(types.bytes, TYPE_ECDSA_SIGN, types.len))
		return false;
	while (cursor_left(&each) >= 2)
		if (cursor_u16(&each) == SIGNATURE_ECDSA_SHA256)
			return true;
	return false;
}

/* --- signatures: what is signed is in two parts --- */

static const struct span nothing = { (const uint8_t *)"", 0 };

static bool sign(struct buffer *b, const struct credential *own, struct span first, struct span second)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	uint8_t signature[160];
	size_t size = sizeof(signature);
	bool ok = ctx && EVP_DigestSignInit_ex(ctx, NULL, "SHA256", NULL, NULL, own->key, NULL) > 0 &&
		  EVP_DigestSignUpdate(ctx, first.bytes, first.len) > 0 &&
		  EVP_DigestSignUpdate(ctx, second.bytes, second.len) > 0 && EVP_DigestSignFinal(ctx, signature, &size) > 0;

	EVP_MD_CTX_free(ctx);
	if (!ok) {
		ERR_clear_error();
		return false;
	}
	buffer_u16(b, SIGNATURE_ECDSA_SHA256);
	buffer_u16(b, (uint16_t)size);
	buffer_bytes(b, signature, size);
	return true;
}

static bool verify(EVP_PKEY *key, struct span first, struct span second, struct span signature)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok = ctx && key && EVP_PKEY_is_a(key, "EC") &&
		  EVP_DigestVerifyInit_ex(ctx, NULL, "SHA256", NULL, NULL, key, NULL) > 0 &&
		  EVP_DigestVerifyUpdate(ctx, first.bytes, first.len) > 0 &&
		  EVP_DigestVerifyUpdate(ctx, second.bytes, second.len) > 0 &&
		  EVP_DigestVerifyFinal(ctx, signature.bytes, signature.len) > 0;

	EVP_MD_CTX_free(ctx);
	if (!ok)
		ERR_clear_error();
	return ok;
}

static struct span randoms(const struct connection *c)
{
	const struct negotiation *g = &c->run->agreed;

	return (struct span){ g->random[CLIENT], sizeof(g->random) };
}

bool signature_write(struct connection *c, struct buffer *b, const uint8_t *params, size_t len)
{
	return sign(b, c->profile->credential, randoms(c), (struct span){ params, len });
}

bool signature_check(struct connection *c, const uint8_t *params, size_t len, struct span signature)
{
	return verify(c->run->peer_key, randoms(c), (struct span){ params, len }, signature);
}

static struct span transcript(const struct connection *c) { return (struct span){ c->run->transcript, c->run->transcript_len }; }

bool certificate_verify_write(struct connection *c, struct buffer *b)
{
	return sign(b, c->identity->credential, transcript(c), nothing);
}

bool certificate_verify_fits(struct connection *c, const uint8_t *body, size_t len)
{
	struct cursor b = cursor_of(body, len);
	uint16_t algorithm = cursor_u16(&b);
	struct span signature = span_read(&b, 2);

	return !b.failed && !cursor_left(&b) && algorithm == SIGNATURE_ECDSA_SHA256 &&
	       verify(c->run->peer_key, transcript(c), nothing, signature);
}
