/* dtls/dissector_record.c - the records of a datagram, one after the other, to observations. */
#include <stdio.h>

#include "dtls/dissection.h"

/* A flow known for DTLS may hold a record of a strange version: that is for the judge to see. */
bool record_here(const struct flow *f, const uint8_t *bytes, size_t len, size_t at)
{
	struct record r;
	const uint8_t *fragment;
	size_t fragment_len;

	if (record_plausible(bytes, len, at))
		return true;
	if (!f->newest || !record_read(&r, bytes, len, at, &fragment, &fragment_len))
		return false;
	return r.type >= RECORD_CHANGE_CIPHER_SPEC && r.type <= RECORD_ACK && !r.overruns;
}

static struct observation observation_of(const struct passage *p, const struct association *a, enum obs_kind kind)
{
	return (struct observation){
		.kind = kind,
		.datagram = p->datagram,
		.record_offset = (uint16_t)p->at,
		.flow = p->flow->number,
		.association = a ? a->number : 0,
		.from_client = a && flow_association_from_client(a, p->datagram),
		.record = &p->record,
	};
}

static void give_plain(struct dissector *d, struct observation *o, const uint8_t *plain, size_t len)
{
	o->plain = plain;
	o->plain_len = len;
	d->saw(d->arg, o);
}

/* DTLS on a port that nobody named may carry anything: until a sound CoAP message was seen on the
 * flow, what is none is application data of something else. */
static bool is_something_else(const struct dissector *d, const struct flow *f, const struct message *m)
{
	bool named = (f->ends[0]->hinted | f->ends[1]->hinted) != 0;

	return d->guess && !named && !(f->speaks & SPEAKS_COAP) && (m->version != 1 || message_format_error(m));
}

static void give_message(struct dissector *d, struct flow *f, struct observation *o, const uint8_t *plain, size_t len)
{
	if (len)
		message_read(&d->message, plain, len);
	/* Empty: a record to hide lengths or to keep a path open, no CoAP in it. */
	if (!len || is_something_else(d, f, &d->message)) {
		o->kind = OBS_RECORD;
		give_plain(d, o, plain, len);
		return;
	}
	if (!message_format_error(&d->message))
		flow_learn_coap(f);
	o->kind = OBS_MESSAGE;
	o->message = &d->message;
	give_plain(d, o, plain, len);
}

static void give_alert(struct dissector *d, struct observation *o, const uint8_t *plain, size_t len)
{
	if (len >= 2) {
		o->alert_level = plain[0];
		o->alert_description = plain[1];
	}
	give_plain(d, o, plain, len);
}

static void give_dark(struct dissector *d, struct observation *o, const char *why)
{
	o->kind = OBS_DARK;
	o->dark_because = why;
	d->saw(d->arg, o);
}

static bool has_explicit_nonce(const struct session *s, const struct passage *p)
{
	const struct suite *suite = s ? s->agreed.suite : NULL;

	return suite && suite->bulk != BULK_CHACHA20_POLY1305 && suite->bulk != BULK_CBC &&
	       p->fragment_len >= sizeof(uint64_t);
}

static void note_nonce(struct passage *p, const struct session *s)
{
	if (!has_explicit_nonce(s, p))
		return;
	p->record.has_nonce = true;
	for (size_t i = 0; i < sizeof(uint64_t); i++)
		p->record.explicit_nonce = p->record.explicit_nonce << 8 | p->fragment[i];
}

static void dissect_opened(struct dissector *d, struct passage *p, const struct opened *opened)
{
	struct observation o = observation_of(p, opened->association, OBS_RECORD);
	size_t len = (size_t)opened->len;

	opened->session->opened++;
	note_nonce(p, opened->session);
	o.session = opened->session->number;
	o.opened_by = opened->epoch;
	o.from_client = opened->from_client;
	if (p->record.type == RECORD_HANDSHAKE && opened->association->flow == p->flow) {
		o.plain = d->plain;
		o.plain_len = len;
		dissect_handshake(d, p, &o, opened->association);
	} else if (p->record.type == RECORD_APPLICATION_DATA) {
		give_message(d, p->flow, &o, d->plain, len);
	} else if (p->record.type == RECORD_ALERT) {
		give_alert(d, &o, d->plain, len);
	} else {
		give_plain(d, &o, d->plain, len);
	}
}

static void dissect_dark(struct dissector *d, struct passage *p, const struct opened *opened)
{
	struct observation o = observation_of(p, opened->association, OBS_DARK);
	struct session *s = opened->session;
	char why[160];

	note_nonce(p, s);
	if (!s) {
		snprintf(why, sizeof(why), "no handshake made keys for epoch %u", p->record.epoch);
		give_dark(d, &o, why);
		return;
	}
	o.session = s->number;
	if (s->proven) {
		s->failed++;
		p->record.bad_tag = true;
		give_dark(d, &o, "its tag is wrong under the keys of its session");
		return;
	}
	s->dark++;
	give_dark(d, &o, session_why(s, why, sizeof(why)));
}

