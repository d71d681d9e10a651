/* dtls/connection.c - a connection made, asked, ticked, closed and freed. */
#include "dtls/connection.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dtls/connection_parts.h"

struct workbench *workbench_new(void)
{
	struct workbench *b = calloc(1, sizeof(*b));

	assert(b);
	b->schedule = schedule_new();
	b->protector = protector_new();
	b->plain = malloc(RECORD_ROOM);
	b->datagram = malloc(2 * RECORD_ROOM);
	b->message = malloc(MESSAGE_ROOM);
	assert(b->plain && b->datagram && b->message);
	return b;
}

void workbench_free(struct workbench *b)
{
	if (!b)
		return;
	schedule_free(b->schedule);
	protector_free(b->protector);
	OPENSSL_cleanse(b->plain, RECORD_ROOM);
	OPENSSL_cleanse(b->message, MESSAGE_ROOM);
	free(b->plain);
	free(b->datagram);
	free(b->message);
	free(b);
}

bool connection_random(void *bytes, size_t len)
{
	if (RAND_bytes(bytes, (int)len) == 1)
		return true;
	ERR_clear_error();
	return false;
}

static void kept_free(struct connection *c)
{
	if (c->kept)
		OPENSSL_clear_free(c->kept, sizeof(*c->kept) + c->kept->ticket_len);
	c->kept = NULL;
}

void connection_keep(struct connection *c, const struct resumption *r)
{
	struct kept *k = OPENSSL_zalloc(sizeof(*k) + r->ticket_len);

	assert(k);
	kept_free(c);
	k->suite = r->suite;
	k->extended_master = r->extended_master;
	k->session_id_len = r->session_id_len;
	k->ticket_len = r->ticket_len;
	memcpy(k->session_id, r->session_id, sizeof(k->session_id));
	memcpy(k->master, r->master, sizeof(k->master));
	memcpy(k->ticket, r->ticket, r->ticket_len);
	c->kept = k;
}

struct connection *connection_new(const struct connection_profile *profile, void *arg, const struct identity *identity,
				  const struct resumption *resume)
{
	struct connection *c = OPENSSL_zalloc(sizeof(*c));

	assert(c);
	c->profile = profile;
	c->arg = arg;
	c->identity = identity;
	c->deadline_ns = NEVER;
	epoch_begin(c, 0, NULL);
	if (resume && resume->suite)
		connection_keep(c, resume);
	return c;
}

void connection_free(struct connection *c)
{
	if (!c)
		return;
	run_free(c);
	kept_free(c);
	epoch_forget(c, 0);
	epoch_forget(c, 1);
	OPENSSL_clear_free(c, sizeof(*c));
}

void connection_hook(struct connection *c, const struct connection_hooks *hooks, void *hooks_arg)
{
	c->hooks = hooks;
	c->hooks_arg = hooks_arg;
}

struct run *run_new(struct connection *c, enum connection_state state)
{
	run_free(c);
	struct run *r = OPENSSL_zalloc(sizeof(*r));
	assert(r);
	r->state = state;
	r->epoch = c->write_epoch;
	return c->run = r;
}

void run_free(struct connection *c)
{
	struct run *r = c->run;

	if (!r)
		return;
	for (unsigned i = 0; i < r->item_count; i++)
		free(r->items[i].body);
	for (unsigned i = 0; i < r->early_count; i++)
		free(r->early[i].bytes);
	reassembly_forget(&r->in);
	EVP_PKEY_free(r->share);
	EVP_PKEY_free(r->peer_key);
	free(r->transcript);
	OPENSSL_clear_free(r, sizeof(*r));
	c->run = NULL;
	c->deadline_ns = NEVER;
	if (c->up_epoch && epoch_find(c, 0))
		epoch_forget(c, 0);
	if (c->up_epoch && c->profile->forgetful)
		kept_free(c);
}

void connection_event(struct connection *c, enum connection_event event, const char *why)
{
	c->profile->world->event(c->arg, event, why);
}

void connection_die(struct connection *c, enum connection_event event, const char *why)
{
	run_free(c);
	c->dead = true;
	for (unsigned i = 0; i < 2; i++)
		epoch_forget(c, i);
	connection_event(c, event, why);
}

void connection_fail(struct connection *c, enum alert_description description, const char *why)
{
	char text[160];

	connection_alert(c, ALERT_FATAL, description);
	/* After a fatal alert it may not be resumed (RFC 5246 7.2.2). */
	kept_free(c);
	snprintf(text, sizeof(text), "%s (we sent %s)", why, alert_name((uint8_t)description));
	connection_die(c, CONNECTION_FAILED, text);
}

void connection_alert(struct connection *c, enum alert_level level, enum alert_description description)
{
	bool reserved = level == ALERT_FATAL && has_habit(c->profile, HABIT_RESERVED_ALERT);
	const uint8_t alert[] = { (uint8_t)level, reserved ? ALERT_DECOMPRESSION_FAILURE : (uint8_t)description };

	for (int copies = has_habit(c->profile, HABIT_ALERTS_TWICE) ? 2 : 1; copies; copies--)
		record_output(c, RECORD_ALERT, c->write_epoch, alert, sizeof(alert));
}

