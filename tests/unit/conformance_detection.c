/* tests/unit/conformance_detection.c - the self-test's score and gates: each gate closes for what it is there for. */
#include "tests/unit/conformance.h"

#include <stdlib.h>
#include <string.h>

#include "conformance/detection.h"

static struct finding findings[2];
static struct case_result cases[2];
static struct run_result run;

/* One case with one finding. */
static const struct run_result *run_of(const char *id, enum verdict verdict, const char *rule, enum verdict found, enum side by)
{
	findings[0] = (struct finding){ .clause = rule ? clause_named(rule) : NULL, .answer = BROKEN, .verdict = found, .by = by };
	cases[0] = (struct case_result){ .id = (char *)(uintptr_t)id, .link = "coap", .verdict = verdict,
					 .findings = rule ? findings : NULL, .finding_count = rule ? 1 : 0 };
	run = (struct run_result){ .cases = cases, .case_count = 1 };
	return &run;
}

static const struct sighting_row {
	const char *expected, *id, *rule;
	enum verdict verdict, found;
	enum side by, side;
	enum killed killed;
} sightings[] = {
	{ "COAP-MSG-37", "REG-001", "COAP-MSG-37", VERDICT_FAIL, VERDICT_FAIL, SIDE_SERVER, SIDE_SERVER, KILLED_NAMED },
	{ "COAP-MSG-02", "REG-001", "COAP-MSG-37", VERDICT_FAIL, VERDICT_FAIL, SIDE_SERVER, SIDE_SERVER, KILLED_OTHER },
	{ "COAP-MSG-3", "REG-001", "COAP-MSG-37", VERDICT_PASS, VERDICT_FAIL, SIDE_SERVER, SIDE_SERVER, KILLED_OTHER },
	/* a note kills only where the row expects one */
	{ "COAP-RSP-02", "REG-001", "COAP-RSP-02", VERDICT_PASS, VERDICT_NOTE, SIDE_SERVER, SIDE_SERVER, KILLED_NAMED },
	{ "COAP-MSG-37", "REG-001", "COAP-RSP-02", VERDICT_PASS, VERDICT_NOTE, SIDE_SERVER, SIDE_SERVER, SURVIVED },
	/* what our own UE breaks is not the server's, and the other way round */
	{ "COAP-MSG-37", "REG-001", "COAP-MSG-37", VERDICT_ERROR, VERDICT_FAIL, SIDE_CLIENT, SIDE_SERVER, SURVIVED },
	{ "COAP-MSG-37", "REG-001", "COAP-MSG-37", VERDICT_ERROR, VERDICT_FAIL, SIDE_CLIENT, SIDE_CLIENT, KILLED_NAMED },
	/* an error of ours must come of it */
	{ "COAP-MSG-37", "REG-001", "COAP-MSG-37", VERDICT_PASS, VERDICT_FAIL, SIDE_CLIENT, SIDE_CLIENT, SURVIVED },
	/* cases: by the id, or by that of the whole table; an inconc is no kill */
	{ "REG-014", "REG-014.message-type", NULL, VERDICT_FAIL, VERDICT_PASS, SIDE_SERVER, SIDE_SERVER, KILLED_NAMED },
	{ "REG-01", "REG-014.message-type", NULL, VERDICT_FAIL, VERDICT_PASS, SIDE_SERVER, SIDE_SERVER, KILLED_OTHER },
	{ "REG-014", "REG-014.message-type", NULL, VERDICT_INCONC, VERDICT_PASS, SIDE_SERVER, SIDE_SERVER, SURVIVED },
	/* through an oracle: counted apart, where the wire shows nothing */
	{ "STA-002", "STA-002.full", NULL, VERDICT_FAIL, VERDICT_PASS, SIDE_SERVER, SIDE_SERVER, KILLED_ORACLE },
	{ "STA-001", "STA-002.full", NULL, VERDICT_FAIL, VERDICT_PASS, SIDE_SERVER, SIDE_SERVER, KILLED_OTHER },
	{ "STA-002", "STA-002.full", "COAP-MSG-37", VERDICT_FAIL, VERDICT_FAIL, SIDE_SERVER, SIDE_SERVER, KILLED_OTHER },
	{ "COAP-MSG-37", "STA-002.full", "COAP-MSG-37", VERDICT_FAIL, VERDICT_FAIL, SIDE_SERVER, SIDE_SERVER, KILLED_NAMED },
};

