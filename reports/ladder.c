/* reports/ladder.c - exchanges drawn as text. */
#include "reports/ladder.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "reports/console.h"
#include "reports/escape.h"
#include "reports/ladder_words.h"

enum { WORDS_MOST = 108, GAP = 28, ARROW_LEAST = 44 };

struct row {
	uint64_t at_ns;
	uint32_t frame, flow, association, session, exchange;
	bool from_left, again;
	struct endpoint from, to;
	char *words;
};

struct ladder {
	struct row *rows;
	size_t count, room, most;
	uint64_t left_out;
};

struct ladder *ladder_new(size_t most)
{
	struct ladder *l = calloc(1, sizeof(*l));

	assert(l);
	l->most = most;
	return l;
}

void ladder_free(struct ladder *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < l->count; i++)
		free(l->rows[i].words);
	free(l->rows);
	free(l);
}

void ladder_add(struct ladder *l, const struct observation *o, uint32_t exchange, bool again)
{
	const struct datagram *d = o->datagram;
	char words[WORDS_MOST];

	if (l->count == l->most) {
		l->left_out++;
		return;
	}
	if (l->count == l->room) {
		l->room = l->room ? 2 * l->room : 64;
		l->rows = realloc(l->rows, l->room * sizeof(*l->rows));
		assert(l->rows);
	}
	ladder_words(words, sizeof(words), o);
	struct row *r = &l->rows[l->count++];
	*r = (struct row){ d->at_ns, d->frame, o->flow, o->association, o->session, exchange, false, again, d->from, d->to, strdup(words) };
	assert(r->words);
}

/* Rows in the order they are drawn in: flow by flow, each in the order it was seen. */
struct drawing {
	const struct row **rows;
	size_t count;
};

static int by_flow(const void *a, const void *b)
{
	const struct row *const *x = a, *const *y = b;

	if ((*x)->flow != (*y)->flow)
		return (*x)->flow < (*y)->flow ? -1 : 1;
	return *x < *y ? -1 : *x > *y;
}

/* The association whose first session is the one chosen: what it said in the clear made that session's keys. 0: none. */
static uint32_t first_of(const struct ladder *l, uint32_t session)
{
	uint32_t association = 0;

	for (size_t i = 0; i < l->count && !association; i++)
		if (session && l->rows[i].session == session)
			association = l->rows[i].association;
	for (size_t i = 0; i < l->count; i++)
		if (l->rows[i].association == association && l->rows[i].session && l->rows[i].session < session)
			return 0;
	return association;
}

static bool chosen(const struct row *r, const struct ladder_choice *c, uint32_t association)
{
	bool made_it = association && r->association == association && !r->session;

	return (!c->session || r->session == c->session || made_it) && (!c->exchange || r->exchange == c->exchange) &&
	       (!c->frame || r->frame == c->frame);
}

static struct drawing choose(const struct ladder *l, const struct ladder_choice *choice)
{
	uint32_t association = first_of(l, choice->session);
	struct drawing d = { calloc(l->count + 1, sizeof(const struct row *)), 0 };

	assert(d.rows);
	for (size_t i = 0; i < l->count; i++)
		if (chosen(&l->rows[i], choice, association))
			d.rows[d.count++] = &l->rows[i];
	qsort(d.rows, d.count, sizeof(*d.rows), by_flow);
	return d;
}

static int arrow_width(const struct drawing *d, size_t first)
{
	size_t width = ARROW_LEAST;

	for (size_t i = first; i < d->count && d->rows[i]->flow == d->rows[first]->flow; i++) {
		size_t len = strlen(d->rows[i]->words) + 8;
		width = len > width ? len : width;
	}
	return (int)width;
}

/* The sender of a flow's first row stands left. */
static void print_header(FILE *out, const struct row *first, int width)
{
	char left[ENDPOINT_TEXT], right[ENDPOINT_TEXT], flow[24];

	endpoint_format(left, sizeof(left), &first->from);
	endpoint_format(right, sizeof(right), &first->to);
	snprintf(flow, sizeof(flow), "flow %" PRIu32, first->flow);
	fprintf(out, "\n%-*s%-*s%s\n", GAP, flow, width - (int)strlen(right) / 2, left, right);
	fprintf(out, "frame         s  exchange     |%*s|\n", width, "");
}

static void print_line(FILE *out, int n, bool dashed)
{
	for (int i = 0; i < n; i++)
		fputc(dashed && i % 2 ? ' ' : '-', out);
}

static void print_arrow(FILE *out, const struct row *r, bool from_left, int width)
{
	int rest = width - (int)strlen(r->words) - 5;

	fputs(from_left ? "|" : "|<", out);
	print_line(out, from_left ? 3 : 2, r->again);
	fputc(' ', out);
	escape_console(out, r->words);
	fputc(' ', out);
	print_line(out, from_left ? rest - 1 : rest, r->again);
	fputs(from_left ? ">|\n" : "|\n", out);
}

static void print_row(FILE *out, const struct row *r, const struct row *before, const struct row *first,
		      uint64_t start_ns, int width)
{
	uint64_t since = before ? before->at_ns : start_ns;
	double gap = r->at_ns >= since ? (double)(r->at_ns - since) / 1e9 : -(double)(since - r->at_ns) / 1e9;

	fprintf(out, before ? "%5" PRIu32 " %+11.6f" : "%5" PRIu32 " %11.6f", r->frame, gap);
	if (r->exchange)
		fprintf(out, "%8" PRIu32 "     ", r->exchange);
	else
		fprintf(out, "%13s", "");
	print_arrow(out, r, endpoint_equal(&r->from, &first->from), width);
}

static void print_findings(FILE *out, const struct row *r, const struct finding *findings, size_t count,
			   const struct report_style *style)
{
	for (size_t i = 0; i < count; i++)
		if (findings[i].frame == r->frame && (style->verbose || findings[i].verdict != VERDICT_NOTE))
			console_finding(out, "          ^ ", &findings[i], style);
}

static void print_flow(FILE *out, const struct drawing *d, size_t from, size_t end, uint64_t start_ns,
		       const struct finding *findings, size_t finding_count, const struct report_style *style)
{
	int width = arrow_width(d, from);

	print_header(out, d->rows[from], width);
	for (size_t i = from; i < end; i++) {
		const struct row *r = d->rows[i];
		print_row(out, r, i > from ? d->rows[i - 1] : NULL, d->rows[from], start_ns, width);
		if (i + 1 == end || d->rows[i + 1]->frame != r->frame)
			print_findings(out, r, findings, finding_count, style);
	}
}

long ladder_print(FILE *out, const struct ladder *l, const struct ladder_choice *choice, const struct finding *findings,
		  size_t finding_count, const struct report_style *style)
{
	struct drawing d = choose(l, choice);

	for (size_t i = 0, end; i < d.count; i = end) {
		for (end = i; end < d.count && d.rows[end]->flow == d.rows[i]->flow; end++)
			;
		print_flow(out, &d, i, end, l->rows[0].at_ns, findings, finding_count, style);
	}
	if (l->left_out)
		fprintf(out, "\n%" PRIu64 " more messages and records are not drawn\n", l->left_out);
	free(d.rows);
	return ferror(out) ? -1 : (long)d.count;
}
