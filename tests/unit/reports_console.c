/* tests/unit/reports_console.c - what a test engineer reads, word for word. */
#include "tests/unit/reports.h"

#include <stdlib.h>
#include <string.h>

#define OPENING \
	"m5gtest " PACKAGE_VERSION " run against acme.yaml (acme <1.2>)\n" \
	"text judged: change request to TS 24.538 v1.1.0 (edition cr), rulebook ts24538, binding default\n" \
	"readings that differ from the default: T1=literal\n" \
	"seed: 42\n" \
	"\n"

/* BODY with the coverage line where it says {rules}. */
static char *with_coverage(const char *body, const char *line)
{
	const char *mark = strstr(body, "{rules}\n");
	char *text = malloc(strlen(body) + strlen(line) + 1);

	ck_assert_ptr_nonnull(mark);
	sprintf(text, "%.*s%s%s", (int)(mark - body), body, line, mark + strlen("{rules}\n"));
	return text;
}

static void expect_run(const struct run_result *r, struct report_style style, unsigned judged, unsigned undecided,
		       const char *body)
{
	char *line = coverage_line(judged, undecided, &r->tally, r->context);
	char *expected = with_coverage(body, line);
	char *actual = rendered_run(console_run, r, style);

	expect_text(actual, expected);
	free(actual);
	free(expected);
	free(line);
}

static void expect_check(const struct check_result *r, struct report_style style, unsigned judged, unsigned undecided,
			 const char *body)
{
	char *line = coverage_line(judged, undecided, &r->tally, r->context);
	char *expected = with_coverage(body, line);
	char *actual = rendered_check(console_check, r, style);

	expect_text(actual, expected);
	free(actual);
	free(expected);
	free(line);
}

/* Four and more cases that did not run for one reason are one line; three are still listed. */
START_TEST(test_what_did_not_run_for_one_reason_is_one_line)
{
	struct run_result *r = fixture_run();
	size_t kept = r->case_count;
	char *actual;

	r->case_count = 4;
	for (size_t i = 0; i < 4; i++) {
		free(r->cases[i].reason);
		r->cases[i].reason = strdup("its twin did not pass");
		r->cases[i].verdict = VERDICT_NOT_RUN;
		r->cases[i].link = "coap";
	}
	actual = rendered_run(console_run, r, (struct report_style){ 0 });
	ck_assert_ptr_nonnull(strstr(actual, "not-run  4 cases  coap  REG-001 to REG-004: its twin did not pass\n"));
	free(actual);
	r->cases[3].link = "coaps";
	actual = rendered_run(console_run, r, (struct report_style){ 0 });
	ck_assert_ptr_null(strstr(actual, "cases  coap"));
	free(actual);
	r->case_count = kept;
	fixture_run_free(r);
}
END_TEST

START_TEST(test_run)
{
	struct run_result *r = fixture_run();

	expect_run(r, (struct report_style){ 0 }, 4, 1, OPENING
		"pass     REG-001    coap   a first registration is accepted\n"
		"fail     REG-002    coaps  the token is mirrored  [RFC 7252 5.3.1]\n"
		"    the answer's <Token> is \"wrong\"\\n& more \\x1b[31m \\xff 100% #1 \\ \xc3\xa9\n"
		"    at cases/registration.yaml:31\n"
		"    fail COAP-MSG-37 (RFC 7252 5.3.1, must) frame 8 octets 4-7: expected token \"0a1b\", got token"
		" <0a1c> & \\x01 (see frame 7)\n"
		"not-run  REG-003    coap   a renewal after 247 s\n"
		"    slow: --slow runs it\n"
		"inconc   REG-004    coap   silence is no success\n"
		"    no sign of life\n"
		"    at cases/registration.yaml:31\n"
		"warn     DEREG-001  coaps  a de-registration\n"
		"    at cases/registration.yaml:31\n"
		"    warn COAP-HDR-26 (RFC 7252 3.2, should) frame 12: expected 1 octet, got 2 octets\n"
		"xfail    DEREG-002  coap   waived\n"
		"    waiver: issue #34\n"
		"    at cases/registration.yaml:31\n"
		"n/a      DEREG-003  coap   not for this server\n"
		"    feature block is not declared\n"
		"\n"
		"{rules}\n"
		"8 selected: 1 fail, 1 inconc, 1 warn, 1 xfail, 1 pass, 1 n/a, 1 not-run (1 slow), 1 not reached in 1.2 s\n");
	fixture_run_free(r);
}
END_TEST

