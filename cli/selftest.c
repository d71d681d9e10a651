/* cli/selftest.c - m5gtest selftest: every fault, every null server and the faultless server, in virtual time. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "cli/commands.h"
#include "cli/coverage.h"
#include "cli/setup.h"
#include "cli/tables.h"
#include "cli/trial.h"
#include "cli/workers.h"
#include "conformance/detection.h"
#include "reports/detection.h"
#include "server/null.h"

enum { SEEDS = 20 };

#define FEATURES "block echo long-token"	/* that it may do without */

/* What the faultless server is tried under. */
static const struct clean_row {
	const char *word, *edition;
	struct impairment impairment;
	const char *needs;		/* features declared; gateway: ours is what is tested */
} clean_rows[] = {
	{ "cr, no impairment", "cr", { 0 }, NULL },
	{ "cr, 10 % loss", "cr", { .loss = 100000 }, NULL },
	{ "cr, reordering", "cr", { .reorder = 100000 }, NULL },
	{ "pre-cr, no impairment", "pre-cr", { 0 }, NULL },
	{ "pre-cr, 10 % loss", "pre-cr", { .loss = 100000 }, NULL },
	{ "pre-cr, reordering", "pre-cr", { .reorder = 100000 }, NULL },
	{ "our Gateway UE, cr, no impairment", "cr", { 0 }, "gateway" },
	{ "our Gateway UE, cr, 10 % loss", "cr", { .loss = 100000 }, "gateway" },
	{ "our Gateway UE, pre-cr, reordering", "pre-cr", { .reorder = 100000 }, "gateway" },
	{ "more features, cr, no impairment", "cr", { 0 }, FEATURES },
	{ "more features, cr, 10 % loss", "cr", { .loss = 100000 }, FEATURES },
	{ "keys by AKMA, cr, no impairment", "cr", { 0 }, "akma" },
	{ "keys by AKMA, pre-cr, 10 % loss", "pre-cr", { .loss = 100000 }, "akma" },
};
enum { CLEAN_ROWS = sizeof(clean_rows) / sizeof(*clean_rows) };

/* One piece of work: a trial, and the row that it fills. */
struct piece {
	struct trial trial;
	struct detection_list *list;
	size_t row;
};

struct selftest {
	const struct options *options;
	struct case_table cases;
	struct coverage coverage;	/* of all faults; made where all run */
	struct trial_setting setting;
	struct detection detection;
	struct piece *pieces;
	size_t piece_count;
	uint64_t seed, workers;
};

static bool wanted(const struct selftest *s, const char *word)
{
	const struct words *only = &s->options->serving.faults;

	for (unsigned i = 0; i < only->count; i++)
		if (!strcmp(only->list[i], word))
			return true;
	return !only->count && !s->options->running.clean;
}

/* Each word of --fault names a fault or a null server. */
static int check_faults(const struct words *words, struct error *error)
{
	const struct fault *found[WORDS_MAX + 1] = { NULL };
	struct words rest = { .count = 0 };

	for (unsigned i = 0; i < words->count; i++)
		if (!null_server_named(words->list[i]) && !client_fault_named(words->list[i]))
			rest.list[rest.count++] = words->list[i];
	return setup_faults(found, &rest, error);
}

static struct detection_row *add_row(struct detection_list *list, const struct detection_row *row)
{
	if ((list->count & (list->count - 1)) == 0)
		list->rows = realloc(list->rows, (list->count ? 2 * list->count : 1) * sizeof(*list->rows));
	assert(list->rows);
	list->rows[list->count] = *row;
	return &list->rows[list->count++];
}

static void add_piece(struct selftest *s, struct detection_list *list, const struct trial *trial)
{
	if ((s->piece_count & (s->piece_count - 1)) == 0)
		s->pieces = realloc(s->pieces, (s->piece_count ? 2 * s->piece_count : 1) * sizeof(*s->pieces));
	assert(s->pieces);
	s->pieces[s->piece_count++] = (struct piece){ .trial = *trial, .list = list, .row = list->count - 1 };
}

