/* tests/bench/handshake.c - what our DTLS engine costs beside OpenSSL's: CPU of a client's handshake, of a record, memory.
 *
 * Many handshakes go in step, so that one reading of the clock covers them all; passes of both
 * engines alternate, and medians of them are printed. The servers are OpenSSL's for both. */
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "dtls/connection.h"
#include "dtls/record.h"

enum { PAIRS = 200, PASSES = 7, POST = 6, DATAGRAM = 1600, RECORDS = 50000, TEXT = 300 };

struct post {
	uint8_t bytes[POST][DATAGRAM];
	int len[POST], count, read;
};

struct pair {
	struct connection *own;
	SSL *client, *server;
	struct post to_client, to_server;
	bool up;
	SSL_SESSION *session;
	struct resumption resumption;
};

struct kind {
	const char *name, *suite;
	uint16_t number;
	bool resumed;
};

static const struct kind kinds[] = {
	{ "PSK-AES128-CCM8", "PSK-AES128-CCM8", 0xC0A8, false },
	{ "PSK-AES128-CCM8 resumed", "PSK-AES128-CCM8", 0xC0A8, true },
	{ "PSK-AES128-GCM-SHA256", "PSK-AES128-GCM-SHA256", 0x00A8, false },
	{ "ECDHE-PSK-CHACHA20-POLY1305", "ECDHE-PSK-CHACHA20-POLY1305", 0xCCAC, false },
};

static double cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double median(double *values)
{
	qsort(values, PASSES, sizeof(*values), compare);
	return values[PASSES / 2];
}

/* --- OpenSSL's ends --- */

struct ends {
	struct post *out, *in;
};

static int post_write(BIO *bio, const char *bytes, int len)
{
	struct post *p = ((struct ends *)BIO_get_data(bio))->out;

	memcpy(p->bytes[p->count], bytes, (size_t)len);
	p->len[p->count++] = len;
	return len;
}

static int post_read(BIO *bio, char *bytes, int size)
{
	struct post *p = ((struct ends *)BIO_get_data(bio))->in;

	(void)size;
	BIO_clear_retry_flags(bio);
	if (p->read == p->count) {
		BIO_set_retry_read(bio);
		return -1;
	}
	memcpy(bytes, p->bytes[p->read], (size_t)p->len[p->read]);
	return p->len[p->read++];
}

static long post_ctrl(BIO *bio, int command, long n, void *p)
{
	(void)bio, (void)n, (void)p;
	return command == BIO_CTRL_FLUSH;
}

static int post_free(BIO *bio)
{
	free(BIO_get_data(bio));
	return 1;
}

static BIO_METHOD *post_method(void)
{
	BIO_METHOD *m = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "post");

	BIO_meth_set_write(m, post_write);
	BIO_meth_set_read(m, post_read);
	BIO_meth_set_ctrl(m, post_ctrl);
	BIO_meth_set_destroy(m, post_free);
	return m;
}

static unsigned give_psk(SSL *ssl, const char *hint, char *identity, unsigned size, unsigned char *psk, unsigned psk_size)
{
	(void)ssl, (void)hint, (void)size, (void)psk_size;
	memcpy(identity, "ue1", 4);
	memcpy(psk, "secretPSK", 9);
	return 9;
}

static unsigned check_psk(SSL *ssl, const char *identity, unsigned char *psk, unsigned psk_size)
{
	(void)ssl, (void)identity, (void)psk_size;
	memcpy(psk, "secretPSK", 9);
	return 9;
}

static SSL_CTX *context(const SSL_METHOD *method, const struct kind *k)
{
	SSL_CTX *ctx = SSL_CTX_new(method);

	if (!ctx || SSL_CTX_set_cipher_list(ctx, k->suite) != 1)
		exit(3);
	SSL_CTX_set_options(ctx, SSL_OP_NO_QUERY_MTU | SSL_OP_NO_TICKET);
	SSL_CTX_set_psk_client_callback(ctx, give_psk);
	SSL_CTX_set_psk_server_callback(ctx, check_psk);
	SSL_CTX_set_session_id_context(ctx, (const uint8_t *)"bench", 5);
	return ctx;
}

static SSL *end(SSL_CTX *ctx, const BIO_METHOD *method, struct post *out, struct post *in)
{
	SSL *ssl = SSL_new(ctx);
	BIO *bio = BIO_new(method);
	struct ends *ends = malloc(sizeof(*ends));

	if (!ssl || !bio || !ends)
		exit(3);
	*ends = (struct ends){ out, in };
	BIO_set_data(bio, ends);
	BIO_set_init(bio, 1);
	SSL_set_bio(ssl, bio, bio);
	SSL_set_mtu(ssl, 1400);
	return ssl;
}

