/* wire/deviation.h - a DTLS handshake made wrong in one place, on purpose; obeyed by our own engine only.
 *
 *     [first|second] VERB TARGET [VALUE]
 *
 *     replace client-hello.version 0xfeff         flip finished.verify-data
 *     insert client-hello.cipher-suites hex:1301   drop client-hello.extension 23
 *     insert client-hello.extension 65000 hex:00   length client-hello.cookie 255
 *     drop change-cipher-spec                      fragment client-hello 20
 *     reverse flight                               first hold client-key-exchange
 *     clear finished                               record-epoch application-data 0
 *
 * TARGET is a message (client-hello, change-cipher-spec, application-data ...), a field of one
 * (wire/handshake_field.def) or `flight`, all messages. VALUE is a number, "a text" or hex:octets.
 * first, second: only the first or second time that the message is made (fields and messages), or
 * its flight sent (the others).
 *
 * Words only: what they do stands in dtls/deviator.h. */
#ifndef WIRE_DEVIATION_H
#define WIRE_DEVIATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/error.h"
#include "wire/handshake.h"

enum deviation_verb {
#define DEVIATION(name, ...) DEVIATION_##name,
#include "wire/deviation.def"
#undef DEVIATION
	DEVIATION_COUNT
};

enum deviation_layer { LAYER_FIELD, LAYER_MESSAGE, LAYER_FLIGHT, LAYER_RECORD };

enum handshake_field {
#define FIELD(name, ...) FIELD_##name,
#include "wire/handshake_field.def"
#undef FIELD
	FIELD_COUNT,
	FIELD_WHOLE = -1	/* the body */
};

enum field_shape { SHAPE_FIXED, SHAPE_VECTOR, SHAPE_EXTENSION, SHAPE_REST };

struct field_fact {
	uint8_t message;	/* enum handshake_type */
	const char *word;
	enum field_shape shape;
	uint8_t octets;		/* fixed: of the field; else of the length before it */
	const char *clause;
};

/* Beyond the handshake types: what else a deviation may strike. */
enum { MESSAGE_CHANGE_CIPHER_SPEC = 0xfc, MESSAGE_ALERT, MESSAGE_APPLICATION_DATA, MESSAGE_ANY };

enum { DEVIATION_OCTETS = 512 };

struct deviation {
	enum deviation_verb verb;
	uint8_t message;		/* enum handshake_type, or of the above */
	uint8_t nth;			/* 0: every time */
	enum handshake_field field;
	uint16_t extension;		/* of SHAPE_EXTENSION */
	uint64_t number;
	uint8_t octets[DEVIATION_OCTETS];
	uint16_t octets_len;
	char words[160];		/* as the table had it */
};

struct deviations {
	const struct deviation *list;
	size_t count;
};

/* -1 with the unknown word named, and the nearest known one. */
int deviation_parse(struct deviation *, const char *words, struct error *);
enum deviation_layer deviation_layer(enum deviation_verb);
const char *deviation_word(enum deviation_verb);
const char *deviation_text(enum deviation_verb);
const struct field_fact *field_fact(enum handshake_field);	/* NULL: FIELD_WHOLE */
const char *handshake_message_word(uint8_t message);		/* "client-hello"; NULL: none */

#endif
