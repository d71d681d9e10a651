/* net/own.c - our own engine on the loop: datagrams in and out, its timers, its events as the link's. */
#include "net/own.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dtls/connection.h"
#include "dtls/stimulus.h"
#include "net/link.h"
#include "net/wish.h"
#include "wire/hex.h"

/* Sessions to resume, by identity: a tester's few. */
enum { RESUMPTIONS = 64 };

struct own_shared {
	struct workbench *bench;
	struct {
		const struct identity *identity;
		struct resumption resumption;
	} kept[RESUMPTIONS];
	unsigned kept_count;
};

/* Heard inside a call of the connection's, told to the engine after it: an engine may close the link. */
struct heard {
	struct heard *next;
	size_t len;
	uint8_t bytes[];
};

struct own {
	struct timer timer;		/* first */
	struct host *host;
	struct link *link;
	const struct identity *identity;
	struct connection *connection, *newcomer;	/* NEWCOMER: of a new session, until it is up */
	struct connection_profile profile;
	struct stimuli stimuli;
	char words[160];		/* of the stimuli: what is deliberate about this handshake */
	char server_name[256];
	bool resume;
	struct link *carries;		/* while a message is sealed: who takes it, */
	const struct out *out;		/* and how wrong it shall be */
	struct heard *heard;
	uint64_t odd_seq;		/* for records of epochs that are over or to come */
	bool over;			/* the connection told its end: freed when it has returned */
	enum link_event end;
};

static void send(void *arg, const uint8_t *datagram, size_t len)
{
	struct own *o = arg;
	const struct out handshake = { .deliberate = *o->words ? o->words : NULL };

	wish_depart(o->out ? o->carries : o->link, o->out ? o->out : &handshake, datagram, len);
}

static void received(void *arg, const uint8_t *bytes, size_t len, uint16_t epoch)
{
	struct own *o = arg;
	struct heard **at = &o->heard, *one = malloc(sizeof(*one) + len);

	(void)epoch;
	assert(one);
	one->next = NULL;
	one->len = len;
	memcpy(one->bytes, bytes, len);
	while (*at)
		at = &(*at)->next;
	*at = one;
}

/* False: the engine closed the link, and O is gone. */
static bool tell_heard(struct own *o)
{
	struct link *link = o->link;

	for (struct heard *one; (one = o->heard);) {
		o->heard = one->next;
		link_input(link, &link->peer, one->bytes, one->len);
		free(one);
		if (link->own != o)
			return false;
	}
	return true;
}

static void keep_session(struct own *o)
{
	struct own_shared *s = o->host->own;
	unsigned i = 0;

	while (i < s->kept_count && s->kept[i].identity != o->identity)
		i++;
	if (i == RESUMPTIONS)
		return;
	s->kept_count += i == s->kept_count;
	s->kept[i].identity = o->identity;
	connection_resumption(o->newcomer ? o->newcomer : o->connection, &s->kept[i].resumption);
}

static const struct resumption *find_session(const struct own *o)
{
	const struct own_shared *s = o->host->own;

	for (unsigned i = 0; o->resume && i < s->kept_count; i++)
		if (s->kept[i].identity == o->identity && s->kept[i].resumption.suite)
			return &s->kept[i].resumption;
	return NULL;
}

static void end(struct own *o, enum link_event event)
{
	o->over = true;
	o->end = event;
}

static void event(void *arg, enum connection_event what, const char *why)
{
	struct own *o = arg;

	if (why)
		link_why(o->link, "%s", why);
	switch (what) {
	case CONNECTION_UP:
		keep_session(o);
		link_event(o->link, o->newcomer ? LINK_RENEGOTIATED : LINK_UP);
		break;
	case CONNECTION_RENEGOTIATED:
		link_event(o->link, LINK_RENEGOTIATED);
		break;
	case CONNECTION_REFUSED:
		break;		/* whoever asked waits in vain, as with OpenSSL's */
	case CONNECTION_FAILED:
		end(o, o->link->state == LINK_OPEN && !o->newcomer ? LINK_CLOSED : LINK_FAILED);
		break;
	case CONNECTION_CLOSED:
		end(o, LINK_CLOSED);
		break;
	}
}

static void keylog(void *arg, const uint8_t client_random[HELLO_RANDOM], const uint8_t master[MASTER_SECRET])
{
	const struct own *o = arg;
	const struct host_config *config = &o->host->config;
	char random[2 * HELLO_RANDOM + 1], secret[2 * MASTER_SECRET + 1], line[256];

	if (!o->link->engine->tapped || !config->keylog)
		return;
	hex_format(random, sizeof(random), client_random, HELLO_RANDOM);
	hex_format(secret, sizeof(secret), master, MASTER_SECRET);
	snprintf(line, sizeof(line), "CLIENT_RANDOM %s %s", random, secret);
	config->keylog(config->keylog_arg, line);
}

static const struct connection_world world = { send, received, event, keylog };

