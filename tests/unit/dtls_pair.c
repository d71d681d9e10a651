/* tests/unit/dtls_pair.c - OpenSSL's two ends on queues of datagrams. */
#include "tests/unit/dtls_pair.h"

#include <check.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

#include "wire/engine.h"

/* --- a BIO that keeps datagram boundaries --- */

struct ends {
	struct flight *out, *in;
};

static int flight_write(BIO *bio, const char *bytes, int len)
{
	struct flight *f = ((struct ends *)BIO_get_data(bio))->out;

	ck_assert_uint_lt(f->count, PAIR_DATAGRAMS);
	ck_assert_int_le(len, PAIR_DATAGRAM);
	memcpy(f->bytes[f->count], bytes, (size_t)len);
	f->len[f->count++] = (size_t)len;
	return len;
}

static int flight_read(BIO *bio, char *bytes, int size)
{
	struct flight *f = ((struct ends *)BIO_get_data(bio))->in;

	BIO_clear_retry_flags(bio);
	if (f->read == f->count) {
		BIO_set_retry_read(bio);
		return -1;
	}
	size_t len = f->len[f->read];
	ck_assert_uint_le(len, (size_t)size);
	memcpy(bytes, f->bytes[f->read++], len);
	return (int)len;
}

static long flight_ctrl(BIO *bio, int command, long n, void *p)
{
	(void)bio, (void)n, (void)p;
	return command == BIO_CTRL_FLUSH || command == BIO_CTRL_DUP;
}

static int ends_free(BIO *bio)
{
	free(BIO_get_data(bio));
	return 1;
}

static BIO *flight_bio(struct flight *out, struct flight *in)
{
	static BIO_METHOD *method;	/* one for the process of a test */

	if (!method) {
		method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "flight");
		BIO_meth_set_write(method, flight_write);
		BIO_meth_set_read(method, flight_read);
		BIO_meth_set_ctrl(method, flight_ctrl);
		BIO_meth_set_destroy(method, ends_free);
	}
	BIO *bio = BIO_new(method);
	struct ends *ends = malloc(sizeof(*ends));
	ck_assert(bio && ends);
	*ends = (struct ends){ out, in };
	BIO_set_data(bio, ends);
	BIO_set_init(bio, 1);
	return bio;
}

/* --- keys and certificates --- */

static unsigned give_psk(SSL *ssl, const char *hint, char *identity, unsigned identity_size, unsigned char *psk,
			 unsigned psk_size)
{
	(void)ssl, (void)hint;
	ck_assert(identity_size > 3 && psk_size >= 9);
	memcpy(identity, "ue1", 4);
	memcpy(psk, "secretPSK", 9);
	return 9;
}

static unsigned check_psk(SSL *ssl, const char *identity, unsigned char *psk, unsigned psk_size)
{
	(void)ssl;
	if (strcmp(identity, "ue1"))
		return 0;
	ck_assert_uint_ge(psk_size, 9);
	memcpy(psk, "secretPSK", 9);
	return 9;
}

static void log_key(const SSL *ssl, const char *line)
{
	const struct pair *p = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));

	if (p->config.keylog)
		ck_assert_int_eq(keyring_line(p->watch->keyring, line, NULL), 0);
}

/* Made once, before the tests fork: an RSA key is slow. */
static EVP_PKEY *rsa_key, *ec_key;

void pair_keys_make(void)
{
	rsa_key = EVP_RSA_gen(2048);
	ec_key = EVP_EC_gen("P-256");
}

void pair_keys_free(void)
{
	EVP_PKEY_free(rsa_key);
	EVP_PKEY_free(ec_key);
}

static void add_certificate(SSL_CTX *ctx, EVP_PKEY *key)
{
	X509 *x = X509_new();

	ck_assert(x && key);
	X509_set_version(x, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
	X509_gmtime_adj(X509_getm_notBefore(x), -3600);
	X509_gmtime_adj(X509_getm_notAfter(x), 3600);
	X509_set_pubkey(x, key);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC, (const uint8_t *)"server", -1, -1, 0);
	X509_set_issuer_name(x, X509_get_subject_name(x));
	ck_assert_int_gt(X509_sign(x, key, EVP_sha256()), 0);
	ck_assert_int_eq(SSL_CTX_use_certificate(ctx, x), 1);
	ck_assert_int_eq(SSL_CTX_use_PrivateKey(ctx, key), 1);
	X509_free(x);
}

static void add_certificates(SSL_CTX *ctx, const char *suite)
{
	if (strstr(suite, "ECDSA"))
		add_certificate(ctx, ec_key);
	else if (!strstr(suite, "PSK") || strstr(suite, "RSA"))
		add_certificate(ctx, rsa_key);
	ck_assert_int_eq(SSL_CTX_set_dh_auto(ctx, 1), 1);
}

