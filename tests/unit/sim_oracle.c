/* tests/unit/sim_oracle.c - what an oracle prints: read whole, refused whole; and what a step makes of it. */
#include "tests/unit/sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/play.h"
#include "tests/unit/sink.h"

#define ONE "{\"ue-service-id\": \"ue1@example.org\", \"client-profile\": null}"
#define TWO "{\"client-profile\": {\"a\": [1, {\"b\": \"],}\\\"\"}]}, \"since\": 3, \"ue-service-id\": \"ue2@example.org\"}"

static const struct text_row {
	const char *text, *ue;
	bool found, null;		/* NULL: a null profile */
} texts[] = {
	{ "[]", "ue1@example.org", false, false },
	{ " [ \n] \r\n\t", "ue1@example.org", false, false },
	{ "[" ONE "]", "ue1@example.org", true, true },
	{ "[" ONE "]\n", "ue1@example.or", false, false },
	{ "[ " ONE " ,\n" TWO " ]", "ue2@example.org", true, false },
	{ "[" TWO "," ONE "]", "ue1@example.org", true, true },
	{ "[{\"ue-service-id\":\"\\u0075e1@example.org\",\"client-profile\":7}]", "ue1@example.org", true, false },
};

START_TEST(test_who_is_registered)
{
	const struct text_row *row = &texts[_i];
	struct oracle_text text = { row->text, strlen(row->text) };
	struct error error = { .text = "" };
	struct stored stored;

	ck_assert_msg(!oracle_find(&text, row->ue, &stored, &error), "%s", error.text);
	ck_assert(stored.found == row->found);
	if (row->found)
		ck_assert((stored.entry.nodes[stored.profile].kind == KIND_NULL) == row->null);
}
END_TEST

/* Wherever the UE stands that is looked for: what is wrong elsewhere makes the whole text unbelievable. */
static const struct garbage_row {
	const char *text, *said;
} garbage[] = {
	{ "", "is no JSON list" },
	{ "ue1@example.org\n", "is no JSON list" },
	{ "{}", "is no JSON list" },
	{ ONE, "is no JSON list" },
	{ "[", "entry 1 of what it said is no JSON object" },
	{ "[" ONE, "does not end with the JSON list" },
	{ "[" ONE ",]", "entry 2 of what it said is no JSON object" },
	{ "[" ONE "," ONE, "does not end with the JSON list" },
	{ "[" ONE " " ONE "]", "entry 1 of what it said is no JSON object" },
	{ "[" ONE "] []", "does not end with the JSON list" },
	{ "[" ONE "]]", "does not end with the JSON list" },
	{ "[" ONE ", null]", "entry 2 of what it said is no JSON object" },
	{ "[" ONE ", {\"ue-service-id\": \"x\", \"client-profile\": tru}]", "entry 2 of what it said is no JSON object" },
	{ "[" ONE ", {\"client-profile\": null}]", "entry 2 of what it said has no string 'ue-service-id'" },
	{ "[" ONE ", {\"ue-service-id\": 2, \"client-profile\": null}]", "entry 2 of what it said has no string 'ue-service-id'" },
	{ "[{\"ue-service-id\": \"x\"}]", "entry 1 of what it said has no 'client-profile'" },
	{ "[{\"ue-service-id\": \"\xff\", \"client-profile\": null}]", "entry 1 of what it said is no JSON object" },
	{ "[{\"ue-service-id\": \"x", "entry 1 of what it said is no JSON object" },
	{ "[{\"ue-service-id\": \"x\\", "entry 1 of what it said is no JSON object" },
};

START_TEST(test_what_is_no_list_of_registrations)
{
	const struct garbage_row *row = &garbage[_i];
	char *exact = malloc(strlen(row->text) + 1);	/* not a byte beyond: a sanitizer looks on */
	struct oracle_text text = { exact, strlen(row->text) };
	struct error error = { .text = "" };
	struct stored stored;

	ck_assert_ptr_nonnull(exact);
	memcpy(exact, row->text, text.len);
	exact = realloc(exact, text.len ? text.len : 1);
	text.bytes = exact;
	ck_assert_int_eq(oracle_find(&text, "ue1@example.org", &stored, &error), -1);
	ck_assert_msg(strstr(error.text, row->said), "%s", error.text);
	ck_assert_msg(strstr(error.text, "an oracle prints [{"), "%s", error.text);
	free(exact);
}
END_TEST

