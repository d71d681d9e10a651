/* tests/unit/wire_mutation.c - each verb at each kind of target, against octets written by hand. */
#include "tests/unit/octets.h"
#include "tests/unit/wire.h"

#include <string.h>

#include "wire/message.h"
#include "wire/mutation.h"

/* CON POST 0x1234, token aabb, Uri-Path "a" and "b", Content-Format 50, Accept 50, payload {"x":1}. */
#define HEAD "42 02 1234 aabb"
#define PATH "b1'a' 01'b'"
#define FORMATS "1132 5132"
#define PAYLOAD "ff'{\"x\":1}'"
#define REQUEST HEAD PATH FORMATS PAYLOAD

struct row {
	const char *words, *before, *after;
};

static const struct row header[] = {
	{ "replace version 2", REQUEST, "82 02 1234 aabb" PATH FORMATS PAYLOAD },
	{ "replace version 0", "41020001aa", "01020001aa" },
	{ "flip version", "40020001", "00020001" },
	{ "replace type 1", REQUEST, "52 02 1234 aabb" PATH FORMATS PAYLOAD },
	{ "replace type ACK", "44020001 01020304", "64020001 01020304" },
	{ "replace type same", "40020001", "40020001" },
	{ "flip type", "60440001", "70440001" },
	{ "replace token-length 9", REQUEST, "49 02 1234 aabb" PATH FORMATS PAYLOAD },
	{ "replace token-length 0", "42020001 aabb", "40020001 aabb" },
	{ "flip token-length", "42020001 aabb", "43020001 aabb" },
	{ "replace code 0.05", "40020001", "40050001" },
	{ "replace code 7.31", "40020001", "40ff0001" },
	{ "replace code 0x44", "40020001", "40440001" },
	{ "flip code", "40440001", "40450001" },
	{ "truncate code", "40440001", "40" },
	{ "replace message-id 65535", "40020001 'bla'", "4002ffff 'bla'" },
	{ "replace message-id 1", "4002ffff", "40020001" },
	{ "flip message-id", "40021234", "40021235" },
	{ "truncate message-id", "40021234", "400212" },
	{ "drop token", REQUEST, "40 02 1234" PATH FORMATS PAYLOAD },
	{ "empty token", "42450001 aabb ff00", "40450001 ff00" },
	{ "replace token hex:0102030405060708", "42450001 aabb ff00", "48450001 0102030405060708 ff00" },
	{ "replace token \"ab\"", "40450001", "42450001 'ab'" },
	{ "replace token hex:", "42450001 aabb", "40450001" },
	{ "replace token same", "42450001 aabb", "42450001 aabb" },
	{ "replace token hex:010203040506070809", "40450001", "49450001 010203040506070809" },	/* RFC 8974: 9 */
	{ "replace token hex:0102030405060708090a0b0c0d", "40450001",	/* 13: nibble 13, 13 - 13 */
	  "4d450001 00 0102030405060708090a0b0c0d" },
	{ "flip token", "42450001 aabb", "42450001 aaba" },
	{ "truncate token", "44450001 aabbccdd 'x'", "44450001 aabb" },
	{ "truncate token", "41450001 aa", "41450001" },
	/* The version changed before hides nothing. */
	{ "flip token", "82450001 aabb", "82450001 aaba" },
};

