/* wire/stimulus.c - the words of a stimulus, checked before anything is sent. */
#include "wire/stimulus.h"

#include <stdlib.h>
#include <string.h>

#include "wire/hex.h"
#include "wire/nearest.h"

enum takes { TAKES_NONE, TAKES_NUMBER, TAKES_OCTETS };

static const struct {
	const char *word;
	enum stimulus_layer layer;
	enum takes takes;
	const char *text;
} verbs[] = {
#define STIMULUS_VERB(name, word, layer, value, text) { word, LAYER_##layer, TAKES_##value, text },
#include "wire/stimulus_verb.def"
#undef STIMULUS_VERB
};

static const struct field_fact fields[] = {
#define FIELD(name, message, word, shape, octets, clause) { HANDSHAKE_##message, word, SHAPE_##shape, octets, clause },
#include "wire/handshake_field.def"
#undef FIELD
};

static const struct {
	uint8_t message;
	const char *word;
} messages[] = {
	{ HANDSHAKE_HELLO_REQUEST, "hello-request" },
	{ HANDSHAKE_CLIENT_HELLO, "client-hello" },
	{ HANDSHAKE_HELLO_VERIFY_REQUEST, "hello-verify-request" },
	{ HANDSHAKE_SERVER_HELLO, "server-hello" },
	{ HANDSHAKE_NEW_SESSION_TICKET, "new-session-ticket" },
	{ HANDSHAKE_CERTIFICATE, "certificate" },
	{ HANDSHAKE_SERVER_KEY_EXCHANGE, "server-key-exchange" },
	{ HANDSHAKE_SERVER_HELLO_DONE, "server-hello-done" },
	{ HANDSHAKE_CLIENT_KEY_EXCHANGE, "client-key-exchange" },
	{ HANDSHAKE_FINISHED, "finished" },
	{ MESSAGE_CHANGE_CIPHER_SPEC, "change-cipher-spec" },
	{ MESSAGE_ALERT, "alert" },
	{ MESSAGE_APPLICATION_DATA, "application-data" },
	{ MESSAGE_ANY, "flight" },
};

enum { MESSAGES = sizeof(messages) / sizeof(*messages), WORD = 64 };

enum stimulus_layer stimulus_layer(enum stimulus_verb verb) { return verbs[verb].layer; }
const char *stimulus_word(enum stimulus_verb verb) { return verbs[verb].word; }
const char *stimulus_text(enum stimulus_verb verb) { return verbs[verb].text; }
const struct field_fact *field_fact(enum handshake_field field) { return field < 0 ? NULL : &fields[field]; }

const char *handshake_message_word(uint8_t message)
{
	for (size_t i = 0; i < MESSAGES; i++)
		if (messages[i].message == message)
			return messages[i].word;
	return NULL;
}

/* The next word of *AT; empty: none is left. */
static void next_word(const char **at, char word[WORD])
{
	*at += strspn(*at, " ");
	size_t len = strcspn(*at, " ");
	len = len < WORD ? len : WORD - 1;
	memcpy(word, *at, len);
	word[len] = '\0';
	*at += len;
}

static int unknown(struct error *error, const char *what, const char *word, const char *const *known)
{
	const char *near = nearest_word(word, known);

	return error_set(error, "unknown %s '%s'%s%s%s", what, word, near ? " (did you mean '" : "", near ? near : "",
			 near ? "'?)" : "");
}

static int read_verb(struct stimulus *d, const char *word, struct error *error)
{
	const char *known[STIMULUS_COUNT + 1] = { NULL };

	for (int i = 0; i < STIMULUS_COUNT; i++) {
		known[i] = verbs[i].word;
		if (strcmp(word, verbs[i].word))
			continue;
		d->verb = (enum stimulus_verb)i;
		return 0;
	}
	return unknown(error, "stimulus", word, known);
}

static int read_message(struct stimulus *d, const char *word, struct error *error)
{
	const char *known[MESSAGES + 1] = { NULL };

	for (size_t i = 0; i < MESSAGES; i++) {
		known[i] = messages[i].word;
		if (strcmp(word, messages[i].word))
			continue;
		d->message = messages[i].message;
		return 0;
	}
	return unknown(error, "message", word, known);
}

static int read_field(struct stimulus *d, const char *word, struct error *error)
{
	const char *known[FIELD_COUNT + 1] = { NULL };
	size_t n = 0;

	for (int i = 0; i < FIELD_COUNT; i++) {
		if (fields[i].message != d->message)
			continue;
		known[n++] = fields[i].word;
		if (strcmp(word, fields[i].word))
			continue;
		d->field = (enum handshake_field)i;
		return 0;
	}
	return unknown(error, "field", word, known);
}

static bool number_of(const char *word, uint64_t most, uint64_t *number)
{
	char *end;

	if (word[0] < '0' || word[0] > '9')
		return false;
	*number = strtoull(word, &end, word[1] == 'x' ? 16 : 10);
	return !*end && *number <= most;
}

