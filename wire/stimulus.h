/* wire/stimulus.h - a DTLS handshake made wrong, or merely unusual, in one place on purpose; our own engine obeys.
 *
 *     [first|second|third|fourth] VERB TARGET [VALUE]
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
 * first, second ...: only that time that the message is made (fields and messages; further handshakes of
 * the link count on), or its flight sent (the others).
 *
 * Words only: dtls/stimulus.h obeys them, and has names for some. */
#ifndef WIRE_STIMULUS_H
#define WIRE_STIMULUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/error.h"
#include "wire/handshake.h"

enum stimulus_verb {
#define STIMULUS_VERB(name, ...) STIMULUS_##name,
#include "wire/stimulus_verb.def"
#undef STIMULUS_VERB
	STIMULUS_COUNT
};

enum stimulus_layer { LAYER_FIELD, LAYER_MESSAGE, LAYER_FLIGHT, LAYER_RECORD };

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

/* Beyond the handshake types: what else a stimulus may strike. */
enum { MESSAGE_CHANGE_CIPHER_SPEC = 0xfc, MESSAGE_ALERT, MESSAGE_APPLICATION_DATA, MESSAGE_ANY };

enum { STIMULUS_OCTETS = 512, STIMULUS_WORDS = 160 };

struct stimulus {
	enum stimulus_verb verb;
	uint8_t message;		/* enum handshake_type, or of the above */
	uint8_t nth;			/* 0: every time */
	enum handshake_field field;
	uint16_t extension;		/* of SHAPE_EXTENSION */
	uint64_t number;
	uint8_t octets[STIMULUS_OCTETS];
	uint16_t octets_len;
	char words[STIMULUS_WORDS];	/* as the table had it */
};

/* -1 with the unknown word named, and the nearest known one. */
int stimulus_parse(struct stimulus *, const char *words, struct error *);
uint8_t stimulus_nth(const char *word);	/* "first" is 1; 0: no such word */
enum stimulus_layer stimulus_layer(enum stimulus_verb);
const char *stimulus_word(enum stimulus_verb);
const char *stimulus_text(enum stimulus_verb);
const struct field_fact *field_fact(enum handshake_field);	/* NULL: FIELD_WHOLE */
const char *handshake_message_word(uint8_t message);		/* "client-hello"; NULL: none */

#endif
