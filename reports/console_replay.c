/* reports/console_replay.c - a replay as a test engineer reads it: where the answers part, and which rules are broken. */
#include <inttypes.h>
#include <stdlib.h>

#include "conformance/replay_result.h"
#include "reports/console.h"
#include "reports/escape.h"
#include "reports/render.h"
#include "wire/engine.h"
#include "wire/message.h"

static void print_headline(FILE *out, const struct replay_result *r)
{
	fputs("m5gtest " PACKAGE_VERSION " replay of ", out);
	escape_console(out, r->capture);
	fputs(r->only_list ? ": what would be sent" : " against ", out);
	if (!r->only_list)
		escape_console(out, r->target);
	fprintf(out, "%s\n", r->embedded ? " (the reference server in this process: not your server)" : "");
	if (!r->only_list)
		console_question(out, r->context);
	fputc('\n', out);
}

static void print_client(FILE *out, const struct replay_result *r, size_t i)
{
	const struct script_client *c = &r->script->clients[i];
	char captured[ENDPOINT_TEXT], server[ENDPOINT_TEXT], identity[IDENTITY_TEXT + 1];

	endpoint_format(captured, sizeof(captured), &c->captured);
	endpoint_format(server, sizeof(server), &c->server);
	fprintf(out, "client %zu  %s  %s > %s", i + 1, c->transport == TRANSPORT_COAPS ? "coaps" : "coap", captured, server);
	snprintf(identity, sizeof(identity), "%.*s", (int)c->psk_identity_len, (const char *)c->psk_identity);
	if (*identity) {
		fputs("  identity ", out);
		escape_console(out, identity);
	}
	if (r->why_not[i]) {
		fputs("  cannot be replayed: ", out);
		escape_console(out, r->why_not[i]);
	}
	fputc('\n', out);
}

static void print_line(FILE *out, const struct replay_result *r, size_t i)
{
	const struct script_line *line = &r->script->lines[i];
	const struct replay_line *said = &r->lines[i];
	struct message m;
	char text[160];

	message_read(&m, line->bytes, line->len);
	fprintf(out, "frame %-5" PRIu32 "  client %-3" PRIu32 "  ", line->frame, line->client + 1);
	if (r->only_list)
		fprintf(out, "%12.6f s  ", (double)(r->script->clients[line->client].start_ns + line->after_ns) / 1e9);
	else
		fprintf(out, "%-12s  ", replay_outcome_word(said->outcome));
	escape_console(out, message_format(text, sizeof(text), &m));
	if (r->only_list && said->outcome != REPLAY_NOT_ENDED)
		fprintf(out, "  %s", line->again ? "a copy: left out" : replay_outcome_word(said->outcome));
	if (*said->why) {
		fputs(": ", out);
		escape_console(out, said->why);
	}
	fputc('\n', out);
}

static bool client_shown(const struct replay_result *r, size_t i, const struct report_style *style)
{
	return r->only_list || style->verbose || (r->why_not[i] && !style->quiet);
}

/* Lines of a client that cannot be replayed at all say no more than it does. */
static bool line_shown(const struct replay_result *r, size_t i, const struct report_style *style)
{
	enum replay_outcome outcome = r->lines[i].outcome;

	if (r->only_list || style->verbose || replay_outcome_parts(outcome))
		return true;
	return outcome == REPLAY_IMPOSSIBLE && !r->why_not[r->script->lines[i].client] && !style->quiet;
}

static void print_findings(FILE *out, const struct replay_result *r, const struct report_style *style)
{
	bool any = false;

	for (size_t i = 0; i < r->finding_count; i++) {
		enum verdict verdict = r->findings[i].verdict;
		if (!style->verbose && verdict != VERDICT_FAIL && verdict != VERDICT_WARN)
			continue;
		fputs(any ? "" : "\nfindings, by the frames of the new exchange\n", out);
		any = true;
		console_finding(out, "  ", &r->findings[i], style);
	}
}

/* Outcomes that are always said, though there be none; of the others those that there are. */
static void print_counts(FILE *out, const struct replay_result *r)
{
	fprintf(out, "\n%zu messages of %zu clients:", r->script->line_count, r->script->client_count);
	for (int i = 0, n = 0; i < REPLAY_OUTCOMES; i++)
		if (r->counts[i] || (i <= REPLAY_EXTRA_ANSWER && !r->only_list))
			fprintf(out, "%s %zu %s", n++ ? "," : "", r->counts[i],
				r->only_list && i == REPLAY_NOT_ENDED ? "to send" : replay_outcome_word((enum replay_outcome)i));
	fputc('\n', out);
}

static void print_verdict(FILE *out, const struct replay_result *r)
{
	static const char *const ends[] = { "the same", "not the same: by comparison", "not the same: by rule",
					    "not the same: by comparison and by rule" };
	size_t parted = r->strays;

	for (int i = 0; i < REPLAY_OUTCOMES; i++)
		parted += replay_outcome_parts((enum replay_outcome)i) ? r->counts[i] : 0;
	if (r->strays) {
		fprintf(out, "%u messages answer nothing that was sent, the first: ", r->strays);
		escape_console(out, r->first_stray);
		fputc('\n', out);
	}
	fprintf(out, "rules: %zu fail, %zu warn, %zu inconc\n", r->verdicts[VERDICT_FAIL], r->verdicts[VERDICT_WARN],
		r->verdicts[VERDICT_INCONC]);
	bool sent = r->counts[REPLAY_SAME] + parted, only_warned = !parted && !r->verdicts[VERDICT_FAIL] && r->verdicts[VERDICT_WARN];
	if (r->counts[REPLAY_NOT_ENDED])
		fputs("interrupted; as far as it went: ", out);
	fprintf(out, "%s%s\n", sent ? ends[!!parted + 2 * !!r->verdicts[VERDICT_FAIL]] : "nothing to compare",
		only_warned ? ", but for what rules of level should say" : "");
}

int console_replay(FILE *out, const struct replay_result *r, const struct report_style *style)
{
	print_headline(out, r);
	for (size_t i = 0; i < r->script->client_count; i++)
		if (client_shown(r, i, style))
			print_client(out, r, i);
	for (size_t i = 0; i < r->script->line_count; i++)
		if (line_shown(r, i, style))
			print_line(out, r, i);
	print_findings(out, r, style);
	print_counts(out, r);
	if (!r->only_list)
		print_verdict(out, r);
	return ferror(out) ? -1 : 0;
}