/* "message" or "message.field [extension number]". */
static int read_target(struct stimulus *d, const char **at, struct error *error)
{
	char word[WORD];
	uint64_t number;

	next_word(at, word);
	char *dot = strchr(word, '.');
	if (dot)
		*dot = '\0';
	if (read_message(d, word, error))
		return -1;
	d->field = FIELD_WHOLE;
	if (!dot)
		return 0;
	if (read_field(d, dot + 1, error))
		return -1;
	if (fields[d->field].shape != SHAPE_EXTENSION)
		return 0;
	next_word(at, word);
	if (!number_of(word, UINT16_MAX, &number))
		return error_set(error, "an extension is named by its number, not '%s'", word);
	d->extension = (uint16_t)number;
	return 0;
}

/* A fixed field's number in its own octets. */
static int octets_of_number(struct stimulus *d, uint64_t number, struct error *error)
{
	const struct field_fact *f = field_fact(d->field);

	if (!f || f->shape != SHAPE_FIXED || f->octets > sizeof(number))
		return error_set(error, "here octets are wanted: hex:00ff or \"a text\"");
	d->octets_len = f->octets;
	for (unsigned i = 0; i < f->octets; i++)
		d->octets[i] = (uint8_t)(number >> 8 * (f->octets - 1 - i));
	return 0;
}

static int read_octets(struct stimulus *d, const char *value, struct error *error)
{
	size_t len = strlen(value);
	uint64_t number;

	if (!strncmp(value, "hex:", 4)) {
		long n = hex_read(d->octets, sizeof(d->octets), value + 4, len - 4);
		if (n < 0)
			return error_set(error, "no octets in hexadecimal: '%s'", value);
		d->octets_len = (uint16_t)n;
		return 0;
	}
	if (len >= 2 && value[0] == '"' && value[len - 1] == '"' && len - 2 <= sizeof(d->octets)) {
		memcpy(d->octets, value + 1, len - 2);
		d->octets_len = (uint16_t)(len - 2);
		return 0;
	}
	if (number_of(value, UINT64_MAX, &number))
		return octets_of_number(d, number, error);
	return error_set(error, "no value: '%s'", value);
}

static int read_value(struct stimulus *d, const char *value, struct error *error)
{
	switch (verbs[d->verb].takes) {
	case TAKES_NONE:
		return *value ? error_set(error, "'%s' takes no value", verbs[d->verb].word) : 0;
	case TAKES_NUMBER:
		return number_of(value, UINT64_MAX, &d->number)
			       ? 0
			       : error_set(error, "'%s' wants a number, not '%s'", verbs[d->verb].word, value);
	case TAKES_OCTETS:
		return read_octets(d, value, error);
	}
	return 0;
}

/* Which verbs make sense of what: a field is edited, what is no handshake message has no fields and no number. */
static int check_sense(const struct stimulus *d, struct error *error)
{
	const struct field_fact *f = field_fact(d->field);
	enum stimulus_layer layer = verbs[d->verb].layer;
	bool handshake = d->message < MESSAGE_CHANGE_CIPHER_SPEC;

	if (f && layer != LAYER_FIELD)
		return error_set(error, "'%s' is of a whole message, not of a field", verbs[d->verb].word);
	if (!handshake && layer == LAYER_MESSAGE)
		return error_set(error, "'%s' is of a handshake message only", verbs[d->verb].word);
	if (!handshake && layer == LAYER_FIELD && d->verb != STIMULUS_DROP && d->verb != STIMULUS_DUPLICATE)
		return error_set(error, "'%s' is of a handshake message only", verbs[d->verb].word);
	if (d->message >= MESSAGE_ALERT && d->message != MESSAGE_ANY && layer != LAYER_RECORD)
		return error_set(error, "only records of %s can be bent", handshake_message_word(d->message));
	if (d->verb == STIMULUS_LENGTH && (!f || f->shape == SHAPE_FIXED || f->shape == SHAPE_REST))
		return error_set(error, "'length' is of a field with a length before it");
	if (d->verb == STIMULUS_FRAGMENT && !d->number)
		return error_set(error, "fragments of no octets never end");
	return 0;
}

uint8_t stimulus_nth(const char *word)
{
	static const char *const words[] = { "first", "second", "third", "fourth" };

	for (uint8_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!strcmp(words[i], word))
			return i + 1;
	return 0;
}

int stimulus_parse(struct stimulus *d, const char *words, struct error *error)
{
	const char *at = words;
	char word[WORD];

	*d = (struct stimulus){ .field = FIELD_WHOLE };
	if (strlen(words) >= sizeof(d->words))
		return error_set(error, "a stimulus of more than %zu characters", sizeof(d->words) - 1);
	strcpy(d->words, words);
	next_word(&at, word);
	d->nth = stimulus_nth(word);
	if (d->nth)
		next_word(&at, word);
	if (read_verb(d, word, error) || read_target(d, &at, error))
		return error_prepend(error, "'%s': ", words);
	at += strspn(at, " ");
	if (read_value(d, at, error) || check_sense(d, error))
		return error_prepend(error, "'%s': ", words);
	return 0;
}
