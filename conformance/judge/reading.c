/* conformance/judge/reading.c - T1 to T20: the open points and which value of each is taken. */
#include "conformance/judge/context.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

static const struct reading_fact rows[] = {
#define READING(name, id_, values_, rules_, text_)                                                                     \
	{.reading = READING_##name, .id = id_, .values = values_, .text = text_, .rules = rules_},
#include "conformance/judge/reading.def"
#undef READING
};

_Static_assert(READING_COUNT <= sizeof(((struct context *)0)->readings), "a reading a place");

const struct reading_fact *reading_row(unsigned index)
{
	return index < READING_COUNT ? &rows[index] : NULL;
}

/* The place of WORD (LEN octets) among the words of VALUES, or -1. */
static int place_of(const char *values, const char *word, size_t len)
{
	for (int place = 0; *values; place++) {
		size_t here = strcspn(values, " ");
		if (here == len && memcmp(values, word, len) == 0)
			return place;
		values += here + (values[here] == ' ');
	}
	return -1;
}

static const struct reading_fact *named(const char *id, size_t len)
{
	for (unsigned i = 0; i < READING_COUNT; i++)
		if (strlen(rows[i].id) == len && memcmp(rows[i].id, id, len) == 0)
			return &rows[i];
	return NULL;
}

int reading_take(struct context *context, const char *words, struct error *error)
{
	size_t len = strcspn(words, "=");
	const struct reading_fact *fact = named(words, len);

	if (!fact)
		return error_set(error, "no reading '%.*s' (see m5gtest list readings)", (int)len, words);
	if (!*fact->values)
		return error_set(error, "%s is a fixed policy: %s", fact->id, fact->text);
	if (words[len] != '=')
		return error_set(error, "reading %s needs a value: %s=%s", fact->id, fact->id, fact->values);
	int place = place_of(fact->values, words + len + 1, strlen(words + len + 1));
	if (place < 0)
		return error_set(error, "reading %s takes one of '%s', not '%s'", fact->id, fact->values,
				 words + len + 1);
	context->readings[fact->reading] = (uint8_t)place;
	return 0;
}

/* Values are constants of the table; the word alone is wanted, so each value has a string of its own. */
const char *reading_value(const struct context *context, enum reading reading)
{
	static const char *const values[READING_COUNT][2] = {
		[READING_T1] = {"lenient", "literal"},
		[READING_T2] = {"cr", "rfc7252"},
		[READING_T14] = {"default", "literal"},
	};
	unsigned place = context->readings[reading];

	assert(reading < READING_COUNT);
	return place < 2 && values[reading][place] ? values[reading][place] : "";
}
