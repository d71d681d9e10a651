/* tests/unit/wire_property.c - what holds for any octets: seeded, so that each run tries the same. */
#include "tests/unit/generator.h"
#include "tests/unit/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire/message.h"
#include "wire/mutation.h"
#include "wire/script.h"
#include "wire/uri.h"

/* Check notes each assertion that it passes: too slow for millions of them. */
#define HOLDS(condition) \
	do { \
		if (!(condition)) \
			ck_abort_msg("%s", #condition); \
	} while (0)

static void assert_inside(const struct message *m, struct range r)
{
	HOLDS(r.at <= m->len && r.len <= m->len - r.at);
}

static void assert_option_sound(const struct message *m, unsigned i)
{
	const struct option *o = &m->options[i];

	assert_inside(m, o->whole);
	assert_inside(m, o->value);
	HOLDS(o->whole.len > o->value.len);
	HOLDS(o->whole.at + o->whole.len == o->value.at + o->value.len);
	if (i) {
		HOLDS(o->number >= o[-1].number);
		HOLDS(o->whole.at == o[-1].whole.at + o[-1].whole.len);
	}
}

static void assert_sound(const struct message *m)
{
	char line[300];

	assert_inside(m, m->token);
	assert_inside(m, m->payload);
	HOLDS(m->options_kept <= MESSAGE_OPTIONS);
	HOLDS(m->options_kept <= m->option_count);
	for (unsigned i = 0; i < m->options_kept; i++)
		assert_option_sound(m, i);
	for (unsigned i = 0; i < m->anomaly_count && i < MESSAGE_ANOMALIES; i++) {
		assert_inside(m, m->anomalies[i].where);
		HOLDS((int)m->anomalies[i].kind < ANOMALY_COUNT);
	}
	/* Nothing is hidden without a reason. */
	if (!m->whole)
		HOLDS(message_format_error(m) || message_anomaly(m, ANOMALY_TOO_SHORT));
	HOLDS(strlen(message_format(line, sizeof(line), m)) < sizeof(line));
}

/* Octets in heap of their exact size, read into a struct that was all ones and one that was all zeros. */
static void read_and_check(const uint8_t *bytes, size_t len)
{
	uint8_t *exact = malloc(len ? len : 1);
	struct message m, again;
	char line[300], same[300];

	if (len)
		memcpy(exact, bytes, len);
	memset(&m, 0xff, sizeof(m));
	memset(&again, 0, sizeof(again));
	message_read(&m, exact, len);
	assert_sound(&m);
	message_read(&again, exact, len);
	HOLDS(m.anomaly_count == again.anomaly_count);
	HOLDS(m.option_count == again.option_count);
	HOLDS(!strcmp(message_format(line, sizeof(line), &m), message_format(same, sizeof(same), &again)));
	message_read_long_token(&m, exact, len);
	assert_sound(&m);
	free(exact);
}

/* Any octets; every second time with a header that leads further in. */
START_TEST(test_random_octets)
{
	uint64_t seed = 7;
	uint8_t bytes[80];

	for (unsigned i = 0; i < 200000; i++) {
		size_t len = generator_chance(&seed, sizeof(bytes) + 1);
		generator_fill(&seed, bytes, len);
		if (i & 1 && len > 1) {
			bytes[0] = (uint8_t)(0x40 | (bytes[0] & 0x33));
			bytes[1] &= 0x5f;
		}
		read_and_check(bytes, len);
	}
}
END_TEST

START_TEST(test_bent_messages)
{
	uint64_t seed = 11;
	uint8_t room[2000];

	for (unsigned i = 0; i < 20000; i++) {
		struct buffer b = buffer_on(room, sizeof(room));
		generator_message(&seed, &b);
		for (uint32_t n = generator_chance(&seed, 5); n; n--)
			generator_bend(&seed, &b);
		read_and_check(b.bytes, b.len);
	}
}
END_TEST

/* What the writer wrote is read to its end, option for option; its anomalies are the writer's arguments'. */
START_TEST(test_round_trip)
{
	uint64_t seed = 13;
	uint8_t room[2000], values[5][4];
	uint32_t numbers[5];
	struct message m;

	for (unsigned i = 0; i < 20000; i++) {
		struct buffer b = buffer_on(room, sizeof(room));
		struct writer w = message_begin(&b, TYPE_CON, CODE_POST, (uint16_t)i, "token", i % 6);
		for (unsigned k = 0; k < 5; k++) {
			numbers[k] = w.last + generator_chance(&seed, generator_chance(&seed, 2) ? 20 : 13000);
			generator_fill(&seed, values[k], 4);
			writer_option(&w, numbers[k], values[k], k);
		}
		writer_payload(&w, "payload", i % 8);
		message_read(&m, b.bytes, b.len);
		HOLDS(m.whole && !message_format_error(&m));
		HOLDS(m.mid == (i & 0xffff));
		HOLDS(m.token.len == i % 6);
		HOLDS(m.payload.len == i % 8);
		HOLDS(m.option_count == 5);
		for (unsigned k = 0; k < 5; k++) {
			HOLDS(m.options[k].number == numbers[k]);
			HOLDS(m.options[k].value.len == k);
			HOLDS(!memcmp(m.bytes + m.options[k].value.at, values[k], k));
		}
	}
}
END_TEST

/* An option dropped: the others keep number and value, header, token and payload every octet. */
static void assert_only_dropped(const struct message *before, const struct message *after, uint32_t number)
{
	unsigned k = 0;

	HOLDS(after->whole);
	HOLDS(!memcmp(before->bytes, after->bytes, 4 + before->token.len));
	HOLDS(before->payload.len == after->payload.len);
	HOLDS(!memcmp(before->bytes + before->payload.at, after->bytes + after->payload.at, after->payload.len));
	for (unsigned i = 0; i < before->option_count; i++) {
		const struct option *was = &before->options[i], *is = &after->options[k];
		if (was->number == number)
			continue;
		HOLDS(k++ < after->option_count);
		HOLDS(was->number == is->number);
		HOLDS(was->value.len == is->value.len);
		HOLDS(!memcmp(before->bytes + was->value.at, after->bytes + is->value.at, is->value.len));
	}
	HOLDS(k == after->option_count);
}

START_TEST(test_drop_leaves_the_rest)
{
	uint64_t seed = 17;
	uint8_t room[2000], edited[2000];
	struct message before, after;
	unsigned dropped = 0;

	for (unsigned i = 0; i < 20000; i++) {
		struct buffer b = buffer_on(room, sizeof(room)), copy = buffer_on(edited, sizeof(edited));
		generator_message(&seed, &b);
		message_read(&before, b.bytes, b.len);
		if (!before.whole || !before.option_count)
			continue;
		struct mutation m = { .verb = MUTATION_DROP, .target = TARGET_OPTION, .words = "drop" };
		m.number = before.options[generator_chance(&seed, before.option_count)].number;
		buffer_bytes(&copy, b.bytes, b.len);
		HOLDS(!mutation_apply(&m, &copy, NULL, NULL));
		message_read(&after, copy.bytes, copy.len);
		assert_only_dropped(&before, &after, m.number);
		dropped++;
	}
	ck_assert_uint_gt(dropped, 10000);
}
END_TEST

/* Any mutation of any octets: done or refused, never past the room, and refused without a change. */
START_TEST(test_mutations_of_anything)
{
	static const char *const words[] = {
		"drop uri-path", "drop option 0", "duplicate option 1", "empty content-format", "replace uri-host same",
		"replace accept 70000", "insert option 65535 hex:ff", "insert uri-path \"abcdefghijklmnopqrst\"",
		"flip etag", "truncate uri-query", "drop token", "replace token hex:0102030405060708090a0b0c0d0e",
		"flip token", "truncate token", "replace token-length 15", "replace code 0.00", "flip version",
		"truncate message-id", "drop payload", "empty payload", "duplicate payload", "insert payload \"{}\"",
		"replace payload json:{\"a\":1}", "drop marker", "duplicate marker", "insert marker",
		"insert octets hex:ffff",
		"flip octets", "truncate 5", "drop ue-service-id", "duplicate member \"a\"", "insert member \"b\" [1]",
		"retype member \"a\"", "empty member \"a\"", "flip member \"a\"", "truncate member \"a\"",
	};
	enum { WORDS = sizeof(words) / sizeof(*words) };
	struct mutation mutations[WORDS];
	struct binding binding;
	uint64_t seed = 19;
	uint8_t room[600], before[600];

	binding_default(&binding);
	for (unsigned i = 0; i < WORDS; i++)
		HOLDS(!mutation_parse(&mutations[i], words[i], NULL));
	for (unsigned i = 0; i < 40000; i++) {
		uint8_t wide[2000];
		struct buffer b = buffer_on(wide, sizeof(wide));
		generator_message(&seed, &b);
		for (uint32_t n = generator_chance(&seed, 3); n; n--)
			generator_bend(&seed, &b);
		size_t len = b.len < sizeof(room) ? b.len : sizeof(room);
		size_t size = len + generator_chance(&seed, (uint32_t)(sizeof(room) - len + 1));
		struct buffer tight = buffer_on(room, size);
		buffer_bytes(&tight, wide, len);
		for (unsigned k = 0; k < 4; k++) {
			size_t was = tight.len;
			memcpy(before, room, was);
			int done = mutation_apply(&mutations[generator_chance(&seed, WORDS)], &tight, &binding, NULL);
			HOLDS(!tight.failed && tight.len <= tight.size);
			if (done == -1)
				HOLDS(tight.len == was && !memcmp(before, room, was));
		}
	}
}
END_TEST

/* Words in any order, and any characters between them: read or refused with a reason. */
static void any_text(uint64_t *seed, char *text, size_t size, const char *const *pieces, uint32_t count)
{
	size_t n = 0;

	text[0] = '\0';
	for (uint32_t k = generator_chance(seed, 8); k && n + 40 < size; k--) {
		if (generator_chance(seed, 4))
			n += (size_t)snprintf(text + n, size - n, "%s", pieces[generator_chance(seed, count)]);
		else
			n += (size_t)snprintf(text + n, size - n, "%c", (char)(1 + generator_chance(seed, 255)));
	}
}

START_TEST(test_any_words)
{
	static const char *const words[] = {
		"drop ",  "insert ", "replace ", "truncate ",	  "option ", "member ", "payload ", "uri-path ",
		"code ",  "type ",   "token ",	 "message-type ", "\"",	     "\\",	"hex:",	    "json:",
		"same",	  "12 ",     "0x",	 "ff",		  "4.04",    " ",
	};
	static const char *const parts[] = { "coap://", "coaps://", "[", "]",	"::1",	"127.0.0.1", ":", "5683", "/",
					     "?",	"&",	    "%", "%41", "%ff",	"..",	     "host", "@", "#" };
	uint64_t seed = 23;
	char text[300], again[700];
	struct mutation m;
	struct uri uri, same;
	struct error error;
	unsigned mutations = 0, uris = 0;

	for (unsigned i = 0; i < 100000; i++) {
		any_text(&seed, text, sizeof(text), words, sizeof(words) / sizeof(*words));
		error.text[0] = '\0';
		bool read = !mutation_parse(&m, text, &error);
		mutations += read;
		HOLDS(read || error.text[0]);
		any_text(&seed, text, sizeof(text), parts, sizeof(parts) / sizeof(*parts));
		error.text[0] = '\0';
		if (uri_parse(&uri, text, &error)) {
			HOLDS(error.text[0]);
			continue;
		}
		/* Printed and read again it is the same. */
		uris++;
		HOLDS(!uri_parse(&same, uri_format(again, sizeof(again), &uri), &error));
		HOLDS(!memcmp(&uri, &same, sizeof(uri)));
	}
	ck_assert_uint_gt(mutations, 100);
	ck_assert_uint_gt(uris, 100);
}
END_TEST

START_TEST(test_script_free)
{
	struct script script = { .clients = calloc(2, sizeof(struct script_client)),
				 .lines = calloc(2, sizeof(struct script_line)),
				 .client_count = 2,
				 .line_count = 2 };

	script.lines[1].bytes = malloc(5); /* the sanitizer sees what is left behind */
	script_free(&script);
	ck_assert_ptr_null(script.lines);
	ck_assert_uint_eq(script.line_count, 0);
	script_free(&script);
}
END_TEST

Suite *property_tests(void)
{
	Suite *suite = suite_create("CoAP, whatever the octets");
	TCase *tests = tcase_create("all");

	tcase_set_timeout(tests, 120); /* sanitizers and a busy machine */
	tcase_add_test(tests, test_random_octets);
	tcase_add_test(tests, test_bent_messages);
	tcase_add_test(tests, test_round_trip);
	tcase_add_test(tests, test_drop_leaves_the_rest);
	tcase_add_test(tests, test_mutations_of_anything);
	tcase_add_test(tests, test_any_words);
	tcase_add_test(tests, test_script_free);
	suite_add_tcase(suite, tests);
	return suite;
}
