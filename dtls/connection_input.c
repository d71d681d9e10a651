/* dtls/connection_input.c - records in: which epoch's, whether seen before, opened, and to whom. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dtls/connection_parts.h"

/* --- replay window (RFC 6347 4.1.2.6): 64 numbers --- */

enum { WINDOW = 64 };

static bool seen_before(const struct epoch *e, uint64_t seq)
{
	if (seq > e->top || !e->window)
		return false;
	return e->top - seq >= WINDOW || e->window >> (e->top - seq) & 1;
}

/* Only of what was opened. */
static void see(struct epoch *e, uint64_t seq)
{
	if (!e->window || seq > e->top) {
		uint64_t by = e->window ? seq - e->top : WINDOW;
		e->window = (by < WINDOW ? e->window << by : 0) | 1;
		e->top = seq;
	} else if (e->top - seq < WINDOW) {
		e->window |= UINT64_C(1) << (e->top - seq);
	}
}

static bool is_dropped(const struct connection *c, const struct epoch *e, uint64_t seq)
{
	if (has_habit(c->profile, HABIT_NO_LATE) && e->window && seq < e->top)
		return true;
	return !has_habit(c->profile, HABIT_NO_WINDOW) && seen_before(e, seq);
}

/* --- one record --- */

static void alert_input(struct connection *c, uint16_t epoch, const uint8_t *plain, size_t len)
{
	char why[80];

	/* Unprotected alerts count for as long as nothing is protected. */
	if (len < 2 || (c->up_epoch && !epoch))
		return;
	const char *name = alert_name(plain[1]);
	snprintf(why, sizeof(why), "alert %s%s", name ? name : "of an unknown number",
		 plain[0] == ALERT_FATAL ? "" : " (warning)");
	if (plain[1] == ALERT_CLOSE_NOTIFY) {
		if (!has_habit(c->profile, HABIT_SILENT_CLOSE))
			connection_alert(c, ALERT_WARNING, ALERT_CLOSE_NOTIFY);
		connection_die(c, CONNECTION_CLOSED, NULL);
	} else if (plain[0] == ALERT_FATAL) {
		connection_die(c, CONNECTION_FAILED, why);
	} else if (plain[1] == ALERT_NO_RENEGOTIATION && c->run && c->run->asked && c->up_epoch) {
		run_free(c);
		connection_event(c, CONNECTION_REFUSED, why);
	}
}

/* Application data before its epoch's Finished is kept, not read (RFC 6347 4.2.4). */
static bool too_early(const struct connection *c, const struct record *r)
{
	if (r->type != RECORD_APPLICATION_DATA || r->epoch == c->up_epoch)
		return false;
	return !has_habit(c->profile, r->epoch < c->up_epoch ? HABIT_OLD_EPOCHS : HABIT_EARLY_DATA);
}

static void opened(struct connection *c, const struct record *r, const uint8_t *plain, size_t len)
{
	switch (r->type) {
	case RECORD_CHANGE_CIPHER_SPEC:
		if (len == 1 && plain[0] == 1 && c->run && r->epoch == c->run->epoch && c->run->state != STATE_DONE) {
			c->run->change_seen = true;
			handshake_change(c);
		}
		break;
	case RECORD_ALERT:
		alert_input(c, r->epoch, plain, len);
		break;
	case RECORD_HANDSHAKE:
		handshake_input(c, r->epoch, plain, len);
		break;
	case RECORD_APPLICATION_DATA:
		/* The last flight arrived. */
		if (c->run && c->run->state == STATE_DONE)
			run_free(c);
		c->profile->world->received(c->arg, plain, len, r->epoch);
		break;
	default:
		break;
	}
}

/* The old epoch is read until the handshake that ends it is over (RFC 6347 4.1). */
static bool readable(const struct connection *c, uint16_t epoch)
{
	if (epoch == c->read_epoch)
		return true;
	return epoch + 1 == c->read_epoch && (c->run || has_habit(c->profile, HABIT_OLD_EPOCHS));
}

/* A habit: what the peer sent before its ChangeCipherSpec, and comes behind it, is not read. */
static bool is_overtaken(const struct connection *c, const struct record *r)
{
	return has_habit(c->profile, HABIT_NO_OLD_EPOCH) && c->run && c->run->change_seen && r->epoch == c->run->epoch;
}