static const struct row options[] = {
	{ "drop content-format", REQUEST, HEAD PATH "6132" PAYLOAD },		/* Accept: 17 - 11 */
	{ "drop accept", REQUEST, HEAD PATH "1132" PAYLOAD },
	{ "drop uri-path", REQUEST, HEAD "c132 5132" PAYLOAD },			/* both segments */
	{ "drop option 12", REQUEST, HEAD PATH "6132" PAYLOAD },
	{ "drop uri-host", "40010001 3168 8161", "40010001 b161" },
	/* 269 + 256 + 14 = 539 = 12 + 269 + 258 */
	{ "drop max-age", "40010001 c0 20 e00100", "40010001 c0 e00102" },
	{ "drop uri-path", "40010001 b0 c0", "40010001 d00a" },	/* 23 = 13 + 10: the delta is extended */
	{ "insert uri-path hex:", "40010001 d00a", "40010001 b0 c0" },		/* and shrinks again */
	{ "duplicate accept", REQUEST, HEAD PATH "1132 5132 0132" PAYLOAD },
	{ "duplicate content-format", REQUEST, HEAD PATH "1132 0132 5132" PAYLOAD },
	{ "duplicate uri-path", REQUEST, HEAD "b1'a' 01'a' 01'b'" FORMATS PAYLOAD },	/* the first */
	{ "empty content-format", REQUEST, HEAD PATH "10 5132" PAYLOAD },
	{ "empty uri-path", REQUEST, HEAD "b0 01'b'" FORMATS PAYLOAD },
	{ "replace content-format 0", REQUEST, HEAD PATH "10 5132" PAYLOAD },
	{ "replace content-format 40", REQUEST, HEAD PATH "1128 5132" PAYLOAD },
	{ "replace content-format 65000", REQUEST, HEAD PATH "12fde8 5132" PAYLOAD },
	{ "replace content-format hex:0032", REQUEST, HEAD PATH "120032 5132" PAYLOAD },
	{ "replace accept 4294967295", REQUEST, HEAD PATH "1132 54ffffffff" PAYLOAD },
	{ "replace uri-path \"x\"", REQUEST, HEAD "b1'x' 01'b'" FORMATS PAYLOAD },
	{ "replace uri-path \"\\\"\\\\n\"", REQUEST, HEAD "b3'\"\\n' 01'b'" FORMATS PAYLOAD },
	{ "replace uri-path \"thirteen char\"", REQUEST, HEAD "bd00'thirteen char' 01'b'" FORMATS PAYLOAD },
	{ "replace uri-path same", REQUEST, REQUEST },
	{ "insert option 65001 hex:00", REQUEST, HEAD PATH FORMATS "e1fccb00" PAYLOAD },	/* 17 + 269 + 64715 */
	{ "insert option 1 hex:", REQUEST, HEAD "10 a1'a' 01'b'" FORMATS PAYLOAD },
	{ "insert option 9 \"\"", REQUEST, HEAD "90 21'a' 01'b'" FORMATS PAYLOAD },
	{ "insert uri-path \"c\"", REQUEST, HEAD "b1'a' 01'b' 01'c'" FORMATS PAYLOAD },	/* after the last */
	{ "insert content-format 0", REQUEST, HEAD PATH "1132 00 5132" PAYLOAD },
	{ "insert content-format same", REQUEST, HEAD PATH "1132 0132 5132" PAYLOAD },
	{ "insert option 13 5", REQUEST, HEAD PATH "1132 1105 4132" PAYLOAD },
	{ "insert max-age 60", "60440001", "60440001 d1013c" },			/* no option yet: 14 = 13 + 1 */
	{ "insert observe hex:", "60440001 ff00", "60440001 60 ff00" },
	/* 2000 = 269 + 1731; 2109 - 2000 = 13 + 96 */
	{ "insert option 2000 1", "40010001 e00730", "40010001 e106c301 d060" },
	{ "flip content-format", REQUEST, HEAD PATH "1133 5132" PAYLOAD },
	{ "flip uri-path", REQUEST, HEAD "b1'`' 01'b'" FORMATS PAYLOAD },
	{ "truncate accept", REQUEST, HEAD PATH "1132 51" },
	{ "truncate uri-path", "40010001 b4'abcd' ff00", "40010001 b4'ab'" },
	{ "truncate option 256", "40010001 d0f3", "40010001 d0" },		/* 13 + 243: no value, a head of two */
};