/* More values in all than the JSON reader keeps at a time. */
START_TEST(test_a_long_list)
{
	enum { MANY = 1000 };
	size_t room = MANY * (sizeof(ONE) + 1) + 3, len = 0;
	char *bytes = malloc(room);
	struct stored stored;
	struct error error;

	ck_assert_ptr_nonnull(bytes);
	for (int i = 0; i < MANY; i++)
		len += (size_t)snprintf(bytes + len, room - len, "%s{\"ue-service-id\": \"ue%d\", \"client-profile\": null}", i ? "," : "[", i);
	len += (size_t)snprintf(bytes + len, room - len, "]");
	ck_assert(!oracle_find(&(struct oracle_text){ bytes, len }, "ue999", &stored, &error) && stored.found);
	ck_assert(!oracle_find(&(struct oracle_text){ bytes, len }, "ue1000", &stored, &error) && !stored.found);
	free(bytes);
}
END_TEST

/* --- the step --- */

/* An oracle that says what it is told, at the second look. */
struct mouth {
	const char *text;		/* NULL: it fails */
	unsigned asked, looked;
};

static enum oracle_said ask(void *arg, const void *who, bool anew, struct oracle_text *text, struct error *error)
{
	struct mouth *m = arg;

	(void)who;
	m->asked += anew;
	m->looked++;
	if (anew)
		return ORACLE_IS_ASKED;
	if (!m->text) {
		error_set(error, "it is out");
		return ORACLE_FAILS;
	}
	*text = (struct oracle_text){ m->text, strlen(m->text) };
	return ORACLE_SAYS;
}

/* As the default binding has it: MSGin5G UE ID and Client Ports of `triggering`; another order, other space. */
#define TRIGGERING(port) "{\"msgin5gClientTriggeringInformation\": {\"msgin5gClientPorts\": [ " port " ], \"msgin5gUeId\": \"msisdn-33600000001\"}}"
#define STORED(profile) "[{\"ue-service-id\": \"ue1@example.org\", \"client-profile\": " profile "}]"

static const struct step_row {
	const char *step, *text;
	enum play_state ends;
	const char *said;		/* in what it says where it is broken */
	bool ours;
} rows[] = {
	{ "{registered: u1}", STORED("null"), PLAY_FINISHED, "", false },
	{ "{registered: u1}", STORED("{}"), PLAY_FINISHED, "", false },
	{ "{registered: u1}", "[]", PLAY_BROKEN, "t:1: expected a registration of u1 at the server, got none", false },
	{ "{registered: u1, not: yes}", "[]", PLAY_FINISHED, "", false },
	{ "{registered: u1, not: yes}", STORED("null"), PLAY_BROKEN, "expected no registration of u1 at the server, got one", false },
	{ "{registered: u1, profile: none}", STORED("null"), PLAY_FINISHED, "", false },
	{ "{registered: u1, profile: none}", STORED("{}"), PLAY_BROKEN, "expected no Client Profile stored for u1, got one", false },
	{ "{registered: u1, profile: triggering}", STORED(TRIGGERING("5683")), PLAY_FINISHED, "", false },
	{ "{registered: u1, profile: triggering}", STORED(TRIGGERING("5683.0")), PLAY_FINISHED, "", false },
	{ "{registered: u1, profile: triggering}", STORED(TRIGGERING("5684")), PLAY_BROKEN,
	  "got another one, at '/msgin5gClientTriggeringInformation/msgin5gClientPorts/0'", false },
	{ "{registered: u1, profile: triggering}", STORED("null"), PLAY_BROKEN, "the registration's Client Profile stored for u1, got none", false },
	{ "{registered: u1, profile: triggering}", STORED("\"x\""), PLAY_BROKEN, "got another one", false },
	{ "{registered: u1}", "none", PLAY_BROKEN, "the oracle cannot be believed: what it said is no JSON list", true },
	{ "{registered: u1, not: yes}", "none", PLAY_BROKEN, "the oracle cannot be believed: ", true },
	{ "{registered: u1}", NULL, PLAY_BROKEN, "t:1: it is out", true },
};

