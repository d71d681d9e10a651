/* net/association.c - associations by OpenSSL: handshake, reading, sending, ending. */
#include "net/association.h"

#include <assert.h>
#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "net/gate.h"
#include "net/link.h"
#include "net/secure.h"
#include "net/wish.h"

enum { KEPT_AT_MOST = 64 };

struct message_kept {
	struct message_kept *next;
	uint32_t carries;
	struct out out;
	uint8_t bytes[];
};

static void expire(struct host *, struct timer *);

struct association *association_new(struct host *h, SSL *ssl, struct gate *gate)
{
	struct association *a = calloc(1, sizeof(*a));

	assert(a);
	*a = (struct association){ .timer.fire = expire, .host = h, .gate = gate, .ssl = ssl };
	SSL_set_app_data(ssl, a);
	BIO_set_data(SSL_get_rbio(ssl), a);
	return a;
}

void association_free(struct association *a)
{
	timer_stop(a->host, &a->timer);
	/* Without this OpenSSL takes the session for broken and spoils its resumption. */
	SSL_set_shutdown(a->ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
	SSL_free(a->ssl);
	while (a->kept) {
		struct message_kept *one = a->kept;
		a->kept = one->next;
		free(one);
	}
	OPENSSL_cleanse(a->secrets, sizeof(a->secrets));
	free(a);
}

static void set_timer(struct association *a)
{
	struct timeval left;
	uint64_t at = NEVER;

	if (DTLSv1_get_timeout(a->ssl, &left))
		at = a->host->clock.now_ns + (uint64_t)left.tv_sec * NS_PER_S + (uint64_t)left.tv_usec * 1000;
	timer_set(a->host, &a->timer, at);
}

/* Either way the association is over; a newcomer's end leaves the one it wanted to replace. */
static void end(struct association *a, enum link_event what)
{
	struct link *link = a->link;

	association_note_failure(a);
	if (a->gate && !a->epoch) {
		link_free(link);	/* nobody was told of it */
		return;
	}
	if (link->newcomer == a) {
		link->newcomer = NULL;
		association_free(a);
		event_push(link->engine->host, link->id, LINK_FAILED);
		return;
	}
	link_event(link, what);
}

/* False: it is over. */
static bool still_alive(struct association *a, int result)
{
	switch (SSL_get_error(a->ssl, result)) {
	case SSL_ERROR_NONE:
	case SSL_ERROR_WANT_READ:
	case SSL_ERROR_WANT_WRITE:
		ERR_clear_error();
		return true;
	case SSL_ERROR_ZERO_RETURN:	/* close_notify is answered by close_notify (RFC 5246 7.2.1) */
		SSL_shutdown(a->ssl);
		break;
	default:
		break;
	}
	end(a, a->epoch && !a->asked ? LINK_CLOSED : LINK_FAILED);
	return false;
}

static void send_kept(struct association *a)
{
	struct message_kept *list = a->kept;

	a->kept = NULL;
	while (list) {
		struct message_kept *one = list;
		struct link *carries = link_find(a->host, one->carries);
		list = one->next;
		if (carries && carries->state == LINK_OPEN)
			association_send(a, carries, &one->out);
		free(one);
	}
}

static void replace_old(struct association *a)
{
	struct link *link = a->link;

	if (link->newcomer != a)
		return;
	if (link->former)
		association_free(link->former);
	link->former = link->association;
	timer_stop(a->host, &link->former->timer);
	link->association = a;
	link->newcomer = NULL;
}

/* HANDSHAKE_DONE is also said after a HelloRequest: a new client random tells them apart. */
static bool is_new_handshake(const struct association *a)
{
	uint8_t random[HELLO_RANDOM];

	SSL_get_client_random(a->ssl, random, sizeof(random));
	return !a->epoch || memcmp(random, a->secrets[a->epoch % EPOCHS_KEPT].client_random, sizeof(random));
}

static void note_handshake(struct association *a)
{
	struct link *link = a->link;
	bool again = a->epoch || link->newcomer == a;

	if (!a->handshake_done || SSL_in_init(a->ssl))
		return;
	a->handshake_done = false;
	if (!is_new_handshake(a))
		return;
	a->epoch++;
	a->asked = false;
	association_remember_secrets(a);
	if (a->gate)
		gate_admit(a->gate, a);
	else
		secure_keep_session(a->host->secure, a->identity, a->ssl);
	replace_old(a);
	link_event(link, again ? LINK_RENEGOTIATED : LINK_UP);
	send_kept(a);
}

static bool is_mine(const struct link *link, const struct association *a)
{
	return link->association == a || link->newcomer == a;
}

/* Every call to an engine may close the link; its struct stays until the loop's next round. */
static bool read_messages(struct association *a, const struct endpoint *from)
{
	uint8_t room[RECORD_PLAIN_MAX];
	struct link *link = a->link;
	int n;

	ERR_clear_error();
	while ((n = SSL_read(a->ssl, room, sizeof(room))) > 0) {
		note_handshake(a);
		if (link->association == a)
			link_input(link, from, room, (size_t)n);
		if (!is_mine(link, a))
			return false;
	}
	return still_alive(a, n);
}

void association_go_on(struct association *a)
{
	struct endpoint from = a->link->peer;
	struct link *link = a->link;

	ERR_clear_error();
	if (!a->epoch && !still_alive(a, SSL_do_handshake(a->ssl)))
		return;
	note_handshake(a);
	if (a->epoch && !read_messages(a, &from))
		return;
	if (!is_mine(link, a))
		return;
	note_handshake(a);
	set_timer(a);
}

static void feed(struct association *a, const struct arrival *arrival)
{
	a->inbox = arrival;
	association_go_on(a);
}

void associations_hear(struct link *link, const struct arrival *arrival)
{
	struct association *newcomer = link->newcomer;

	if (!endpoint_equal(&arrival->from, &link->peer))
		return;		/* an association is bound to its 5-tuple; the tap has seen it */
	if (newcomer)
		feed(newcomer, arrival);
	if (link->association && link->association != newcomer)
		feed(link->association, arrival);
}

static void expire(struct host *h, struct timer *t)
{
	struct association *a = (struct association *)t;

	(void)h;
	ERR_clear_error();
	if (DTLSv1_handle_timeout(a->ssl) < 0) {
		end(a, a->epoch && !a->asked ? LINK_CLOSED : LINK_FAILED);
		return;
	}
	set_timer(a);
}

/* RFC 6347 4.2.4.1: doubled each time, up to 60 s. */
static unsigned next_interval(SSL *ssl, unsigned interval_us)
{
	const struct association *a = SSL_get_app_data(ssl);
	unsigned most_us = 60u * 1000000u;

	if (!interval_us)
		return (unsigned)(a->host->config.dtls_timeout_ns / 1000);
	return interval_us < most_us / 2 ? 2 * interval_us : most_us;
}

static struct association *begin(struct link *link, const struct identity *identity, bool resume)
{
	struct secure *s = link->engine->host->secure;
	struct association *a = association_new(link->engine->host, secure_ssl(s, s->client), NULL);
	SSL_SESSION *session = resume ? secure_find_session(s, identity) : NULL;

	a->link = link;
	a->identity = identity;
	a->resume = resume;
	a->asked = true;
	SSL_set_connect_state(a->ssl);
	if (a->host->config.dtls_timeout_ns)
		DTLS_set_timer_cb(a->ssl, next_interval);
	if (session)
		SSL_set_session(a->ssl, session);
	return a;
}

/* A key of AKMA is good for one suite only. */
static int offer_one(SSL *ssl, uint16_t suite, struct error *error)
{
	const SSL_CIPHER *cipher = SSL_CIPHER_find(ssl, (const unsigned char[]){ (uint8_t)(suite >> 8), (uint8_t)suite });

	if (cipher && SSL_set_cipher_list(ssl, SSL_CIPHER_get_name(cipher)))
		return 0;
	ERR_clear_error();
	return error_set(error, "OpenSSL has no suite 0x%04x", suite);
}

/* As the server is called, and as its key wants it. */
static int address_server(struct association *a, const char *server_name, struct error *error)
{
	const struct akma_subscription *akma = a->identity->akma;
	const char *name = akma ? akma->af_fqdn : server_name;

	if (name)
		SSL_set_tlsext_host_name(a->ssl, (void *)(uintptr_t)name);
	return akma ? offer_one(a->ssl, akma->suite, error) : 0;
}

int association_open(struct link *link, const struct link_wanted *wanted, struct error *error)
{
	const struct identity *who = wanted->identity;

	if (!secure_get(link->engine->host, error))
		return -1;
	if (!who || !who->psk_len)
		return error_set(error, "coaps without a PSK");
	if (memchr(who->psk_identity, 0, who->psk_identity_len))
		return error_set(error, "OpenSSL cannot send a PSK identity with a NUL in it");
	link->association = begin(link, who, wanted->resume);
	if (address_server(link->association, wanted->server_name, error))
		return -1;
	association_go_on(link->association);
	return 0;
}

static void renegotiate(struct association *a)
{
	ERR_clear_error();
	a->asked = !a->gate;	/* a HelloRequest need not be followed */
	if (SSL_renegotiate(a->ssl) && still_alive(a, SSL_do_handshake(a->ssl)))
		set_timer(a);
}

void association_again(struct link *link, bool new_session)
{
	struct association *a = link->association;

	if (link->state != LINK_OPEN || link->newcomer || !a || !a->epoch)
		return;
	if (!new_session) {
		renegotiate(a);
		return;
	}
	if (a->gate)
		return;		/* a server sends no ClientHello */
	struct error none;	/* it was offered before */
	link->newcomer = begin(link, a->identity, a->resume);
	address_server(link->newcomer, SSL_get_servername(a->ssl, TLSEXT_NAMETYPE_host_name), &none);
	association_go_on(link->newcomer);
}

bool association_resumed(const struct association *a) { return SSL_session_reused(a->ssl); }

void association_say_goodbye(struct association *a)
{
	ERR_clear_error();
	if (a->epoch && !SSL_in_init(a->ssl))
		SSL_shutdown(a->ssl);
	ERR_clear_error();
}

/* OpenSSL seals nothing while it negotiates anew. */
static void keep(struct association *a, const struct link *carries, const struct out *out)
{
	struct message_kept **end_of = &a->kept, *one;
	size_t words = out->deliberate ? strlen(out->deliberate) + 1 : 0;
	size_t n = 0;

	for (; *end_of; end_of = &(*end_of)->next)
		n++;
	if (n == KEPT_AT_MOST) {
		link_why(a->link, "a renegotiation lasts, and %d messages wait for it", KEPT_AT_MOST);
		return;
	}
	one = malloc(sizeof(*one) + out->len + words);
	assert(one);
	*one = (struct message_kept){ .carries = carries->id, .out = *out };
	one->out.bytes = memcpy(one->bytes, out->bytes, out->len);
	if (words)
		one->out.deliberate = memcpy(one->bytes + out->len, out->deliberate, words);
	*end_of = one;
}

void association_send(struct association *a, struct link *carries, const struct out *out)
{
	if (out->len > RECORD_PLAIN_MAX) {
		link_why(a->link, "%zu octets do not fit into a record", out->len);
		return;
	}
	if (out->wish.clear_record) {
		association_send_clear_record(a, carries, out);
		return;
	}
	if (SSL_in_init(a->ssl)) {
		keep(a, carries, out);
		return;
	}
	ERR_clear_error();
	a->carries = carries;
	a->out = out;
	int n = SSL_write(a->ssl, out->bytes, (int)out->len);
	a->carries = NULL;
	a->out = NULL;
	if (n <= 0)
		still_alive(a, n);
}

void association_identity(const struct association *a, struct in *in)
{
	if (!a->identity)
		return;
	in->identity = a->identity->psk_identity;
	in->identity_len = a->identity->psk_identity_len;
}
