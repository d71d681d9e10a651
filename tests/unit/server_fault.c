/* tests/unit/server_fault.c - each fault of the table: its row holds, and it shows where its row says. */
#include "tests/unit/server_play.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned fault_count(void)
{
	unsigned n = 0;

	while (fault_row(n))
		n++;
	return n;
}

/* --- the rows --- */

/* A file's text under the source tree, appended to TEXT. */
static void read_file(char *text, size_t size, const char *path)
{
	size_t len = strlen(text);
	FILE *f = fopen(path, "r");

	ck_assert_msg(f, "%s cannot be read", path);
	len += fread(text + len, 1, size - len - 1, f);
	ck_assert_uint_lt(len, size - 1);
	text[len] = '\0';
	fclose(f);
}

enum { TEXT = 4 << 20 };

/* The rules as they stand in the tree, then every table of cases. */
static char *read_tables(void)
{
	const char *top = getenv("SRCDIR") ? getenv("SRCDIR") : ".";
	char *text = calloc(1, TEXT), pattern[1024];
	glob_t tables;

	ck_assert_ptr_nonnull(text);
	snprintf(pattern, sizeof(pattern), "%s/spec/rules.tsv", top);
	read_file(text, TEXT, pattern);
	snprintf(pattern, sizeof(pattern), "%s/cases/*.yaml", top);
	ck_assert_int_eq(glob(pattern, 0, NULL, &tables), 0);
	for (size_t i = 0; i < tables.gl_pathc; i++)
		read_file(text, TEXT, tables.gl_pathv[i]);
	globfree(&tables);
	return text;
}

/* Is WORD the id of a rule (a line begins with it and a tab), of a case ("  - id: REG-001"), or of a row of one? */
static bool is_known(const char *tables, const char *word, size_t len)
{
	char rule[80], test[80];

	snprintf(rule, sizeof(rule), "\n%.*s\t", (int)len, word);
	snprintf(test, sizeof(test), "- id: %.*s\n", (int)strcspn(word, ". "), word);
	return strstr(tables, rule) || strstr(tables, test);
}

START_TEST(test_expected_rules_exist)
{
	char *tables = read_tables();
	const struct fault *f;

	for (unsigned i = 0; (f = fault_row(i)); i++) {
		const char *at = f->expected;
		ck_assert_msg(*at, "fault %s: nobody must notice", f->word);
		while (*at) {
			size_t len = strcspn(at, " ");
			ck_assert_msg(is_known(tables, at, len), "fault %s: no rule or case '%.*s'", f->word,
				      (int)len, at);
			at += len + strspn(at + len, " ");
		}
	}
	free(tables);
}
END_TEST

START_TEST(test_rows_are_whole)
{
	const struct fault *f;

	ck_assert_uint_ge(fault_count(), 120);
	for (unsigned i = 0; (f = fault_row(i)); i++) {
		const struct fault *faults[] = { f, NULL };
		struct world w;
		struct error error;
		ck_assert_msg(fault_named(f->word) == f, "fault %s occurs twice", f->word);
		ck_assert_msg(*f->text && *f->clause, "fault %s has no text or clause", f->word);
		ck_assert_msg(!strcmp(f->links, "coap") || !strcmp(f->links, "coaps") || !strcmp(f->links, "coap coaps"),
			      "fault %s: links %s", f->word, f->links);
		world_begin(&w);
		w.config.faults = faults;
		struct server *server = server_new(&w.config, &error);
		ck_assert_msg(server, "%s", error.text);
		server_free(server);
		world_end(&w);
	}
	ck_assert_ptr_null(fault_named("no such fault"));
}
END_TEST

static bool used(enum deviation d)
{
	const struct fault *f;

	for (unsigned i = 0; (f = fault_row(i)); i++)
		if (f->deviation == d)
			return true;
	return false;
}

START_TEST(test_every_deviation_has_a_fault)
{
	static const char *const names[] = { "none",
#define DEVIATION(name, text) #name,
#include "server/deviation.def"
#undef DEVIATION
	};

	for (int d = 1; d < DEVIATION_COUNT; d++)
		ck_assert_msg(used((enum deviation)d), "no fault has deviation %s", names[d]);
}
END_TEST

START_TEST(test_bad_path_refused)
{
	struct error error = { .text = "" };
	struct world w;

	world_begin(&w);
	w.config.path = "msgin5g";
	ck_assert_ptr_null(server_new(&w.config, &error));
	ck_assert_str_ne(error.text, "");
	w.config.path = "/a%zz";
	ck_assert_ptr_null(server_new(&w.config, &error));
	world_end(&w);
}
END_TEST

/* --- the play --- */

struct difference {
	unsigned steps;			/* that differ */
	unsigned deliberate;		/* messages sent with a deviation said */
	bool named;			/* the step of the reception or refusal that the row names is among them */
};

static const char *step_named(const struct fault *f)
{
	if (f->strike == STRIKE_RECEPTION)
		return reception_fact(f->reception)->word;
	return f->strike == STRIKE_REFUSAL ? refusal_fact(f->refusal)->word : NULL;
}

/* The plays of the server by the book, by link and edition: made when first asked for. */
struct right {
	struct play *plays[2][2];
};

