/* tests/unit/reports_ci.c - what CI systems read, word for word. */
#include "tests/unit/reports.h"

#include <stdlib.h>
#include <string.h>

#define XML_PROPERTIES \
	"    <properties>\n" \
	"      <property name=\"target\" value=\"acme.yaml (acme &lt;1.2&gt;)\"/>\n" \
	"      <property name=\"text judged\" value=\"change request to TS 24.538 v1.1.0\"/>\n" \
	"      <property name=\"edition\" value=\"cr\"/>\n" \
	"      <property name=\"rulebook\" value=\"ts24538\"/>\n" \
	"      <property name=\"binding\" value=\"default\"/>\n" \
	"      <property name=\"readings\" value=\"T1=literal\"/>\n" \
	"      <property name=\"seed\" value=\"42\"/>\n" \
	"    </properties>\n"

static void expect_run(int (*render)(FILE *, const struct run_result *, const struct report_style *),
		       struct run_result *r, const char *expected)
{
	char *actual = rendered_run(render, r, (struct report_style){ 0 });

	expect_text(actual, expected);
	free(actual);
	fixture_run_free(r);
}

static void expect_check(int (*render)(FILE *, const struct check_result *, const struct report_style *),
			 struct check_result *r, const char *expected)
{
	char *actual = rendered_check(render, r, (struct report_style){ 0 });

	expect_text(actual, expected);
	free(actual);
	fixture_check_free(r);
}

START_TEST(test_junit_run)
{
	expect_run(junit_run, fixture_run(),
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<testsuites name=\"m5gtest\" tests=\"7\" failures=\"1\" errors=\"1\" skipped=\"3\" time=\"0.070000\">\n"
		"  <testsuite name=\"coap\" tests=\"5\" failures=\"0\" errors=\"1\" skipped=\"3\" time=\"0.050000\">\n"
		XML_PROPERTIES
		"    <testcase classname=\"coap\" name=\"REG-001 a first registration is accepted\" time=\"0.010000\">\n"
		"      <system-out>note COAP-RSP-02 (RFC 7252 5.8.2, 5.9.1.4, note) frame 2: expected 2.04, got 2.01\n"
		"</system-out>\n"
		"    </testcase>\n"
		"    <testcase classname=\"coap\" name=\"REG-003 a renewal after 247 s\" time=\"0.010000\">\n"
		"      <skipped message=\"slow: --slow runs it\"/>\n"
		"    </testcase>\n"
		"    <testcase classname=\"coap\" name=\"REG-004 silence is no success\" time=\"0.010000\">\n"
		"      <error message=\"no sign of life\" type=\"inconc\"></error>\n"
		"    </testcase>\n"
		"    <testcase classname=\"coap\" name=\"DEREG-002 waived\" time=\"0.010000\">\n"
		"      <skipped message=\"waiver: issue #34\"/>\n"
		"    </testcase>\n"
		"    <testcase classname=\"coap\" name=\"DEREG-003 not for this server\" time=\"0.010000\">\n"
		"      <skipped message=\"feature block is not declared\"/>\n"
		"    </testcase>\n"
		"  </testsuite>\n"
		"  <testsuite name=\"coaps\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\" time=\"0.020000\">\n"
		XML_PROPERTIES
		"    <testcase classname=\"coaps\" name=\"REG-002 the token is mirrored\" time=\"0.010000\">\n"
		"      <failure message=\"the answer&apos;s &lt;Token&gt; is &quot;wrong&quot;&#10;&amp; more \\x1b[31m"
		" \\xff 100% #1 \\ \xc3\xa9\" type=\"fail\">fail COAP-MSG-37 (RFC 7252 5.3.1, must) frame 8 octets 4-7:"
		" expected token &quot;0a1b&quot;, got token &lt;0a1c&gt; &amp; \\x01 (see frame 7)\n"
		"</failure>\n"
		"    </testcase>\n"
		"    <testcase classname=\"coaps\" name=\"DEREG-001 a de-registration\" time=\"0.010000\">\n"
		"      <system-out>warn COAP-HDR-26 (RFC 7252 3.2, should) frame 12: expected 1 octet, got 2 octets\n"
		"</system-out>\n"
		"    </testcase>\n"
		"  </testsuite>\n"
		"</testsuites>\n");
}
END_TEST

