/* reports/console.c - the parts of the console reports. */
#include "reports/console.h"

#include <stdlib.h>
#include <string.h>

#include "reports/escape.h"
#include "reports/headline.h"

#define RED "\033[31m"
#define GREEN "\033[32m"
#define YELLOW "\033[33m"
#define MAGENTA "\033[35m"
#define FAINT "\033[2m"
#define PLAIN "\033[0m"

static const char *const colours[VERDICT_COUNT] = {
	[VERDICT_ERROR] = MAGENTA, [VERDICT_FAIL] = RED,    [VERDICT_XPASS] = RED,     [VERDICT_INCONC] = YELLOW,
	[VERDICT_WARN] = YELLOW,   [VERDICT_XFAIL] = FAINT, [VERDICT_PASS] = GREEN,    [VERDICT_NA] = FAINT,
	[VERDICT_NOT_RUN] = FAINT, [VERDICT_NOTE] = FAINT,
};

void console_verdict(FILE *out, enum verdict verdict, int width, const struct report_style *style)
{
	const char *word = verdict_word(verdict);
	int fill = width - (int)strlen(word);

	fprintf(out, "%s%s%s%*s", style->colour ? colours[verdict] : "", word, style->colour ? PLAIN : "",
		fill > 0 ? fill : 0, "");
}

/* The formatter's line begins with the verdict's word, which alone is coloured. */
void console_finding(FILE *out, const char *indent, const struct finding *f, const struct report_style *style)
{
	char *line = headline_finding(f);
	const char *word = verdict_word(f->verdict);
	size_t len = strlen(word);

	fputs(indent, out);
	if (style->colour && strncmp(line, word, len) == 0) {
		console_verdict(out, f->verdict, 0, style);
		escape_console(out, line + len);
	} else {
		escape_console(out, line);
	}
	fputc('\n', out);
	free(line);
}

void console_question(FILE *out, const struct context *context)
{
	char *readings = headline_readings(context);

	fprintf(out, "text judged: %s (edition %s), rulebook %s, binding ", headline_text(context),
		headline_edition(context), headline_rulebook(context));
	escape_console(out, context->binding.name);
	fprintf(out, "%s%s\n", context->binding_confirmed ? " (confirmed)" : "", context->strict ? ", strict" : "");
	if (*readings)
		fprintf(out, "readings that differ from the default: %s\n", readings);
	free(readings);
}

static void name_idle(FILE *out, const struct standing *standings)
{
	fputs("not exercised:", out);
	for (unsigned i = 0; i < CLAUSE_COUNT; i++)
		if (standings[i].automated && standings[i].verdict == VERDICT_NOT_RUN)
			fprintf(out, " %s", standings[i].clause->id);
	fputc('\n', out);
}

void console_coverage(FILE *out, const struct standing *standings, const struct report_style *style)
{
	struct coverage c = coverage_of(standings);

	fprintf(out, "rules: %u judged, %u undecided, %u not exercised, %u n/a, %u without a judge; %u in all\n", c.judged,
		c.undecided, c.idle, c.not_applicable, c.unjudgeable, c.rules);
	if (style->verbose && c.idle)
		name_idle(out, standings);
}