static const struct row payloads[] = {
	{ "drop payload", REQUEST, HEAD PATH FORMATS },
	{ "drop payload", "40440001 ff", "40440001" },
	{ "empty payload", REQUEST, HEAD PATH FORMATS "ff" },
	{ "duplicate payload", "40440001 ff'ab'", "40440001 ff'abab'" },
	{ "replace payload json:{\"y\": [1, 2]}", REQUEST, HEAD PATH FORMATS "ff'{\"y\": [1, 2]}'" },
	{ "replace payload \"\"", "40440001 ff'ab'", "40440001 ff" },
	{ "replace payload hex:00ff", "40440001 ff'a'", "40440001 ff00ff" },
	{ "replace payload same", "40440001 ff'a'", "40440001 ff'a'" },
	{ "insert payload \"a\"", "40440001", "40440001 ff'a'" },
	{ "insert payload \"a\"", "40440001 ff", "40440001 ff'a'" },
	{ "flip payload", "40440001 ff'ab'", "40440001 ff'ac'" },
	{ "truncate payload", "40440001 ff'abc'", "40440001 ff'a'" },
	{ "drop marker", "40440001 ff'ab'", "40440001 'ab'" },
	{ "duplicate marker", "40440001 ff'ab'", "40440001 ffff'ab'" },
	{ "insert marker", "40440001", "40440001 ff" },
	{ "insert marker", "40440001 ff'a'", "40440001 ffff'a'" },
	{ "flip marker", "40440001 ff'ab'", "40440001 fe'ab'" },
	{ "insert octets hex:ff", "40440001 ff'a'", "40440001 ff'a'ff" },
	{ "insert octets \"ab\"", "60000001", "60000001 'ab'" },	/* Empty with content */
	{ "flip octets", "40440001 ff'b'", "40440001 ff'c'" },
	{ "truncate 6", REQUEST, HEAD },
	{ "truncate 0", REQUEST, "" },
	{ "truncate 3", "60000001", "600000" },
	/* What can be done to octets can be done to any. */
	{ "insert octets hex:00", "4f0100", "4f010000" },
};

/* Under the default binding. */
#define JSON "40020001 ff"
#define REG "'{\"ueServiceId\":\"a\", \"messageType\" : \"REG\",\"msgin5gServiceId\":\"MSGin5G\"}'"

