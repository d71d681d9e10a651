/* pcap/pcapng.c - the writer of our capture files, little-endian on every machine. */
#include "pcap/pcapng.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pcap/block.h"
#include "pcap/frame.h"
#include "wire/engine.h"

enum {
	LINKTYPE_ETHERNET = 1,
	LINKTYPE_RAW = 101,
	ROOM = 1024,		/* of an early section: what its context may still grow by */
	OPTION_MOST = 65532,	/* a length of 16 bits, and a multiple of 4 for the padding's sake */
	BLOCK_FIXED = 128	/* more than all fixed fields and option headers of any block */
};

static const uint64_t flush_ns = NS_PER_S / 10;

struct pcapng {
	FILE *out;
	FILE *pipe;			/* until the context is known OUT is memory: what is in a pipe cannot be changed */
	char *held;			/* that memory */
	size_t held_len, section_len;	/* section_len: of an early section, or 0 */
	uint64_t flushed_ns;
	char *path, *temporary;		/* temporary NULL: written in place (a pipe, a device) */
	bool ours;
	uint32_t frames, interfaces;
	int32_t interface_of[2];	/* by enum carrier; -1: not yet described */
	struct buffer block;
	bool failed;
	struct error why;
};

static void put16(struct buffer *b, uint32_t v) { buffer_bytes(b, (uint8_t[]){ v & 255, v >> 8 & 255 }, 2); }

static void put32(struct buffer *b, uint32_t v) { put16(b, v & 0xffff), put16(b, v >> 16); }

static void pad(struct buffer *b) { buffer_bytes(b, "\0\0\0", -b->len & 3); }

static void put_time(struct buffer *b, uint64_t ns) { put32(b, (uint32_t)(ns >> 32)), put32(b, (uint32_t)ns); }

static void option(struct buffer *b, unsigned code, const void *value, size_t len)
{
	put16(b, code);
	put16(b, (uint32_t)len);
	buffer_bytes(b, value, len);
	pad(b);
}

/* A comment of two parts; what no option can hold is left off. */
static void comment(struct buffer *b, const char *head, const char *text, size_t len)
{
	size_t head_len = strlen(head);

	len = len > OPTION_MOST - head_len ? OPTION_MOST - head_len : len;
	put16(b, OPTION_COMMENT);
	put16(b, (uint32_t)(head_len + len));
	buffer_bytes(b, head, head_len);
	buffer_bytes(b, text, len);
	pad(b);
}

/* NEED: octets of the block's variable parts. The length is filled in by block_end. */
static struct buffer *block_begin(struct pcapng *p, uint32_t type, size_t need)
{
	need += BLOCK_FIXED;
	if (need > p->block.size) {
		p->block.bytes = realloc(p->block.bytes, need);
		assert(p->block.bytes);
		p->block.size = need;
	}
	p->block.len = 0;
	put32(&p->block, type);
	put32(&p->block, 0);
	return &p->block;
}

static void fail(struct pcapng *p, const char *what)
{
	if (!p->failed)
		error_set(&p->why, "%s: %s", p->path, what);
	p->failed = true;
}

static void fail_if(struct pcapng *p, bool failed)
{
	if (failed)
		fail(p, strerror(errno));
}

static void block_end(struct pcapng *p)
{
	struct buffer *b = &p->block;
	uint32_t total = (uint32_t)b->len + 4;

	put32(b, total);
	struct buffer length = buffer_on(b->bytes + 4, 4);
	put32(&length, total);
	assert(!b->failed);
	fail_if(p, !p->failed && fwrite(b->bytes, 1, b->len, p->out) != b->len);
}

/* Whole lines of TEXT that fit one comment. */
static size_t piece_of(const char *text)
{
	size_t len = strlen(text), most = OPTION_MOST - strlen(CONTEXT_LINE);

	if (len <= most)
		return len;
	for (size_t n = most; n; n--)
		if (text[n - 1] == '\n')
			return n;
	return most;
}

/* Up to SIZE: an option that nobody reads. */
static void fill(struct buffer *b, size_t size)
{
	put16(b, OPTION_ROOM);
	put16(b, (uint32_t)(size - b->len - 2));
	while (b->len < size)
		buffer_bytes(b, "", 1);
}

