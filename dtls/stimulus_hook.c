/* dtls/stimulus_hook.c - the stimuli of a connection, struck where the engine asks its hooks. */
#include "dtls/stimulus.h"

#include <string.h>

#include "dtls/record.h"

static bool strikes(const struct stimulus *d, uint8_t message, unsigned nth)
{
	return (d->message == message || d->message == MESSAGE_ANY) && (!d->nth || d->nth == nth);
}

/* A whole thing doubled is sent twice, a whole ChangeCipherSpec dropped is not sent: both are of the flight. */
static bool is_of_flight(const struct stimulus *d)
{
	if (stimulus_layer(d->verb) == LAYER_FLIGHT)
		return true;
	if (d->field != FIELD_WHOLE)
		return false;
	return d->verb == STIMULUS_DUPLICATE || (d->verb == STIMULUS_DROP && d->message == MESSAGE_CHANGE_CIPHER_SPEC);
}

/* --- a message, before it is numbered and hashed --- */

static void strike_unhashed(const struct stimulus *d, struct message_out *out) { (void)d, out->unhashed = true; }
static void strike_number(const struct stimulus *d, struct message_out *out) { out->seq = (uint16_t)d->number; }
static void strike_type(const struct stimulus *d, struct message_out *out) { out->type = (uint8_t)d->number; }

static void strike_drop(const struct stimulus *d, struct message_out *out)
{
	if (d->field == FIELD_WHOLE)
		out->omit = true;
	else
		field_edit(out->body, d);
}

/* By verb; NULL: an edit of a field. */
static void (*const message_strikes[STIMULUS_COUNT])(const struct stimulus *, struct message_out *) = {
	[STIMULUS_UNHASHED] = strike_unhashed,
	[STIMULUS_NUMBERED] = strike_number,
	[STIMULUS_TYPED] = strike_type,
	[STIMULUS_DROP] = strike_drop,
};

static void on_message(void *arg, struct message_out *out)
{
	struct stimuli *self = arg;
	uint8_t type = out->type;
	unsigned nth = ++self->made[type];

	for (size_t i = 0; i < self->count; i++) {
		const struct stimulus *d = &self->list[i];
		if (stimulus_layer(d->verb) > LAYER_MESSAGE || is_of_flight(d) || !strikes(d, type, nth))
			continue;
		if (message_strikes[d->verb])
			message_strikes[d->verb](d, out);
		else
			field_edit(out->body, d);
	}
}

/* --- the plan of a flight --- */

struct plan {
	struct piece *pieces;
	size_t count;
};

static uint8_t message_of(const struct piece *p)
{
	return p->handshake_type == PIECE_CHANGE_CIPHER_SPEC ? MESSAGE_CHANGE_CIPHER_SPEC : p->handshake_type;
}

static bool copy_at(struct plan *plan, size_t at)
{
	if (plan->count == PIECES_MAX)
		return false;
	memmove(plan->pieces + at + 1, plan->pieces + at, (plan->count - at) * sizeof(*plan->pieces));
	plan->count++;
	return true;
}

/* Each strikes the piece at AT and returns the place of the next to look at. */
static size_t strike_fragment(const struct stimulus *d, struct plan *plan, size_t at)
{
	uint32_t size = d->number < UINT32_MAX ? (uint32_t)d->number : UINT32_MAX;

	while (plan->pieces[at].length > size && copy_at(plan, at)) {
		plan->pieces[at].length = size;
		plan->pieces[at + 1].offset += size;
		plan->pieces[at + 1].length -= size;
		at++;
	}
	return at + 1;
}

static size_t strike_overlap(const struct stimulus *d, struct plan *plan, size_t at)
{
	struct piece *p = &plan->pieces[at];
	uint32_t by = d->number < p->offset ? (uint32_t)d->number : p->offset;

	p->offset -= by;
	p->length += by;
	return at + 1;
}

static size_t strike_twice(const struct stimulus *d, struct plan *plan, size_t at)
{
	(void)d;
	return at + (copy_at(plan, at) ? 2 : 1);
}

static size_t strike_hold(const struct stimulus *d, struct plan *plan, size_t at)
{
	(void)d;
	plan->count--;
	memmove(plan->pieces + at, plan->pieces + at + 1, (plan->count - at) * sizeof(*plan->pieces));
	return at;
}

static size_t strike_shifted(const struct stimulus *d, struct plan *plan, size_t at)
{
	plan->pieces[at].offset += (uint32_t)d->number;
	return at + 1;
}

static size_t strike_total(const struct stimulus *d, struct plan *plan, size_t at)
{
	plan->pieces[at].total = (uint32_t)d->number;
	return at + 1;
}

static size_t strike_alone(const struct stimulus *d, struct plan *plan, size_t at)
{
	(void)d;
	plan->pieces[at].alone = true;
	return at + 1;
}

/* The pieces struck change places among themselves, once for the whole plan: with the first of them. */
static size_t strike_reverse(const struct stimulus *d, struct plan *plan, size_t at)
{
	size_t high = plan->count;

	for (size_t low = at; low + 1 < high; low++) {
		if (!strikes(d, message_of(&plan->pieces[low]), d->nth))
			continue;
		while (--high > low && !strikes(d, message_of(&plan->pieces[high]), d->nth))
			;
		const struct piece p = plan->pieces[low];
		plan->pieces[low] = plan->pieces[high];
		plan->pieces[high] = p;
	}
	return plan->count;
}