/* --- ours --- */

static void world_send(void *arg, const uint8_t *bytes, size_t len)
{
	struct post *p = &((struct pair *)arg)->to_server;

	memcpy(p->bytes[p->count], bytes, len);
	p->len[p->count++] = (int)len;
}

static void world_received(void *arg, const uint8_t *bytes, size_t len, uint16_t epoch)
{
	(void)arg, (void)bytes, (void)len, (void)epoch;
}

static void world_event(void *arg, enum connection_event event, const char *why)
{
	(void)why;
	((struct pair *)arg)->up = event == CONNECTION_UP;
}

static const struct connection_world world = { .send = world_send, .received = world_received, .event = world_event };

static const struct identity ue1 = { .psk_identity = "ue1", .psk_identity_len = 3, .psk = "secretPSK", .psk_len = 9 };

/* --- one pass --- */

struct stage {
	const struct kind *kind;
	SSL_CTX *client_ctx, *server_ctx;
	BIO_METHOD *method;
	struct connection_profile profile;
	struct pair *pairs;
};

static void client_begin(struct stage *s, struct pair *p, bool own)
{
	p->up = false;
	if (own) {
		p->own = connection_new(&s->profile, p, &ue1, s->kind->resumed ? &p->resumption : NULL);
		connection_start(p->own, 0);
		return;
	}
	p->client = end(s->client_ctx, s->method, &p->to_server, &p->to_client);
	if (s->kind->resumed && p->session)
		SSL_set_session(p->client, p->session);
	SSL_connect(p->client);
}

static void client_step(struct pair *p, bool own)
{
	if (!own) {
		p->up = SSL_connect(p->client) == 1;
		return;
	}
	for (; p->to_client.read < p->to_client.count; p->to_client.read++)
		connection_input(p->own, p->to_client.bytes[p->to_client.read], (size_t)p->to_client.len[p->to_client.read], 0);
}

