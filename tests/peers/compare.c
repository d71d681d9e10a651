/* tests/peers/compare.c - a run's JSON against a table of what is true of its server: TAP.
 *
 * usage: compare RUN.json TABLE... Whatever is no pass must stand in the table: with its rules where something was found,
 * with its reason where it was not run. And whatever stands in the table must have been seen: other rows are stale. Only
 * what the verdict "copied" lists may be found or not: in cases so long that a copy of a message was sent. */
#include <fnmatch.h>
#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { ROWS = 200, LINE = 400 };

/* RFC 6347 4.2.4.1; CoAP repeats later (RFC 7252 4.8). */
static const double first_copy_s = 1;

struct row {
	char text[LINE];
	char *cases, *link, *verdict, *rules;	/* rules: of n/a and not-run, a pattern of the reason */
	unsigned seen;
};

struct comparison {
	struct row rows[ROWS];
	unsigned row_count, tests, failed;
};

static void result(struct comparison *c, bool ok, const char *what, const char *name, const char *more)
{
	c->failed += !ok;
	printf("%sok %u - %s%s%s%s\n", ok ? "" : "not ", ++c->tests, what, name, *more ? ": " : "", more);
}

static const char *text_of(struct json_object *object, const char *name)
{
	struct json_object *value;

	return json_object_object_get_ex(object, name, &value) && value ? json_object_get_string(value) : "";
}

static bool read_row(struct row *row, const char *line)
{
	char *rest = row->text;

	snprintf(row->text, sizeof(row->text), "%.*s", (int)strcspn(line, "\n"), line);
	row->cases = strsep(&rest, "\t");
	row->link = rest ? strsep(&rest, "\t") : NULL;
	row->verdict = rest ? strsep(&rest, "\t") : NULL;
	row->rules = rest ? strsep(&rest, "\t") : NULL;
	return rest && *rest;	/* the reason */
}

static bool read_table(struct comparison *c, const char *path)
{
	FILE *in = fopen(path, "r");
	char line[LINE];
	bool good = in;

	while (good && fgets(line, sizeof(line), in)) {
		if (*line == '#' || *line == '\n')
			continue;
		good = c->row_count < ROWS && read_row(&c->rows[c->row_count++], line);
	}
	if (in)
		fclose(in);
	return good && c->row_count;
}

static bool is_over(const struct row *row, struct json_object *one)
{
	return !strcmp(row->link, "both") || !strcmp(row->link, text_of(one, "link"));
}

static bool fits(const struct row *row, struct json_object *one)
{
	bool ran = strcmp(row->verdict, "n/a") && strcmp(row->verdict, "not-run");

	return !fnmatch(row->cases, text_of(one, "id"), 0) && !strcmp(row->verdict, text_of(one, "verdict")) &&
	       is_over(row, one) && (ran || !fnmatch(row->rules, text_of(one, "reason"), 0));
}

static struct row *row_of(struct comparison *c, struct json_object *one)
{
	for (unsigned i = 0; i < c->row_count; i++)
		if (fits(&c->rows[i], one))
			return &c->rows[i];
	return NULL;
}

static bool in_list(const char *list, const char *word)
{
	char spaced_list[LINE + 2], spaced_word[80];

	snprintf(spaced_list, sizeof(spaced_list), " %s ", list);
	snprintf(spaced_word, sizeof(spaced_word), " %s ", word);
	return strstr(spaced_list, spaced_word);
}

static bool is_copied(const struct comparison *c, struct json_object *one, const char *rule)
{
	struct json_object *time;

	if (!json_object_object_get_ex(one, "time_s", &time) || json_object_get_double(time) < first_copy_s)
		return false;
	for (unsigned i = 0; i < c->row_count; i++)
		if (!strcmp(c->rows[i].verdict, "copied") && is_over(&c->rows[i], one) && in_list(c->rows[i].rules, rule))
			return true;
	return false;
}

/* The first finding that counts and is not among RULES, or "". COPIED: so many are of copies. */
static const char *unlisted(const struct comparison *c, struct json_object *one, const char *rules, unsigned *copied)
{
	struct json_object *findings;

	if (!json_object_object_get_ex(one, "findings", &findings))
		return "";
	for (size_t i = 0; i < json_object_array_length(findings); i++) {
		struct json_object *f = json_object_array_get_idx(findings, i);
		const char *verdict = text_of(f, "verdict");
		if ((strcmp(verdict, "fail") && strcmp(verdict, "warn")) || in_list(rules, text_of(f, "rule")))
			continue;
		if (!is_copied(c, one, text_of(f, "rule")))
			return text_of(f, "rule");
		++*copied;
	}
	return "";
}

static void compare_case(struct comparison *c, struct json_object *one)
{
	const char *id = text_of(one, "id"), *link = text_of(one, "link"), *verdict = text_of(one, "verdict");
	struct row *row = row_of(c, one);
	unsigned copied = 0;
	const char *rule = unlisted(c, one, row ? row->rules : "", &copied);
	char name[160], more[400];

	if (!row && !strcmp(verdict, "pass"))
		return;
	snprintf(name, sizeof(name), "%s over %s: %s", id, link, verdict);
	snprintf(more, sizeof(more), "%s %s", text_of(one, "reason"), rule);
	if (row)
		row->seen++;
	if (*rule || (!row && !copied))
		result(c, false, "in the table: ", name, more);
}

static void compare_all(struct comparison *c, struct json_object *run)
{
	struct json_object *cases, *loose, *summary, *passes;

	json_object_object_get_ex(run, "cases", &cases);
	json_object_object_get_ex(run, "findings", &loose);
	json_object_object_get_ex(run, "summary", &summary);
	json_object_object_get_ex(summary, "pass", &passes);
	for (size_t i = 0; i < json_object_array_length(cases); i++)
		compare_case(c, json_object_array_get_idx(cases, i));
	for (unsigned i = 0; i < c->row_count; i++)
		if (strcmp(c->rows[i].verdict, "copied"))
			result(c, c->rows[i].seen, "seen: ", c->rows[i].cases, c->rows[i].rules);
	result(c, !json_object_array_length(loose), "no finding that belongs to no case", "", "");
	/* A server that is mostly right, and a run that was no run of nothing. */
	result(c, json_object_get_int(passes) * 2 > (int)json_object_array_length(cases), "most cases pass", "", "");
}

int main(int argc, char **argv)
{
	static struct comparison c;
	struct json_object *run = argc > 2 ? json_object_from_file(argv[1]) : NULL;
	bool good = run;

	for (int i = 2; i < argc; i++)
		good = good && read_table(&c, argv[i]);
	if (!good) {
		printf("Bail out! usage: compare RUN.json TABLE..., all of them as they should be\n");
		return 2;
	}
	compare_all(&c, run);
	printf("1..%u\n", c.tests);
	json_object_put(run);
	return c.failed ? 1 : 0;
}
