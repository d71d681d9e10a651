/* tests/unit/server_null.c - the null servers say what their rows say. */
#include "tests/unit/server.h"

#include <string.h>

#include "server/null.h"

#define ASK POST("\x12\x34", "\xa1\xb2") REG("ue1@example.org")

static void say(struct world *w, const char *word, const char *bytes, size_t len)
{
	struct in in = { .link = 1, .bytes = (const uint8_t *)bytes, .len = len };

	null_server_named(word)->ops->input(NULL, &in, &w->sink);
}

START_TEST(test_null_servers)
{
	struct world w;

	world_begin(&w);
	say(&w, "silent", OCTETS(ASK));
	say(&w, "mute-after-dtls", OCTETS(ASK));
	world_expect_silence(&w);
	say(&w, "resets-everything", OCTETS(ASK));
	world_expect(&w, 1, OCTETS("\x70\x00\x12\x34"));
	say(&w, "echoes", OCTETS(ASK));
	world_expect(&w, 1, OCTETS(ASK));
	say(&w, "says-2.04", OCTETS(ASK));
	world_expect(&w, 1, OCTETS("\x62\x44\x12\x34" "\xa1\xb2"));
	say(&w, "says-4.00", OCTETS(ASK));
	world_expect(&w, 1, OCTETS("\x62\x80\x12\x34" "\xa1\xb2"));
	world_end(&w);
}
END_TEST

START_TEST(test_null_servers_bear_anything)
{
	static const char *const octets[] = { "", "\x40", "\x4f\x02\x12\x34", "\x48\x02\x12\x34x" };
	const struct null_server *null;
	struct world w;

	world_begin(&w);
	for (unsigned i = 0; (null = null_server_row(i)); i++) {
		ck_assert_ptr_eq(null_server_named(null->word), null);
		for (size_t k = 0; k < sizeof(octets) / sizeof(*octets); k++)
			say(&w, null->word, octets[k], strlen(octets[k]));
		null->ops->event(NULL, 1, LINK_CLOSED, 0, &w.sink);
		ck_assert_uint_eq(null->ops->tick(NULL, 0, &w.sink), NEVER);
		ck_assert_uint_eq(null->ops->deadline(NULL), NEVER);
		w.count = 0;
	}
	ck_assert_ptr_null(null_server_named("by the book"));
	world_end(&w);
}
END_TEST

Suite *server_null_tests(void)
{
	Suite *suite = suite_create("null servers");
	TCase *cases = tcase_create("null");

	tcase_add_test(cases, test_null_servers);
	tcase_add_test(cases, test_null_servers_bear_anything);
	suite_add_tcase(suite, cases);
	return suite;
}