static int make_cookie(SSL *ssl, unsigned char *cookie, unsigned *len)
{
	(void)ssl;
	memcpy(cookie, "cookie", 6);
	*len = 6;
	return 1;
}

static int check_cookie(SSL *ssl, const unsigned char *cookie, unsigned len)
{
	(void)ssl;
	return len == 6 && !memcmp(cookie, "cookie", 6);
}

/* --- contexts and ends --- */

static SSL_CTX *context(struct pair *p, const SSL_METHOD *method)
{
	SSL_CTX *ctx = SSL_CTX_new(method);
	const struct pair_config *c = &p->config;
	uint64_t options = SSL_OP_NO_QUERY_MTU | SSL_OP_ALLOW_CLIENT_RENEGOTIATION;
	char ciphers[128];

	ck_assert_ptr_nonnull(ctx);
	snprintf(ciphers, sizeof(ciphers), "%s:@SECLEVEL=0", c->suite);
	ck_assert_int_eq(SSL_CTX_set_cipher_list(ctx, ciphers), 1);
	options |= c->no_extended_master ? SSL_OP_NO_EXTENDED_MASTER_SECRET : 0;
	options |= c->no_encrypt_then_mac ? SSL_OP_NO_ENCRYPT_THEN_MAC : 0;
	options |= c->tickets ? 0 : SSL_OP_NO_TICKET;
	options |= c->cookie ? SSL_OP_COOKIE_EXCHANGE : 0;
	SSL_CTX_set_options(ctx, options);
	SSL_CTX_set_app_data(ctx, p);
	SSL_CTX_set_keylog_callback(ctx, log_key);
	return ctx;
}

static SSL *end(struct pair *p, SSL_CTX *ctx, bool client)
{
	SSL *ssl = SSL_new(ctx);

	ck_assert_ptr_nonnull(ssl);
	SSL_set_mtu(ssl, p->config.mtu ? p->config.mtu : 1400);
	BIO *bio = client ? flight_bio(&p->to_server, &p->to_client) : flight_bio(&p->to_client, &p->to_server);
	SSL_set_bio(ssl, bio, bio);
	client ? SSL_set_connect_state(ssl) : SSL_set_accept_state(ssl);
	return ssl;
}

struct pair *pair_new(struct watch *watch, const struct pair_config *config, uint32_t *frame)
{
	struct pair *p = calloc(1, sizeof(*p));

	ck_assert_ptr_nonnull(p);
	p->config = *config;
	p->watch = watch;
	p->frame = frame;
	p->client_ctx = context(p, DTLS_client_method());
	p->server_ctx = context(p, DTLS_server_method());
	SSL_CTX_set_psk_client_callback(p->client_ctx, give_psk);
	SSL_CTX_set_psk_server_callback(p->server_ctx, check_psk);
	SSL_CTX_set_session_id_context(p->server_ctx, (const uint8_t *)"test", 4);
	SSL_CTX_set_cookie_generate_cb(p->server_ctx, make_cookie);
	SSL_CTX_set_cookie_verify_cb(p->server_ctx, check_cookie);
	add_certificates(p->server_ctx, config->suite);
	p->client = end(p, p->client_ctx, true);
	p->server = end(p, p->server_ctx, false);
	return p;
}

