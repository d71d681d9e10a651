/* net/own.c - our own engine on the loop: datagrams in and out, its timers, its events as the bearer's. */
#include "net/own.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dtls/stimulus.h"
#include "wire/hex.h"

/* Sessions to resume, by identity: a tester's few. */
enum { RESUMPTIONS = 64 };

struct own_shared {
	struct workbench *bench;
	struct connection_profile client, crowd;	/* crowd: of links that share a socket */
	struct connection_profile certified;	/* of identities with a certificate */
	struct {
		const struct identity *identity;
		struct resumption resumption;
	} kept[RESUMPTIONS];
	unsigned kept_count;
	void *carries;			/* while a message is sealed: who takes it, */
	const struct out *out;		/* and how wrong it shall be; or NULL */
};

/* Heard inside a call of the connection's, told to the engine after it: an engine may close the link. */
struct heard {
	struct heard *next;
	size_t len;
	uint8_t bytes[];
};

/* What a handshake by the book in a crowd has no need of. */
struct oddity {
	struct connection_profile profile;
	struct stimuli stimuli;
	char words[160];		/* of the stimuli: what is deliberate about this handshake */
	char server_name[256];
};

struct own {
	struct timer timer;		/* first */
	struct host *host;
	const struct bearer *ops;
	void *bearer;
	const struct identity *identity;	/* a client's */
	struct connection *connection, *newcomer;	/* NEWCOMER: of a new session, until it is up */
	struct connection *former;	/* what it replaced, for one who wishes for it, or NULL */
	const struct connection_profile *profile;
	struct oddity *odd;		/* or NULL */
	struct heard *heard;
	uint64_t odd_seq;		/* for records of epochs that are over or to come */
	bool tapped, resume;
	bool up;			/* the bearer was told so */
	bool over;			/* the connection told its end: freed when it has returned */
	enum link_event end;
};