START_TEST(test_who_noticed)
{
	const struct sighting_row *row = &sightings[_i];
	struct sighting saw = { 0 };

	run_of(row->id, row->verdict, row->rule, row->found, row->by);
	cases[0].oracle = !strncmp(row->id, "STA-", 4);
	sighting_judge(&saw, row->expected, row->side, &run);
	ck_assert_str_eq(killed_word(saw.killed), killed_word(row->killed));
}
END_TEST

/* What a server beside the target breaks says nothing of the fault that is tried; what our own UE breaks there does. */
START_TEST(test_a_server_beside_kills_nothing)
{
	struct sighting saw = { 0 };

	run_of("UE-002", VERDICT_PASS, "COAP-MSG-37", VERDICT_NOTE, SIDE_SERVER);
	cases[0].beside = true;
	sighting_judge(&saw, "COAP-MSG-37", SIDE_SERVER, &run);
	ck_assert_str_eq(killed_word(saw.killed), "survived");
	run_of("UE-002", VERDICT_ERROR, "COAP-MSG-43", VERDICT_FAIL, SIDE_CLIENT);
	cases[0].beside = true;
	sighting_judge(&saw, "COAP-MSG-43", SIDE_CLIENT, &run);
	ck_assert_str_eq(killed_word(saw.killed), "named");
}
END_TEST

START_TEST(test_null_servers_pass_nothing)
{
	struct sighting saw = { 0 };

	run_of("REG-001", VERDICT_PASS, NULL, VERDICT_PASS, SIDE_SERVER);
	sighting_judge_null(&saw, &run);
	ck_assert_uint_eq(saw.passed, 1);
	ck_assert_str_eq(saw.why, "REG-001 over coap");
	cases[0].beside = true;		/* our own UE, at another server */
	saw = (struct sighting){ 0 };
	sighting_judge_null(&saw, &run);
	ck_assert_uint_eq(saw.passed, 0);
}
END_TEST

static const struct alarm_row {
	enum verdict verdict;
	bool impaired;
	size_t alarms, inconc;
} alarms[] = {
	{ VERDICT_PASS, false, 0, 0 },	 { VERDICT_NA, false, 0, 0 },	  { VERDICT_FAIL, false, 1, 0 }, { VERDICT_WARN, true, 1, 0 },
	{ VERDICT_ERROR, false, 1, 0 },	 { VERDICT_INCONC, false, 1, 1 }, { VERDICT_INCONC, true, 0, 1 }, { VERDICT_NOT_RUN, false, 1, 1 },
	{ VERDICT_NOT_RUN, true, 0, 1 },
};

START_TEST(test_what_is_a_false_alarm)
{
	struct sighting saw = { 0 };

	sighting_judge_clean(&saw, run_of("REG-001", alarms[_i].verdict, NULL, VERDICT_PASS, SIDE_SERVER), alarms[_i].impaired);
	ck_assert_uint_eq(saw.alarms, alarms[_i].alarms);
	ck_assert_uint_eq(saw.inconc, alarms[_i].inconc);
}
END_TEST

START_TEST(test_must_rows)
{
	struct case_row rows[] = { { .id = "REG-014.a", .rule_count = 1 }, { .id = "JSN-007", .rule_count = 1 } };
	struct case_table table = { .rows = rows, .count = 2 };

	rows[0].rules[0] = CLAUSE_M5G_REG_S01;
	rows[1].rules[0] = CLAUSE_JSON_07;
	ck_assert(detection_is_must("COAP-MSG-37", &table));
	ck_assert(detection_is_must("COAP-MSG-10 COAP-MSG-37", &table));
	ck_assert(!detection_is_must("COAP-MSG-10", &table));	/* should */
	ck_assert(!detection_is_must("COAP-OPT-27.a", &table));	/* must, but derived: it warns */
	ck_assert(detection_is_must("REG-014", &table));
	ck_assert(detection_is_must("REG-014.a", &table));
	ck_assert(!detection_is_must("REG-01", &table));
	ck_assert(!detection_is_must("JSN-007", &table));
}
END_TEST