static const struct row members[] = {
	{ "drop ue-service-id", JSON REG, JSON "'{\"messageType\" : \"REG\",\"msgin5gServiceId\":\"MSGin5G\"}'" },
	{ "drop message-type", JSON REG, JSON "'{\"ueServiceId\":\"a\", \"msgin5gServiceId\":\"MSGin5G\"}'" },
	{ "drop msgin5g-service-identifier", JSON REG, JSON "'{\"ueServiceId\":\"a\", \"messageType\" : \"REG\"}'" },
	{ "drop ue-service-id", JSON "'{ \"ueServiceId\":\"a\" }'", JSON "'{  }'" },
	{ "drop ue-service-id", JSON "'{\"ueServiceId\":1,\"b\":2,\"ueServiceId\":3}'", JSON "'{\"b\":2}'" },
	{ "drop member \"b\"", JSON "'{\"a\":1,\"b\":{\"c\":[1,2]},\"d\":3}'", JSON "'{\"a\":1,\"d\":3}'" },
	{ "duplicate message-type", JSON REG,
	  JSON "'{\"ueServiceId\":\"a\", \"messageType\" : \"REG\",\"messageType\" : \"REG\","
	       "\"msgin5gServiceId\":\"MSGin5G\"}'" },
	{ "empty ue-service-id", JSON "'{\"ueServiceId\":\"a\"}'", JSON "'{\"ueServiceId\":\"\"}'" },
	{ "empty member \"o\"", JSON "'{\"o\":{\"a\":1}}'", JSON "'{\"o\":{}}'" },
	{ "empty member \"o\"", JSON "'{\"o\":[1,2]}'", JSON "'{\"o\":[]}'" },
	{ "empty member \"o\"", JSON "'{\"o\":12}'", JSON "'{\"o\":null}'" },
	{ "empty member \"o\"", JSON "'{\"o\":true}'", JSON "'{\"o\":null}'" },
	{ "retype ue-service-id", JSON "'{\"ueServiceId\":\"a\"}'", JSON "'{\"ueServiceId\":1}'" },
	{ "retype member \"o\"", JSON "'{\"o\":-1.5e3}'", JSON "'{\"o\":\"-1.5e3\"}'" },
	{ "retype member \"o\"", JSON "'{\"o\":true,\"p\":1}'", JSON "'{\"o\":\"true\",\"p\":1}'" },
	{ "retype member \"o\"", JSON "'{\"o\":{\"a\":1}}'", JSON "'{\"o\":\"text\"}'" },
	{ "replace message-type \"reg\"", JSON "'{\"messageType\":\"REG\"}'", JSON "'{\"messageType\":\"reg\"}'" },
	{ "replace message-type \"a\\\"b\"", JSON "'{\"messageType\":\"REG\"}'",
	  JSON "'{\"messageType\":\"a\\\"b\"}'" },
	{ "replace message-type hex:ff0a", JSON "'{\"messageType\":\"R\"}'", JSON "'{\"messageType\":\"' ff0a '\"}'" },
	{ "replace message-type 5", JSON "'{\"messageType\":\"REG\"}'", JSON "'{\"messageType\":5}'" },
	{ "replace message-type 4.04", JSON "'{\"messageType\":\"REG\"}'", JSON "'{\"messageType\":4.04}'" },
	{ "replace message-type null", JSON "'{\"messageType\":\"REG\"}'", JSON "'{\"messageType\":null}'" },
	{ "replace message-type json:{\"a\": }", JSON "'{\"messageType\":1}'", JSON "'{\"messageType\":{\"a\": }}'" },
	{ "replace message-type same", JSON REG, JSON REG },
	{ "replace member \"x\" false", JSON "'{\"x\":[{}]}'", JSON "'{\"x\":false}'" },
	{ "insert member \"x\" 1", JSON REG,
	  JSON "'{\"ueServiceId\":\"a\", \"messageType\" : \"REG\",\"msgin5gServiceId\":\"MSGin5G\",\"x\":1}'" },
	{ "insert member \"x y\" \"z\"", JSON "'{ }'", JSON "'{\"x y\":\"z\" }'" },
	{ "insert member \"x\" json:[1, 2]", JSON "'{\"a\":1\n}'", JSON "'{\"a\":1,\"x\":[1, 2]\n}'" },
	{ "insert message-type \"DEREG\"", JSON "'{\"messageType\":\"REG\"}'",
	  JSON "'{\"messageType\":\"REG\",\"messageType\":\"DEREG\"}'" },
	{ "insert message-type same", JSON "'{\"messageType\":\"REG\",\"b\":1}'",
	  JSON "'{\"messageType\":\"REG\",\"b\":1,\"messageType\":\"REG\"}'" },
	/* Its parent is the profile. */
	{ "insert maximum-segment-size 2048", JSON "'{\"msgin5gClientProfile\":{},\"b\":1}'",
	  JSON "'{\"msgin5gClientProfile\":{\"maximumSegmentSize\":2048},\"b\":1}'" },
	{ "drop maximum-segment-size", JSON "'{\"msgin5gClientProfile\":{\"maximumSegmentSize\":2048},\"b\":1}'",
	  JSON "'{\"msgin5gClientProfile\":{},\"b\":1}'" },
	{ "flip ue-service-id", JSON "'{\"ueServiceId\":\"ab\"}'", JSON "'{\"ueServiceId\":\"ac\"}'" },
	{ "flip member \"o\"", JSON "'{\"o\":12}'", JSON "'{\"o\":13}'" },
	/* Of the member's 17 octets 8 stay. */
	{ "truncate ue-service-id", JSON "'{\"ueServiceId\":\"a\",\"b\":1}'", JSON "'{\"ueServi'" },
};

/* RESULT gets what the words make of the octets. */
static int apply(const char *words, const char *before, uint8_t *room, struct buffer *result, struct error *error)
{
	struct mutation m;
	struct binding binding;

	binding_default(&binding);
	*result = buffer_on(room, 400);
	result->len = octets_read(room, 400, before);
	ck_assert_msg(!mutation_parse(&m, words, error), "%s: %s", words, error->text);
	return mutation_apply(&m, result, &binding, error);
}

