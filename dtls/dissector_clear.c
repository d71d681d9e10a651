/* dtls/dissector_clear.c - what is no DTLS record: CoAP in the clear, DTLS 1.3's records, or a stray. */
#include "dtls/dissection.h"

/* Captures with CoAP on a port that nobody named: only a message without any fault of form, of a
 * method or code, option numbers and token length that exist, may claim the flow. */
static bool looks_like_coap(const struct message *m)
{
	bool uri = false;

	if (m->version != 1 || !m->whole || m->anomaly_count || !code_name(m->code) || !message_is_request(m))
		return false;
	for (unsigned i = 0; i < m->options_kept; i++) {
		if (!option_fact(m->options[i].number))
			return false;
		uri |= m->options[i].number == OPTION_URI_PATH || m->options[i].number == OPTION_URI_HOST;
	}
	return uri;
}

/* By a port, by this flow's past, or since the receiver speaks CoAP elsewhere: an answer from
 * another port is read, so that it can be judged. */
static bool is_coap_certain(const struct flow *f, const struct datagram *datagram)
{
	const struct party *to = f->ends[flow_end(f, &datagram->to)];
	const struct party *from = f->ends[flow_end(f, &datagram->from)];

	return (f->speaks | to->speaks) & SPEAKS_COAP || to->hinted || from->hinted;
}

/* Where nothing but DTLS is known, other things may stand beside it (STUN, SRTP: RFC 7983). */
static bool is_coap_likely(const struct flow *f, const struct datagram *datagram, const struct message *m)
{
	const struct party *to = f->ends[flow_end(f, &datagram->to)];

	return (f->speaks | to->speaks) & SPEAKS_DTLS && m->version == 1 && !message_format_error(m);
}

void flow_learn_coap(struct flow *f)
{
	f->speaks |= SPEAKS_COAP;
	f->ends[0]->speaks |= SPEAKS_COAP;
	f->ends[1]->speaks |= SPEAKS_COAP;
}

/* RFC 9147 4: 001CSLEE; only where its handshake was seen to agree on DTLS 1.3. */
static bool is_unified_header(const struct flow *f, const struct datagram *datagram, size_t at)
{
	enum { FIXED = 0xe0, UNIFIED = 0x20 };
	const struct association *a = f->newest;
	const struct session *s = a ? flow_association_session(a, 1) : NULL;

	return s && s->agreed.version == DTLS_1_3 && (datagram->bytes[at] & FIXED) == UNIFIED;
}

static void dissect_unified(struct dissector *d, struct flow *f, const struct datagram *datagram, size_t at)
{
	struct association *a = f->newest;
	struct session *s = flow_association_session(a, 1);
	struct record record = { .type = datagram->bytes[at], .version = DTLS_1_3, .epoch = datagram->bytes[at] & 3,
				 .length = (uint32_t)(datagram->len - at) };
	struct observation o = { .kind = OBS_DARK, .datagram = datagram, .record_offset = (uint16_t)at,
				 .flow = f->number, .association = a->number, .session = s->number,
				 .from_client = flow_association_from_client(a, datagram), .record = &record };
	char why[160];

	s->dark++;
	o.dark_because = session_why(s, why, sizeof(why));
	d->saw(d->arg, &o);
}

static bool is_coap(const struct dissector *d, const struct flow *f, const struct datagram *datagram,
		    const struct message *m)
{
	return is_coap_certain(f, datagram) || is_coap_likely(f, datagram, m) || (d->guess && looks_like_coap(m)) ||
	       (d->crowded && !f->newest);
}

static const struct message *message_of(struct dissector *d, const struct datagram *datagram)
{
	if (datagram->reading)
		return datagram->reading;
	message_read(&d->message, datagram->bytes, datagram->len);
	return &d->message;
}

/* To or from a port for CoAP, and what looks like it: of very many endpoints none is remembered for that. */
bool dissect_crowd(struct dissector *d, const struct datagram *datagram)
{
	enum { VERSION_BITS = 0xc0, VERSION_1 = 0x40 };		/* RFC 7252 3; DTLS 1.3's unified header has 001 there */
	struct observation o = { .kind = OBS_MESSAGE, .datagram = datagram, .plain = datagram->bytes, .plain_len = datagram->len };

	if (!datagram->len || (datagram->bytes[0] & VERSION_BITS) != VERSION_1 ||
	    !((port_speaks(d, datagram->from.port) | port_speaks(d, datagram->to.port)) & SPEAKS_COAP))
		return false;
	o.message = message_of(d, datagram);
	d->saw(d->arg, &o);
	return true;
}

void dissect_clear(struct dissector *d, struct flow *f, const struct datagram *datagram, size_t at)
{
	struct observation o = { .kind = OBS_STRAY, .datagram = datagram, .record_offset = (uint16_t)at,
				 .flow = f->number };

	if (at < datagram->len && is_unified_header(f, datagram, at)) {
		dissect_unified(d, f, datagram, at);
		return;
	}
	if (!at && datagram->len) {
		const struct message *m = message_of(d, datagram);
		if (is_coap(d, f, datagram, m)) {
			flow_learn_coap(f);
			o.kind = OBS_MESSAGE;
			o.message = m;
			o.plain = datagram->bytes;
			o.plain_len = datagram->len;
		}
	}
	d->saw(d->arg, &o);
}
