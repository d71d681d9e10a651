/* wire/binding.h - which JSON member stands for which information element.
 *
 * TS 24.538 fixes the Message Type values (7.1); no member names could be had. So names, types and
 * values are data: this struct, filled with our default or from a binding file (text/). */
#ifndef WIRE_BINDING_H
#define WIRE_BINDING_H

#include <stdint.h>

#include "wire/json.h"

enum element {
#define ELEMENT(name, ...) ELEMENT_##name,
#include "wire/element.def"
#undef ELEMENT
	ELEMENT_COUNT,
	ELEMENT_NONE = -1
};

enum binding_value {
#define VALUE(name, ...) VALUE_##name,
#include "wire/value.def"
#undef VALUE
	VALUE_COUNT
};

/* A row of wire/element.def. */
struct element_fact {
	enum element element, parent;
	const char *word, *text, *clause;
	const char *member;		/* the default binding's */
	enum json_kind type;
};

struct binding {
	char name[64];			/* "default", or the file's */
	char members[ELEMENT_COUNT][64];
	uint8_t types[ELEMENT_COUNT];	/* enum json_kind */
	char values[VALUE_COUNT][64];
};

void binding_default(struct binding *);
const struct element_fact *element_fact(enum element);
enum element element_named(const char *word);	/* ELEMENT_NONE: no such word */
enum binding_value value_named(const char *word);	/* VALUE_COUNT: no such word */
const char *value_word(enum binding_value);
enum element value_element(enum binding_value);	/* whose value it is */

#endif
