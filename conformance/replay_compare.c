/* conformance/replay_compare.c - a captured answer against the one that a replay got. */
#include "conformance/replay.h"

#include <stdio.h>
#include <string.h>

#include "wire/hex.h"
#include "wire/json.h"
#include "wire/message.h"

static const char whole_payload[] = "payload";

int replay_check_ignored(const char *word, struct error *error)
{
	if (*word == '/' || !strcmp(word, whole_payload) || option_fact_named(word))
		return 0;
	return error_set(error, "--ignore: '%s' is neither an option's name, nor a JSON pointer (/result), nor payload", word);
}

static bool is_ignored(const char *const *ignored, const char *word)
{
	for (; ignored && *ignored; ignored++)
		if (!strcmp(*ignored, word))
			return true;
	return false;
}

/* The next option from AT on that counts; NULL: no more. */
static const struct option *next_option(const struct message *m, unsigned *at, const char *const *ignored)
{
	while (*at < m->options_kept) {
		const struct option *o = &m->options[(*at)++];
		const struct option_fact *fact = option_fact(o->number);
		if (!fact || !is_ignored(ignored, fact->word))
			return o;
	}
	return NULL;
}

static bool same_option(const struct message *a, const struct option *x, const struct message *b, const struct option *y)
{
	return x && y && x->number == y->number && x->value.len == y->value.len &&
	       !memcmp(a->bytes + x->value.at, b->bytes + y->value.at, x->value.len);
}

static const char *value_text(char *text, size_t size, const struct message *m, const struct option *o, uint32_t number)
{
	if (!o || o->number != number)
		return "none";
	return o->value.len ? hex_format(text, size, m->bytes + o->value.at, o->value.len) : "empty";
}

/* The lower number of the two is the one that the other lacks. */
static bool say_option(const struct message *a, const struct option *x, const struct message *b, const struct option *y,
		       char *why, size_t size)
{
	uint32_t number = !y || (x && x->number <= y->number) ? x->number : y->number;
	const struct option_fact *fact = option_fact(number);
	char one[40], other[40], name[24];

	snprintf(name, sizeof(name), "%u", number);
	snprintf(why, size, "option %s: captured %s, now %s", fact ? fact->name : name,
		 value_text(one, sizeof(one), a, x, number), value_text(other, sizeof(other), b, y, number));
	return false;
}

static bool same_options(const struct message *a, const struct message *b, const char *const *ignored, char *why, size_t size)
{
	unsigned i = 0, k = 0;

	for (;;) {
		const struct option *x = next_option(a, &i, ignored), *y = next_option(b, &k, ignored);
		if (!x && !y)
			return true;
		if (!same_option(a, x, b, y))
			return say_option(a, x, b, y, why, size);
	}
}

static bool same_octets(const struct message *a, const struct message *b)
{
	return a->payload.len == b->payload.len &&
	       !memcmp(a->bytes + a->payload.at, b->bytes + b->payload.at, a->payload.len);
}

/* An explanation for people: an error's payload without Content-Format (RFC 7252 5.5.2). */
static bool is_diagnostic(const struct message *m)
{
	return CODE_CLASS(m->code) >= 4 && !message_option(m, OPTION_CONTENT_FORMAT, 0);
}

static bool can_compare(const struct json *json) { return json->whole && !json_anomaly(json, JSON_TOO_MANY); }

/* A payload ends with its datagram, not with a NUL. */
#define SHOWN(m) ((m)->payload.len < 60 ? (int)(m)->payload.len : 60), (const char *)(m)->bytes + (m)->payload.at

static bool same_payload(const struct message *a, const struct message *b, const char *const *ignored, char *why, size_t size)
{
	struct json x, y;
	char where[160];

	if (is_ignored(ignored, whole_payload) || same_octets(a, b) || (is_diagnostic(a) && is_diagnostic(b)))
		return true;
	json_read(&x, a->bytes, a->payload);
	json_read(&y, b->bytes, b->payload);
	if (!can_compare(&x) || !can_compare(&y)) {
		snprintf(why, size, "payload: captured %u octets, now %u", a->payload.len, b->payload.len);
		return false;
	}
	if (json_same_value(&x, &y, ignored, where, sizeof(where)))
		return true;
	snprintf(why, size, "JSON%s%s: captured %.*s, now %.*s", *where ? " at " : "", where, SHOWN(a), SHOWN(b));
	return false;
}

/* "2.04 Changed", "RST", "RST with 2.04 Changed". */
static const char *said(char *text, size_t size, const struct message *m)
{
	char code[40];

	code_format(code, sizeof(code), m->code);
	if (m->type == TYPE_RST)
		snprintf(text, size, "RST%s%s", m->code ? " with " : "", m->code ? code : "");
	else
		snprintf(text, size, "%s", code);
	return text;
}

static bool same_code(const struct message *a, const struct message *b, char *why, size_t size)
{
	char one[56], other[56];

	if (a->code == b->code && (a->type == TYPE_RST) == (b->type == TYPE_RST))
		return true;
	snprintf(why, size, "code: captured %s, now %s", said(one, sizeof(one), a), said(other, sizeof(other), b));
	return false;
}

static void say_only(const char *form, const uint8_t *bytes, size_t len, char *why, size_t size)
{
	struct message m;
	char code[48];

	message_read(&m, bytes, len);
	snprintf(why, size, form, said(code, sizeof(code), &m));
}

enum replay_outcome replay_compare(const struct script_line *line, const uint8_t *answer, size_t len,
				   const char *const *ignored, char *why, size_t size)
{
	struct message a, b;

	*why = '\0';
	if (!line->answer && !answer)
		return REPLAY_SAME;
	if (!answer) {
		say_only("captured %s", line->answer, line->answer_len, why, size);
		return REPLAY_NO_ANSWER;
	}
	if (!line->answer) {
		say_only("now %s", answer, len, why, size);
		return REPLAY_EXTRA_ANSWER;
	}
	message_read(&a, line->answer, line->answer_len);
	message_read(&b, answer, len);
	return same_code(&a, &b, why, size) && same_options(&a, &b, ignored, why, size) &&
			       same_payload(&a, &b, ignored, why, size) ? REPLAY_SAME : REPLAY_DIFFERS;
}
