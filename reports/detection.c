/* reports/detection.c - the detection matrix: a line a fault, or one JSON object. */
#include "reports/detection.h"

#include <json-c/json.h>
#include <string.h>

static void print_faults(FILE *out, const struct detection *d, const struct report_style *style)
{
	for (size_t i = 0; i < d->fault_count; i++) {
		const struct detection_row *f = &d->faults[i];
		if (style->quiet && f->killed == KILLED_NAMED)
			continue;
		fprintf(out, "%-9s %-34s expected %s%s%s\n", killed_word(f->killed), f->word, f->expected, *f->by ? "; red: " : "",
			f->by);
	}
}

static void print_nulls(FILE *out, const struct detection *d)
{
	for (size_t i = 0; i < d->null_count; i++)
		fprintf(out, "%-9s %-34s %zu cases passed%s%s\n", d->nulls[i].passed ? "PASSED" : "refused", d->nulls[i].word,
			d->nulls[i].passed, *d->nulls[i].reason ? ": " : "", d->nulls[i].reason);
}

int report_detection_console(FILE *out, const struct detection *d, const struct report_style *style)
{
	print_faults(out, d, style);
	print_nulls(out, d);
	fprintf(out, "\nfaults %zu: %zu killed by name, %zu by an oracle, %zu only by another, %zu survived\n", d->fault_count,
		d->killed[KILLED_NAMED], d->killed[KILLED_ORACLE], d->killed[KILLED_OTHER], d->killed[SURVIVED]);
	fprintf(out, "faultless server: %zu passes, %zu false alarms%s%s\n", d->clean_cases, d->false_alarms,
		*d->false_alarm ? ": " : "", d->false_alarm);
	fprintf(out, "live = offline: %zu of %zu%s%s\n", d->same, d->compared, *d->difference ? ": " : "", d->difference);
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

static struct json_object *fault_object(const struct detection_row *f)
{
	struct json_object *one = json_object_new_object();

	add_text(one, "fault", f->word);
	add_text(one, "clause", f->clause);
	json_object_object_add(one, "expected", words_of(f->expected));
	add_text(one, "killed", killed_word(f->killed));
	json_object_object_add(one, "by", words_of(f->by));
	add_text(one, "reason", f->reason);
	return one;
}

static struct json_object *null_object(const struct detection_row *f)
{
	struct json_object *one = json_object_new_object();

	add_text(one, "null_server", f->word);
	json_object_object_add(one, "passed", json_object_new_int64((int64_t)f->passed));
	add_text(one, "reason", f->reason);
	return one;
}

int report_detection_json(FILE *out, const struct detection *d)
{
	struct json_object *root = json_object_new_object(), *faults = json_object_new_array(), *nulls = json_object_new_array();

	add_text(root, "schema", "m5gtest.selftest/1");
	for (size_t i = 0; i < d->fault_count; i++)
		json_object_array_add(faults, fault_object(&d->faults[i]));
	for (size_t i = 0; i < d->null_count; i++)
		json_object_array_add(nulls, null_object(&d->nulls[i]));
	json_object_object_add(root, "faults", faults);
	json_object_object_add(root, "null_servers", nulls);
	json_object_object_add(root, "false_alarms", json_object_new_int64((int64_t)d->false_alarms));
	json_object_object_add(root, "compared", json_object_new_int64((int64_t)d->compared));
	json_object_object_add(root, "same", json_object_new_int64((int64_t)d->same));
	fprintf(out, "%s\n", json_object_to_json_string_ext(root, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(root);
	return ferror(out) ? -1 : 0;
}
