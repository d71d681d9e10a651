/* reports/detection.c - the detection matrix: a line a fault, or one JSON object. */
#include "reports/detection.h"

#include <json-c/json.h>
#include <string.h>

#include "reports/matrix.h"

static void print_faults(FILE *out, const struct detection_list *list, const struct report_style *style)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct detection_row *f = &list->rows[i];
		if (style->quiet && f->saw.killed == KILLED_NAMED)
			continue;
		fprintf(out, "%-9s %-34s %s expected %s%s%s; why: %s\n", killed_word(f->saw.killed), f->word, f->must ? "must" : "    ",
			f->expected, *f->saw.by ? "; red: " : "", f->saw.by, f->saw.why);
	}
}

static void print_nulls(FILE *out, const struct detection_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct sighting *saw = &list->rows[i].saw;
		fprintf(out, "%-9s %-34s %zu cases passed%s%s\n", saw->passed ? "PASSED" : "refused", list->rows[i].word, saw->passed,
			*saw->why ? ": " : "", saw->why);
	}
}

static void print_clean(FILE *out, const struct detection_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct sighting *saw = &list->rows[i].saw;
		fprintf(out, "faultless server, %-22s %3zu runs: %zu passes, %zu n/a, %zu inconc or not run, %zu false alarms%s%s\n",
			list->rows[i].word, saw->compared, saw->passed, saw->not_applicable, saw->inconc, saw->alarms,
			*saw->why ? ": " : "", saw->why);
	}
}

static double percent(size_t part, size_t of) { return of ? 100.0 * (double)part / (double)of : 100.0; }

static void print_score(FILE *out, const char *whose, const struct detection_list *list)
{
	struct score s = detection_score(list);
	size_t seen = s.faults - s.by_oracle;

	if (!s.faults)
		return;
	fprintf(out, "faults of %s %zu: %zu killed by name, %zu by an oracle, %zu only by another, %zu survived\n", whose, s.faults,
		s.killed[KILLED_NAMED], s.killed[KILLED_ORACLE], s.killed[KILLED_OTHER], s.killed[SURVIVED]);
	fprintf(out, "    by name: %.1f %% of %zu against must rows, %.1f %% of %zu seen on the wire\n",
		percent(s.musts_named, s.musts), s.musts, percent(s.killed[KILLED_NAMED], seen), seen);
}

static void sum_sameness(const struct detection *d, size_t *same, size_t *compared)
{
	const struct detection_list *lists[] = { &d->clean, &d->faults, &d->client_faults, &d->nulls };

	*same = *compared = 0;
	for (int k = 0; k < 4; k++)
		for (size_t i = 0; i < lists[k]->count; i++) {
			*same += lists[k]->rows[i].saw.same;
			*compared += lists[k]->rows[i].saw.compared;
		}
}

static void print_differences(FILE *out, const struct detection *d)
{
	const struct detection_list *lists[] = { &d->clean, &d->faults, &d->client_faults, &d->nulls };

	for (int k = 0; k < 4; k++)
		for (size_t i = 0; i < lists[k]->count; i++)
			if (lists[k]->rows[i].saw.same != lists[k]->rows[i].saw.compared)
				fprintf(out, "    %s: %s\n", lists[k]->rows[i].word, lists[k]->rows[i].saw.difference);
}

int report_detection_console(FILE *out, const struct detection *d, const struct report_style *style)
{
	size_t same, compared;
	char text[600];

	sum_sameness(d, &same, &compared);
	print_faults(out, &d->faults, style);
	print_faults(out, &d->client_faults, style);
	print_nulls(out, &d->nulls);
	fputc('\n', out);
	print_clean(out, &d->clean);
	print_score(out, "the server", &d->faults);
	print_score(out, "our UE", &d->client_faults);
	fprintf(out, "live = offline: %zu of %zu\n", same, compared);
	print_differences(out, d);
	if (d->matrix)
		report_matrix_sum(out, d->matrix);
	for (unsigned i = 0; detection_gate_text(i); i++) {
		const char *fails = detection_gate_holds(d, i, text, sizeof(text));
		fprintf(out, "gate %s  %s%s%s\n", fails ? "FAILED" : "holds", detection_gate_text(i), fails ? ": " : "", fails ? fails : "");
	}
	const char *why = detection_gate(d, text, sizeof(text));
	fprintf(out, "%s%s\n", why ? "FAILED: " : "all gates hold", why ? why : "");
	return ferror(out) ? -1 : 0;
}

