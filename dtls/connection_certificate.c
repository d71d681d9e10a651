/* dtls/connection_certificate.c - the server's certificate and its signature on the key exchange, for ECDHE_ECDSA. */
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "dtls/connection_parts.h"
#include "wire/cursor.h"

enum { SIGNATURE_ECDSA_SHA256 = 0x0403 };

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

void certificate_write(struct connection *c, struct buffer *b)
{
	const struct credential *own = c->profile->credential;

	buffer_u24(b, (uint32_t)own->certificate_len + 3);
	buffer_u24(b, (uint32_t)own->certificate_len);
	buffer_bytes(b, own->certificate, own->certificate_len);
}

bool signature_write(struct connection *c, struct buffer *b, const uint8_t *params, size_t len)
{
	const struct negotiation *g = &c->run->agreed;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	uint8_t signature[160];
	size_t size = sizeof(signature);
	bool ok = ctx && EVP_DigestSignInit_ex(ctx, NULL, "SHA256", NULL, NULL, c->profile->credential->key, NULL) > 0 &&
		  EVP_DigestSignUpdate(ctx, g->random, sizeof(g->random)) > 0 &&
		  EVP_DigestSignUpdate(ctx, params, len) > 0 && EVP_DigestSignFinal(ctx, signature, &size) > 0;

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

bool signature_check(struct connection *c, const uint8_t *params, size_t len, struct span signature)
{
	const struct negotiation *g = &c->run->agreed;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok = ctx && c->run->peer_key && EVP_PKEY_is_a(c->run->peer_key, "EC") &&
		  EVP_DigestVerifyInit_ex(ctx, NULL, "SHA256", NULL, NULL, c->run->peer_key, NULL) > 0 &&
		  EVP_DigestVerifyUpdate(ctx, g->random, sizeof(g->random)) > 0 &&
		  EVP_DigestVerifyUpdate(ctx, params, len) > 0 &&
		  EVP_DigestVerifyFinal(ctx, signature.bytes, signature.len) > 0;

	EVP_MD_CTX_free(ctx);
	if (!ok)
		ERR_clear_error();
	return ok;
}