static void plan_faults(struct selftest *s)
{
	const struct fault *f;

	for (unsigned i = 0; (f = fault_row(i)); i++) {
		struct detection_row row = { .word = f->word, .clause = f->clause, .expected = f->expected, .links = f->links };
		if (!wanted(s, f->word))
			continue;
		row.must = detection_is_must(f->expected, &s->cases);
		row.by_oracle = f->needs && strstr(f->needs, "oracle");
		add_row(&s->detection.faults, &row);
		add_piece(s, &s->detection.faults, &(struct trial){ .fault = f, .links = f->links, .needs = f->needs, .seed = s->seed });
	}
}

/* A fault of our own UE; where copies are wanted, the first ones get lost. */
static void plan_client_faults(struct selftest *s)
{
	const struct client_fault *f;

	for (unsigned i = 0; (f = client_fault_row(i)); i++) {
		struct detection_row row = { .word = f->word, .clause = f->clause, .expected = f->expected, .links = f->links };
		struct trial trial = { .client_fault = f, .links = f->links, .needs = f->needs, .seed = s->seed };
		if (!wanted(s, f->word))
			continue;
		row.must = detection_is_must(f->expected, &s->cases);
		trial.impairment.loss = f->needs && strstr(f->needs, "loss") ? 100000 : 0;
		add_row(&s->detection.client_faults, &row);
		add_piece(s, &s->detection.client_faults, &trial);
	}
}

static void plan_nulls(struct selftest *s)
{
	const struct null_server *null;

	for (unsigned i = 0; (null = null_server_row(i)); i++) {
		struct detection_row row = { .word = null->word, .clause = "", .expected = "", .links = null->links };
		if (!wanted(s, null->word))
			continue;
		add_row(&s->detection.nulls, &row);
		add_piece(s, &s->detection.nulls, &(struct trial){ .null_server = null->word, .links = null->links, .seed = s->seed });
	}
}

/* With faults named, one clean run will do. */
static void plan_clean(struct selftest *s)
{
	bool all = !s->options->serving.faults.count;

	for (int i = 0; i < (all ? CLEAN_ROWS : 1); i++) {
		const struct clean_row *c = &clean_rows[i];
		struct trial trial = { .edition = c->edition, .impairment = c->impairment, .needs = c->needs };
		add_row(&s->detection.clean, &(struct detection_row){ .word = c->word, .clause = "", .expected = "", .links = "" });
		for (unsigned k = 0; k < (all ? SEEDS : 1); k++) {
			trial.seed = s->seed + k;
			add_piece(s, &s->detection.clean, &trial);
		}
	}
}

static bool is_impaired(const struct impairment *i) { return i->loss || i->duplicate || i->reorder || i->delay_max_ns; }

/* In a worker. */
static int do_piece(void *arg, size_t i, void *seen, struct error *error)
{
	struct selftest *s = arg;
	const struct piece *p = &s->pieces[i];
	const struct detection_row *row = &p->list->rows[p->row];
	struct sighting *saw = seen;
	struct trial_result result;

	if (trial_run(&s->setting, &p->trial, &result, error)) {
		trial_free(&result);
		return error_prepend(error, "%s: ", row->word);
	}
	saw->compared = 1;
	saw->same = result.same;
	memcpy(saw->difference, result.difference, sizeof(saw->difference));
	if (p->list == &s->detection.nulls)
		sighting_judge_null(saw, &result.run);
	else if (p->list == &s->detection.clean)
		sighting_judge_clean(saw, &result.run, is_impaired(&p->trial.impairment));
	else
		sighting_judge(saw, row->expected, p->list == &s->detection.faults ? SIDE_SERVER | SIDE_GATEWAY : SIDE_CLIENT, &result.run);
	trial_free(&result);
	return 0;
}

