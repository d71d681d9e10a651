/* tests/unit/conformance_contact.c - the first stage: features probed, round trips measured, before anything else begins. */
#include "tests/unit/conformance.h"

#include <string.h>

#include "tests/unit/conformance_scene.h"
#include "tests/unit/place.h"

/* 4.02 to what bears the option: the server has no Block1 (RFC 7252 5.4.1). */
static void serve_without_block(struct scene *s, uint32_t link, const uint8_t *bytes, size_t len)
{
	struct message m;

	message_read(&m, bytes, len);
	if (message_option(&m, OPTION_BLOCK1, 0))
		scene_answer(s, link, bytes, len, CODE_BAD_OPTION, "");
	else
		serve_well(s, link, bytes, len);
}

#define PROBE AFTER_1("PICS-1", "probes: block, steps: [{register: u1, but: [insert block1 hex:06]}, {expect: {result: success}}]")
#define NEEDS AFTER_1("BLK-1", "needs: [block], " REGISTERS)

enum stance { UNSET, YES, NO };

static const struct declared {
	enum stance declared;
	bool there;
	enum verdict verdict, needing;
	const char *reason;
	int status;
} declared[] = {
	{ YES, true, VERDICT_PASS, VERDICT_PASS, "", 0 },
	{ YES, false, VERDICT_FAIL, VERDICT_PASS, "declared, and not seen: t.yaml:3: expected success, got refusal: 4.02", 1 },
	{ NO, false, VERDICT_PASS, VERDICT_NA, "", 0 },
	{ NO, true, VERDICT_WARN, VERDICT_NA, "declared not to be there, and seen", 0 },
	{ UNSET, true, VERDICT_PASS, VERDICT_PASS, "not declared, and seen", 0 },
	{ UNSET, false, VERDICT_PASS, VERDICT_NA, "not declared, and not seen: t.yaml:3: expected success", 0 },
};

START_TEST(test_declaration_against_observation)
{
	const struct declared *d = &declared[_i];
	struct scene *s = scene_new(REG_1 PROBE NEEDS);

	s->script.serve = d->there ? serve_well : serve_without_block;
	s->target.declared_yes = (s->target.declared_yes & ~APPLIES_BLOCK) | (d->declared == YES ? APPLIES_BLOCK : 0);
	s->target.declared_no = (s->target.declared_no & ~APPLIES_BLOCK) | (d->declared == NO ? APPLIES_BLOCK : 0);
	scene_play(s);
	scene_assert(s, "PICS-1", 2, d->verdict, d->reason);
	scene_assert(s, "BLK-1", 2, d->needing, NULL);
	ck_assert_int_eq(run_result_status(&s->result, false), d->status);
	scene_free(s);
}
END_TEST

/* A fail of a case that needs what nobody declared: at most warned. */
static void serve_refusing_profiles(struct scene *s, uint32_t link, const uint8_t *bytes, size_t len)
{
	if (scene_says(bytes, len, "msisdn"))
		scene_answer(s, link, bytes, len, CODE_FORBIDDEN, "");
	else
		serve_well(s, link, bytes, len);
}

START_TEST(test_what_leans_on_the_undeclared_is_at_most_warned)
{
	struct scene *s = scene_new(REG_1 PROBE AFTER_1("BLK-1", "needs: [block], steps: [{register: u1, profile: other}, {expect: {result: success}}]"));

	s->script.serve = serve_refusing_profiles;
	s->target.declared_no &= ~(uint32_t)APPLIES_BLOCK;
	s->target.declared_yes |= _i ? APPLIES_BLOCK : 0;
	scene_play(s);
	scene_assert(s, "BLK-1", 2, _i ? VERDICT_FAIL : VERDICT_WARN, "t.yaml:");
	scene_free(s);
}
END_TEST

static struct first_contact met_with;
static unsigned met, over_before;

static void meet(void *arg, const struct first_contact *contact)
{
	met++;
	met_with = *contact;
	over_before = ((struct scene *)arg)->told;
}