START_TEST(test_run_quiet)
{
	struct run_result *r = fixture_run();

	r->case_count = r->selected = 1;	/* a pass: nothing to show but the summary */
	run_result_count(r);
	expect_run(r, (struct report_style){ .quiet = true }, 4, 1, OPENING
		"\n"
		"{rules}\n"
		"1 selected: 0 fail, 1 pass in 1.2 s\n");
	r->case_count = 7;
	fixture_run_free(r);
}
END_TEST

START_TEST(test_run_verbose_shows_notes_and_times)
{
	struct run_result *r = fixture_run();
	char *actual;

	r->case_count = 1;
	actual = rendered_run(console_run, r, (struct report_style){ .verbose = true });
	ck_assert_ptr_nonnull(strstr(actual, "pass  REG-001  coap  a first registration is accepted  (0.010 s)\n"
		"    at cases/registration.yaml:31\n"
		"    note COAP-RSP-02 (RFC 7252 5.8.2, 5.9.1.4, note) frame 2: expected 2.04, got 2.01\n\n"));
	free(actual);
	r->case_count = 7;
	fixture_run_free(r);
}
END_TEST

START_TEST(test_run_in_colour)
{
	struct run_result *r = fixture_run();
	char *actual = rendered_run(console_run, r, (struct report_style){ .colour = true });

	ck_assert_ptr_nonnull(strstr(actual, "\033[32mpass\033[0m     REG-001 "));
	ck_assert_ptr_nonnull(strstr(actual, "\033[31mfail\033[0m     REG-002 "));
	ck_assert_ptr_nonnull(strstr(actual, "    \033[31mfail\033[0m COAP-MSG-37 ("));
	ck_assert_ptr_nonnull(strstr(actual, "more \\x1b[31m"));	/* the peer's colours are not obeyed */
	free(actual);
	fixture_run_free(r);
}
END_TEST

START_TEST(test_embedded_is_not_your_server)
{
	struct run_result *r = fixture_empty_run();

	r->diagnosis = strdup("4.04 on the path /x\n");
	r->interrupted = true;
	expect_run(r, (struct report_style){ 0 }, 0, 0,
		"m5gtest " PACKAGE_VERSION " run against embedded (the reference server in this process: not your server)\n"
		"text judged: change request to TS 24.538 v1.1.0 (edition cr), rulebook ts24538, binding default\n"
		"seed: 0\n"
		"\n"
		"\n"
		"diagnosis: 4.04 on the path /x\\n\n"
		"interrupted: this is what was done until then\n"
		"{rules}\n"
		"0 selected: 0 fail, 0 pass in 0.0 s of its own clock, which jumps\n");
	fixture_run_free(r);
}
END_TEST

START_TEST(test_a_reason_is_said_once)
{
	struct run_result *r = fixture_run();
	char *actual;

	free(r->cases[1].reason);
	r->cases[1].reason = strdup("COAP-MSG-37: expected a token");
	actual = rendered_run(console_run, r, (struct report_style){ 0 });
	ck_assert_ptr_nonnull(strstr(actual, "the token is mirrored  [RFC 7252 5.3.1]\n    at cases/registration.yaml:31\n    fail COAP-MSG-37"));
	free(actual);
	strcpy(r->cases[1].reason, "COAP-MSG-3: of another rule");
	actual = rendered_run(console_run, r, (struct report_style){ 0 });
	ck_assert_ptr_nonnull(strstr(actual, "the token is mirrored  [RFC 7252 5.3.1]\n    COAP-MSG-3: of another rule\n    at cases"));
	free(actual);
	fixture_run_free(r);
}
END_TEST

START_TEST(test_loose_findings_are_shown)
{
	struct run_result *r = fixture_run();
	char *actual;

	r->loose = r->cases[1].findings;
	r->loose_count = 1;
	actual = rendered_run(console_run, r, (struct report_style){ .quiet = true });
	ck_assert_ptr_nonnull(strstr(actual, "found outside any case\n    fail COAP-MSG-37 (RFC 7252 5.3.1, must) frame 8 "));
	free(actual);
	r->loose = NULL;
	fixture_run_free(r);
}
END_TEST