static void ends_drop(struct pair *p)
{
	/* SSL_free of a live session makes it non-resumable. */
	SSL_set_shutdown(p->client, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
	SSL_set_shutdown(p->server, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
	SSL_free(p->client);
	SSL_free(p->server);
	p->to_client = p->to_server = (struct flight){ .count = 0 };
}

void pair_again(struct pair *p, SSL_SESSION *session, uint16_t client_port)
{
	ends_drop(p);
	p->config.client_port = client_port;
	p->client = end(p, p->client_ctx, true);
	p->server = end(p, p->server_ctx, false);
	if (session)
		ck_assert_int_eq(SSL_set_session(p->client, session), 1);
}

void pair_free(struct pair *p)
{
	ends_drop(p);
	SSL_CTX_free(p->client_ctx);
	SSL_CTX_free(p->server_ctx);
	free(p);
}

/* --- the wire --- */

struct endpoint pair_endpoint(bool client, uint16_t port)
{
	return (struct endpoint){ .family = FAMILY_IPV4, .port = port, .addr = { 10, 0, 0, client ? 1 : 2 } };
}

void pair_show(struct pair *p, bool from_client, const uint8_t *bytes, size_t len)
{
	struct endpoint client = pair_endpoint(true, p->config.client_port ? p->config.client_port : 40000);
	struct endpoint server = pair_endpoint(false, 5684);
	struct datagram d = { .from = from_client ? client : server, .to = from_client ? server : client,
			      .bytes = bytes, .len = len };

	d.frame = ++*p->frame;
	p->now_ns += NS_PER_MS;
	d.at_ns = p->now_ns;
	dissector_datagram(p->watch->dissector, &d);
}

/* What one end has written is shown; the queue is the other's to read. */
static void show_flight(struct pair *p, const struct flight *f, bool from_client)
{
	bool reverse = p->config.scramble == SCRAMBLE_REVERSE;

	if (p->config.show) {
		p->config.show(p->config.show_arg, p, f, from_client);
		return;
	}
	for (unsigned i = f->read; i < f->count; i++) {
		unsigned n = reverse ? f->read + f->count - 1 - i : i;
		pair_show(p, from_client, f->bytes[n], f->len[n]);
		if (p->config.scramble == SCRAMBLE_TWICE)
			pair_show(p, from_client, f->bytes[n], f->len[n]);
	}
	if (p->config.scramble != SCRAMBLE_LATE || f->read == f->count)
		return;
	struct flight before = p->last;
	for (unsigned i = before.read; i < before.count; i++)
		pair_show(p, p->last_from_client, before.bytes[i], before.len[i]);
	p->last = *f;
	p->last_from_client = from_client;
}

static void fresh(struct flight *f)
{
	if (f->read == f->count)
		f->read = f->count = 0;
}

static bool step(SSL *ssl)
{
	int status = SSL_do_handshake(ssl);

	ck_assert_msg(status == 1 || SSL_get_error(ssl, status) == SSL_ERROR_WANT_READ, "%s",
		      ERR_error_string(ERR_peek_last_error(), NULL));
	return status == 1;
}

void pair_handshake(struct pair *p)
{
	bool client = false, server = false;

	for (int i = 0; i < 20 && !(client && server); i++) {
		fresh(&p->to_server);
		client = step(p->client);
		show_flight(p, &p->to_server, true);
		fresh(&p->to_client);
		server = step(p->server);
		show_flight(p, &p->to_client, false);
	}
	ck_assert(client && server);
}

/* Lets both ends read what is there, be it application data or a handshake. */
static int pump(struct pair *p, SSL *ssl, uint8_t *room, int size)
{
	bool from_client = ssl == p->client;
	struct flight *out = from_client ? &p->to_server : &p->to_client;

	fresh(out);
	int n = SSL_read(ssl, room, size);
	show_flight(p, out, from_client);
	return n;
}

static void send_message(struct pair *p, SSL *ssl, const uint8_t *message, size_t len)
{
	bool from_client = ssl == p->client;
	struct flight *out = from_client ? &p->to_server : &p->to_client;
	uint8_t room[256];

	fresh(out);
	ck_assert_int_eq(SSL_write(ssl, message, (int)len), (int)len);
	show_flight(p, out, from_client);
	ck_assert_int_eq(pump(p, from_client ? p->server : p->client, room, sizeof(room)), (int)len);
	ck_assert_mem_eq(room, message, len);
}

/* CON POST and its ACK 2.04: 44 02 mid token(4), 64 44 mid token(4) */
void pair_exchange(struct pair *p, uint16_t mid)
{
	const uint8_t request[] = { 0x44, 0x02, (uint8_t)(mid >> 8), (uint8_t)mid, 1, 2, 3, 4 };
	const uint8_t answer[] = { 0x64, 0x44, (uint8_t)(mid >> 8), (uint8_t)mid, 1, 2, 3, 4 };

	send_message(p, p->client, request, sizeof(request));
	send_message(p, p->server, answer, sizeof(answer));
}

void pair_renegotiate(struct pair *p, bool by_client, bool abbreviated)
{
	SSL *ssl = by_client ? p->client : p->server;
	uint8_t room[256];

	ck_assert_int_eq(abbreviated ? SSL_renegotiate_abbreviated(ssl) : SSL_renegotiate(ssl), 1);
	if (!by_client) {	/* HelloRequest first, which the client answers as it reads */
		fresh(&p->to_client);
		step(p->server);
		show_flight(p, &p->to_client, false);
		ck_assert_int_eq(pump(p, p->client, room, sizeof(room)), -1);
	}
	for (int i = 0; i < 20 && (SSL_in_init(p->client) || SSL_in_init(p->server) || SSL_renegotiate_pending(ssl) || !i);
	     i++) {
		if (by_client && !i) {
			fresh(&p->to_server);
			step(p->client);
			show_flight(p, &p->to_server, true);
		}
		pump(p, p->server, room, sizeof(room));
		pump(p, p->client, room, sizeof(room));
	}
	ck_assert(!SSL_in_init(p->client) && !SSL_in_init(p->server));
}

void pair_close(struct pair *p)
{
	fresh(&p->to_server);
	SSL_shutdown(p->client);
	show_flight(p, &p->to_server, true);
	fresh(&p->to_client);
	SSL_shutdown(p->server);
	show_flight(p, &p->to_client, false);
}