/* Where section_len says how long it must be it is. */
static void write_section(struct pcapng *p, const char *context)
{
	enum { BEHIND = 8 };			/* the end of options, and the length again */
	size_t len = context ? strlen(context) : 0, comments = len / (OPTION_MOST / 2) + 1;
	struct buffer *b = block_begin(p, BLOCK_SECTION, len + comments * (strlen(CONTEXT_LINE) + 8) + ROOM + p->section_len);

	put32(b, BYTE_ORDER_MAGIC);
	put16(b, 1), put16(b, 0);		/* version 1.0 */
	put32(b, ~0u), put32(b, ~0u);		/* section length: not said */
	for (bool more = context; more; more = *context) {
		size_t n = piece_of(context);
		comment(b, CONTEXT_LINE, context, n);
		context += n;
	}
	option(b, OPTION_USERAPPL, "m5gtest", 7);
	if (p->section_len && b->len + BEHIND > p->section_len)
		fail(p, "what first contact found has no room in it");
	else if (p->section_len && b->len + BEHIND < p->section_len)
		fill(b, p->section_len - BEHIND);
	option(b, OPTION_END, NULL, 0);
	block_end(p);
}

static uint32_t interface_for(struct pcapng *p, unsigned carrier)
{
	if (p->interface_of[carrier] < 0) {
		struct buffer *b = block_begin(p, BLOCK_INTERFACE, 0);
		put16(b, carrier == CARRIER_ETHER ? LINKTYPE_ETHERNET : LINKTYPE_RAW);
		put16(b, 0);
		put32(b, 0);			/* snaplen: no limit */
		option(b, OPTION_TSRESOL, (uint8_t[]){ 9 }, 1);
		option(b, OPTION_END, NULL, 0);
		block_end(p);
		p->interface_of[carrier] = (int32_t)p->interfaces++;
	}
	return (uint32_t)p->interface_of[carrier];
}

static void write_statistics(struct pcapng *p, uint32_t interface, uint64_t end_ns)
{
	struct buffer *b = block_begin(p, BLOCK_STATISTICS, 0);

	put32(b, interface);
	put_time(b, end_ns);
	put16(b, OPTION_ENDTIME), put16(b, 8);
	put_time(b, end_ns);
	option(b, OPTION_END, NULL, 0);
	block_end(p);
}

