/* pcap/input.h - the octets of a file or of standard input, gzipped or not, in a moving window.
 *
 * Positions are counted in what is read, after decompression. */
#ifndef PCAP_INPUT_H
#define PCAP_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zlib.h>

#include "wire/error.h"

struct input {
	gzFile file;
	uint8_t *room;
	size_t size, at, end;	/* the window: room[at..end) */
	uint64_t offset;	/* of room[at] in the input */
	bool ended;
	struct error why;	/* reading failed, not the end of the file; empty: it did not */
};

int input_open(struct input *, const char *path, struct error *);	/* "-": standard input */
void input_close(struct input *);

/* Makes the next N octets lie together at room + at. NULL: the input ends before that. */
const uint8_t *input_more(struct input *, size_t n);

static inline size_t input_left(const struct input *in) { return in->end - in->at; }	/* in the window */

static inline const uint8_t *input_need(struct input *in, size_t n)
{
	return input_left(in) >= n ? in->room + in->at : input_more(in, n);
}

/* N octets that input_need gave. */
static inline void input_skip(struct input *in, size_t n)
{
	in->at += n;
	in->offset += n;
}

/* -1: fewer than N octets are left. N may exceed every window. */
int input_pass(struct input *, uint64_t n);

/* Where and why no more can be read; returns -1. */
int input_damaged(const struct input *, struct error *, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