void connection_start(struct connection *c, uint64_t now_ns)
{
	assert(!c->profile->server && !c->run && !c->up_epoch);
	c->now_ns = now_ns;
	run_new(c, STATE_NEW);
	client_begin(c);
}

static bool sends_application_data(const struct connection *c)
{
	return !c->dead && c->up_epoch && c->write_epoch == c->up_epoch;
}

static bool answers_early(const struct connection *c)
{
	return has_habit(c->profile, HABIT_EARLY_DATA) && !c->dead && c->write_epoch && epoch_find(c, c->write_epoch);
}

bool connection_send(struct connection *c, const uint8_t *bytes, size_t len)
{
	if ((!sends_application_data(c) && !answers_early(c)) || len > RECORD_PLAIN_MAX)
		return false;
	if (has_habit(c->profile, HABIT_ALERT_FIRST))
		connection_alert(c, ALERT_FATAL, ALERT_INTERNAL_ERROR);
	if (has_habit(c->profile, HABIT_CLOSE_FIRST))
		connection_alert(c, ALERT_WARNING, ALERT_CLOSE_NOTIFY);
	return record_output(c, RECORD_APPLICATION_DATA, c->write_epoch, bytes, len);
}

bool connection_renegotiate(struct connection *c, uint64_t now_ns)
{
	if (!sends_application_data(c) || (c->run && c->run->state != STATE_DONE))
		return false;
	c->now_ns = now_ns;
	run_new(c, STATE_NEW)->asked = true;
	if (c->profile->server)
		server_hello_request(c);
	else
		client_begin(c);
	return true;
}

void connection_close(struct connection *c)
{
	if (c->dead)
		return;
	connection_alert(c, ALERT_WARNING, ALERT_CLOSE_NOTIFY);
	run_free(c);
	c->dead = true;
}

/* Nobody answers: a renegotiation leaves what was, unless our own writing has moved on already. */
static void give_up(struct connection *c)
{
	if (c->up_epoch && c->write_epoch == c->up_epoch) {
		run_free(c);
		connection_event(c, CONNECTION_REFUSED, "no answer to the renegotiation");
	} else {
		connection_die(c, CONNECTION_FAILED, "no answer to the handshake");
	}
}

void connection_tick(struct connection *c, uint64_t now_ns)
{
	unsigned most = c->profile->transmissions ? c->profile->transmissions : TRANSMISSIONS_DEFAULT;

	c->now_ns = now_ns;
	if (!c->run || now_ns < c->deadline_ns)
		return;
	if (c->run->state == STATE_DONE) {	/* nobody asked for the last flight again */
		run_free(c);
	} else if (++c->run->timeouts >= most) {
		give_up(c);
	} else {
		c->run->timeout_ns *= has_habit(c->profile, HABIT_HASTY) ? 1 : 2;
		if (c->run->timeout_ns > TIMEOUT_MAX_NS)
			c->run->timeout_ns = TIMEOUT_MAX_NS;
		c->run->repeated = 0;
		flight_again(c);
	}
}

uint64_t connection_deadline(const struct connection *c) { return c->dead ? NEVER : c->deadline_ns; }

bool connection_is_up(const struct connection *c) { return !c->dead && c->up_epoch; }

uint16_t connection_epoch(const struct connection *c) { return c->write_epoch; }

const struct suite *connection_suite(const struct connection *c) { return c->suite; }

bool connection_resumed(const struct connection *c) { return c->resumed; }

const struct identity *connection_peer_identity(const struct connection *c)
{
	return c->profile->server && c->up_epoch ? c->identity : NULL;
}

void connection_resumption(const struct connection *c, struct resumption *r)
{
	const struct kept *k = c->kept;

	*r = (struct resumption){ 0 };
	if (!k || !c->up_epoch || (!k->session_id_len && !k->ticket_len))
		return;
	r->suite = k->suite;
	r->extended_master = k->extended_master;
	r->session_id_len = k->session_id_len;
	r->ticket_len = k->ticket_len;
	memcpy(r->session_id, k->session_id, sizeof(r->session_id));
	memcpy(r->master, k->master, sizeof(r->master));
	memcpy(r->ticket, k->ticket, k->ticket_len);
}

size_t connection_size(const struct connection *c)
{
	size_t size = sizeof(*c) + epoch_size(c->epochs[0]) + epoch_size(c->epochs[1]) + (c->kept ? sizeof(*c->kept) + c->kept->ticket_len : 0);

	if (!c->run)
		return size;
	size += sizeof(*c->run) + c->run->in.held + c->run->transcript_size;
	for (unsigned i = 0; i < c->run->item_count; i++)
		size += c->run->items[i].len;
	for (unsigned i = 0; i < c->run->early_count; i++)
		size += c->run->early[i].len;
	return size;
}
