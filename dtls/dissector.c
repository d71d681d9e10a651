/* dtls/dissector.c - the door: made, fed with datagrams, ended. */
#include "dtls/dissector.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "dtls/dissection.h"

enum { PORT_COAP = 5683, PORT_COAPS = 5684, PLAIN_ROOM = 1 << 16 };

static const struct port_hint well_known[] = {
	{ PORT_COAP, TRANSPORT_COAP },		/* RFC 7252 6.1 */
	{ PORT_COAPS, TRANSPORT_COAPS },	/* RFC 7252 6.2 */
};

enum { WELL_KNOWN = sizeof(well_known) / sizeof(*well_known) };

static void take_hints(struct dissector *d, const struct dissector_config *config)
{
	d->hint_count = config->hint_count + WELL_KNOWN;
	d->hints = calloc(d->hint_count, sizeof(*d->hints));
	assert(d->hints);
	/* The caller's first: a port may be said to be another than it is by custom. */
	if (config->hint_count)
		memcpy(d->hints, config->hints, config->hint_count * sizeof(*d->hints));
	memcpy(d->hints + config->hint_count, well_known, sizeof(well_known));
}

struct dissector *dissector_new(const struct dissector_config *config, struct keyring *keyring,
				void (*saw)(void *arg, const struct observation *), void *arg)
{
	struct dissector *d = calloc(1, sizeof(*d));

	assert(d);
	d->keyring = keyring;
	d->protector = protector_new();
	d->schedule = schedule_new();
	d->saw = saw;
	d->arg = arg;
	d->guess = config->guess;
	d->flows_most = d->clear_most = FLOWS_MAX;
	d->plain = malloc(PLAIN_ROOM);
	assert(d->plain);
	d->resumables = session_store_new(RESUMABLE_MAX);
	take_hints(d, config);
	table_init(&d->flows, flow_equal);
	table_init(&d->parties, party_equal);
	return d;
}

void dissector_limit(struct dissector *d, size_t flows, size_t clear)
{
	d->crowded = true;
	d->flows_most = flows;
	d->clear_most = clear;
	session_store_free(d->resumables);
	d->resumables = session_store_new(clear);
}

void dissector_datagram(struct dissector *d, const struct datagram *datagram)
{
	if (d->crowded && dissect_crowd(d, datagram))
		return;
	struct flow *f = flow_of(d, datagram);

	if (f->first && waiting_full(d, f, datagram))
		waiting_release(d, f, true);
	size_t at = dissect_rest(d, f, datagram, 0, DISSECT_ARRIVING);
	if (at == datagram->len)
		return;
	if (waiting_full(d, f, datagram)) {
		waiting_release(d, f, true);
		at = dissect_rest(d, f, datagram, at, DISSECT_LAST);
	} else {
		waiting_add(d, f, datagram, at);
	}
}

void dissector_end(struct dissector *d)
{
	for (unsigned i = 0; i < 2; i++)
		for (struct flow *f = d->lines[i].oldest, *next; f; f = next) {
			next = f->newer;
			waiting_release(d, f, true);
		}
}

void dissector_free(struct dissector *d)
{
	if (!d)
		return;
	for (unsigned i = 0; i < 2; i++)
		while (d->lines[i].oldest)
			flow_free(d, d->lines[i].oldest);
	table_free(&d->flows);
	table_free(&d->parties);
	sessions_free(d);
	session_store_free(d->resumables);
	protector_free(d->protector);
	schedule_free(d->schedule);
	OPENSSL_cleanse(d->plain, PLAIN_ROOM);
	free(d->plain);
	free(d->hints);
	free(d);
}

const struct dissector_tally *dissector_tally(const struct dissector *d) { return &d->tally; }
