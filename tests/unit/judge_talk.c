/* tests/unit/judge_talk.c - conversations fed to a judge, line by line. */
#include "tests/unit/judge_talk.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/judge_line.h"

#define CONTEXT_LINES                                                                                                   \
	"m5gtest context 1\n"                                                                                           \
	"vantage=client\n"                                                                                              \
	"binding-confirmed=yes\n"                                                                                       \
	"ue=u1\nue-service-id=ue1@example.org\npsk-identity=756531\n"                                                   \
	"ue=u2\nue-service-id=ue2@example.org\npsk-identity=756532\n"

#define SERVER_LINES "server=coap://127.0.0.1/msgin5g\nserver=coaps://127.0.0.1/msgin5g\n"

enum { MS = 1000000 };

void talk_context(struct context *context, const char *lines)
{
	struct error error;
	char text[4096];

	snprintf(text, sizeof(text), "%s%s%s", CONTEXT_LINES, strstr(lines, "server=") ? "" : SERVER_LINES, lines);
	ck_assert_msg(context_read(context, text, strlen(text), &error) == 0, "%s", error.text);
}

/* A ChangeCipherSpec of an association that is no matter, whose number ends in the same bits: it takes the place of the
 * one at hand (conformance/judge/association.h). */
static void interrupt(struct judge *judge, const struct observation *o)
{
	static const struct record change = { .type = 20, .version = 0xfefd, .length = 1 };
	static const uint8_t bytes[14] = { 20, 0xfe, 0xfd, [12] = 1, 1 };
	struct datagram d = { .at_ns = o->datagram->at_ns, .frame = o->datagram->frame, .bytes = bytes, .len = sizeof(bytes),
			      .from = { .family = FAMILY_IPV4, .addr = { 192, 0, 2, 1 }, .port = 1 },
			      .to = { .family = FAMILY_IPV4, .addr = { 192, 0, 2, 2 }, .port = 2 } };
	const struct observation other = { .kind = OBS_RECORD, .datagram = &d, .flow = 1 << 16, .association = o->association + (1 << 16),
					   .from_client = true, .record = &change, .plain = bytes + 13, .plain_len = 1 };

	judge_observation(judge, &other);
}

/* The talk judged by that judge, which is freed. */
static void hear(struct judge *judge, const char *talk, struct tally *tally, bool interrupted)
{
	struct talk_line *l = malloc(sizeof(*l));
	uint64_t at_ns = TALK_BEGIN_MS * (uint64_t)MS;

	for (uint32_t frame = 1; *talk; frame++) {
		size_t len = strcspn(talk, "\n");
		talk_line_read(l, talk, len, frame, at_ns);
		judge_observation(judge, &l->observation);
		if (interrupted && l->observation.association)
			interrupt(judge, &l->observation);
		at_ns = l->datagram.at_ns + TALK_STEP_MS * (uint64_t)MS;
		talk += len + (talk[len] == '\n');
	}
	judge_end(judge, at_ns + TALK_WATCH_MS * (uint64_t)MS);
	memset(tally, 0, sizeof(*tally));
	judge_add(tally, judge);
	judge_free(judge);
	free(l);
}

static void keep_quiet(void *arg, const struct finding *f)
{
	(void)arg;
	(void)f;
}

/* And once more with open gates, and each association put aside again and again: that changes no answer. */
void talk_judge_into(const struct context *context, const char *talk, void (*found)(void *, const struct finding *),
		     void *arg, struct tally *tally)
{
	struct judge *open = judge_new(context, keep_quiet, NULL);
	struct tally all;

	judge_open_gates(open);
	hear(open, talk, &all, true);
	hear(judge_new(context, found, arg), talk, tally, false);
	for (unsigned i = 0; i < CLAUSE_COUNT; i++) {
		const struct tally_row *a = &all.rows[i], *b = &tally->rows[i];
		ck_assert_msg(a->held == b->held && a->broken == b->broken && a->cannot_say == b->cannot_say,
			      "%s is gated wrongly: held %u instead of %u, broken %u instead of %u, unknown %u instead of %u",
			      clause_row((enum clause_id)i)->id, (unsigned)b->held, (unsigned)a->held, (unsigned)b->broken,
			      (unsigned)a->broken, (unsigned)b->cannot_say, (unsigned)a->cannot_say);
	}
}

void talk_finding_write(char *findings, size_t size, const struct finding *f, uint32_t frame)
{
	size_t len = strlen(findings);
	char where[32] = "-";

	if (f->where.len == 1)
		snprintf(where, sizeof(where), "%u", f->where.at);
	else if (f->where.len)
		snprintf(where, sizeof(where), "%u-%u", f->where.at, f->where.at + f->where.len - 1);
	snprintf(findings + len, size - len, "%s%s %s %u %s", len ? "; " : "", verdict_word(f->verdict), f->clause->id, frame, where);
	/* Each says both halves of its sentence. */
	ck_assert_msg(f->expected[0] && f->actual[0], "%s", f->clause->id);
}

static void write_finding(void *arg, const struct finding *f)
{
	struct talk_result *r = arg;

	talk_finding_write(r->findings, sizeof(r->findings), f, f->frame);
}

void talk_judge(struct talk_result *r, const char *lines, const char *talk)
{
	struct context context;

	r->findings[0] = '\0';
	talk_context(&context, lines);
	talk_judge_into(&context, talk, write_finding, r, &r->tally);
	context_free(&context);
}
