/* net/secure.c - OpenSSL's client context, the pieces both sides share, and the sessions to resume. */
#include "net/secure.h"

#include <assert.h>
#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>

/* CCM8 is named, else OpenSSL leaves it out; from 3.2 on it wants level 0 for its short tag. */
#define PSK_SUITES "PSK-AES128-CCM8:PSK-AES256-CCM8:PSK-AES128-CCM:PSK-AES256-CCM:" \
		   "PSK-AES128-GCM-SHA256:PSK-AES256-GCM-SHA384:PSK-CHACHA20-POLY1305"
#define WEAK_ALLOWED ":@SECLEVEL=0"

struct session_kept {
	const struct identity *identity;
	SSL_SESSION *session;
};

int secure_error(struct error *error, const char *what)
{
	unsigned long code = ERR_peek_last_error();
	const char *reason = code ? ERR_reason_error_string(code) : NULL;

	ERR_clear_error();
	return error_set(error, "%s: %s", what, reason ? reason : "OpenSSL does not say why");
}

static void keylog(const SSL *ssl, const char *line)
{
	const struct association *a = SSL_get_app_data(ssl);
	const struct host_config *config = &a->host->config;

	if (a->link && a->link->engine->tapped && config->keylog)
		config->keylog(config->keylog_arg, line);
}

SSL_CTX *secure_context(const SSL_METHOD *method, const char *suites, struct error *error)
{
	char list[1024];
	SSL_CTX *ctx = SSL_CTX_new(method);

	snprintf(list, sizeof(list), "%s" WEAK_ALLOWED, suites ? suites : PSK_SUITES);
	if (!ctx || !SSL_CTX_set_min_proto_version(ctx, DTLS1_2_VERSION) ||
	    !SSL_CTX_set_max_proto_version(ctx, DTLS1_2_VERSION) || !SSL_CTX_set_cipher_list(ctx, list)) {
		secure_error(error, suites ? suites : "DTLS 1.2");
		SSL_CTX_free(ctx);
		return NULL;
	}
	/* All our suites are AEADs: nothing to encrypt before its MAC (RFC 7925 13). */
	SSL_CTX_set_options(ctx, SSL_OP_NO_QUERY_MTU | SSL_OP_NO_ENCRYPT_THEN_MAC);
	SSL_CTX_set_info_callback(ctx, association_alert);
	SSL_CTX_set_keylog_callback(ctx, keylog);
	return ctx;
}

static unsigned client_psk(SSL *ssl, const char *hint, char *name, unsigned name_size, unsigned char *key,
			   unsigned key_size)
{
	const struct identity *who = ((struct association *)SSL_get_app_data(ssl))->identity;

	(void)hint;
	if (!who || who->psk_identity_len >= name_size || who->psk_len > key_size)
		return 0;
	memcpy(name, who->psk_identity, who->psk_identity_len);
	name[who->psk_identity_len] = '\0';
	memcpy(key, who->psk, who->psk_len);
	return (unsigned)who->psk_len;
}

static bool equal_identity(const void *entry, const void *key)
{
	return ((const struct session_kept *)entry)->identity == key;
}

static int make_client(struct secure *s, struct host *h, struct error *error)
{
	s->client = secure_context(DTLS_client_method(), h->config.suites, error);
	if (!s->client)
		return -1;
	SSL_CTX_set_psk_client_callback(s->client, client_psk);
	SSL_CTX_set_session_cache_mode(s->client, SSL_SESS_CACHE_OFF);	/* we keep them by identity */
	if (h->config.no_renegotiation)
		SSL_CTX_set_options(s->client, SSL_OP_NO_RENEGOTIATION);
	return 0;
}

struct secure *secure_get(struct host *h, struct error *error)
{
	if (h->secure)
		return h->secure;
	struct secure *s = calloc(1, sizeof(*s));
	assert(s);
	table_init(&s->sessions, equal_identity);
	s->bio = datagram_bio_method();
	s->protector = protector_new();
	assert(s->bio && s->protector);
	if (make_client(s, h, error)) {
		secure_free(s);
		return NULL;
	}
	return h->secure = s;
}

void secure_free(struct secure *s)
{
	size_t at = 0;

	if (!s)
		return;
	for (struct session_kept *one; (one = table_next(&s->sessions, &at));) {
		SSL_SESSION_free(one->session);
		free(one);
	}
	table_free(&s->sessions);
	SSL_CTX_free(s->client);
	BIO_meth_free(s->bio);
	protector_free(s->protector);
	free(s);
}

SSL *secure_ssl(struct secure *s, SSL_CTX *ctx)
{
	SSL *ssl = SSL_new(ctx);
	BIO *bio = BIO_new(s->bio);

	assert(ssl && bio);
	SSL_set_bio(ssl, bio, bio);
	SSL_set_mtu(ssl, SECURE_MTU);
	return ssl;
}

static uint64_t identity_hash(const struct identity *who) { return table_hash(&who, sizeof(who), 0); }

SSL_SESSION *secure_find_session(struct secure *s, const struct identity *who)
{
	const struct session_kept *one = table_find(&s->sessions, identity_hash(who), who);

	return one ? one->session : NULL;
}

void secure_keep_session(struct secure *s, const struct identity *who, SSL *ssl)
{
	struct session_kept *one = table_find(&s->sessions, identity_hash(who), who);

	if (!one) {
		one = calloc(1, sizeof(*one));
		assert(one);
		one->identity = who;
		table_put(&s->sessions, identity_hash(who), one);
	}
	SSL_SESSION_free(one->session);
	one->session = SSL_get1_session(ssl);
}
