/* reports/console_check.c - judged captures as a test engineer reads them: sessions, findings by frame, a summary. */
#include <inttypes.h>
#include <stdlib.h>

#include "reports/console.h"
#include "reports/escape.h"
#include "reports/headline.h"
#include "reports/render.h"

static const char *const vantages[] = {
	[VANTAGE_UNKNOWN] = "unknown", [VANTAGE_CLIENT] = "client", [VANTAGE_SERVER] = "server",
};

static void print_headline(FILE *out, const struct check_result *r)
{
	fputs("m5gtest " PACKAGE_VERSION " check of", out);
	for (size_t i = 0; i < r->file_count; i++) {
		fputc(' ', out);
		escape_console(out, r->files[i]);
	}
	fputc('\n', out);
	console_question(out, r->context);
	fprintf(out, "vantage: %s\n", vantages[r->context->vantage]);
}

static void print_word(FILE *out, const char *before, const char *text)
{
	if (!text || !*text)
		return;
	fputs(before, out);
	escape_console(out, text);
}

/* RFC 5246 7.4.9, recomputed from the handshake that was seen; of one not seen whole nothing is said. */
static const char *finished_words(const struct session_row *s)
{
	if (s->finished_wrong)
		return "  a Finished is wrong";
	return s->finished_verified ? "  Finished verified" : "";
}

static void print_session(FILE *out, const struct session_row *s, size_t number, int width)
{
	fprintf(out, "  %*zu  frame %u  ", width, number, s->first_frame);
	escape_console(out, s->client);
	fputs(" > ", out);
	escape_console(out, s->server);
	print_word(out, "  ", s->version);
	print_word(out, "  ", s->suite);
	print_word(out, "  identity ", s->identity);
	print_word(out, "  keys: ", s->key_source);
	fprintf(out, "  records: %u opened, %u failed, %u dark%s\n", s->opened, s->failed, s->dark, finished_words(s));
	if (!(s->suite && *s->suite) && !s->opened && !s->dark)
		fputs("       no ServerHello in the capture, and nothing to open\n", out);
	print_word(out, "       dark: ", s->why_dark);
	if (s->why_dark && *s->why_dark)
		fputc('\n', out);
}

static void print_sessions(FILE *out, const struct check_result *r)
{
	int width = snprintf(NULL, 0, "%zu", r->session_count);

	fputs("\nsessions\n", out);
	if (!r->session_count)
		fputs("  none\n", out);
	for (size_t i = 0; i < r->session_count; i++)
		print_session(out, &r->sessions[i], i + 1, width);
}

static bool shown(const struct finding *f, const struct report_style *style)
{
	return style->verbose || f->verdict != VERDICT_NOTE;
}

/* By frame; findings of one frame in the order in which they were made. */
static int by_frame(const void *a, const void *b)
{
	const struct finding *const *x = a, *const *y = b;

	if ((*x)->frame != (*y)->frame)
		return (*x)->frame < (*y)->frame ? -1 : 1;
	return *x < *y ? -1 : *x > *y;
}

/* Frames of several files do not compare: then the order is the judge's, which reads file by file. */
static const struct finding **in_order(const struct check_result *r)
{
	const struct finding **list = calloc(r->finding_count + 1, sizeof(struct finding *));

	for (size_t i = 0; list && i < r->finding_count; i++)
		list[i] = &r->findings[i];
	if (list && r->file_count == 1)
		qsort(list, r->finding_count, sizeof(*list), by_frame);
	return list;
}

/* The frames that the findings from HERE on, of its frame, speak of: a set for Wireshark's filter line, as their file
 * numbers them; of several files that one is named, and frames of another are left out. */
static void print_filter(FILE *out, const struct check_result *r, const struct finding *const *here,
			 const struct finding *const *end)
{
	uint32_t frames[16], low = 0, number;
	size_t count = 0;
	const char *file = check_result_file(r, (*here)->frame, &number);

	frames[count++] = number;
	for (const struct finding *const *f = here; f < end && (*f)->frame == (*here)->frame; f++)
		for (unsigned i = 0; i < 3 && count < sizeof(frames) / sizeof(*frames); i++)
			if ((*f)->related[i] && check_result_file(r, (*f)->related[i], &number) == file)
				frames[count++] = number;
	fputs("   ", out);
	if (r->file_count > 1)
		escape_console(out, file);
	fputs(r->file_count > 1 ? ": frame.number in {" : "frame.number in {", out);
	for (bool first = true;; first = false) {
		uint32_t next = UINT32_MAX;
		for (size_t i = 0; i < count; i++)
			if (frames[i] > low && frames[i] < next)
				next = frames[i];
		if (next == UINT32_MAX)
			break;
		fprintf(out, "%s%u", first ? "" : ", ", next);
		low = next;
	}
	fputs("}", out);
}

static void print_findings(FILE *out, const struct check_result *r, const struct report_style *style)
{
	const struct finding **list = in_order(r);
	uint32_t frame = 0;
	size_t count = 0;

	fputs("\nfindings\n", out);
	for (size_t i = 0; list && i < r->finding_count; i++) {
		if (!shown(list[i], style))
			continue;
		if (!count++ || list[i]->frame != frame) {
			fprintf(out, "  frame %u", list[i]->frame);
			print_filter(out, r, list + i, list + r->finding_count);
			fputc('\n', out);
		}
		frame = list[i]->frame;
		console_finding(out, "    ", list[i], style);
	}
	if (!count)
		fputs("  none\n", out);
	free(list);
}

static void print_summary(FILE *out, const struct check_result *r, const struct report_style *style)
{
	struct standing *standings = standing_of_check(r);
	char *found = headline_found(r);
	size_t dark = 0;

	for (size_t i = 0; i < r->session_count; i++)
		dark += r->sessions[i].why_dark && *r->sessions[i].why_dark;
	fprintf(out, "\n%" PRIu64 " packets, %" PRIu64 " datagrams, %" PRIu64 " CoAP messages, %zu sessions (%zu dark)\n",
		r->packets, r->datagrams, r->messages, r->session_count, dark);
	console_coverage(out, standings, style);
	fprintf(out, "%s\n", found);
	free(found);
	free(standings);
}

int console_check(FILE *out, const struct check_result *r, const struct report_style *style)
{
	print_headline(out, r);
	if (!style->quiet)
		print_sessions(out, r);
	print_findings(out, r, style);
	print_summary(out, r, style);
	return ferror(out) ? -1 : 0;
}