START_TEST(test_the_text_that_was_judged)
{
	struct run_result *r = fixture_empty_run();
	struct context *context = (struct context *)r->context;
	char *actual;

	context->edition = EDITION_PRE_CR;
	context->strict = context->binding_confirmed = true;
	actual = rendered_run(console_run, r, (struct report_style){ 0 });
	ck_assert_ptr_nonnull(strstr(actual, "\ntext judged: TS 24.538 v1.1.0 before the change request (edition pre-cr), "
		"rulebook ts24538, binding default (confirmed), strict\nseed"));
	free(actual);
	context->rulebook = RULEBOOK_RFC7252;
	actual = rendered_run(console_run, r, (struct report_style){ 0 });
	ck_assert_ptr_nonnull(strstr(actual, "\ntext judged: RFC 7252 and its companions, without TS 24.538 (edition "
		"pre-cr), rulebook rfc7252, "));
	free(actual);
	fixture_run_free(r);
}
END_TEST

START_TEST(test_check)
{
	struct check_result *r = fixture_check();

	expect_check(r, (struct report_style){ 0 }, 3, 1,
		"m5gtest " PACKAGE_VERSION " check of run \"1\".pcapng\n"
		"text judged: change request to TS 24.538 v1.1.0 (edition cr), rulebook ts24538, binding default\n"
		"vantage: unknown\n"
		"\n"
		"sessions\n"
		"  1  frame 1  127.0.0.1:40000 > 127.0.0.1:5684  DTLS 1.2  TLS_PSK_WITH_AES_128_CCM_8  identity ue1\\x1b"
		"  keys: key log  records: 12 opened, 0 failed, 0 dark  Finished verified\n"
		"  2  frame 30  127.0.0.1:40001 > 127.0.0.1:5684  records: 0 opened, 0 failed, 9 dark\n"
		"       dark: no key for identity ue2: give --psk-file\n"
		"\n"
		"findings\n"
		"  frame 8   frame.number in {7, 8}\n"
		"    fail COAP-MSG-37 (RFC 7252 5.3.1, must) frame 8 octets 4-7: expected token \"0a1b\", got token"
		" <0a1c> & \\x01 (see frame 7)\n"
		"    inconc CDTLS-03 (RFC 7252 9.1.2, must) frame 8: expected same epoch\n"
		"  frame 12   frame.number in {12}\n"
		"    warn COAP-HDR-26 (RFC 7252 3.2, should) frame 12: expected 1 octet, got 2 octets\n"
		"\n"
		"120 packets, 118 datagrams, 96 CoAP messages, 2 sessions (1 dark)\n"
		"{rules}\n"
		"4 findings: 1 fail, 1 warn, 1 inconc, 1 note\n");
	fixture_check_free(r);
}
END_TEST

START_TEST(test_check_of_nothing)
{
	struct check_result *r = fixture_empty_check();

	expect_check(r, (struct report_style){ 0 }, 0, 0,
		"m5gtest " PACKAGE_VERSION " check of empty.pcap\n"
		"text judged: change request to TS 24.538 v1.1.0 (edition cr), rulebook ts24538, binding default\n"
		"vantage: unknown\n"
		"\n"
		"sessions\n"
		"  none\n"
		"\n"
		"findings\n"
		"  none\n"
		"\n"
		"0 packets, 0 datagrams, 0 CoAP messages, 0 sessions (0 dark)\n"
		"{rules}\n"
		"0 findings: 0 fail, 0 warn, 0 inconc, 0 note\n");
	fixture_check_free(r);
}
END_TEST

Suite *console_tests(void)
{
	Suite *suite = suite_create("console");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_run);
	tcase_add_test(tests, test_what_did_not_run_for_one_reason_is_one_line);
	tcase_add_test(tests, test_run_quiet);
	tcase_add_test(tests, test_run_verbose_shows_notes_and_times);
	tcase_add_test(tests, test_run_in_colour);
	tcase_add_test(tests, test_embedded_is_not_your_server);
	tcase_add_test(tests, test_a_reason_is_said_once);
	tcase_add_test(tests, test_loose_findings_are_shown);
	tcase_add_test(tests, test_the_text_that_was_judged);
	tcase_add_test(tests, test_check);
	tcase_add_test(tests, test_check_of_nothing);
	suite_add_tcase(suite, tests);
	return suite;
}