static void check_row(const struct row *row)
{
	uint8_t room[400], expected[400];
	struct buffer result;
	struct error error = { .text = "" };

	size_t n = octets_read(expected, sizeof(expected), row->after);
	ck_assert_msg(!apply(row->words, row->before, room, &result, &error), "%s: %s", row->words, error.text);
	ck_assert(!result.failed);
	ck_assert_msg(result.len == n && !memcmp(result.bytes, expected, n), "%s: %zu octets: %.*s", row->words,
		      result.len, (int)result.len, (const char *)result.bytes);
}

START_TEST(test_header) { check_row(&header[_i]); }
END_TEST

START_TEST(test_option) { check_row(&options[_i]); }
END_TEST

START_TEST(test_payload) { check_row(&payloads[_i]); }
END_TEST

START_TEST(test_member) { check_row(&members[_i]); }
END_TEST

/* What is not in the message: refused, and the octets stay as they were. */
static const struct row refused[] = {
	{ "drop content-format", HEAD PATH, "nothing there" },
	{ "replace accept 50", HEAD PATH, "nothing there" },
	{ "insert accept same", HEAD PATH, "nothing there" },
	{ "flip content-format", "40010001 c0", "nothing there" },
	{ "truncate content-format", "40010001 c0", "no middle" },
	{ "drop payload", HEAD PATH, "nothing there" },
	{ "drop marker", HEAD PATH, "nothing there" },
	{ "flip payload", "40440001 ff", "nothing there" },
	{ "insert payload \"a\"", "40440001 ff00", "payload already" },
	{ "flip token", "40010001", "nothing there" },
	{ "truncate token", "40010001", "nothing there" },
	{ "replace code 0.01", "400100", "nothing there" },
	{ "flip octets", "", "nothing there" },
	{ "truncate 4", "40010001", "4 octets" },
	{ "drop token", "43010001 aabb", "too wrong" },
	{ "drop token", "49010001 aabbaabbaabbaabbaa", "too wrong" },
	{ "drop uri-path", "40010001 b1'a' b9", "too wrong" },
	{ "insert option 5 1", "40010001 e0ffff", "too wrong" },	/* number 65804 cannot be written again */
	{ "drop payload", "40010001 0f ff00", "too wrong" },
	{ "drop ue-service-id", HEAD PATH, "nothing there" },
	{ "drop ue-service-id", JSON "'{\"a\":1}'", "nothing there" },
	{ "drop ue-service-id", JSON "'no JSON'", "nothing there" },
	{ "insert member \"x\" same", JSON "'{\"a\":1}'", "nothing there" },
	{ "insert member \"x\" 1", JSON "'[1]'", "no object" },
	{ "insert member \"x\" 1", HEAD PATH, "no object" },
	{ "insert maximum-segment-size 1", JSON "'{}'", "no object" },
	{ "flip ue-service-id", JSON "'{\"ueServiceId\":\"\"}'", "nothing there" },
};

START_TEST(test_refused)
{
	const struct row *row = &refused[_i];
	uint8_t room[400], before[400];
	struct buffer result;
	struct error error = { .text = "" };

	size_t n = octets_read(before, sizeof(before), row->before);
	ck_assert_msg(apply(row->words, row->before, room, &result, &error) == -1, "%s: done", row->words);
	ck_assert_msg(strstr(error.text, row->after), "%s: %s", row->words, error.text);
	ck_assert(!result.failed);
	ck_assert_uint_eq(result.len, n);
	ck_assert_mem_eq(result.bytes, before, n);
}
END_TEST