/* A regular file is written beside its place; a pipe or device where it is. */
static int open_output(struct pcapng *p, struct error *error)
{
	struct stat status;
	int fd = -1;

	if (!strcmp(p->path, "-")) {
		fd = dup(STDOUT_FILENO);
	} else if (!stat(p->path, &status) && !S_ISREG(status.st_mode)) {
		fd = open(p->path, O_WRONLY | O_CLOEXEC);
	} else {
		size_t size = strlen(p->path) + 32;
		p->temporary = malloc(size);
		assert(p->temporary);
		snprintf(p->temporary, size, "%s.%ld.tmp", p->path, (long)getpid());
		fd = open(p->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	}
	if (fd < 0)
		return error_set(error, "%s: cannot be written: %s", p->path, strerror(errno));
	p->out = fdopen(fd, "wb");
	assert(p->out);
	return 0;
}

static struct pcapng *begin(const char *path, struct error *error)
{
	struct pcapng *p = calloc(1, sizeof(*p));

	assert(p);
	p->path = strdup(path);
	assert(p->path);
	p->interface_of[CARRIER_UDP] = p->interface_of[CARRIER_ETHER] = -1;
	if (open_output(p, error)) {
		free(p->temporary);	/* it is not there: nothing to remove */
		p->temporary = NULL;
		pcapng_drop(p);
		return NULL;
	}
	return p;
}

struct pcapng *pcapng_begin(const char *path, const char *context, struct error *error)
{
	struct pcapng *p = begin(path, error);

	if (!p)
		return NULL;
	p->ours = context;
	write_section(p, context);
	return p;
}

struct pcapng *pcapng_begin_early(const char *path, const char *context, struct error *error)
{
	struct pcapng *p = begin(path, error);

	if (!p)
		return NULL;
	if (!p->temporary) {
		p->pipe = p->out;
		p->out = open_memstream(&p->held, &p->held_len);
		assert(p->out);
	}
	p->ours = true;
	p->section_len = strlen(context) + strlen(context) / OPTION_MOST * 32 + ROOM;
	p->section_len += -p->section_len & 3;
	write_section(p, context);
	return p;
}

/* In a file in its place; of what memory holds all but it goes behind the new one. */
void pcapng_context(struct pcapng *p, const char *context)
{
	size_t early = p->section_len;

	if (!p->pipe) {
		fail_if(p, fseeko(p->out, 0, SEEK_SET));
		write_section(p, context);
		fail_if(p, fseeko(p->out, 0, SEEK_END));
		return;
	}
	fclose(p->out);
	p->out = p->pipe;
	p->pipe = NULL;
	p->section_len = 0;
	write_section(p, context);
	fail_if(p, fwrite(p->held + early, 1, p->held_len - early, p->out) != p->held_len - early);
}

void pcapng_keylog(struct pcapng *p, const char *line)
{
	size_t len = strlen(line);
	bool ended = len && line[len - 1] == '\n';
	struct buffer *b = block_begin(p, BLOCK_SECRETS, len + 1);

	put32(b, SECRETS_TLS_KEYLOG);
	put32(b, (uint32_t)(len + !ended));
	buffer_bytes(b, line, len);
	buffer_bytes(b, "\n", !ended);
	pad(b);
	block_end(p);
}

/* What only the tap knows. */
static void write_story(struct buffer *b, const struct datagram *d)
{
	char jitter[24];

	option(b, OPTION_FLAGS, (uint8_t[]){ d->outbound ? FLAG_OUTBOUND : FLAG_INBOUND, 0, 0, 0 }, 4);
	assert(d->fate < sizeof(fate_words) / sizeof(*fate_words));
	if (d->fate != FATE_DELIVERED)
		comment(b, FATE_WORD, fate_words[d->fate], strlen(fate_words[d->fate]));
	if (d->jitter_ns)
		comment(b, JITTER_WORD, jitter, (size_t)snprintf(jitter, sizeof(jitter), "%" PRIu64, d->jitter_ns));
	if (d->deliberate)
		comment(b, DELIBERATE_WORD, d->deliberate, strlen(d->deliberate));
}

void pcapng_datagram(struct pcapng *p, const struct datagram *d)
{
	uint32_t interface = interface_for(p, d->from.carrier);
	size_t said = d->deliberate ? strlen(d->deliberate) : 0;
	struct buffer *b = block_begin(p, BLOCK_PACKET, FRAME_HEADERS + d->len + said + 96);
	struct error error;

	p->frames++;
	put32(b, interface);
	put_time(b, d->at_ns);
	put32(b, 0), put32(b, 0);
	size_t start = b->len;
	if (frame_write(b, d, &error)) {
		error_prepend(&error, "frame %u: ", p->frames);
		fail(p, error.text);
		return;
	}
	struct buffer lengths = buffer_on(b->bytes + start - 8, 8);
	put32(&lengths, (uint32_t)(b->len - start));
	put32(&lengths, (uint32_t)(b->len - start + (d->cut ? 1 : 0)));
	pad(b);
	if (p->ours)
		write_story(b, d);
	option(b, OPTION_END, NULL, 0);
	block_end(p);
	if (d->at_ns - p->flushed_ns < flush_ns)
		return;
	p->flushed_ns = d->at_ns;
	fail_if(p, fflush(p->out));
}

int pcapng_end(struct pcapng *p, uint64_t end_ns, struct error *error)
{
	assert(!p->pipe);
	if (!p->interfaces)
		interface_for(p, CARRIER_UDP);
	for (uint32_t i = 0; i < p->interfaces; i++)
		write_statistics(p, i, end_ns);
	fail_if(p, fclose(p->out));
	p->out = NULL;
	fail_if(p, !p->failed && p->temporary && rename(p->temporary, p->path));
	bool failed = p->failed;
	if (failed && error)
		*error = p->why;
	if (!failed) {
		free(p->temporary);
		p->temporary = NULL;
	}
	pcapng_drop(p);
	return failed ? -1 : 0;
}

void pcapng_drop(struct pcapng *p)
{
	if (!p)
		return;
	if (p->out)
		fclose(p->out);
	if (p->pipe)
		fclose(p->pipe);
	if (p->temporary)
		unlink(p->temporary);
	free(p->temporary);
	free(p->path);
	free(p->held);
	free(p->block.bytes);
	free(p);
}
