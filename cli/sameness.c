/* cli/sameness.c - a run and its own capture: the same raw answers, or where they part. */
#include "cli/sameness.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/examination.h"

void raw_list_add(void *arg, const struct finding *finding)
{
	struct raw_list *list = arg;

	if ((list->count & (list->count - 1)) == 0)
		list->findings = realloc(list->findings, (list->count ? 2 * list->count : 1) * sizeof(*list->findings));
	assert(list->findings);
	list->findings[list->count++] = *finding;
}

void raw_list_free(struct raw_list *list)
{
	free(list->findings);
	*list = (struct raw_list){ 0 };
}

static int compare(const void *left, const void *right)
{
	const struct finding *a = left, *b = right;
	int by_id = strcmp(a->clause->id, b->clause->id);

	if (a->frame != b->frame)
		return a->frame < b->frame ? -1 : 1;
	if (by_id)
		return by_id;
	if (a->answer != b->answer)
		return (int)a->answer - (int)b->answer;
	if (a->verdict != b->verdict)
		return (int)a->verdict - (int)b->verdict;
	if (a->where.at != b->where.at)
		return a->where.at < b->where.at ? -1 : 1;
	return a->where.len == b->where.len ? 0 : a->where.len < b->where.len ? -1 : 1;
}

static void say(char *text, size_t size, const struct finding *f, const char *who)
{
	snprintf(text, size, "%s only: %s %s, frame %u, octets %u+%u: %s", who, verdict_word(f->verdict), f->clause->id, f->frame,
		 f->where.at, f->where.len, f->actual);
}

/* Both sorted: the first that the other lacks. */
static bool same_lists(const struct raw_list *live, const struct finding *offline, size_t count, char *differs, size_t size)
{
	for (size_t i = 0; i < live->count || i < count; i++) {
		const struct finding *a = i < live->count ? &live->findings[i] : NULL, *b = i < count ? &offline[i] : NULL;
		int order = !a ? 1 : !b ? -1 : compare(a, b);
		if (!order)
			continue;
		say(differs, size, order < 0 ? a : b, order < 0 ? "live" : "offline");
		return false;
	}
	return true;
}

/* Where there is none there is no list either. */
static void sort(struct finding *list, size_t count)
{
	if (count)
		qsort(list, count, sizeof(*list), compare);
}

int sameness_check(const char *path, struct raw_list *live, bool *same, char *differs, size_t size, struct error *error)
{
	static const struct judging_options by_the_capture;
	struct check_result result = { 0 };
	struct examination examination;
	struct capture_tally tally;
	int bad;

	if (examination_begin(&examination, &by_the_capture, &result, error))
		return -1;
	examination.keeps_all = true;
	bad = examination_read(&examination, path, &tally, error);
	examination_end(&examination);
	if (!bad) {
		sort(live->findings, live->count);
		sort(result.findings, result.finding_count);
		*same = same_lists(live, result.findings, result.finding_count, differs, size);
	}
	check_result_free(&result);
	examination_free(&examination);
	return bad;
}
