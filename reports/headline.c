/* reports/headline.c - what was asked, in the words that every report shares. */
#include "reports/headline.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

const char *headline_edition(const struct context *context)
{
	return context->edition == EDITION_CR ? "cr" : "pre-cr";
}

const char *headline_rulebook(const struct context *context)
{
	return context->rulebook == RULEBOOK_TS24538 ? "ts24538" : "rfc7252";
}

const char *headline_text(const struct context *context)
{
	if (context->rulebook == RULEBOOK_RFC7252)
		return "RFC 7252 and its companions, without TS 24.538";
	if (context->edition == EDITION_PRE_CR)
		return "TS 24.538 v1.1.0 before the change request";
	return "change request to TS 24.538 v1.1.0";
}

static FILE *open_text(char **text, size_t *len)
{
	FILE *out = open_memstream(text, len);

	assert(out);
	return out;
}

char *headline_readings(const struct context *context)
{
	char *text;
	size_t len;
	FILE *out = open_text(&text, &len);
	const char *before = "";

	for (unsigned i = 0; reading_row(i); i++) {
		const struct reading_fact *fact = reading_row(i);
		if (!*fact->values || !context->readings[fact->reading])
			continue;
		fprintf(out, "%s%s=%s", before, fact->id, reading_value(context, fact->reading));
		before = " ";
	}
	fclose(out);
	return text;
}

char *headline_target(const struct run_result *r)
{
	char *text;
	size_t len;
	FILE *out = open_text(&text, &len);

	fputs(r->target, out);
	if (r->embedded)
		fputs(" (the reference server in this process: not your server)", out);
	else if (r->target_name && strcmp(r->target_name, r->target) != 0)
		fprintf(out, " (%s)", r->target_name);
	fclose(out);
	return text;
}

const char *headline_declared(const struct run_result *r, unsigned bit)
{
	if (r->declared_yes & 1u << bit)
		return "yes";
	return r->declared_no & 1u << bit ? "no" : "unset";
}

const char *headline_observed(const struct run_result *r, unsigned bit)
{
	if (r->contact.seen & 1u << bit)
		return "seen";
	return r->contact.not_seen & 1u << bit ? "not seen" : "not probed";
}

char *headline_features(const struct run_result *r)
{
	uint32_t shown = r->contact.seen | r->contact.not_seen;
	char *text;
	size_t len;
	FILE *out = open_text(&text, &len);
	const char *before = "";

	for (unsigned bit = 0; applies_word(bit); bit++) {
		if (!(shown & 1u << bit))
			continue;
		fprintf(out, "%s%s %s, %s", before, applies_word(bit), headline_declared(r, bit), headline_observed(r, bit));
		before = "; ";
	}
	fclose(out);
	return text;
}

char *headline_links(const struct run_result *r)
{
	static const char *const words[] = { "coap", "coaps" };
	char *text;
	size_t len;
	FILE *out = open_text(&text, &len);
	const char *before = "";

	for (int t = 0; t < 2; t++) {
		const struct contact_link *l = &r->contact.links[t];
		if (!l->samples)
			continue;
		fprintf(out, "%s%s %.1f to %.1f ms", before, words[t], (double)l->least_ns / 1e6, (double)l->most_ns / 1e6);
		before = ", ";
	}
	fclose(out);
	return text;
}

static size_t slow_ones(const struct run_result *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->case_count; i++)
		n += r->cases[i].verdict == VERDICT_NOT_RUN && r->cases[i].slow;
	return n;
}

char *headline_counts(const struct run_result *r)
{
	char *text;
	size_t len;
	FILE *out = open_text(&text, &len);
	const char *before = ": ";

	fprintf(out, "%zu selected", r->selected);
	for (unsigned v = 0; v < VERDICT_NOTE; v++) {
		if (!r->counts[v] && v != VERDICT_FAIL && v != VERDICT_PASS)
			continue;
		fprintf(out, "%s%zu %s", before, r->counts[v], verdict_word((enum verdict)v));
		if (v == VERDICT_NOT_RUN && slow_ones(r))
			fprintf(out, " (%zu slow)", slow_ones(r));
		if (v == VERDICT_XFAIL && r->waived_must)
			fprintf(out, " (waived: %zu broken must rows)", r->waived_must);
		before = ", ";
	}
	if (r->selected > r->case_count)
		fprintf(out, ", %zu not reached", r->selected - r->case_count);
	fclose(out);
	return text;
}

char *headline_found(const struct check_result *r)
{
	static const enum verdict said[] = { VERDICT_FAIL, VERDICT_WARN, VERDICT_INCONC, VERDICT_NOTE };
	char *text;
	size_t len;
	FILE *out = open_text(&text, &len);

	fprintf(out, "%zu findings", r->finding_count + check_result_left_out(r));
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		fprintf(out, "%s%zu %s", i ? ", " : ": ", r->counts[said[i]], verdict_word(said[i]));
	if (check_result_left_out(r))
		fprintf(out, " (%zu counted only)", check_result_left_out(r));
	fclose(out);
	return text;
}

char *headline_finding(const struct finding *f)
{
	char *text;
	size_t len;
	FILE *out = open_text(&text, &len);

	finding_print(out, f);
	fclose(out);
	if (len && text[len - 1] == '\n')
		text[len - 1] = '\0';
	return text;
}
