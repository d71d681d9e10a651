/* wire/message.h - a CoAP message (RFC 7252 3) read without ever refusing.
 *
 *   0                   1                   2                   3
 *  |Ver| T |  TKL  |      Code     |          Message ID           |
 *  |   Token (if any, TKL bytes) ...
 *  |   Options (if any) ...
 *  |1 1 1 1 1 1 1 1|    Payload (if any) ...
 *
 * The reader says what stands where, and notes each anomaly of form with its place; it never
 * judges and never stops for one that can be read past (another version, a reserved class). Where
 * a format error hides what follows, or an Empty message has content, the rest is not read and
 * `whole` is false; a message may be whole and have a format error: ask message_format_error. */
#ifndef WIRE_MESSAGE_H
#define WIRE_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/buffer.h"
#include "wire/range.h"

enum message_type { TYPE_CON, TYPE_NON, TYPE_ACK, TYPE_RST };

#define COAP_CODE(class, detail) ((uint8_t)((class) << 5 | (detail)))
#define CODE_CLASS(code) ((code) >> 5)
#define CODE_DETAIL(code) ((code) & 31)

enum code {
#define CODE_ROW(name, class, detail, text, clause) CODE_##name = COAP_CODE(class, detail),
#include "wire/code.def"
#undef CODE_ROW
};

enum option_number {
#define OPTION(name, number, ...) OPTION_##name = number,
#include "wire/option.def"
#undef OPTION
};

enum option_format { FORMAT_EMPTY, FORMAT_OPAQUE, FORMAT_UINT, FORMAT_STRING };
enum { IN_REQUEST = 1, IN_RESPONSE = 2 };

/* A row of wire/option.def. */
struct option_fact {
	uint32_t number;
	const char *name, *word, *clause;	/* "Uri-Path", "uri-path", "RFC 7252 5.10.1" */
	enum option_format format;
	uint16_t min, max;			/* octets of the value */
	bool repeatable;
	uint8_t where;				/* IN_REQUEST | IN_RESPONSE */
};

/* What shape a code or an anomaly gives the message. */
enum anomaly_weight {
	WEIGHT_FORMAT,		/* message format error: a CON is rejected (RFC 7252 4.2) */
	WEIGHT_SILENT,		/* silently ignored by a receiver */
	WEIGHT_SENDER		/* the sender broke a rule; a receiver carries on */
};

enum anomaly_kind {
#define ANOMALY(name, ...) ANOMALY_##name,
#include "wire/anomaly.def"
#undef ANOMALY
	ANOMALY_COUNT
};

/* A row of wire/anomaly.def. */
struct anomaly_fact {
	enum anomaly_kind kind;
	const char *word, *rule, *clause, *text;	/* "empty-with-content", "COAP-HDR-19", ... */
	enum anomaly_weight weight;
};

struct anomaly {
	enum anomaly_kind kind;
	struct range where;
	uint32_t number;	/* the option number concerned, or 0 */
};

struct option {
	uint32_t number;	/* the sum of the deltas; may exceed 65535 (an anomaly) */
	struct range whole;	/* delta, length, extended octets and value */
	struct range value;
};

enum { MESSAGE_OPTIONS = 40, MESSAGE_ANOMALIES = 12 };

struct message {
	const uint8_t *bytes;	/* borrowed from the caller of message_read */
	size_t len;
	uint8_t version, type, token_length, code;	/* token_length: the nibble as written */
	uint16_t mid;
	bool whole;		/* read to its end */
	struct range token, payload;
	uint16_t option_count, options_kept;	/* options beyond MESSAGE_OPTIONS are counted only */
	uint64_t option_bits;			/* of the kept ones' numbers, modulo 64: what cannot be there */
	uint16_t anomaly_count;			/* anomalies beyond MESSAGE_ANOMALIES likewise */
	struct option options[MESSAGE_OPTIONS];
	struct anomaly anomalies[MESSAGE_ANOMALIES];
};

void message_read(struct message *, const uint8_t *bytes, size_t len);
/* The same by RFC 8974 2.1, for a peer that uses it: token lengths 9 to 14 are read, 15 stays reserved. */
void message_read_long_token(struct message *, const uint8_t *bytes, size_t len);

static inline bool message_is_empty(const struct message *m) { return m->code == CODE_EMPTY; }

static inline bool message_is_request(const struct message *m)	/* class 0, not Empty */
{
	return CODE_CLASS(m->code) == 0 && m->code != CODE_EMPTY;
}

static inline bool message_is_response(const struct message *m)	/* class 2, 4 or 5 */
{
	return 1u << CODE_CLASS(m->code) & (1u << 2 | 1u << 4 | 1u << 5);
}

/* The anomaly of that kind, or NULL. */
const struct anomaly *message_anomaly(const struct message *, enum anomaly_kind);
/* A format error (weight), or NULL. */
const struct anomaly *message_format_error(const struct message *);
const struct option *message_option_search(const struct message *, uint32_t number, unsigned nth);

/* The NTH (from 0) option of that number, or NULL. */
static inline const struct option *message_option(const struct message *m, uint32_t number, unsigned nth)
{
	return m->option_bits >> (number & 63) & 1 ? message_option_search(m, number, nth) : NULL;
}

/* An uint option's value (RFC 7252 3.2; leading zeros accepted); false where it is absent or longer than 4 octets. */
bool message_option_uint(const struct message *, uint32_t number, uint32_t *value);

const struct option_fact *option_fact(uint32_t number);	/* or NULL: not in the table */
const struct option_fact *option_fact_named(const char *word);
const struct option_fact *option_fact_row(unsigned row);	/* for lists, from 0; NULL: after the last */
const struct anomaly_fact *anomaly_fact(enum anomaly_kind);
const char *type_name(unsigned type);			/* "CON" */
/* "2.04 Changed", "0.02 POST", "2.31 Continue", "1.07"; always terminated; returns TEXT. */
char *code_format(char *text, size_t size, uint8_t code);
const char *code_name(uint8_t code);			/* "Changed", or NULL: not in the table */
/* "2.04" or "0.02" to a code; false: no such form. */
bool code_read(const char *text, uint8_t *code);

/* --- writing: always by the book; deviations are mutations (wire/mutation.h) --- */

struct writer {
	struct buffer *out;
	uint32_t last;		/* option number */
};

/* Options must be given in ascending order (assert). */
struct writer message_begin(struct buffer *, enum message_type, uint8_t code, uint16_t mid, const void *token,
			    size_t token_len);
void writer_option(struct writer *, uint32_t number, const void *value, size_t len);
/* Only what stands before the value: for one that is there already. */
void writer_option_head(struct writer *, uint32_t number, size_t len);
void writer_option_uint(struct writer *, uint32_t number, uint32_t value);	/* the fewest octets */
void writer_payload(struct writer *, const void *payload, size_t len);	/* nothing where len is 0 */

/* One line for people: "CON POST mid 0x1a2b token 01ff /msgin5g 50 (281 octets)". Returns TEXT. */
char *message_format(char *text, size_t size, const struct message *);

#endif