/* False: it waits for a key. */
static bool dissect_protected(struct dissector *d, struct passage *p, enum dissect_mode mode)
{
	struct opened opened;

	if (passage_open(d, p, &opened)) {
		dissect_opened(d, p, &opened);
		return true;
	}
	passage_explain(d, p, &opened);
	if (opened.may_come && mode != DISSECT_LAST)
		return false;
	if (opened.may_come)
		opened.session->gave_up = true;
	dissect_dark(d, p, &opened);
	return true;
}

static bool handshake_plausible(const uint8_t *fragment, size_t len)
{
	struct handshake h;

	return handshake_read(&h, fragment, len) && h.type <= HANDSHAKE_FINISHED &&
	       h.fragment_length <= len - HANDSHAKE_HEADER && h.fragment_length <= h.length;
}

/* An epoch 0 record that can be what it says without any key. */
static bool is_clear(const struct passage *p)
{
	switch (p->record.type) {
	case RECORD_HANDSHAKE:
		return handshake_plausible(p->fragment, p->fragment_len);
	case RECORD_ALERT:
		return p->fragment_len == 2;
	case RECORD_CHANGE_CIPHER_SPEC:
		return p->fragment_len == 1;
	default:
		return false;
	}
}

static void dissect_plain(struct dissector *d, struct passage *p)
{
	struct association *a = p->record.type == RECORD_HANDSHAKE ? p->flow->newest : flow_association_of(d, p->flow);
	struct observation o = observation_of(p, a, OBS_RECORD);

	if (p->record.type == RECORD_HANDSHAKE) {
		o.plain = p->fragment;
		o.plain_len = p->fragment_len;
		if (p->fragment_len)
			dissect_handshake(d, p, &o, a);
		else
			give_plain(d, &o, p->fragment, 0);
	} else if (p->record.type == RECORD_APPLICATION_DATA) {
		give_message(d, p->flow, &o, p->fragment, p->fragment_len);
	} else if (p->record.type == RECORD_ALERT) {
		give_alert(d, &o, p->fragment, p->fragment_len);
	} else {
		if (p->record.type == RECORD_CHANGE_CIPHER_SPEC)
			handshake_learn_ccs(d, a, p->record.epoch, o.from_client);
		give_plain(d, &o, p->fragment, p->fragment_len);
	}
}

/* Epoch 0, but it does not look clear: perhaps sealed under a wrong epoch number. */
static void dissect_doubtful(struct dissector *d, struct passage *p)
{
	struct opened opened;

	if (p->flow->newest && passage_open(d, p, &opened))
		dissect_opened(d, p, &opened);
	else
		dissect_plain(d, p);
}

/* Shorter in the capture or in its datagram than it says. */
static void dissect_cut(struct dissector *d, struct passage *p)
{
	struct observation o = observation_of(p, flow_association_of(d, p->flow), OBS_DARK);

	give_dark(d, &o, p->datagram->cut ? "the capture holds only the beginning of it (snap length)"
					  : "its length runs past the datagram");
}

static bool dissect_one(struct dissector *d, struct passage *p, enum dissect_mode mode)
{
	if (p->record.overruns)
		dissect_cut(d, p);
	else if (p->record.epoch)
		return dissect_protected(d, p, mode);
	else if (is_clear(p))
		dissect_plain(d, p);
	else
		dissect_doubtful(d, p);
	return true;
}

/* Only a clear handshake record may overtake one that waits for its key. */
static bool must_queue(struct dissector *d, const struct passage *p, bool record, enum dissect_mode mode)
{
	if (mode != DISSECT_ARRIVING || !p->flow->first || (record && !p->record.epoch && is_clear(p)))
		return false;
	waiting_release(d, p->flow, false);
	return p->flow->first;
}

size_t dissect_rest(struct dissector *d, struct flow *f, const struct datagram *datagram, size_t at,
		    enum dissect_mode mode)
{
	struct passage p = { .flow = f, .datagram = datagram, .at = at };

	do {
		bool record = record_here(f, datagram->bytes, datagram->len, p.at);
		if (record)
			record_read(&p.record, datagram->bytes, datagram->len, p.at, &p.fragment, &p.fragment_len);
		if (must_queue(d, &p, record, mode))
			return p.at;
		if (!record) {
			dissect_clear(d, f, datagram, p.at);
			return datagram->len;
		}
		if (!dissect_one(d, &p, mode))
			return p.at;
		if (mode == DISSECT_ARRIVING && f->first)
			waiting_release(d, f, false);
		p.at = (size_t)(p.fragment - datagram->bytes) + p.fragment_len;
	} while (p.at < datagram->len);
	return datagram->len;
}