/* Full to the last octet: each that grows is refused and leaves the message as it was. */
START_TEST(test_no_room)
{
	static const char *const growing[] = { "replace token hex:010203", "insert option 5 1", "duplicate uri-path",
					       "replace payload \"too long for it\"", "insert octets hex:00",
					       "duplicate payload", "duplicate member \"x\"", "insert member \"y\" 1",
					       "retype member \"x\"", "duplicate marker" };
	uint8_t room[400], before[400];
	struct error error;
	struct mutation m;

	for (size_t i = 0; i < sizeof(growing) / sizeof(*growing); i++) {
		struct buffer b = buffer_on(room, octets_read(room, sizeof(room), REQUEST));
		b.len = b.size;
		memcpy(before, room, b.len);
		ck_assert(!mutation_parse(&m, growing[i], &error));
		ck_assert_msg(mutation_apply(&m, &b, NULL, &error) == -1, "%s: done", growing[i]);
		ck_assert_msg(strstr(error.text, "no room"), "%s", error.text);
		ck_assert(!b.failed && b.len == b.size);
		ck_assert_mem_eq(room, before, b.len);
	}
	/* An element needs a binding. */
	struct buffer b = buffer_on(room, sizeof(room));
	b.len = octets_read(room, sizeof(room), REQUEST);
	ck_assert(!mutation_parse(&m, "drop ue-service-id", &error));
	ck_assert(mutation_apply(&m, &b, NULL, &error) == -1);
	ck_assert(strstr(error.text, "binding"));
}
END_TEST

/* Words that are no mutation, and what their error says. */
static const struct {
	const char *words, *says;
} wrong[] = {
	{ "", "verb" },
	{ "drop-i", "unknown mutation 'drop-i' (did you mean 'drop'?)" },
	{ "Drop token", "unknown mutation 'Drop' (did you mean 'drop'?)" },
	{ "obliterate token", "unknown mutation 'obliterate'" },
	{ "drop", "after 'drop' a target" },
	{ "drop ue-servce-id", "unknown target 'ue-servce-id' (did you mean 'ue-service-id'?)" },
	{ "drop contentformat", "unknown target 'contentformat' (did you mean 'content-format'?)" },
	{ "drop tokn", "unknown target 'tokn' (did you mean 'token'?)" },
	{ "drop 6", "unknown target '6'" },
	{ "drop version", "'drop' cannot be done to 'version'" },
	{ "retype content-format", "cannot be done" },
	{ "truncate octets", "cannot be done" },
	{ "drop octets", "cannot be done" },
	{ "drop option", "a number up to 65535" },
	{ "drop option x", "a number up to 65535" },
	{ "drop option 65536", "a number up to 65535" },
	{ "drop member x", "a \"name\"" },
	{ "drop member \"x", "a \"name\"" },
	{ "replace code", "a value is expected" },
	{ "replace code 8.00", "'8.00' is no value" },
	{ "replace code 256", "cannot have this value" },
	{ "replace code \"a\"", "cannot have this value" },
	{ "replace type 4", "cannot have this value" },
	{ "replace version 4", "cannot have this value" },
	{ "replace token-length 16", "cannot have this value" },
	{ "replace message-id 65536", "cannot have this value" },
	{ "replace token 5", "cannot have this value" },
	{ "replace token json:1", "cannot have this value" },
	{ "replace accept 4294967296", "cannot have this value" },
	{ "replace accept 4.04", "'4.04' is no value" },
	{ "insert octets same", "cannot have this value" },
	{ "insert payload same", "cannot have this value" },
	{ "replace token hex:0", "even number" },
	{ "replace token hex:0g", "even number" },
	{ "replace token \"ab", "a text ends with" },
	{ "drop token now", "'now' after the end" },
	{ "insert marker 1", "'1' after the end" },
	{ "replace code 2.04 2.05", "'2.05' after the end" },
};

START_TEST(test_wrong_words)
{
	struct mutation m;
	struct error error = { .text = "" };

	ck_assert_msg(mutation_parse(&m, wrong[_i].words, &error) == -1, "'%s' is taken", wrong[_i].words);
	ck_assert_msg(strstr(error.text, wrong[_i].says), "%s: %s", wrong[_i].words, error.text);
}
END_TEST