static void client_end(struct pair *p, bool own)
{
	if (own) {
		connection_resumption(p->own, &p->resumption);
		connection_free(p->own);
		p->own = NULL;
		return;
	}
	SSL_SESSION_free(p->session);
	p->session = SSL_get1_session(p->client);
	SSL_set_shutdown(p->client, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
	SSL_free(p->client);
}

static void server_step(struct pair *p)
{
	p->to_client.count = p->to_client.read = 0;
	SSL_accept(p->server);
	p->to_server.count = p->to_server.read = 0;
}

/* Microseconds of the client a handshake. */
static double pass(struct stage *s, bool own)
{
	double spent = 0, since;

	for (int i = 0; i < PAIRS; i++)
		s->pairs[i].server = end(s->server_ctx, s->method, &s->pairs[i].to_client, &s->pairs[i].to_server);
	since = cpu_us();
	for (int i = 0; i < PAIRS; i++)
		client_begin(s, &s->pairs[i], own);
	spent += cpu_us() - since;
	for (int flight = 0; flight < 2; flight++) {
		for (int i = 0; i < PAIRS; i++)
			server_step(&s->pairs[i]);
		since = cpu_us();
		for (int i = 0; i < PAIRS; i++)
			client_step(&s->pairs[i], own);
		spent += cpu_us() - since;
	}
	for (int i = 0; i < PAIRS; i++) {
		server_step(&s->pairs[i]);
		if (!s->pairs[i].up || !SSL_is_init_finished(s->pairs[i].server)) {
			fprintf(stderr, "%s: a handshake did not finish\n", s->kind->name);
			exit(1);
		}
		SSL_set_shutdown(s->pairs[i].server, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
		SSL_free(s->pairs[i].server);
	}
	since = cpu_us();
	for (int i = 0; i < PAIRS; i++)
		client_end(&s->pairs[i], own);
	return (spent + cpu_us() - since) / PAIRS;
}

static void handshakes(struct workbench *bench, const struct kind *k)
{
	struct stage s = { .kind = k, .method = post_method(), .pairs = calloc(PAIRS, sizeof(*s.pairs)) };
	double own[PASSES], theirs[PASSES], ratio[PASSES];

	if (!s.pairs)
		exit(3);
	s.profile = (struct connection_profile){ .bench = bench, .world = &world, .suites = { k->number }, .mtu = 1400 };
	s.client_ctx = context(DTLS_client_method(), k);
	s.server_ctx = context(DTLS_server_method(), k);
	pass(&s, true);		/* to warm up; the resumed have something to resume */
	pass(&s, false);
	for (int i = 0; i < PASSES; i++) {
		own[i] = pass(&s, true);
		theirs[i] = pass(&s, false);
		ratio[i] = own[i] / theirs[i];
	}
	printf("  %-30s %8.1f us %8.1f us   x %.2f\n", k->name, median(own), median(theirs), median(ratio));
	for (int i = 0; i < PAIRS; i++)
		SSL_SESSION_free(s.pairs[i].session);
	SSL_CTX_free(s.client_ctx);
	SSL_CTX_free(s.server_ctx);
	BIO_meth_free(s.method);
	free(s.pairs);
}

/* --- records: ours beside a bare EVP loop that does no more than AES-CCM asks for --- */

static double seal(struct protector *p, const struct epoch_keys *keys, uint8_t *out, size_t size)
{
	static const uint8_t text[TEXT];
	double since = cpu_us();

	for (unsigned i = 0; i < RECORDS; i++) {
		const struct record r = { .type = RECORD_APPLICATION_DATA, .version = DTLS_1_2, .epoch = 1, .seq = i };
		struct buffer b = buffer_on(out, size);
		if (!record_seal(p, keys, true, &r, text, sizeof(text), &b))
			exit(1);
	}
	return (cpu_us() - since) / RECORDS;
}

static double unseal(struct protector *p, const struct epoch_keys *keys, const uint8_t *sealed, size_t size)
{
	uint8_t text[TEXT + 32];
	const uint8_t *fragment;
	struct record r;
	size_t len;
	double since = cpu_us();

	for (unsigned i = 0; i < RECORDS; i++)
		if (!record_read(&r, sealed, size, 0, &fragment, &len) ||
		    record_open(p, keys, true, &r, fragment, len, text) != TEXT)
			exit(1);
	return (cpu_us() - since) / RECORDS;
}

static double bare(EVP_CIPHER_CTX *ctx, const struct epoch_keys *keys, uint8_t *out)
{
	static const uint8_t text[TEXT], aad[13];
	uint8_t nonce[12] = { 0 };
	double since = cpu_us();
	int n;

	for (unsigned i = 0; i < RECORDS; i++) {
		memcpy(nonce + 8, &i, sizeof(i));
		if (!EVP_EncryptInit_ex2(ctx, NULL, keys->client.key, nonce, NULL) ||
		    !EVP_EncryptUpdate(ctx, NULL, &n, NULL, TEXT) || !EVP_EncryptUpdate(ctx, NULL, &n, aad, sizeof(aad)) ||
		    !EVP_EncryptUpdate(ctx, out, &n, text, TEXT) ||
		    EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, 8, out + TEXT) <= 0)
			exit(1);
	}
	return (cpu_us() - since) / RECORDS;
}

static void records(void)
{
	static const uint8_t secret[MASTER_SECRET];
	EVP_CIPHER *ccm = EVP_CIPHER_fetch(NULL, "AES-128-CCM", NULL);
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	struct protector *p = protector_new();
	double sealing[PASSES], opening[PASSES], plain[PASSES];
	struct epoch_keys keys;
	uint8_t room[TEXT + 64], scratch[TEXT + 64];

	if (!epoch_keys_make(&keys, suite_by_number(0xC0A8), secret, secret, secret) ||
	    !EVP_EncryptInit_ex2(ctx, ccm, NULL, NULL, NULL) ||
	    EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_IVLEN, 12, NULL) <= 0 ||
	    EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, 8, NULL) <= 0)
		exit(3);
	for (int i = 0; i < PASSES; i++) {
		plain[i] = bare(ctx, &keys, scratch);
		sealing[i] = seal(p, &keys, room, sizeof(room));
		opening[i] = unseal(p, &keys, room, sizeof(room));
	}
	double loop = median(plain), ours = median(sealing), back = median(opening);
	printf("  a record of %d octets, CCM_8: bare EVP %.2f us, seal %.2f us (x %.2f), open %.2f us (x %.2f)\n", TEXT, loop,
	       ours, ours / loop, back, back / loop);
	protector_free(p);
	EVP_CIPHER_CTX_free(ctx);
	EVP_CIPHER_free(ccm);
}

int main(void)
{
	struct workbench *bench = workbench_new();

	printf("CPU of a client's handshake (medians of %d passes of %d)\n", PASSES, PAIRS);
	printf("  %-30s %11s %11s\n", "", "our engine", "OpenSSL");
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		handshakes(bench, &kinds[i]);
	records();
	workbench_free(bench);
	return 0;
}
