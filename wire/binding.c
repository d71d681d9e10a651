/* wire/binding.c - the tables of elements and values, and the default binding that they make. */
#include "wire/binding.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const struct element_fact elements[] = {
#define ELEMENT(name, word, text, parent, member, type, clause) \
	{ ELEMENT_##name, ELEMENT_##parent, word, text, clause, member, KIND_##type },
#include "wire/element.def"
#undef ELEMENT
};

static const struct value_row {
	const char *word, *text;
	enum element element;
} values[] = {
#define VALUE(name, word, element, text, clause) { word, text, ELEMENT_##element },
#include "wire/value.def"
#undef VALUE
};

void binding_default(struct binding *binding)
{
	*binding = (struct binding){ .name = "default" };
	for (int e = 0; e < ELEMENT_COUNT; e++) {
		assert(strlen(elements[e].member) < sizeof(binding->members[e]));
		strcpy(binding->members[e], elements[e].member);
		binding->types[e] = (uint8_t)elements[e].type;
	}
	for (int v = 0; v < VALUE_COUNT; v++) {
		assert(strlen(values[v].text) < sizeof(binding->values[v]));
		strcpy(binding->values[v], values[v].text);
	}
}

const struct element_fact *element_fact(enum element e)
{
	assert(e >= 0 && e < ELEMENT_COUNT);
	return &elements[e];
}

enum element element_named(const char *word)
{
	for (int e = 0; e < ELEMENT_COUNT; e++)
		if (!strcmp(elements[e].word, word))
			return (enum element)e;
	return ELEMENT_NONE;
}

enum binding_value value_named(const char *word)
{
	for (int v = 0; v < VALUE_COUNT; v++)
		if (!strcmp(values[v].word, word))
			return (enum binding_value)v;
	return VALUE_COUNT;
}

const char *value_word(enum binding_value v)
{
	assert(v < VALUE_COUNT);
	return values[v].word;
}

enum element value_element(enum binding_value v)
{
	assert(v < VALUE_COUNT);
	return values[v].element;
}