/* Of the coming epoch: kept until there are keys and their ChangeCipherSpec. */
static bool comes_early(const struct connection *c, const struct record *r)
{
	if (!c->run || c->run->state == STATE_DONE)
		return false;
	return r->epoch == c->read_epoch + 1 || (r->epoch == c->read_epoch && r->epoch && too_early(c, r));
}

/* A habit: perhaps the client's key has another first octet; its Finished will come again. */
static void try_other_key(struct connection *c)
{
	struct run *r = c->run;

	if (!has_habit(c->profile, HABIT_FIRST_OCTET) || !r || r->state != STATE_WAIT_FINISHED || r->other_key)
		return;
	r->other_key = true;
	keys_make(c);
}

/* Silently (RFC 6347 4.1.2.7). */
static void drop_bad(struct connection *c)
{
	try_other_key(c);
	if (has_habit(c->profile, HABIT_BAD_IS_FATAL))
		connection_fail(c, ALERT_BAD_RECORD_MAC, "a record that does not authenticate");
	else if (has_habit(c->profile, HABIT_BAD_IS_WARNED))
		connection_alert(c, ALERT_WARNING, ALERT_BAD_RECORD_MAC);
	else if (has_habit(c->profile, HABIT_BAD_ENDS))
		connection_die(c, CONNECTION_FAILED, "a record that does not authenticate");
}

static bool version_fits(const struct record *r)
{
	return r->version == DTLS_1_2 || (r->version == DTLS_1_0 && !r->epoch);
}

void record_input(struct connection *c, const uint8_t *bytes, size_t size)
{
	const uint8_t *fragment;
	struct record r;
	size_t len;

	if (!record_read(&r, bytes, size, 0, &fragment, &len) || !version_fits(&r))
		return;
	struct epoch *e = epoch_find(c, r.epoch);
	if (comes_early(c, &r)) {
		early_keep(c, bytes, size);
		return;
	}
	if (!readable(c, r.epoch) || is_overtaken(c, &r) || !e || is_dropped(c, e, r.seq) || too_early(c, &r))
		return;
	if (!e->suite) {
		see(e, r.seq);
		opened(c, &r, fragment, len);
		return;
	}
	uint8_t *plain = c->profile->bench->plain;
	struct epoch_keys keys;
	epoch_keys_of(&keys, e);
	long n = record_open(c->profile->bench->protector, &keys, c->profile->server, &r, fragment, len, plain);
	if (n < 0) {
		drop_bad(c);
		return;
	}
	see(e, r.seq);
	opened(c, &r, plain, (size_t)n);
}

/* A server without a handshake yet: the first ClientHello's number is where the counting begins,
 * of records (RFC 6347 4.2.1) as of messages; a gate may have answered an earlier one. */
static void server_first(struct connection *c, const uint8_t *datagram, size_t len)
{
	const uint8_t *fragment;
	struct handshake h;
	struct record r;
	size_t n;

	if (!record_read(&r, datagram, len, 0, &fragment, &n) || r.epoch || r.type != RECORD_HANDSHAKE ||
	    !handshake_read(&h, fragment, n) || h.type != HANDSHAKE_CLIENT_HELLO)
		return;
	run_new(c, STATE_WAIT_CLIENT_HELLO);
	c->run->next_in = c->run->next_out = h.message_seq;
	c->epochs[0]->next_seq = r.seq;
}

void connection_input(struct connection *c, const uint8_t *datagram, size_t len, uint64_t now_ns)
{
	const uint8_t *fragment;
	struct record r;
	size_t n;

	c->now_ns = now_ns;
	if (c->profile->server && !c->run && !c->up_epoch && !c->dead)
		server_first(c, datagram, len);
	for (size_t at = 0; !c->dead && record_read(&r, datagram, len, at, &fragment, &n) && !r.overruns;) {
		/* Its header is not always as long: a connection id stands where the length would. */
		size_t size = (size_t)(fragment - (datagram + at)) + n;
		record_input(c, datagram + at, size);
		at += size;
	}
}
