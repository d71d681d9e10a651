/* wire/mutation.h - a right message made wrong in one place, on purpose.
 *
 * One vocabulary for client stimuli and server faults:
 *
 *     drop TARGET                     drop ue-service-id, drop content-format, drop payload
 *     duplicate TARGET                duplicate message-type, duplicate accept
 *     empty TARGET                    empty ue-service-id: "" or zero octets
 *     retype TARGET                   a string becomes a number, anything else a string
 *     replace TARGET VALUE            replace message-type "reg", replace code 0.05, replace token-length 9
 *     insert TARGET VALUE             insert option 65001 hex:00, insert member "x" 1, insert octets hex:ff
 *     flip TARGET                     the lowest bit of its last octet: flip token, flip message-id
 *     truncate TARGET                 the message ends in the middle of it: truncate token, truncate 6
 *
 * TARGET is an element (wire/element.def), a member of the JSON object (`member "x"`), an option
 * (`content-format`, `option 65001`), a header field (version type token-length code message-id
 * token) or `payload marker octets`; after truncate also a number: of octets that are left.
 * VALUE is a number, "a text" (\" and \\ in it), hex:octets, a code 4.04, json:raw (to the end of the
 * words), or `same`: the value that stands there.
 *
 * Where an option stands more than once, drop takes all of it, another verb the first (truncate and
 * flip too); insert adds after the last. Options are encoded anew, so that only what is named
 * changes. What the token-length says is no more than its nibble: `replace token` sets both.
 *
 * Mutations edit octets that the reader reports: one after another, each of what the last one left.
 * Which verbs fit which target, and which values, mutation_parse knows; that the target is in the
 * message, only mutation_apply can. */
#ifndef WIRE_MUTATION_H
#define WIRE_MUTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/binding.h"
#include "wire/buffer.h"
#include "wire/error.h"

enum mutation_verb {
#define MUTATION(name, ...) MUTATION_##name,
#include "wire/mutation.def"
#undef MUTATION
	MUTATION_COUNT
};

enum target_kind {
	TARGET_VERSION, TARGET_TYPE, TARGET_TOKEN_LENGTH, TARGET_CODE, TARGET_MESSAGE_ID, TARGET_TOKEN,
	TARGET_OPTION, TARGET_ELEMENT, TARGET_MEMBER, TARGET_PAYLOAD, TARGET_MARKER, TARGET_OCTETS
};

enum { MUTATION_VALUE = 1200 };

struct mutation {
	enum mutation_verb verb;
	enum target_kind target;
	uint32_t number;		/* an option's, or an offset for truncate/octets */
	enum element element;
	char member[64];		/* insert member NAME */
	enum { MUTATION_NO_VALUE, MUTATION_NUMBER, MUTATION_TEXT, MUTATION_OCTETS, MUTATION_JSON,
	       MUTATION_SAME } value_kind;
	uint64_t value_number;
	uint8_t value[MUTATION_VALUE];	/* text (not terminated), octets, raw JSON */
	uint16_t value_len;
	char words[96];			/* as the table had it: the deviation's name in findings and captures */
};

/* Reads "drop ue-service-id" and the like; -1 with the unknown word named, and the nearest known one. */
int mutation_parse(struct mutation *, const char *words, struct error *);
/* Edits MESSAGE (a CoAP message as the writer made it) in place; -1 where the target is not in it. */
int mutation_apply(const struct mutation *, struct buffer *message, const struct binding *, struct error *);
const char *mutation_verb_word(enum mutation_verb);
const char *mutation_verb_text(enum mutation_verb);

#endif