START_TEST(test_junit_of_nothing)
{
	expect_run(junit_run, fixture_empty_run(),
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<testsuites name=\"m5gtest\" tests=\"0\" failures=\"0\" errors=\"0\" skipped=\"0\" time=\"0.000000\">\n"
		"</testsuites>\n");
}
END_TEST

START_TEST(test_junit_embedded_says_so)
{
	struct run_result *r = fixture_run();
	char *actual;

	r->embedded = true;
	actual = rendered_run(junit_run, r, (struct report_style){ 0 });
	ck_assert_ptr_nonnull(strstr(actual, "<property name=\"target\" value=\"acme.yaml (the reference server in this "
		"process: not your server)\"/>"));
	free(actual);
	fixture_run_free(r);
}
END_TEST

#define CHECK_PROPERTIES \
	"    <properties>\n" \
	"      <property name=\"capture\" value=\"run &quot;1&quot;.pcapng\"/>\n" \
	"      <property name=\"text judged\" value=\"change request to TS 24.538 v1.1.0\"/>\n" \
	"      <property name=\"edition\" value=\"cr\"/>\n" \
	"      <property name=\"rulebook\" value=\"ts24538\"/>\n" \
	"      <property name=\"binding\" value=\"default\"/>\n" \
	"    </properties>\n"

START_TEST(test_junit_check)
{
	expect_check(junit_check, fixture_check(),
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<testsuites name=\"m5gtest\" tests=\"4\" failures=\"1\" errors=\"0\" skipped=\"1\" time=\"0.000000\">\n"
		"  <testsuite name=\"rules C\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\" time=\"0.000000\">\n"
		CHECK_PROPERTIES
		"    <testcase classname=\"rules C\" name=\"COAP-HDR-26 uint options use the fewest bytes (50 is one byte 0x32;"
		" 0 is zero bytes)\" time=\"0.000000\">\n"
		"      <system-out>warn COAP-HDR-26 (RFC 7252 3.2, should) frame 12: expected 1 octet, got 2 octets\n"
		"</system-out>\n"
		"    </testcase>\n"
		"  </testsuite>\n"
		"  <testsuite name=\"rules D\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\" time=\"0.000000\">\n"
		CHECK_PROPERTIES
		"    <testcase classname=\"rules D\" name=\"COAP-MSG-37 Response token equals request token, bit for bit, length"
		" included\" time=\"0.000000\">\n"
		"      <failure message=\"fail\" type=\"fail\">fail COAP-MSG-37 (RFC 7252 5.3.1, must) frame 8 octets 4-7:"
		" expected token &quot;0a1b&quot;, got token &lt;0a1c&gt; &amp; \\x01 (see frame 7)\n"
		"</failure>\n"
		"    </testcase>\n"
		"  </testsuite>\n"
		"  <testsuite name=\"rules F\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\" time=\"0.000000\">\n"
		CHECK_PROPERTIES
		"    <testcase classname=\"rules F\" name=\"COAP-RSP-02 2.04 when no new resource was created (so: first"
		" registration 2.01, renewal 2.04 is the RFC-clean split)\" time=\"0.000000\">\n"
		"      <system-out>note COAP-RSP-02 (RFC 7252 5.8.2, 5.9.1.4, note) frame 9: expected 2.04, got 2.01\n"
		"</system-out>\n"
		"    </testcase>\n"
		"  </testsuite>\n"
		"  <testsuite name=\"rules I\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"1\" time=\"0.000000\">\n"
		CHECK_PROPERTIES
		"    <testcase classname=\"rules I\" name=\"CDTLS-03 Response in the same DTLS session and same epoch as its"
		" request\" time=\"0.000000\">\n"
		"      <skipped message=\"could not be decided for all it was asked of\"/>\n"
		"      <system-out>inconc CDTLS-03 (RFC 7252 9.1.2, must) frame 8: expected same epoch\n"
		"</system-out>\n"
		"    </testcase>\n"
		"  </testsuite>\n"
		"</testsuites>\n");
}
END_TEST