/* A wish, where the record is made: wire/wish.h. */
static void bend_record(void *arg, struct record_out *r)
{
	struct own *o = arg;
	const struct wish *wish = o->out ? &o->out->wish : NULL;

	if (!wish || r->header.type != 23)
		return;
	r->key_epoch = (uint16_t)(r->key_epoch + wish->key_epoch);
	if (wish->header_epoch || wish->clear_record) {
		r->header.epoch = wish->clear_record ? 0 : (uint16_t)(r->header.epoch + wish->header_epoch);
		r->header.seq = 1000 + o->odd_seq++;
	}
	r->clear = wish->clear_record;
	r->bad_tag = wish->bad_tag;
	if (wish->record_version)
		r->header.version = wish->record_version;
}

static const struct connection_hooks wishes = { .record = bend_record };

static void set_timer(struct own *o)
{
	uint64_t at = connection_deadline(o->connection), other = o->newcomer ? connection_deadline(o->newcomer) : NEVER;

	timer_set(o->host, &o->timer, at < other ? at : other);
}

/* What must wait until the connection has returned: its end, or that a newcomer takes over. */
static void settle(struct own *o)
{
	if (!tell_heard(o))
		return;
	if (o->over) {
		link_event(o->link, o->end);	/* frees O */
		return;
	}
	if (o->newcomer && connection_is_up(o->newcomer)) {
		connection_free(o->connection);
		o->connection = o->newcomer;
		o->newcomer = NULL;
		connection_hook(o->connection, &wishes, o);
	}
	set_timer(o);
}

static void expire(struct host *h, struct timer *t)
{
	struct own *o = (struct own *)t;

	connection_tick(o->connection, h->clock.now_ns);
	if (o->newcomer && !o->over)
		connection_tick(o->newcomer, h->clock.now_ns);
	settle(o);
}

static struct own_shared *shared(struct host *h)
{
	if (!h->own) {
		h->own = calloc(1, sizeof(*h->own));
		assert(h->own);
		h->own->bench = workbench_new();
	}
	return h->own;
}

void own_shared_free(struct own_shared *s)
{
	if (!s)
		return;
	workbench_free(s->bench);
	free(s);
}

static struct connection *begin(struct own *o)
{
	struct connection *c = connection_new(&o->profile, o, o->identity, find_session(o));

	if (o->stimuli.count)
		stimuli_hook(&o->stimuli, c);
	else
		connection_hook(c, &wishes, o);
	return c;
}

int own_open(struct link *link, const struct link_wanted *wanted, struct error *error)
{
	static const uint16_t suites[] = { 0xc0a8, 0xc0a4, 0x00a8, 0xccab };	/* PSK: CCM_8, CCM, GCM, CHACHA20 */
	struct own *o;

	if (!wanted->identity || !wanted->identity->psk_len)
		return error_set(error, "coaps without a PSK");
	o = calloc(1, sizeof(*o));
	assert(o);
	if (wanted->stimuli && stimuli_parse(&o->stimuli, wanted->stimuli, error)) {
		free(o);
		return -1;
	}
	snprintf(o->words, sizeof(o->words), "%s", wanted->stimuli && !wanted->undeclared ? wanted->stimuli : "");
	o->host = link->engine->host;
	o->timer.fire = expire;
	o->link = link;
	o->identity = wanted->identity;
	o->resume = wanted->resume;
	o->profile = (struct connection_profile){ .bench = shared(o->host)->bench, .world = &world,
							  .timeout_ns = o->host->config.dtls_timeout_ns };
	memcpy(o->profile.suites, suites, sizeof(suites));
	if (wanted->server_name) {
		snprintf(o->server_name, sizeof(o->server_name), "%s", wanted->server_name);
		o->profile.server_name = o->server_name;
	}
	link->own = o;
	o->connection = begin(o);
	connection_start(o->connection, o->host->clock.now_ns);
	set_timer(o);
	return 0;
}

void own_free(struct own *o)
{
	for (struct heard *one; (one = o->heard);) {
		o->heard = one->next;
		free(one);
	}
	timer_stop(o->host, &o->timer);
	connection_free(o->connection);
	if (o->newcomer)
		connection_free(o->newcomer);
	stimuli_free(&o->stimuli);
	free(o);
}

void own_hear(struct link *link, const struct arrival *a)
{
	struct own *o = link->own;
	uint64_t now = o->host->clock.now_ns;

	if (!endpoint_equal(&a->from, &link->peer))
		return;		/* an association is bound to its 5-tuple; the tap has seen it */
	if (o->newcomer)
		connection_input(o->newcomer, a->bytes, a->len, now);
	if (!o->over)
		connection_input(o->connection, a->bytes, a->len, now);
	settle(o);
}

void own_send(struct own *o, struct link *carries, const struct out *out)
{
	o->carries = carries;
	o->out = out;
	if (!connection_send(o->connection, out->bytes, out->len))
		link_why(o->link, "the association takes no message now");
	o->out = NULL;
	settle(o);
}

void own_again(struct link *link, bool new_session)
{
	struct own *o = link->own;

	if (link->state != LINK_OPEN || o->newcomer)
		return;
	if (!new_session) {
		connection_renegotiate(o->connection, o->host->clock.now_ns);
	} else {
		o->newcomer = begin(o);
		connection_start(o->newcomer, o->host->clock.now_ns);
	}
	settle(o);
}

void own_goodbye(struct own *o)
{
	if (connection_is_up(o->connection))
		connection_close(o->connection);
}

bool own_resumed(const struct own *o) { return o->connection && connection_resumed(o->connection); }