static const struct identity ue = { .name = "u1", .ue_service_id = "ue1@example.org" };

struct scene {
	struct test_world world;
	struct binding binding;
	struct play_setting setting;
	struct actor actor;
	struct play play;
};

/* Goes on from deadline to deadline. Returns when it ended. */
static uint64_t play_through(struct scene *s, const struct step *steps, size_t count)
{
	uint64_t now = 0, next;

	test_world_init(&s->world);
	binding_default(&s->binding);
	s->setting.request.binding = &s->binding;
	s->actor = (struct actor){ .name = "u1", .identity = &ue };
	s->play = (struct play){ .setting = &s->setting, .actors = &s->actor, .actor_count = 1 };
	play_begin(&s->play, steps, count, 0);
	while ((next = play_go_on(&s->play, now, &s->world.sink)) != NEVER) {
		ck_assert_uint_gt(next, now);
		now = next;
	}
	return now;
}

static void read_steps(struct document **document, struct step **steps, size_t *count, const char *step)
{
	struct error error = { .text = "" };
	char yaml[200];

	snprintf(yaml, sizeof(yaml), "- %s\n", step);
	*document = document_parse("t", yaml, strlen(yaml), &error);
	ck_assert_msg(*document && !steps_read(steps, count, document_root(*document), NULL, &error), "%s", error.text);
}

START_TEST(test_what_is_registered)
{
	const struct step_row *row = &rows[_i];
	struct mouth mouth = { .text = row->text };
	struct scene s = { .setting.oracle = { ask, &mouth } };
	struct document *document;
	struct step *steps;
	size_t count;

	read_steps(&document, &steps, &count, row->step);
	uint64_t ended = play_through(&s, steps, count);
	ck_assert_int_eq(s.play.state, row->ends);
	ck_assert_msg(strstr(s.play.said, row->said), "%s", s.play.said);
	ck_assert(s.play.ours == row->ours);
	/* what does not fit at once is looked at again for a second; what cannot be believed is not */
	bool waits = row->ends == PLAY_BROKEN && !row->ours;
	ck_assert(waits ? ended >= NS_PER_S && mouth.asked > 5 : ended <= 20 * NS_PER_MS && mouth.asked == 1);
	ck_assert(s.play.unseen == waits);
	steps_free(steps, count);
	document_free(document);
}
END_TEST

/* Without an oracle nothing is passed: whoever runs such a case has left it out before. */
START_TEST(test_nobody_to_ask)
{
	struct scene s = { .setting.oracle = { NULL, NULL } };
	struct document *document;
	struct step *steps;
	size_t count;

	read_steps(&document, &steps, &count, "{registered: u1, not: yes}");
	play_through(&s, steps, count);
	ck_assert_int_eq(s.play.state, PLAY_BROKEN);
	ck_assert(s.play.ours);
	steps_free(steps, count);
	document_free(document);
}
END_TEST

START_TEST(test_profile_of_nobody)
{
	static const char yaml[] = "- {registered: u1, not: yes, profile: full}\n";
	struct document *document;
	struct step *steps;
	struct error error;
	size_t count;

	document = document_parse("t", yaml, strlen(yaml), &error);
	ck_assert_int_eq(steps_read(&steps, &count, document_root(document), NULL, &error), -1);
	ck_assert_str_eq(error.text, "t:1:39: a UE that is not registered has no profile");
	steps_free(steps, count);
	document_free(document);
}
END_TEST

Suite *oracle_tests(void)
{
	Suite *suite = suite_create("oracle");
	TCase *tests = tcase_create("all");

	tcase_add_loop_test(tests, test_who_is_registered, 0, sizeof(texts) / sizeof(*texts));
	tcase_add_loop_test(tests, test_what_is_no_list_of_registrations, 0, sizeof(garbage) / sizeof(*garbage));
	tcase_add_test(tests, test_a_long_list);
	tcase_add_loop_test(tests, test_what_is_registered, 0, sizeof(rows) / sizeof(*rows));
	tcase_add_test(tests, test_nobody_to_ask);
	tcase_add_test(tests, test_profile_of_nobody);
	suite_add_tcase(suite, tests);
	return suite;
}
