/* wire/message.c - the reader of CoAP messages: RFC 7252 3 octet by octet, never refusing. */
#include "wire/message.h"

#include "wire/cursor.h"
#include "wire/utf8.h"

static struct range range_of(size_t at, size_t len) { return (struct range){ (uint32_t)at, (uint32_t)len }; }

/* Where more is wrong than is kept, a format error takes the last place: it decides what a
 * receiver does, and message_format_error must not miss it. */
static void note(struct message *m, enum anomaly_kind kind, struct range where, uint32_t number)
{
	unsigned at = m->anomaly_count++;

	if (at >= MESSAGE_ANOMALIES) {
		if (anomaly_fact(kind)->weight != WEIGHT_FORMAT)
			return;
		at = MESSAGE_ANOMALIES - 1;
	}
	m->anomalies[at] = (struct anomaly){ kind, where, number };
}

/* What the four octets of the header say by themselves. */
static void check_header(struct message *m)
{
	unsigned class = CODE_CLASS(m->code);

	if (m->version != 1)
		note(m, ANOMALY_VERSION, range_of(0, 1), 0);
	if (class == 1 || class == 3 || class > 5)
		note(m, ANOMALY_RESERVED_CLASS, range_of(1, 1), 0);
	if (m->type == TYPE_NON && message_is_empty(m))
		note(m, ANOMALY_EMPTY_NON, range_of(0, 2), 0);
	if (m->type == TYPE_ACK && message_is_request(m))
		note(m, ANOMALY_REQUEST_IN_ACK, range_of(0, 2), 0);
	if (m->type == TYPE_RST && !message_is_empty(m))
		note(m, ANOMALY_RST_NOT_EMPTY, range_of(0, 2), 0);
	if (message_is_empty(m) && m->len > 4)
		note(m, ANOMALY_EMPTY_WITH_CONTENT, range_of(4, m->len - 4), 0);
	else if (message_is_empty(m) && m->token_length)
		note(m, ANOMALY_EMPTY_WITH_CONTENT, range_of(0, 1), 0);
}

/* The token's octets. RFC 7252: 9 to 15 are reserved. RFC 8974 2.1, where LONG_TOKENS: up to 12
 * they are the length, 13 and 14 announce one or two octets of it. False: it cannot be read. */
static bool read_token(struct message *m, struct cursor *c, bool long_tokens)
{
	size_t len = m->token_length;

	if (len > 8 && (!long_tokens || len == 15)) {
		note(m, ANOMALY_TOKEN_LENGTH, range_of(0, 1), 0);
		return false;
	}
	if (len == 13)
		len = 13u + cursor_u8(c);
	else if (len == 14)
		len = 269u + cursor_u16(c);
	size_t at = c->at;
	if (!cursor_take(c, len)) {
		note(m, ANOMALY_TOKEN_TRUNCATED, range_of(4, m->len - 4), 0);
		return false;
	}
	m->token = range_of(at, len);
	return true;
}

/* An option as its definition has it (RFC 7252 5.4.3, 5.4.5, 3.2). */
static void check_value(struct message *m, const struct option *o, const struct option_fact *fact, bool again)
{
	const uint8_t *value = m->bytes + o->value.at;
	size_t len = o->value.len;

	if (again && !fact->repeatable)
		note(m, ANOMALY_OPTION_REPEATED, o->whole, o->number);
	if (len < fact->min || len > fact->max)
		note(m, ANOMALY_OPTION_LENGTH, o->whole, o->number);
	/* Hop-Limit is one octet by definition: its 0 is no leading zero. */
	if (fact->format == FORMAT_UINT && len > fact->min && value[0] == 0)
		note(m, ANOMALY_UINT_NOT_SHORTEST, o->value, o->number);
	if (fact->format == FORMAT_STRING && !utf8_valid(value, len, NULL))
		note(m, ANOMALY_STRING_NOT_UTF8, o->value, o->number);
}