/* A row of the faultless server has many runs: they add up. */
static void piece_done(void *arg, size_t i, const void *seen)
{
	struct selftest *s = arg;
	const struct piece *p = &s->pieces[i];
	struct sighting *sum = &p->list->rows[p->row].saw;
	const struct sighting *saw = seen;
	struct sighting before = *sum;

	*sum = *saw;
	if (*before.why)
		memcpy(sum->why, before.why, sizeof(sum->why));
	if (*before.difference)
		memcpy(sum->difference, before.difference, sizeof(sum->difference));
	sum->passed += before.passed;
	sum->alarms += before.alarms;
	sum->inconc += before.inconc;
	sum->not_applicable += before.not_applicable;
	sum->compared += before.compared;
	sum->same += before.same;
}

struct rendering {
	const struct detection *detection;
	const struct report_style *style;
	bool json;
};

static int render(FILE *out, const void *arg)
{
	const struct rendering *r = arg;

	return r->json ? report_detection_json(out, r->detection) : report_detection_console(out, r->detection, r->style);
}

static int print(struct selftest *s, const struct wanted_reports *reports, struct error *error)
{
	struct report_style style = setup_style(&s->options->reporting);

	for (unsigned i = 0; i < reports->count; i++) {
		struct rendering r = { &s->detection, &style, !strcmp(reports->list[i].format->word, "json") };
		if (report_file(reports->list[i].path, render, &r, error))
			return -1;
	}
	return 0;
}

static double seconds(const struct timeval *t) { return (double)t->tv_sec + (double)t->tv_usec / 1e6; }

static void print_cost(void)
{
	struct rusage own, others;

	getrusage(RUSAGE_SELF, &own);
	getrusage(RUSAGE_CHILDREN, &others);
	fprintf(stderr, "%.1f CPU seconds\n", seconds(&own.ru_utime) + seconds(&own.ru_stime) + seconds(&others.ru_utime) +
						  seconds(&others.ru_stime));
}

static int prepare(struct selftest *s, struct wanted_reports *reports, struct error *error)
{
	const struct options *o = s->options;
	bool own_dtls = false;

	if (setup_reports(reports, &o->reporting, error) || check_faults(&o->serving.faults, error) ||
	    (o->running.seed && option_number("--seed", o->running.seed, 0, UINT32_MAX, &s->seed, error)) ||
	    (o->running.jobs && option_number("--jobs", o->running.jobs, 1, 64, &s->workers, error)) ||
	    tables_read(&s->cases, error) || setup_own_dtls(&own_dtls, o->running.dtls, error))
		return -1;
	s->setting = (struct trial_setting){ .own_dtls = own_dtls, .cases = &s->cases, .judging = &o->judging,
					     .case_globs = o->running.cases.count ? o->running.cases.list : NULL };
	if (!o->serving.faults.count && !o->running.cases.count && !o->running.clean) {
		coverage_make(&s->coverage, &s->cases);
		s->detection.matrix = &s->coverage.matrix;
	}
	plan_clean(s);
	plan_faults(s);
	plan_client_faults(s);
	plan_nulls(s);
	return 0;
}

int command_selftest(const struct options *options)
{
	struct selftest s = { .options = options, .seed = 1 };
	struct wanted_reports reports;
	struct error error;
	int status;

	if (options->operand_count)
		return complain(EXIT_USAGE, "selftest takes no operand");
	if (prepare(&s, &reports, &error)) {
		status = complain_of(&error);
	} else {
		struct work work = { .count = s.piece_count, .workers = (unsigned)s.workers, .result_size = sizeof(struct sighting),
				     .one = do_piece, .done = piece_done, .arg = &s };
		if (workers_run(&work, &error) || print(&s, &reports, &error))
			status = complain(EXIT_OURS, "%s", error.text);
		else
			status = detection_status(&s.detection);
		print_cost();
	}
	coverage_free(&s.coverage);
	detection_free(&s.detection);
	case_table_free(&s.cases);
	free(s.pieces);
	return status;
}