static void send(void *arg, const uint8_t *datagram, size_t len)
{
	struct own *o = arg;
	const struct own_shared *s = o->host->own;
	const struct out handshake = { .deliberate = o->odd && *o->odd->words ? o->odd->words : NULL };

	o->ops->depart(s->out ? s->carries : o->bearer, s->out ? s->out : &handshake, datagram, len);
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

/* A server may read a client's data before the Finished, out of habit: it is a peer from then on. */
static void be_up(struct own *o)
{
	if (o->up)
		return;
	o->up = true;
	o->ops->event(o->bearer, LINK_UP);
}

/* False: the engine closed the link, and O is gone. */
static bool tell_heard(struct own *o)
{
	for (struct heard *one; (one = o->heard);) {
		o->heard = one->next;
		be_up(o);
		bool alive = o->ops->input(o->bearer, one->bytes, one->len);
		free(one);
		if (!alive)
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
	if (i == RESUMPTIONS || o->profile->server || o->profile->forgetful)
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
		o->ops->why(o->bearer, why);
	switch (what) {
	case CONNECTION_UP:
		keep_session(o);
		if (o->newcomer)
			o->ops->event(o->bearer, LINK_RENEGOTIATED);
		else
			be_up(o);
		break;
	case CONNECTION_RENEGOTIATED:
		o->ops->event(o->bearer, LINK_RENEGOTIATED);
		break;
	case CONNECTION_REFUSED:
		break;		/* whoever asked waits in vain, as with OpenSSL's */
	case CONNECTION_FAILED:
		end(o, o->up && !o->newcomer ? LINK_CLOSED : LINK_FAILED);
		break;
	case CONNECTION_CLOSED:
		end(o, LINK_CLOSED);
		break;
	}
}

/* Straight to who watches, or as the line that everybody reads. */
static void keylog(void *arg, const uint8_t client_random[HELLO_RANDOM], const uint8_t master[MASTER_SECRET])
{
	const struct own *o = arg;
	const struct host_config *config = &o->host->config;
	char random[2 * HELLO_RANDOM + 1], secret[2 * MASTER_SECRET + 1], line[256];

	if (!o->tapped)
		return;
	if (config->master)
		config->master(config->keylog_arg, client_random, master);
	if (config->master || !config->keylog)
		return;
	hex_format(random, sizeof(random), client_random, HELLO_RANDOM);
	hex_format(secret, sizeof(secret), master, MASTER_SECRET);
	snprintf(line, sizeof(line), "CLIENT_RANDOM %s %s", random, secret);
	config->keylog(config->keylog_arg, line);
}

const struct identity *own_find(void *own, const uint8_t *psk_identity, size_t len)
{
	const struct own *o = own;

	return o->ops->find(o->bearer, psk_identity, len);
}

const struct identity *own_find_certificate(void *own, const uint8_t *certificate, size_t len)
{
	const struct own *o = own;

	return o->ops->find_certificate(o->bearer, certificate, len);
}

const struct connection_world own_world = { send, received, event, keylog };

/* A wish, where the record is made: wire/wish.h. */
static void bend_record(void *arg, struct record_out *r)
{
	struct own *o = arg;
	const struct own_shared *s = o->host->own;
	const struct wish *wish = s->out ? &s->out->wish : NULL;

	if (!wish || r->header.type != 23)
		return;
	r->key_epoch = (uint16_t)(r->key_epoch + wish->key_epoch);
	if (wish->header_epoch || wish->clear_record) {
		r->header.epoch = wish->clear_record ? 0 : (uint16_t)(r->header.epoch + wish->header_epoch);
		r->header.seq = 1000 + o->odd_seq++;
	}
	r->header.seq += wish->ahead;
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
		o->ops->event(o->bearer, o->end);	/* frees O */
		return;
	}
	if (o->newcomer && connection_is_up(o->newcomer)) {
		connection_free(o->former);
		o->former = o->connection;
		o->connection = o->newcomer;
		o->newcomer = NULL;
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
	static const uint16_t suites[] = { 0xc0a8, 0xc0a4, 0x00a8, 0xccab };	/* PSK: CCM_8, CCM, GCM, CHACHA20 */
	static const uint16_t certified[] = { 0xc0ae, 0xc0ac, 0xc02b, 0xcca9 };	/* ECDHE_ECDSA: the same */
	struct own_shared *s = h->own;

	if (s)
		return s;
	s = h->own = calloc(1, sizeof(*s));
	assert(s);
	s->bench = workbench_new();
	s->client = (struct connection_profile){ .bench = s->bench, .world = &own_world,
						    .timeout_ns = h->config.dtls_timeout_ns };
	memcpy(s->client.suites, suites, sizeof(suites));
	s->crowd = s->client;
	s->crowd.forgetful = true;
	s->certified = s->crowd;
	memcpy(s->certified.suites, certified, sizeof(certified));
	return s;
}

struct workbench *own_workbench(struct host *h) { return shared(h)->bench; }

void own_shared_free(struct own_shared *s)
{
	if (!s)
		return;
	workbench_free(s->bench);
	free(s);
}

static struct connection *begin(struct own *o)
{
	struct connection *c = connection_new(o->profile, o, o->identity, find_session(o));

	if (o->odd && o->odd->stimuli.count) {
		o->odd->stimuli.then = bend_record;
		o->odd->stimuli.then_arg = o;
		stimuli_hook(&o->odd->stimuli, c);
	} else {
		connection_hook(c, &wishes, o);
	}
	return c;
}

static void free_oddity(struct oddity *odd)
{
	if (odd)
		stimuli_free(&odd->stimuli);
	free(odd);
}

/* By the book in all: nothing is made. */
static int find_odd(struct own *o, const struct link_wanted *wanted, struct error *error)
{
	const struct akma_subscription *akma = wanted->identity->akma;
	const char *server_name = akma ? akma->af_fqdn : wanted->server_name;

	if (!wanted->stimuli && !server_name)
		return 0;
	struct oddity *odd = o->odd = calloc(1, sizeof(*odd));
	assert(odd);
	if (wanted->stimuli && stimuli_parse(&odd->stimuli, wanted->stimuli, error))
		return -1;
	snprintf(odd->words, sizeof(odd->words), "%s", wanted->stimuli && !wanted->undeclared ? wanted->stimuli : "");
	odd->profile = *o->profile;
	odd->profile.habits = odd->stimuli.habits;
	if (akma) {
		memset(odd->profile.suites, 0, sizeof(odd->profile.suites));
		odd->profile.suites[0] = akma->suite;
	}
	if (server_name) {
		snprintf(odd->server_name, sizeof(odd->server_name), "%s", server_name);
		odd->profile.server_name = odd->server_name;
	}
	o->profile = &odd->profile;
	return 0;
}

static struct own *own_new(struct host *h, const struct bearer *ops, void *bearer, const struct connection_profile *profile)
{
	struct own *o = calloc(1, sizeof(*o));

	assert(o);
	*o = (struct own){ .timer.fire = expire, .host = h, .ops = ops, .bearer = bearer, .profile = profile };
	return o;
}

struct own *own_open(struct host *h, const struct bearer *ops, void *bearer, const struct link_wanted *wanted, bool tapped,
		     struct error *error)
{
	struct own_shared *s = shared(h);

	const struct identity *who = wanted->identity;

	if (!who || (!who->psk_len && !who->credential)) {
		error_set(error, "coaps without a PSK or a certificate");
		return NULL;
	}
	struct own *o = own_new(h, ops, bearer, who->credential ? &s->certified : wanted->shared ? &s->crowd : &s->client);
	o->tapped = tapped;
	o->identity = who;
	o->resume = wanted->resume;
	if (find_odd(o, wanted, error)) {
		free_oddity(o->odd);
		free(o);
		return NULL;
	}
	o->connection = begin(o);
	connection_start(o->connection, h->clock.now_ns);
	set_timer(o);
	return o;
}

struct own *own_accept(struct host *h, const struct bearer *ops, void *bearer, const struct connection_profile *profile,
		       bool tapped, const char *stimuli)
{
	struct own *o = own_new(h, ops, bearer, profile);
	struct error none;

	o->tapped = tapped;
	if (stimuli) {
		o->odd = calloc(1, sizeof(*o->odd));
		assert(o->odd);
		stimuli_parse(&o->odd->stimuli, stimuli, &none);	/* the door has read them before */
	}
	o->connection = begin(o);
	return o;
}

void own_free(struct own *o)
{
	for (struct heard *one; (one = o->heard);) {
		o->heard = one->next;
		free(one);
	}
	timer_stop(o->host, &o->timer);
	connection_free(o->connection);
	connection_free(o->newcomer);
	connection_free(o->former);
	free_oddity(o->odd);
	free(o);
}

void own_hear(struct own *o, const struct arrival *a)
{
	uint64_t now = o->host->clock.now_ns;

	if (o->newcomer)
		connection_input(o->newcomer, a->bytes, a->len, now);
	if (!o->over)
		connection_input(o->connection, a->bytes, a->len, now);
	settle(o);
}

void own_send(struct own *o, void *carries, const struct out *out)
{
	struct own_shared *s = o->host->own;

	struct connection *seals = out->wish.former && o->former ? o->former : o->connection;

	s->carries = carries;
	s->out = out;
	if (!connection_send(seals, out->bytes, out->len))
		o->ops->why(o->bearer, "the association takes no message now");
	s->out = NULL;
	settle(o);
}

void own_again(struct own *o, bool new_session)
{
	uint64_t now = o->host->clock.now_ns;

	if (!o->up || o->newcomer || (new_session && o->profile->server))
		return;		/* a server sends no ClientHello */
	if (!new_session) {
		connection_renegotiate(o->connection, now);
	} else {
		o->newcomer = begin(o);
		connection_start(o->newcomer, now);
	}
	settle(o);
}

void own_goodbye(struct own *o)
{
	if (connection_is_up(o->connection))
		connection_close(o->connection);
}

const struct identity *own_peer(const struct own *o) { return connection_peer_identity(o->connection); }

bool own_resumed(const struct own *o) { return o->connection && connection_resumed(o->connection); }