static void keep_option(struct message *m, const struct option *o, bool again)
{
	const struct option_fact *fact = option_fact(o->number);

	if (m->options_kept < MESSAGE_OPTIONS) {
		m->options[m->options_kept++] = *o;
		m->option_bits |= 1ull << (o->number & 63);
	}
	m->option_count++;
	if (fact)
		check_value(m, o, fact, again);
	if (o->number > 65535)
		note(m, ANOMALY_OPTION_NUMBER, o->whole, o->number);
	else if (o->number >= 65000)
		note(m, ANOMALY_OPTION_EXPERIMENTAL, o->whole, o->number);
}

/* A nibble with its extended octets (RFC 7252 3.1); 15 never comes here. */
static uint32_t extended(struct cursor *c, unsigned nibble)
{
	if (nibble == 13)
		return 13u + cursor_u8(c);
	if (nibble == 14)
		return 269u + cursor_u16(c);
	return nibble;
}

/* One option at the cursor, after the option LAST; false where a format error ends the reading. */
static bool read_option(struct message *m, struct cursor *c, uint32_t *last)
{
	size_t at = c->at;
	uint8_t first = cursor_u8(c);

	if (first >> 4 == 15 || (first & 15) == 15) {
		note(m, first >> 4 == 15 ? ANOMALY_DELTA_15 : ANOMALY_LENGTH_15, range_of(at, 1), 0);
		return false;
	}
	uint32_t number = *last + extended(c, first >> 4);
	uint32_t known = c->failed ? 0 : number;
	size_t len = extended(c, first & 15);
	size_t value = c->at;
	if (!cursor_take(c, len)) {
		note(m, ANOMALY_OPTION_TRUNCATED, range_of(at, m->len - at), known);
		return false;
	}
	struct option o = { number, range_of(at, c->at - at), range_of(value, len) };
	keep_option(m, &o, m->option_count && number == *last);
	*last = number;
	return true;
}

static void read_payload(struct message *m, size_t marker)
{
	m->payload = range_of(marker + 1, m->len - marker - 1);
	if (!m->payload.len)
		note(m, ANOMALY_MARKER_ALONE, range_of(marker, 1), 0);
}

/* True: read to the end. */
static bool read_rest(struct message *m, struct cursor *c, bool long_tokens)
{
	uint32_t last = 0;

	if (!read_token(m, c, long_tokens))
		return false;
	if (message_is_empty(m))
		return !cursor_left(c);
	while (cursor_left(c) && m->bytes[c->at] != 0xff)
		if (!read_option(m, c, &last))
			return false;
	if (cursor_left(c))
		read_payload(m, c->at);
	return true;
}

static void read_message(struct message *m, const uint8_t *bytes, size_t len, bool long_tokens)
{
	struct cursor c = cursor_of(bytes, len);
	uint8_t first = len ? bytes[0] : 0;

	m->bytes = bytes;
	m->len = len;
	m->version = first >> 6;
	m->type = first >> 4 & 3;
	m->token_length = first & 15;
	m->code = len > 1 ? bytes[1] : 0;
	m->mid = len > 3 ? (uint16_t)(bytes[2] << 8 | bytes[3]) : 0;
	m->whole = false;
	m->token = m->payload = range_of(len, 0);
	m->option_count = m->options_kept = m->anomaly_count = 0;
	m->option_bits = 0;
	if (!cursor_take(&c, 4)) {
		note(m, ANOMALY_TOO_SHORT, range_of(0, len), 0);
		return;
	}
	m->token = range_of(4, 0);
	check_header(m);
	m->whole = read_rest(m, &c, long_tokens);
}

void message_read(struct message *m, const uint8_t *bytes, size_t len) { read_message(m, bytes, len, false); }

void message_read_long_token(struct message *m, const uint8_t *bytes, size_t len) { read_message(m, bytes, len, true); }