START_TEST(test_tap_run)
{
	expect_run(tap_run, fixture_run(),
		"TAP version 13\n"
		"1..7\n"
		"# target: acme.yaml (acme <1.2>)\n"
		"# text judged: change request to TS 24.538 v1.1.0\n"
		"# edition: cr\n"
		"# rulebook: ts24538\n"
		"# binding: default\n"
		"# readings: T1=literal\n"
		"# seed: 42\n"
		"ok 1 - REG-001 coap: a first registration is accepted\n"
		"  ---\n"
		"  verdict: \"pass\"\n"
		"  at: \"cases/registration.yaml:31\"\n"
		"  findings:\n"
		"    - \"note COAP-RSP-02 (RFC 7252 5.8.2, 5.9.1.4, note) frame 2: expected 2.04, got 2.01\"\n"
		"  ...\n"
		"not ok 2 - REG-002 coaps: the token is mirrored\n"
		"  ---\n"
		"  verdict: \"fail\"\n"
		"  message: \"the answer's <Token> is \\\"wrong\\\"\\n& more \\x1b[31m \\\\xff 100% #1 \\\\ \xc3\xa9\"\n"
		"  at: \"cases/registration.yaml:31\"\n"
		"  findings:\n"
		"    - \"fail COAP-MSG-37 (RFC 7252 5.3.1, must) frame 8 octets 4-7: expected token \\\"0a1b\\\", got token"
		" <0a1c> & \\x01 (see frame 7)\"\n"
		"  ...\n"
		"ok 3 - REG-003 coap: a renewal after 247 s # SKIP slow: --slow runs it\n"
		"not ok 4 - REG-004 coap: silence is no success\n"
		"  ---\n"
		"  verdict: \"inconc\"\n"
		"  message: \"no sign of life\"\n"
		"  at: \"cases/registration.yaml:31\"\n"
		"  ...\n"
		"ok 5 - DEREG-001 coaps: a de-registration\n"
		"  ---\n"
		"  verdict: \"warn\"\n"
		"  at: \"cases/registration.yaml:31\"\n"
		"  findings:\n"
		"    - \"warn COAP-HDR-26 (RFC 7252 3.2, should) frame 12: expected 1 octet, got 2 octets\"\n"
		"  ...\n"
		"not ok 6 - DEREG-002 coap: waived # TODO waiver: issue \\#34\n"
		"  ---\n"
		"  verdict: \"xfail\"\n"
		"  message: \"waiver: issue #34\"\n"
		"  at: \"cases/registration.yaml:31\"\n"
		"  ...\n"
		"ok 7 - DEREG-003 coap: not for this server # SKIP feature block is not declared\n"
		"# 8 selected: 1 fail, 1 inconc, 1 warn, 1 xfail, 1 pass, 1 n/a, 1 not-run (1 slow), 1 not reached\n");
}
END_TEST

START_TEST(test_tap_of_nothing)
{
	expect_check(tap_check, fixture_empty_check(),
		"TAP version 13\n"
		"1..0 # SKIP nothing was judged\n"
		"# capture: empty.pcap\n"
		"# text judged: change request to TS 24.538 v1.1.0\n"
		"# edition: cr\n"
		"# rulebook: ts24538\n"
		"# binding: default\n"
		"# 0 findings: 0 fail, 0 warn, 0 inconc, 0 note\n");
}
END_TEST

