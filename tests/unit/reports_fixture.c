/* tests/unit/reports_fixture.c - the small results that the report tests render. */
#include "tests/unit/reports.h"

#include <stdlib.h>
#include <string.h>

static struct context *context_new(void)
{
	struct context *context = calloc(1, sizeof(*context));

	strcpy(context->binding.name, "default");
	return context;
}

static char *copy(const char *text) { return text ? strdup(text) : NULL; }

static struct case_result a_case(const char *id, const char *link, const char *title, enum verdict verdict,
				 const char *reason)
{
	return (struct case_result){ .id = copy(id), .link = link, .title = copy(title), .verdict = verdict,
				     .reason = copy(reason), .place = copy("cases/registration.yaml:31"),
				     .took_ns = 10000000 };
}

static void put_finding(struct finding **list, size_t *count, struct finding f)
{
	*list = realloc(*list, (*count + 1) * sizeof(f));
	(*list)[(*count)++] = f;
}

static struct finding a_finding(enum clause_id clause, enum verdict verdict, uint32_t frame, const char *expected,
				const char *actual)
{
	struct finding f = { .clause = clause_row(clause), .verdict = verdict, .by = SIDE_SERVER, .frame = frame,
			     .answer = verdict == VERDICT_INCONC ? CANNOT_SAY : BROKEN };

	strcpy(f.expected, expected);
	strcpy(f.actual, actual);
	return f;
}

static struct finding nasty_finding(void)
{
	struct finding f = a_finding(CLAUSE_COAP_MSG_37, VERDICT_FAIL, 8, "token \"0a1b\"", "token <0a1c> & \x01");

	f.where = (struct range){ .at = 4, .len = 4 };
	f.related[0] = 7;
	f.client = (struct endpoint){ .family = FAMILY_IPV4, .port = 40000, .addr = { 127, 0, 0, 1 } };
	f.server = (struct endpoint){ .family = FAMILY_IPV4, .port = 5684, .addr = { 127, 0, 0, 1 } };
	return f;
}

static char **words(const char *one)
{
	char **list = calloc(2, sizeof(*list));

	list[0] = strdup(one);
	return list;
}

/* An escape sequence, an octet that is no UTF-8, quotes, markup, a line of its own and directives' marks. */
#define NASTY "the answer's <Token> is \"wrong\"\n& more \x1b[31m \xff 100% #1 \\ \xc3\xa9"

struct run_result *fixture_run(void)
{
	struct run_result *r = calloc(1, sizeof(*r));
	struct context *context = context_new();

	context->readings[READING_T1] = 1;
	*r = (struct run_result){ .target = strdup("acme.yaml"), .target_name = strdup("acme <1.2>"), .seed = 42,
				  .took_ns = 1250000000, .context = context, .case_count = 7, .selected = 8 };
	r->cases = calloc(7, sizeof(*r->cases));
	r->cases[0] = a_case("REG-001", "coap", "a first registration is accepted", VERDICT_PASS, NULL);
	put_finding(&r->cases[0].findings, &r->cases[0].finding_count,
		    a_finding(CLAUSE_COAP_RSP_02, VERDICT_NOTE, 2, "2.04", "2.01"));
	r->cases[1] = a_case("REG-002", "coaps", "the token is mirrored", VERDICT_FAIL, NASTY);
	r->cases[1].rules = words("COAP-MSG-37");
	r->cases[1].clauses = words("RFC 7252 5.3.1");
	put_finding(&r->cases[1].findings, &r->cases[1].finding_count, nasty_finding());
	r->cases[2] = a_case("REG-003", "coap", "a renewal after 247 s", VERDICT_NOT_RUN, "slow: --slow runs it");
	r->cases[2].slow = true;
	r->cases[3] = a_case("REG-004", "coap", "silence is no success", VERDICT_INCONC, "no sign of life");
	r->cases[4] = a_case("DEREG-001", "coaps", "a de-registration", VERDICT_WARN, NULL);
	put_finding(&r->cases[4].findings, &r->cases[4].finding_count,
		    a_finding(CLAUSE_COAP_HDR_26, VERDICT_WARN, 12, "1 octet", "2 octets"));
	r->cases[5] = a_case("DEREG-002", "coap", "waived", VERDICT_XFAIL, "waiver: issue #34");
	r->cases[6] = a_case("DEREG-003", "coap", "not for this server", VERDICT_NA, "feature block is not declared");
	r->tally.rows[CLAUSE_COAP_MSG_37] = (struct tally_row){ .held = 40, .broken = 1 };
	r->tally.rows[CLAUSE_COAP_HDR_26].broken = 1;
	r->tally.rows[CLAUSE_COAP_RSP_02].broken = 1;
	r->tally.rows[CLAUSE_CDTLS_03] = (struct tally_row){ .held = 3, .cannot_say = 1 };
	r->tally.rows[CLAUSE_M5G_REG_S05].cannot_say = 2;
	run_result_count(r);
	return r;
}