START_TEST(test_long_values)
{
	struct mutation m;
	struct error error;
	char words[4000] = "replace payload \"";

	memset(words + 17, 'a', MUTATION_VALUE);
	strcpy(words + 17 + MUTATION_VALUE, "\"");
	ck_assert(!mutation_parse(&m, words, &error));
	ck_assert_uint_eq(m.value_len, MUTATION_VALUE);
	ck_assert_uint_lt(strlen(m.words), sizeof(m.words));
	strcpy(words + 17 + MUTATION_VALUE, "a\"");
	ck_assert(mutation_parse(&m, words, &error) == -1);
	strcpy(words, "replace payload hex:");
	memset(words + 20, '0', 2 * MUTATION_VALUE + 2);
	words[20 + 2 * MUTATION_VALUE + 2] = '\0';
	ck_assert(mutation_parse(&m, words, &error) == -1);
	words[20 + 2 * MUTATION_VALUE] = '\0';
	ck_assert(!mutation_parse(&m, words, &error));
	strcpy(words, "replace payload json:");
	memset(words + 21, '0', MUTATION_VALUE + 1);
	words[21 + MUTATION_VALUE + 1] = '\0';
	ck_assert(mutation_parse(&m, words, &error) == -1);
}
END_TEST

/* Each verb and each target stands in a row above. */
START_TEST(test_complete)
{
	static const struct {
		const struct row *rows;
		size_t count;
	} tables[] = { { header, sizeof(header) / sizeof(*header) }, { options, sizeof(options) / sizeof(*options) },
		       { payloads, sizeof(payloads) / sizeof(*payloads) },
		       { members, sizeof(members) / sizeof(*members) } };
	unsigned seen[TARGET_OCTETS + 1] = { 0 };
	static const unsigned expected[TARGET_OCTETS + 1] = {
		/* clang-format off */
		/* replace 0x10, flip 0x40, truncate 0x80, insert 0x20, retype 8, empty 4, duplicate 2, drop 1 */
		[TARGET_VERSION] = 0x50, [TARGET_TYPE] = 0x50, [TARGET_TOKEN_LENGTH] = 0x50, [TARGET_CODE] = 0xd0,
		[TARGET_MESSAGE_ID] = 0xd0, [TARGET_TOKEN] = 0xd5, [TARGET_OPTION] = 0xf7, [TARGET_ELEMENT] = 0xff,
		[TARGET_MEMBER] = 0x7d, [TARGET_PAYLOAD] = 0xf7, [TARGET_MARKER] = 0x63, [TARGET_OCTETS] = 0xe0,
		/* clang-format on */
	};
	struct mutation m;

	for (size_t t = 0; t < 4; t++)
		for (size_t i = 0; i < tables[t].count; i++) {
			ck_assert(!mutation_parse(&m, tables[t].rows[i].words, NULL));
			seen[m.target] |= 1u << m.verb;
		}
	for (int i = 0; i <= TARGET_OCTETS; i++)
		ck_assert_msg(seen[i] == expected[i], "target %d: %x, not %x", i, seen[i], expected[i]);
	ck_assert_str_eq(mutation_verb_word(MUTATION_DROP), "drop");
	ck_assert_str_eq(mutation_verb_text(MUTATION_FLIP), "turn over the lowest bit of its last octet");
}
END_TEST

#define LOOP(tests, test, rows) tcase_add_loop_test(tests, test, 0, (int)(sizeof(rows) / sizeof(*rows)))

Suite *mutation_tests(void)
{
	Suite *suite = suite_create("mutations");
	TCase *tests = tcase_create("all");

	LOOP(tests, test_header, header);
	LOOP(tests, test_option, options);
	LOOP(tests, test_payload, payloads);
	LOOP(tests, test_member, members);
	LOOP(tests, test_refused, refused);
	tcase_add_test(tests, test_no_room);
	LOOP(tests, test_wrong_words, wrong);
	tcase_add_test(tests, test_long_values);
	tcase_add_test(tests, test_complete);
	suite_add_tcase(suite, tests);
	return suite;
}