START_TEST(test_contact_comes_first_and_is_measured)
{
	struct scene *s = scene_new(AFTER_1("MSG-1", REGISTERS) REG_1 PROBE AFTER_1("MSG-2", REGISTERS));
	uint64_t most = 3ull * NS_PER_S;

	met = 0;
	s->script.answer_after_ns = 20 * NS_PER_MS;
	s->config.met = meet;
	scene_play(s);
	ck_assert_uint_eq(met, 1);
	ck_assert_uint_eq(over_before, 4);	/* REG-1 and PICS-1, over both links */
	for (int t = 0; t < 2; t++) {
		ck_assert(met_with.links[t].heard && met_with.links[t].accepted);
		ck_assert_uint_eq(met_with.links[t].code, CODE_CREATED);
		ck_assert_uint_eq(met_with.links[t].least_ns, 20 * NS_PER_MS);
		ck_assert_uint_eq(met_with.links[t].most_ns, 20 * NS_PER_MS);
		ck_assert_uint_eq(contact_silence_ns(&met_with, (unsigned)t, most), 660 * NS_PER_MS);	/* 500 + 8 * 20 */
	}
	ck_assert_uint_eq(contact_jitter_ns(&met_with, 50 * NS_PER_MS), 50 * NS_PER_MS);
	ck_assert_uint_ge(met_with.member_count, 2);
	ck_assert_str_eq(met_with.members[0], "registrationResult");
	scene_free(s);
}
END_TEST

START_TEST(test_tolerances_of_a_link)
{
	struct first_contact c = { .links = { { .samples = 2, .least_ns = 10 * NS_PER_MS, .most_ns = 60 * NS_PER_MS } } };
	uint64_t most = 3ull * NS_PER_S;

	ck_assert_uint_eq(contact_jitter_ns(&c, 50 * NS_PER_MS), 200 * NS_PER_MS);	/* 4 * (60 - 10) */
	ck_assert_uint_eq(contact_silence_ns(&c, 0, most), 980 * NS_PER_MS);		/* 500 + 8 * 60 */
	ck_assert_uint_eq(contact_silence_ns(&c, 1, most), most);			/* never measured */
	c.links[0].most_ns = 2000ull * NS_PER_MS;
	ck_assert_uint_eq(contact_silence_ns(&c, 0, most), most);
}
END_TEST

/* A server that never answers is contacted too: the stage ends, and the rest is not run for its reason. */
START_TEST(test_a_mute_server)
{
	struct scene *s = scene_new(REG_1 PROBE NEEDS AFTER_1("MSG-1", REGISTERS));

	met = 0;
	s->config.met = meet;
	s->script.deaf[0] = s->script.deaf[1] = true;
	scene_play(s);
	ck_assert_uint_eq(met, 1);
	ck_assert(!met_with.links[0].heard && !met_with.links[1].samples);
	scene_assert(s, "REG-1", 2, VERDICT_FAIL, NULL);
	scene_assert(s, "MSG-1", 2, VERDICT_NOT_RUN, "no answer to REG-1");
	ck_assert_uint_lt(s->now_ns, 60ull * NS_PER_S);
	scene_free(s);
}
END_TEST

Suite *contact_tests(void)
{
	Suite *suite = suite_create("first contact");
	TCase *tests = tcase_create("all");

	tcase_add_checked_fixture(tests, place_enter, place_leave);
	tcase_add_loop_test(tests, test_declaration_against_observation, 0, sizeof(declared) / sizeof(*declared));
	tcase_add_loop_test(tests, test_what_leans_on_the_undeclared_is_at_most_warned, 0, 2);
	tcase_add_test(tests, test_contact_comes_first_and_is_measured);
	tcase_add_test(tests, test_tolerances_of_a_link);
	tcase_add_test(tests, test_a_mute_server);
	suite_add_tcase(suite, tests);
	return suite;
}