struct check_result *fixture_check(void)
{
	struct check_result *r = calloc(1, sizeof(*r));

	*r = (struct check_result){ .file_count = 1, .session_count = 2, .messages = 96, .datagrams = 118, .packets = 120,
				    .context = context_new() };
	r->files = words("run \"1\".pcapng");
	r->sessions = calloc(2, sizeof(*r->sessions));
	r->sessions[0] = (struct session_row){ .client = strdup("127.0.0.1:40000"), .server = strdup("127.0.0.1:5684"),
		.version = strdup("DTLS 1.2"), .suite = strdup("TLS_PSK_WITH_AES_128_CCM_8"), .identity = strdup("ue1\x1b"),
		.key_source = strdup("key log"), .opened = 12, .first_frame = 1, .finished_verified = true };
	r->sessions[1] = (struct session_row){ .client = strdup("127.0.0.1:40001"), .server = strdup("127.0.0.1:5684"),
		.why_dark = strdup("no key for identity ue2: give --psk-file"), .dark = 9, .first_frame = 30 };
	put_finding(&r->findings, &r->finding_count, a_finding(CLAUSE_COAP_HDR_26, VERDICT_WARN, 12, "1 octet", "2 octets"));
	put_finding(&r->findings, &r->finding_count, nasty_finding());
	put_finding(&r->findings, &r->finding_count, a_finding(CLAUSE_CDTLS_03, VERDICT_INCONC, 8, "same epoch", ""));
	put_finding(&r->findings, &r->finding_count, a_finding(CLAUSE_COAP_RSP_02, VERDICT_NOTE, 9, "2.04", "2.01"));
	r->tally.rows[CLAUSE_COAP_MSG_37] = (struct tally_row){ .held = 40, .broken = 1 };
	r->tally.rows[CLAUSE_COAP_HDR_26].broken = 1;
	r->tally.rows[CLAUSE_COAP_RSP_02].broken = 1;
	r->tally.rows[CLAUSE_CDTLS_03].cannot_say = 1;
	check_result_count(r);
	return r;
}

struct run_result *fixture_empty_run(void)
{
	struct run_result *r = calloc(1, sizeof(*r));

	*r = (struct run_result){ .target = strdup("embedded"), .target_name = strdup("embedded"), .embedded = true, .virtual_time = true,
				  .context = context_new() };
	return r;
}

struct check_result *fixture_empty_check(void)
{
	struct check_result *r = calloc(1, sizeof(*r));

	*r = (struct check_result){ .files = words("empty.pcap"), .file_count = 1, .context = context_new() };
	return r;
}

void fixture_run_free(struct run_result *r)
{
	free((void *)r->context);
	run_result_free(r);
	free(r);
}

void fixture_check_free(struct check_result *r)
{
	free((void *)r->context);
	check_result_free(r);
	free(r);
}

struct sheet {
	char *text;
	size_t len;
	FILE *out;
};

static void open_sheet(struct sheet *s)
{
	s->out = open_memstream(&s->text, &s->len);
	ck_assert_ptr_nonnull(s->out);
}

static char *close_sheet(struct sheet *s, int status)
{
	ck_assert_int_eq(status, 0);
	fclose(s->out);
	ck_assert_uint_eq(strlen(s->text), s->len);
	return s->text;
}

char *rendered_run(int (*render)(FILE *, const struct run_result *, const struct report_style *),
		   const struct run_result *r, struct report_style style)
{
	struct sheet s;

	open_sheet(&s);
	return close_sheet(&s, render(s.out, r, &style));
}

char *rendered_check(int (*render)(FILE *, const struct check_result *, const struct report_style *),
		     const struct check_result *r, struct report_style style)
{
	struct sheet s;

	open_sheet(&s);
	return close_sheet(&s, render(s.out, r, &style));
}

char *coverage_line(unsigned judged, unsigned undecided, const struct tally *tally, const struct context *context)
{
	unsigned idle = 0, not_applicable = 0, unjudgeable = 0;
	char *text = malloc(200);

	for (unsigned i = 0; i < CLAUSE_COUNT; i++) {
		const struct tally_row *row = &tally->rows[i];
		if (row->held || row->broken || row->cannot_say)
			continue;
		if (!rule_of((enum clause_id)i))
			unjudgeable++;
		else if (clause_not_applicable(clause_row((enum clause_id)i), context))
			not_applicable++;
		else
			idle++;
	}
	snprintf(text, 200, "rules: %u judged, %u undecided, %u not exercised, %u n/a, %u without a judge; %u in all\n",
		 judged, undecided, idle, not_applicable, unjudgeable, (unsigned)CLAUSE_COUNT);
	return text;
}

void expect_text(const char *actual, const char *expected)
{
	size_t at = 0, line = 1;

	while (actual[at] && actual[at] == expected[at])
		line += actual[at++] == '\n';
	ck_assert_msg(actual[at] == expected[at], "line %zu, expected:\n%.120s\ngot:\n%.120s", line, expected + at,
		      actual + at);
}
