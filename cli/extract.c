/* cli/extract.c - m5gtest extract: one exchange with its handshake and its keys, for Wireshark and for check. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/examination.h"
#include "pcap/cut.h"

enum { KEYS_MOST = 64 };

/* The keys of one association: of its first handshake and of those that renegotiated it. */
struct keys {
	const struct dissector *dissector;
	uint32_t association;
	char *lines[KEYS_MOST + 1];
	unsigned count, missing;
};

static void add_key(void *arg, const struct session_report *s)
{
	struct keys *keys = arg;
	char line[KEY_LINE];

	if (s->association != keys->association || keys->count == KEYS_MOST)
		return;
	if (dissector_key_line(keys->dissector, s->session, line))
		keys->lines[keys->count++] = strdup(line);
	else
		keys->missing++;
}

static bool concerns(struct cut *cut, const struct finding *f)
{
	bool has = cut_has(cut, f->frame);

	for (unsigned i = 0; i < 3; i++)
		has |= f->related[i] && cut_has(cut, f->related[i]);
	return has;
}

/* An answer in the clear, or in another session, belongs to no exchange by its keys: the findings know it. */
static void add_findings(struct cut *cut, const struct check_result *result)
{
	for (size_t i = 0; i < result->finding_count; i++) {
		const struct finding *f = &result->findings[i];
		if (!concerns(cut, f))
			continue;
		cut_also(cut, f->frame);
		for (unsigned n = 0; n < 3; n++)
			cut_also(cut, f->related[n]);
	}
}

static int write_cut(const struct options *o, const struct examination *e, struct cut *cut)
{
	struct keys keys = { .dissector = e->dissector, .association = cut_association(cut) };
	struct context shown = e->context;
	struct error error;

	shown.vantage = VANTAGE_UNKNOWN;	/* wherever the capture was taken, a cut does not show all that passed there */
	char *context = e->ours ? context_write(&shown) : NULL;

	if (keys.association)
		dissector_sessions(e->dissector, add_key, &keys);
	long frames = cut_write(cut, o->operands[0], o->reporting.output, context, keys.lines, e->end_ns, &error);
	for (unsigned i = 0; i < keys.count; i++)
		free(keys.lines[i]);
	free(context);
	if (frames < 0)
		return complain(EXIT_OURS, "%s", error.text);
	if (!frames)
		return complain(EXIT_NOTHING, "no such exchange: the capture has %u", cut_exchanges(cut));
	if (keys.missing)
		complain(0, "the keys of %u sessions are not known: they stay dark", keys.missing);
	return EXIT_OK;
}

static int extract(const struct options *o, struct examination *e, struct cut *cut)
{
	struct capture_tally tally;
	struct error error;

	e->looks_on = cut_observation;
	e->looker = cut;
	if (examination_read(e, o->operands[0], &tally, &error))
		return complain(EXIT_OURS, "%s", error.text);
	examination_end(e);
	add_findings(cut, e->result);
	return write_cut(o, e, cut);
}

/* What is wrong with the command line, or NULL. */
static const char *wrong_words(const struct options *o)
{
	if (o->operand_count != 1 || !*o->operands[0])
		return "extract takes one CAPTURE";
	if (!strcmp(o->operands[0], "-"))
		return "extract reads the capture twice: standard input cannot be";
	if (!o->reporting.exchange == !o->reporting.frame)
		return "extract takes either --exchange N or --frame N";
	return o->reporting.output ? NULL : "extract needs -o FILE";
}

int command_extract(const struct options *o)
{
	struct examination e;
	struct check_result result = { 0 };
	struct error error;
	uint64_t exchange = 0, frame = 0;
	int status;

	if (wrong_words(o))
		return complain(EXIT_USAGE, "%s", wrong_words(o));
	if ((o->reporting.exchange && option_number("--exchange", o->reporting.exchange, 1, UINT32_MAX, &exchange, &error)) ||
	    (o->reporting.frame && option_number("--frame", o->reporting.frame, 1, UINT32_MAX, &frame, &error)))
		return complain_of(&error);
	struct cut *cut = cut_new((uint32_t)exchange, (uint32_t)frame);
	if (examination_begin(&e, &o->judging, &result, &error))
		status = complain_of(&error);
	else
		status = extract(o, &e, cut);
	examination_free(&e);
	check_result_free(&result);
	cut_free(cut);
	return status;
}