static const struct play *right_play(struct right *right, bool secure, bool pre_cr)
{
	struct play **p = &right->plays[secure][pre_cr];

	if (*p)
		return *p;
	*p = malloc(sizeof(**p));
	ck_assert(*p);
	play_all(*p, NULL, secure, pre_cr);
	for (unsigned i = 0; i < (*p)->count; i++)
		ck_assert_uint_eq((*p)->steps[i].deliberate, 0);
	return *p;
}

static void right_free(struct right *right)
{
	for (int i = 0; i < 4; i++)
		free(right->plays[i / 2][i % 2]);
}

static void compare(struct difference *d, struct right *plays, const struct fault *f, bool secure, bool pre_cr)
{
	const struct play *right = right_play(plays, secure, pre_cr);
	struct play *wrong = malloc(sizeof(*wrong));
	const char *name = step_named(f);

	ck_assert(wrong);
	play_all(wrong, f->word, secure, pre_cr);
	ck_assert_uint_eq(right->count, wrong->count);
	for (unsigned i = 0; i < right->count; i++) {
		bool differs = right->steps[i].hash != wrong->steps[i].hash;
		d->steps += differs;
		d->deliberate += wrong->steps[i].deliberate;
		/* What kills it in silence shows in the step after. */
		unsigned from = f->reaction == REACTION_DIE && i ? i - 1 : i;
		for (unsigned k = from; differs && name && k <= i; k++)
			d->named |= !strcmp(right->steps[k].name, name);
	}
	free(wrong);
}

static void check_shows(const struct fault *f, struct right *plays)
{
	static const struct wish none;
	struct difference d = { 0 };

	if (f->strike == STRIKE_GATEWAY)
		return;		/* not the server's: tests/unit/sim_gateway_uplink.c holds its words */
	compare(&d, plays, f, !strcmp(f->links, "coaps"), false);
	if (f->needs && !strcmp(f->needs, "edition:pre-cr"))
		compare(&d, plays, f, false, true);
	ck_assert_msg(d.steps, "%s: nothing differs", f->word);
	if (f->strike == STRIKE_RECEPTION || (f->strike == STRIKE_REFUSAL && f->reaction))
		ck_assert_msg(d.named, "%s: '%s' is met as by the book", f->word, step_named(f));
	if (f->mutation || memcmp(&f->wish, &none, sizeof(none)))
		ck_assert_msg(d.deliberate, "%s: never said to be deliberate", f->word);
}

/* On links that its row does not name, a fault leaves messages alone. */
static void check_keeps_to_its_links(const struct fault *f, struct right *plays)
{
	struct difference d = { 0 };

	if (!strcmp(f->links, "coap coaps") || f->deviation || f->strike == STRIKE_REFUSAL ||
	    f->strike == STRIKE_RECEPTION)
		return;
	compare(&d, plays, f, strcmp(f->links, "coaps") != 0, false);
	ck_assert_msg(!d.steps, "%s strikes where it should not", f->word);
}

enum { BATCH = 20 };	/* rows a test: a process each would cost more than the plays */

START_TEST(test_faults_show)
{
	struct right plays = { 0 };
	const struct fault *f;

	for (unsigned i = (unsigned)_i * BATCH; i < ((unsigned)_i + 1) * BATCH && (f = fault_row(i)); i++) {
		if (f->strike == STRIKE_HANDSHAKE)
			continue;	/* below the server: tests/unit/net_own.c */
		check_shows(f, &plays);
		check_keeps_to_its_links(f, &plays);
	}
	right_free(&plays);
}
END_TEST

/* Each refusal and each reception has its step in the play, or the tests above would not see it. */
START_TEST(test_play_is_whole)
{
	static struct play play;
	static const char *const unreachable[] = { "option-too-many", "stricter", "store-full", "ue-service-id-value",
						   "request" };
	bool met;

	for (int r = 1; r < REFUSAL_COUNT + RECEPTION_COUNT; r++) {
		const char *word = r < REFUSAL_COUNT ? refusal_fact((enum refusal)r)->word :
						       reception_fact((enum reception)(r - REFUSAL_COUNT))->word;
		met = false;
		for (size_t i = 0; i < sizeof(unreachable) / sizeof(*unreachable); i++)
			met |= !strcmp(word, unreachable[i]);
		for (int edition = 0; edition < 2 && !met; edition++) {
			play_all(&play, NULL, false, edition);
			for (unsigned i = 0; i < play.count; i++)
				met |= !strcmp(play.steps[i].name, word);
		}
		ck_assert_msg(met, "no step '%s'", word);
	}
}
END_TEST

Suite *server_fault_tests(void)
{
	Suite *suite = suite_create("server faults");
	TCase *rows = tcase_create("rows"), *shows = tcase_create("shows");

	tcase_add_test(rows, test_expected_rules_exist);
	tcase_add_test(rows, test_rows_are_whole);
	tcase_add_test(rows, test_every_deviation_has_a_fault);
	tcase_add_test(rows, test_bad_path_refused);
	tcase_add_test(rows, test_play_is_whole);
	suite_add_tcase(suite, rows);
	tcase_add_loop_test(shows, test_faults_show, 0, ((int)fault_count() + BATCH - 1) / BATCH);
	tcase_set_timeout(shows, 60);
	suite_add_tcase(suite, shows);
	return suite;
}
