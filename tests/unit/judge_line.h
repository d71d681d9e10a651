/* tests/unit/judge_line.h - one datagram of a conversation (tests/unit/judge_talk.h), as the dissector would show it. */
#ifndef TESTS_JUDGE_LINE_H
#define TESTS_JUDGE_LINE_H

#include "wire/observation.h"

enum { OCTETS_MOST = 4096, HANDSHAKE_HEADER = 12 };

/* Its parts point at each other: it must stay where it was read. */
struct talk_line {
	struct datagram datagram;
	struct observation observation;
	struct record record;
	struct handshake handshake;
	struct message message;
	uint8_t octets[OCTETS_MOST], with_header[HANDSHAKE_HEADER + OCTETS_MOST];
	size_t len;
};

/* A line that cannot be read aborts the test. AT_NS: unless the line says when. */
void talk_line_read(struct talk_line *, const char *text, size_t len, uint32_t frame, uint64_t at_ns);

#endif