static struct detection_row row_of(enum killed killed, bool must, bool by_oracle)
{
	return (struct detection_row){ .word = "w", .expected = "e", .must = must, .by_oracle = by_oracle, .saw = { .killed = killed } };
}

static const char *gate(struct detection_row *faults, size_t fault_count, struct detection_row *clean, struct detection_row *null)
{
	static char text[600];
	struct detection d = { .faults = { faults, fault_count }, .clean = { clean, clean ? 1 : 0 }, .nulls = { null, null ? 1 : 0 } };

	return detection_gate(&d, text, sizeof(text));
}

START_TEST(test_gates)
{
	struct detection_row faults[100], clean = row_of(KILLED_NAMED, false, false), null = clean;

	for (int i = 0; i < 100; i++)
		faults[i] = row_of(KILLED_NAMED, i < 50, false);
	ck_assert_ptr_null(gate(faults, 100, &clean, &null));
	faults[99] = faults[98] = row_of(SURVIVED, false, false);
	ck_assert_ptr_null(gate(faults, 100, NULL, NULL));	/* 98 of 100, all musts */
	faults[97] = row_of(KILLED_OTHER, false, false);
	ck_assert_str_eq(gate(faults, 100, NULL, NULL), "97 of 100 faults of the server are killed by name: below 98 % ('w' is not)");
	faults[97] = row_of(KILLED_NAMED, false, false);
	faults[0] = row_of(KILLED_OTHER, true, false);
	ck_assert_str_eq(gate(faults, 100, NULL, NULL), "the server's fault 'w' breaks a must row (e) and is not killed by name");
	faults[98] = row_of(KILLED_NAMED, false, false);
	faults[0] = row_of(KILLED_ORACLE, true, true);		/* counted apart */
	ck_assert_ptr_null(gate(faults, 100, &clean, &null));
	ck_assert_uint_eq(detection_score(&(struct detection_list){ faults, 100 }).killed[KILLED_ORACLE], 1);
	ck_assert_uint_eq(detection_score(&(struct detection_list){ faults, 100 }).musts, 49);
	faults[0].saw.killed = SURVIVED;
	ck_assert_str_eq(gate(faults, 100, NULL, NULL), "the server's fault 'w' needs an oracle, says its row: it survives");
	faults[0].saw.killed = KILLED_NAMED;
	ck_assert_str_eq(gate(faults, 100, NULL, NULL), "the server's fault 'w' needs an oracle, says its row: it is seen on the wire");
	faults[0] = row_of(KILLED_ORACLE, true, false);		/* a row that says nothing of an oracle */
	ck_assert_str_eq(gate(faults, 100, NULL, NULL), "the server's fault 'w' breaks a must row (e) and is not killed by name");
	null.saw.passed = 1;
	ck_assert_str_eq(gate(NULL, 0, NULL, &null), "the null server 'w' passes ");
	clean.saw.passed = 98;
	clean.saw.inconc = 2;
	ck_assert_ptr_null(gate(NULL, 0, &clean, NULL));
	clean.saw.inconc = 3;
	ck_assert_str_eq(gate(NULL, 0, &clean, NULL), "3 cases are inconc (w): more than 2 %");
	clean.saw.inconc = 0;
	clean.saw.compared = 1;
	ck_assert_str_eq(gate(NULL, 0, &clean, NULL), "live and offline differ (w): ");
	clean.saw.same = 1;
	clean.saw.alarms = 1;
	ck_assert_str_eq(gate(NULL, 0, &clean, NULL), "false alarm (w): ");
}
END_TEST

Suite *detection_tests(void)
{
	Suite *suite = suite_create("detection");
	TCase *tests = tcase_create("all");

	tcase_add_loop_test(tests, test_who_noticed, 0, sizeof(sightings) / sizeof(*sightings));
	tcase_add_test(tests, test_a_server_beside_kills_nothing);
	tcase_add_test(tests, test_null_servers_pass_nothing);
	tcase_add_loop_test(tests, test_what_is_a_false_alarm, 0, sizeof(alarms) / sizeof(*alarms));
	tcase_add_test(tests, test_must_rows);
	tcase_add_test(tests, test_gates);
	suite_add_tcase(suite, tests);
	return suite;
}
