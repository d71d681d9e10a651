/* cli/check.c - m5gtest check: captures judged by the rules of run. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/examination.h"
#include "cli/setup.h"
#include "pcap/numbering.h"
#include "reports/ladder.h"

enum { LADDER_MOST = 200000 };

struct check {
	const struct options *options;
	struct wanted_reports reports;
	struct examination examination;
	struct check_result result;
	struct ladder_choice choice;
	struct ladder *ladder;		/* NULL: none wanted */
	struct numbering *numbering;
	bool damaged;
};

static void draw(void *arg, const struct observation *o)
{
	struct check *c = arg;
	struct numbered is = numbering_of(c->numbering, o);

	ladder_add(c->ladder, o, is.exchange, is.again);
}

static int number(const char *option, const char *text, uint32_t *out, struct error *error)
{
	uint64_t n = 0;

	if (text && option_number(option, text, 1, UINT32_MAX, &n, error))
		return -1;
	*out = (uint32_t)n;
	return 0;
}

static int prepare_ladder(struct check *c, struct error *error)
{
	const struct reporting_options *o = &c->options->reporting;

	if (number("--session", o->session, &c->choice.session, error) ||
	    number("--exchange", o->exchange, &c->choice.exchange, error) ||
	    number("--frame", o->frame, &c->choice.frame, error))
		return -1;
	if (!o->ladder && (o->session || o->exchange || o->frame))
		return error_set(error, "--session, --exchange and --frame choose what --ladder draws");
	if (!o->ladder)
		return 0;
	c->ladder = ladder_new(LADDER_MOST);
	c->numbering = numbering_new();
	c->examination.looks_on = draw;
	c->examination.looker = c;
	return 0;
}

/* What became of packets that gave no datagram to judge, where that may matter; talk. */
static void say_lost(const char *path, const struct capture_tally *t)
{
	if (t->unknown_link)
		complain(0, "%s: %" PRIu64 " packets of link type %u (%s), which cannot be read", path, t->unknown_link,
			 t->unknown_linktype, capture_link_name(t->unknown_linktype));
	if (t->copies)
		complain(0, "%s: %" PRIu64 " packets are copies that another interface showed; they are left out", path,
			 t->copies);
	if (t->offloaded)
		complain(0, "%s: %" PRIu64 " packets are longer than any frame: captured before the network card cut them "
			 "up, so what looks like one datagram may be several", path, t->offloaded);
	if (t->shortened)
		complain(0, "%s: %" PRIu64 " datagrams were captured without their ends (a snaplen): what these said is "
			 "inconclusive, never a fail; capture whole packets (tcpdump -s 0)", path, t->shortened);
	if (t->cut)
		complain(0, "%s: %" PRIu64 " packets cut off by the capture before their octets", path, t->cut);
	if (t->broken)
		complain(0, "%s: %" PRIu64 " broken packets", path, t->broken);
	if (t->incomplete)
		complain(0, "%s: %" PRIu64 " datagrams of which IP fragments are missing", path, t->incomplete);
}

static void say_forgotten(const struct check *c)
{
	const struct dissector_tally *t = dissector_tally(c->examination.dissector);

	if (t->flows_forgotten || t->sessions_forgotten)
		complain(0, "forgotten for want of room: %" PRIu64 " flows, %" PRIu64 " sessions", t->flows_forgotten,
			 t->sessions_forgotten);
}

/* All files; the first that cannot be read to its end stops. False: nothing was there to judge, for that reason. */
static bool read_files(struct check *c)
{
	const struct options *o = c->options;

	for (unsigned i = 0; i < o->operand_count && !c->damaged; i++) {
		struct capture_tally tally;
		struct error error;
		c->damaged = examination_read(&c->examination, o->operands[i], &tally, &error);
		if (c->damaged)
			complain(0, "%s", error.text);
		if (!o->reporting.quiet)
			say_lost(o->operands[i], &tally);
	}
	return !c->damaged || c->result.packets;
}

/* -1: it cannot be written; else whether there was anything to draw. */
static int print_ladder(const struct check *c, struct error *error)
{
	struct report_style style = setup_style(&c->options->reporting);
	long rows = ladder_print(stdout, c->ladder, &c->choice, c->result.findings, c->result.finding_count, &style);

	if (rows < 0)
		return error_set(error, "standard output cannot be written");
	return rows > 0;
}

static int write_reports(const struct check *c, struct error *error)
{
	struct report_style style = setup_style(&c->options->reporting);

	for (unsigned i = 0; i < c->reports.count; i++) {
		const struct wanted_report *wanted = &c->reports.list[i];
		bool replaced = c->ladder && !strcmp(wanted->path, "-") && !c->options->reporting.reports.count;
		if (!replaced && report_check_to(wanted->format, wanted->path, &c->result, &style, error))
			return -1;
	}
	return 0;
}

/* As extract: what is asked for and is not there is no answer. */
static int nothing_drawn(const struct check *c, int status)
{
	bool chosen = c->choice.session || c->choice.exchange || c->choice.frame;

	return complain(chosen ? EXIT_NOTHING : status, chosen ? "nothing to draw: no such session, exchange or frame"
							       : "no message or record to draw");
}

static int judge_all(struct check *c)
{
	struct error error;
	int drawn = 1;

	if (!read_files(c))
		return EXIT_OURS;
	examination_end(&c->examination);
	if (!c->options->reporting.quiet)
		say_forgotten(c);
	if (write_reports(c, &error) || (c->ladder && (drawn = print_ladder(c, &error)) < 0))
		return complain(EXIT_OURS, "%s", error.text);
	int status = c->damaged ? EXIT_OURS : check_result_status(&c->result, c->options->reporting.allow_inconc);
	return drawn || c->damaged ? status : nothing_drawn(c, status);
}

static int print_config(const struct check *c)
{
	char *text = context_write(&c->examination.context);

	fputs(text ? text : "", stdout);
	free(text);
	return EXIT_OK;
}

int command_check(const struct options *options)
{
	struct check c = { .options = options };
	struct error error;
	int status;

	if (!options->operand_count || !*options->operands[0])
		return complain(EXIT_USAGE, "check takes one or more CAPTURE files, or - for standard input");
	if (setup_reports(&c.reports, &options->reporting, &error) ||
	    examination_begin(&c.examination, &options->judging, &c.result, &error) || prepare_ladder(&c, &error))
		status = complain_of(&error);
	else
		status = options->reporting.print_config ? print_config(&c) : judge_all(&c);
	ladder_free(c.ladder);
	numbering_free(c.numbering);
	check_result_free(&c.result);
	if (c.examination.keyring)
		examination_free(&c.examination);
	return status;
}