/* A title may not smuggle a directive in: that would turn a failure into a skip. */
START_TEST(test_tap_titles_give_no_directives)
{
	struct run_result *r = fixture_run();
	char *actual;

	free(r->cases[1].title);
	r->cases[1].title = strdup("token # SKIP\nok 3");
	actual = rendered_run(tap_run, r, (struct report_style){ 0 });
	ck_assert_ptr_nonnull(strstr(actual, "\nnot ok 2 - REG-002 coaps: token \\# SKIP ok 3\n  ---\n"));
	free(actual);
	fixture_run_free(r);
}
END_TEST

START_TEST(test_loose_fail_is_a_point_of_its_own)
{
	struct run_result *r = fixture_run();
	char *actual;

	r->loose = r->cases[1].findings;
	r->loose_count = 1;
	actual = rendered_run(tap_run, r, (struct report_style){ 0 });
	ck_assert_ptr_nonnull(strstr(actual, "\n1..8\n"));
	ck_assert_ptr_nonnull(strstr(actual, "\nnot ok 8 - findings outside any case: what was found outside any case\n"));
	free(actual);
	r->loose = r->cases[0].findings;	/* a note */
	actual = rendered_run(tap_run, r, (struct report_style){ 0 });
	ck_assert_ptr_nonnull(strstr(actual, "\n1..7\n"));
	free(actual);
	r->loose = NULL;
	fixture_run_free(r);
}
END_TEST

START_TEST(test_github_run)
{
	expect_run(github_run, fixture_run(),
		"::error file=cases/registration.yaml,line=31,title=fail REG-002 coaps::the answer's <Token> is \"wrong\"%0A&"
		" more \\x1b[31m \\xff 100%25 #1 \\ \xc3\xa9%0Afail COAP-MSG-37 (RFC 7252 5.3.1, must) frame 8 octets 4-7:"
		" expected token \"0a1b\", got token <0a1c> & \\x01 (see frame 7)\n"
		"::error file=cases/registration.yaml,line=31,title=inconc REG-004 coap::no sign of life\n"
		"::warning file=cases/registration.yaml,line=31,title=warn DEREG-001 coaps::warn COAP-HDR-26 (RFC 7252 3.2,"
		" should) frame 12: expected 1 octet, got 2 octets\n"
		"::notice title=m5gtest::8 selected: 1 fail, 1 inconc, 1 warn, 1 xfail, 1 pass, 1 n/a, 1 not-run (1 slow),"
		" 1 not reached%0Atarget: acme.yaml (acme <1.2>)%0Atext judged: change request to TS 24.538 v1.1.0\n");
}
END_TEST

START_TEST(test_github_check)
{
	expect_check(github_check, fixture_check(),
		"::warning title=warn COAP-HDR-26 rules C::warn COAP-HDR-26 (RFC 7252 3.2, should) frame 12: expected 1"
		" octet, got 2 octets\n"
		"::error title=fail COAP-MSG-37 rules D::fail COAP-MSG-37 (RFC 7252 5.3.1, must) frame 8 octets 4-7:"
		" expected token \"0a1b\", got token <0a1c> & \\x01 (see frame 7)\n"
		"::notice title=m5gtest::4 findings: 1 fail, 1 warn, 1 inconc, 1 note%0Acapture: run \"1\".pcapng%0Atext judged:"
		" change request to TS 24.538 v1.1.0\n");
}
END_TEST

Suite *ci_tests(void)
{
	Suite *suite = suite_create("ci");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_junit_run);
	tcase_add_test(tests, test_junit_of_nothing);
	tcase_add_test(tests, test_junit_embedded_says_so);
	tcase_add_test(tests, test_junit_check);
	tcase_add_test(tests, test_tap_run);
	tcase_add_test(tests, test_tap_of_nothing);
	tcase_add_test(tests, test_tap_titles_give_no_directives);
	tcase_add_test(tests, test_loose_fail_is_a_point_of_its_own);
	tcase_add_test(tests, test_github_run);
	tcase_add_test(tests, test_github_check);
	suite_add_tcase(suite, tests);
	return suite;
}