static size_t (*const piece_strikes[STIMULUS_COUNT])(const struct stimulus *, struct plan *, size_t at) = {
	[STIMULUS_FRAGMENT] = strike_fragment,	  [STIMULUS_OVERLAP] = strike_overlap, [STIMULUS_REVERSE] = strike_reverse,
	[STIMULUS_TWICE] = strike_twice,	  [STIMULUS_DUPLICATE] = strike_twice, [STIMULUS_HOLD] = strike_hold,
	[STIMULUS_DROP] = strike_hold,		  [STIMULUS_SHIFTED] = strike_shifted, [STIMULUS_TOTAL] = strike_total,
	[STIMULUS_ALONE] = strike_alone,
};

static void on_flight(void *arg, struct piece *pieces, size_t *count, unsigned transmission)
{
	const struct stimuli *self = arg;
	struct plan plan = { pieces, *count };

	for (size_t i = 0; i < self->count; i++) {
		const struct stimulus *d = &self->list[i];
		if (!is_of_flight(d))
			continue;
		for (size_t at = 0; at < plan.count;) {
			bool struck = strikes(d, message_of(&pieces[at]), transmission);
			at = struck ? piece_strikes[d->verb](d, &plan, at) : at + 1;
		}
	}
	*count = plan.count;
}

/* --- a record, before it is sealed --- */

static uint8_t record_message(const struct record_out *r)
{
	switch (r->header.type) {
	case RECORD_CHANGE_CIPHER_SPEC:
		return MESSAGE_CHANGE_CIPHER_SPEC;
	case RECORD_ALERT:
		return MESSAGE_ALERT;
	case RECORD_APPLICATION_DATA:
		return MESSAGE_APPLICATION_DATA;
	default:
		return r->plain->len ? r->plain->bytes[0] : MESSAGE_ANY;
	}
}

static void strike_version(const struct stimulus *d, struct record_out *r) { r->header.version = (uint16_t)d->number; }
static void strike_record_type(const struct stimulus *d, struct record_out *r) { r->header.type = (uint8_t)d->number; }
static void strike_epoch(const struct stimulus *d, struct record_out *r) { r->header.epoch = (uint16_t)d->number; }
static void strike_sequence(const struct stimulus *d, struct record_out *r) { r->header.seq = d->number; }
static void strike_length(const struct stimulus *d, struct record_out *r) { r->length = (uint16_t)d->number; }
static void strike_clear(const struct stimulus *d, struct record_out *r) { (void)d, r->clear = true; }
static void strike_bad_tag(const struct stimulus *d, struct record_out *r) { (void)d, r->bad_tag = true; }
static void strike_replay(const struct stimulus *d, struct record_out *r) { (void)d, r->twice = true; }

static void strike_nonce(const struct stimulus *d, struct record_out *r)
{
	r->header.has_nonce = true;
	r->header.explicit_nonce = d->number;
}

static void (*const record_strikes[STIMULUS_COUNT])(const struct stimulus *, struct record_out *) = {
	[STIMULUS_RECORD_VERSION] = strike_version,  [STIMULUS_RECORD_TYPE] = strike_record_type,
	[STIMULUS_RECORD_EPOCH] = strike_epoch,      [STIMULUS_RECORD_SEQUENCE] = strike_sequence,
	[STIMULUS_RECORD_LENGTH] = strike_length,    [STIMULUS_NONCE] = strike_nonce,
	[STIMULUS_CLEAR] = strike_clear,	      [STIMULUS_BAD_TAG] = strike_bad_tag,
	[STIMULUS_REPLAY] = strike_replay,
};

static void on_record(void *arg, struct record_out *r)
{
	const struct stimuli *self = arg;
	uint8_t message = record_message(r);

	for (size_t i = 0; i < self->count; i++) {
		const struct stimulus *d = &self->list[i];
		if (stimulus_layer(d->verb) == LAYER_RECORD && strikes(d, message, r->transmission))
			record_strikes[d->verb](d, r);
	}
	if (self->then)
		self->then(self->then_arg, r);
}

void stimuli_bend_verify(const struct stimuli *self, struct buffer *body, struct record_out *r)
{
	for (size_t i = 0; i < self->count; i++) {
		const struct stimulus *d = &self->list[i];
		if (!strikes(d, HANDSHAKE_HELLO_VERIFY_REQUEST, d->nth))
			continue;
		if (d->verb == STIMULUS_DROP && d->field == FIELD_WHOLE)
			r->omit = true;
		else if (is_of_flight(d))
			r->twice |= piece_strikes[d->verb] == strike_twice;
		else if (stimulus_layer(d->verb) == LAYER_RECORD)
			record_strikes[d->verb](d, r);
		else if (stimulus_layer(d->verb) == LAYER_FIELD)
			field_edit(body, d);
	}
}

void stimuli_hook(struct stimuli *s, struct connection *connection)
{
	static const struct connection_hooks hooks = { on_message, on_flight, on_record };

	connection_hook(connection, &hooks, s);
}