static void add_text(struct json_object *to, const char *name, const char *text)
{
	json_object_object_add(to, name, json_object_new_string(text ? text : ""));
}

/* "A B C" as an array of words. */
static struct json_object *words_of(const char *list)
{
	struct json_object *array = json_object_new_array();

	while (*list) {
		int len = (int)strcspn(list, " ");
		if (len)
			json_object_array_add(array, json_object_new_string_len(list, len));
		list += len + strspn(list + len, " ");
	}
	return array;
}

static struct json_object *shown_of(const struct sighting *saw)
{
	struct json_object *array = json_object_new_array();

	for (int i = 0; i < CLAUSE_COUNT; i++)
		if (sighting_shows(saw, clause_row((enum clause_id)i)))
			json_object_array_add(array, json_object_new_string(clause_row((enum clause_id)i)->id));
	return array;
}

static struct json_object *fault_object(const struct detection_row *f)
{
	struct json_object *one = json_object_new_object();

	add_text(one, "fault", f->word);
	add_text(one, "clause", f->clause);
	json_object_object_add(one, "expected", words_of(f->expected));
	json_object_object_add(one, "must", json_object_new_boolean(f->must));
	add_text(one, "killed", killed_word(f->saw.killed));
	json_object_object_add(one, "by", words_of(f->saw.by));
	json_object_object_add(one, "shown", shown_of(&f->saw));
	add_text(one, "reason", f->saw.why);
	return one;
}

static struct json_object *null_object(const struct detection_row *f)
{
	struct json_object *one = json_object_new_object();

	add_text(one, "null_server", f->word);
	json_object_object_add(one, "passed", json_object_new_int64((int64_t)f->saw.passed));
	add_text(one, "reason", f->saw.why);
	return one;
}

static struct json_object *clean_object(const struct detection_row *f)
{
	struct json_object *one = json_object_new_object();

	add_text(one, "conditions", f->word);
	json_object_object_add(one, "runs", json_object_new_int64((int64_t)f->saw.compared));
	json_object_object_add(one, "passed", json_object_new_int64((int64_t)f->saw.passed));
	json_object_object_add(one, "inconc", json_object_new_int64((int64_t)f->saw.inconc));
	json_object_object_add(one, "false_alarms", json_object_new_int64((int64_t)f->saw.alarms));
	add_text(one, "reason", f->saw.why);
	return one;
}

static struct json_object *list_of(const struct detection_list *list, struct json_object *(*object)(const struct detection_row *))
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; i < list->count; i++)
		json_object_array_add(array, object(&list->rows[i]));
	return array;
}

static int64_t count_alarms(const struct detection_list *clean)
{
	size_t alarms = 0;

	for (size_t i = 0; i < clean->count; i++)
		alarms += clean->rows[i].saw.alarms;
	return (int64_t)alarms;
}

int report_detection_json(FILE *out, const struct detection *d)
{
	struct json_object *root = json_object_new_object();
	size_t same, compared;
	char text[600];

	sum_sameness(d, &same, &compared);
	const char *why = detection_gate(d, text, sizeof(text));
	add_text(root, "schema", "m5gtest.selftest/1");
	json_object_object_add(root, "faults", list_of(&d->faults, fault_object));
	json_object_object_add(root, "client_faults", list_of(&d->client_faults, fault_object));
	json_object_object_add(root, "null_servers", list_of(&d->nulls, null_object));
	json_object_object_add(root, "faultless", list_of(&d->clean, clean_object));
	json_object_object_add(root, "false_alarms", json_object_new_int64(count_alarms(&d->clean)));
	json_object_object_add(root, "compared", json_object_new_int64((int64_t)compared));
	json_object_object_add(root, "same", json_object_new_int64((int64_t)same));
	add_text(root, "gate", why ? why : "");
	fprintf(out, "%s\n", json_object_to_json_string_ext(root, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(root);
	return ferror(out) ? -1 : 0;
}
