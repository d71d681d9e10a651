/* tests/captures/labelled.c - conversations written as pcapng. */
#include "tests/captures/labelled.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pcap/pcapng.h"
#include "tests/captures/shadow.h"

enum { MS = 1000000, ADDED_STEP_NS = 100000 };

struct writing {
	struct pcapng *out;
	struct shadows shadows;
	struct labelled_frames *frames;
	struct talk_line line;
};

static void write_line(struct writing *w, const struct talk_line *l, uint32_t number)
{
	uint8_t room[OCTETS_MOST + RECORD_HEADER + 300];
	struct buffer octets = buffer_on(room, sizeof(room));
	struct datagram d = l->datagram;
	char keylog[200];

	if (shadows_learn(&w->shadows, l, keylog, sizeof(keylog)))
		pcapng_keylog(w->out, keylog);
	shadows_datagram(&w->shadows, l, !number, &octets);
	d.bytes = room;
	d.len = octets.len;
	d.frame = ++w->frames->count;
	if (number)
		w->frames->of_line[number] = d.frame;
	pcapng_datagram(w->out, &d);
}

/* Shortly before the line that needs them. */
static void write_prelude(struct writing *w, char who)
{
	char lines[2048];
	struct talk_line *added = malloc(sizeof(*added));
	uint64_t at_ns = w->line.datagram.at_ns;
	unsigned count = 0;

	ck_assert_ptr_nonnull(added);
	shadows_prelude(&w->shadows, &w->line, who, lines, sizeof(lines));
	for (const char *at = lines; (at = strchr(at, '\n')); at++)
		count++;
	for (const char *at = lines; *at; at += strcspn(at, "\n") + 1) {
		talk_line_read(added, at, strcspn(at, "\n"), 0, at_ns - count-- * (uint64_t)ADDED_STEP_NS);
		write_line(w, added, 0);
	}
	free(added);
}

void labelled_write(const char *path, const char *lines, const char *talk, struct labelled_frames *frames)
{
	struct writing *w = calloc(1, sizeof(*w));
	struct context context;
	struct error error;
	uint64_t at_ns = TALK_BEGIN_MS * (uint64_t)MS;

	ck_assert_ptr_nonnull(w);
	talk_context(&context, lines);
	char *text = context_write(&context);
	w->out = pcapng_begin(path, text, &error);
	ck_assert_msg(w->out, "%s: %s", path, error.text);
	frames->count = 0;
	w->frames = frames;
	shadows_begin(&w->shadows, talk);
	for (uint32_t number = 1; *talk; number++) {
		size_t len = strcspn(talk, "\n");
		talk_line_read(&w->line, talk, len, number, at_ns);
		ck_assert_uint_le(number, LINES_MOST);
		write_prelude(w, *talk);
		write_line(w, &w->line, number);
		at_ns = w->line.datagram.at_ns + TALK_STEP_MS * (uint64_t)MS;
		talk += len + (talk[len] == '\n');
	}
	ck_assert_msg(!pcapng_end(w->out, at_ns + TALK_WATCH_MS * (uint64_t)MS, &error), "%s", error.text);
	shadows_end(&w->shadows);
	context_free(&context);
	free(text);
	free(w);
}

/* "fail COAP-MSG-37 2 4-7; ...": the third word is a line. */
void labelled_findings(char text[LABEL_TEXT], const char *findings, const struct labelled_frames *frames)
{
	char verdict[16], rule[24], where[24];
	unsigned line;
	size_t len = 0;

	text[0] = '\0';
	while (*findings) {
		ck_assert_msg(sscanf(findings, "%15s %23s %u %23[^;]", verdict, rule, &line, where) == 4 && line <= LINES_MOST, "%s",
			      findings);
		len += (size_t)snprintf(text + len, LABEL_TEXT - len, "%s%s %s %u %s", len ? "; " : "", verdict, rule,
					frames->of_line[line], where);
		ck_assert_uint_lt(len, LABEL_TEXT);
		findings += strcspn(findings, ";");
		findings += strspn(findings, "; ");
	}
}

void labelled_name(char name[LABELLED_NAME], int index, bool good)
{
	const char *clause = talk_row_at(index)->clause;
	int nth = 0;

	for (int i = 0; i <= index; i++)
		nth += !strcmp(talk_row_at(i)->clause, clause);
	snprintf(name, LABELLED_NAME, "%s.%d.%s.pcapng", clause, nth, good ? "good" : "bad");
}
