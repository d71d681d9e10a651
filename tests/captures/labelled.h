/* tests/captures/labelled.h - the conversations of the judge's unit tests as capture files, with what the judge must say of each.
 *
 * The labels are the rows of tests/unit/judge_talk_*.c: a conversation that keeps a rule and one that breaks
 * it, each with its findings. Handshakes that a conversation leaves out are added in front of the lines that
 * need them, so that its lines move on to other frames, and its labels with them. */
#ifndef TESTS_CAPTURES_LABELLED_H
#define TESTS_CAPTURES_LABELLED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/unit/judge_talk.h"

enum { LINES_MOST = 100, LABEL_TEXT = 2048, LABELLED_NAME = 64 };

struct labelled_frames {
	uint32_t count;				/* of the capture */
	uint32_t of_line[LINES_MOST + 1];	/* by line, from 1 */
};

/* Writes TALK, to be judged by CONTEXT (as in talk_row), to PATH. What cannot be written aborts. */
void labelled_write(const char *path, const char *context, const char *talk, struct labelled_frames *);
/* A row's findings, with the capture's frames. */
void labelled_findings(char text[LABEL_TEXT], const char *findings, const struct labelled_frames *);
/* "COAP-MSG-37.2.bad.pcapng": the second row of that rule. */
void labelled_name(char name[LABELLED_NAME], int index, bool good);

#endif
