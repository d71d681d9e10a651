/* tests/unit/sim_client_fault.c - the faults of our own UE: each row holds, and each mandatory clause of the client has one. */
#include "tests/unit/sim.h"

#include <string.h>

#include "conformance/judge/clause.h"
#include "conformance/judge/rule.h"
#include "dtls/stimulus.h"
#include "server/fault.h"
#include "sim/client_fault.h"
#include "wire/mutation.h"

static void check_expected(const struct client_fault *f)
{
	char copy[256], *rest = copy;

	strcpy(copy, f->expected);
	for (char *word; (word = strsep(&rest, " "));) {
		const struct clause *c = clause_named(word);
		ck_assert_msg(c || !strncmp(word, "UE-", 3), "fault %s: no rule '%s'", f->word, word);
		ck_assert_msg(!c || c->binds & (SIDE_CLIENT | SIDE_DEVICE), "fault %s: %s binds no client", f->word, word);
	}
}

static void check_words(const struct client_fault *f)
{
	char copy[256], *rest = copy;
	struct stimuli stimuli = { 0 };
	struct mutation mutation;
	struct error error;

	strcpy(copy, f->mutation ? f->mutation : "");
	for (char *part; f->mutation && (part = strsep(&rest, ";"));)
		ck_assert_msg(!mutation_parse(&mutation, part + strspn(part, " "), &error), "fault %s: %s", f->word, error.text);
	if (!f->stimuli)
		return;
	ck_assert_msg(!stimuli_parse(&stimuli, f->stimuli, &error), "fault %s: %s", f->word, error.text);
	stimuli_free(&stimuli);
}

START_TEST(test_rows_are_whole)
{
	const struct client_fault *f;

	for (unsigned i = 0; (f = client_fault_row(i)); i++) {
		ck_assert_msg(client_fault_named(f->word) == f && !fault_named(f->word), "fault %s occurs twice", f->word);
		ck_assert_msg(!strncmp(f->word, "ue-", 3) && *f->text && *f->clause, "fault %s: word, text, clause", f->word);
		ck_assert_msg(!strcmp(f->links, "coap") || !strcmp(f->links, "coaps") || !strcmp(f->links, "coap coaps"),
			      "fault %s: links %s", f->word, f->links);
		ck_assert_msg(f->mutation || f->stimuli || f->deviation || f->timing.ack_timeout_ns ||
			      memcmp(&f->wish, &(struct wish){ 0 }, sizeof(f->wish)), "fault %s does nothing", f->word);
		check_expected(f);
		check_words(f);
	}
	ck_assert_ptr_null(client_fault_named("no such fault"));
}
END_TEST

static bool is_broken_by_some(const char *id)
{
	const struct client_fault *f;
	size_t len = strlen(id);

	for (unsigned i = 0; (f = client_fault_row(i)); i++)
		for (const char *at = f->expected; (at = strstr(at, id)); at += len)
			if ((at == f->expected || at[-1] == ' ') && (!at[len] || at[len] == ' '))
				return true;
	return false;
}

START_TEST(test_every_client_rule_has_a_fault)
{
	for (unsigned i = 0; rule_row(i); i++) {
		const struct clause *c = clause_row(rule_row(i)->clause);
		if (c->binds != SIDE_CLIENT)
			continue;
		ck_assert_msg(is_broken_by_some(c->id), "%s: no fault of our UE", c->id);
	}
}
END_TEST

Suite *client_fault_tests(void)
{
	Suite *suite = suite_create("client faults");
	TCase *tests = tcase_create("rows");

	tcase_add_test(tests, test_rows_are_whole);
	tcase_add_test(tests, test_every_client_rule_has_a_fault);
	suite_add_tcase(suite, tests);
	return suite;
}
