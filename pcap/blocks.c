/* pcap/blocks.c - pcapng, block by block (draft-ietf-opsawg-pcapng). */
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "pcap/block.h"
#include "pcap/options.h"
#include "pcap/packet.h"

enum {
	BLOCK_LEAST = 12,
	BLOCK_MOST = 32 << 20,		/* of a block we look into; others are passed over in any size */
	INTERFACES_MOST = 65536
};

struct interface {
	struct interface_options options;
	uint32_t snaplen;
	uint16_t linktype;
};

struct section {
	struct capture *capture;
	struct input *in;
	bool little, ours;
	struct interface *interfaces;
	uint32_t count, room;
	uint64_t last_ns;		/* for packets without a time */
	struct packet_options options;	/* of the packet being read; its room is re-used */
};

static int read_section(struct section *s, struct fields *f, struct error *error)
{
	field_u32(f);			/* the byte order magic: looked at already */
	uint16_t major = field_u16(f);
	field_u16(f);
	field_u64(f);			/* the section's length */
	if (f->in.failed || major != 1)
		return input_damaged(s->in, error, "a section of pcapng version %u", major);
	struct context_text context = { 0 };
	options_section(f, &context);
	s->ours = context.found;
	s->count = 0;
	struct capture_tally *t = s->capture->tally;
	t->ours = s->ours && (t->ours || !t->packets);
	if (context.found && s->capture->sinks->context)
		s->capture->sinks->context(s->capture->sinks->arg, context.text, context.len);
	free(context.text);
	return 0;
}

static int read_interface(struct section *s, struct fields *f, struct error *error)
{
	if (s->count == INTERFACES_MOST)
		return input_damaged(s->in, error, "more than %d interfaces", INTERFACES_MOST);
	if (s->count == s->room) {
		s->room = s->room ? 2 * s->room : 4;
		s->interfaces = realloc(s->interfaces, s->room * sizeof(*s->interfaces));
		assert(s->interfaces);
	}
	struct interface *i = &s->interfaces[s->count++];
	*i = (struct interface){ .linktype = field_u16(f) };
	field_u16(f);
	i->snaplen = field_u32(f);
	options_interface(f, &i->options);
	return 0;
}

static const struct interface *interface_numbered(const struct section *s, uint32_t number, struct error *error)
{
	if (number < s->count)
		return &s->interfaces[number];
	input_damaged(s->in, error, "packet %" PRIu64 " names interface %" PRIu32 " of %" PRIu32,
		      s->capture->tally->packets + 1, number, s->count);
	return NULL;
}

static int give_packet(struct section *s, const struct interface *i, struct fields *f, struct packet *p,
		       uint32_t captured, uint32_t wire, struct error *error)
{
	const uint8_t *bytes = cursor_take(&f->in, captured);

	if (!bytes)
		return input_damaged(s->in, error, "packet %" PRIu64 " says it is longer than its block",
				     s->capture->tally->packets + 1);
	p->linktype = i->linktype;
	p->via = s->count > 1 && !s->ours ? (uint32_t)(i - s->interfaces) + 1 : 0;
	p->octets = (struct slice){ bytes, captured, wire > captured ? wire : captured };
	cursor_take(&f->in, -captured & 3);
	options_packet(f, &s->options);
	uint32_t fcs = s->options.fcs ? s->options.fcs : i->options.fcs;
	if (fcs <= captured && captured >= wire) {
		p->octets.len -= fcs;
		p->octets.wire -= fcs;
	}
	if (s->ours) {
		p->fate = s->options.fate;
		p->jitter_ns = s->options.jitter_ns;
		p->outbound = s->options.outbound;
		p->deliberate = s->options.deliberate ? s->options.words : NULL;
	}
	s->last_ns = p->at_ns;
	capture_packet(s->capture, p);
	return 0;
}

static int read_packet(struct section *s, struct fields *f, struct error *error)
{
	const struct interface *i = interface_numbered(s, field_u32(f), error);
	struct packet p = { 0 };

	if (!i)
		return -1;
	uint64_t high = field_u32(f), stamp = high << 32 | field_u32(f);
	uint32_t captured = field_u32(f), wire = field_u32(f);
	p.at_ns = options_time(&i->options, stamp);
	return give_packet(s, i, f, &p, captured, wire, error);
}

static int read_old_packet(struct section *s, struct fields *f, struct error *error)
{
	const struct interface *i = interface_numbered(s, field_u16(f), error);
	struct packet p = { 0 };

	if (!i)
		return -1;
	field_u16(f);			/* how many were lost */
	uint64_t high = field_u32(f), stamp = high << 32 | field_u32(f);
	uint32_t captured = field_u32(f), wire = field_u32(f);
	p.at_ns = options_time(&i->options, stamp);
	return give_packet(s, i, f, &p, captured, wire, error);
}

/* No time, no options, and the captured length is what the interface and the block leave (4.4). */
static int read_simple_packet(struct section *s, struct fields *f, struct error *error)
{
	const struct interface *i = interface_numbered(s, 0, error);
	struct packet p = { .at_ns = s->last_ns };
	uint32_t wire = field_u32(f), captured = wire;

	if (!i)
		return -1;
	if (i->snaplen && captured > i->snaplen)
		captured = i->snaplen;
	if (captured > cursor_left(&f->in))
		captured = (uint32_t)cursor_left(&f->in);
	return give_packet(s, i, f, &p, captured, wire, error);
}

static int read_secrets(struct section *s, struct fields *f, struct error *error)
{
	const struct capture_sinks *sinks = s->capture->sinks;
	uint32_t kind = field_u32(f), len = field_u32(f);
	const uint8_t *text = cursor_take(&f->in, len);

	if (!text)
		return input_damaged(s->in, error, "secrets longer than their block");
	if (kind == SECRETS_TLS_KEYLOG && sinks->keylog)
		sinks->keylog(sinks->arg, (const char *)text, len);
	return 0;
}

static int read_statistics(struct section *s, struct fields *f, struct error *error)
{
	const struct interface *i = interface_numbered(s, field_u32(f), error);
	struct capture_tally *t = s->capture->tally;
	uint64_t end;

	if (!i)
		return -1;
	field_u64(f);
	if (s->ours && options_statistics(f, &i->options, &end) && end > t->end_ns)
		t->end_ns = end;
	return 0;
}

/* Wireshark gives it a frame number: so do we, to count as it counts. */
static int read_journal(struct section *s, struct fields *f, struct error *error)
{
	(void)f, (void)error;
	s->capture->tally->packets++;
	s->capture->tally->not_ip++;
	return 0;
}

static const struct block_kind {
	uint32_t type;
	int (*read)(struct section *, struct fields *body, struct error *);
} kinds[] = {
	{ BLOCK_PACKET, read_packet },
	{ BLOCK_SECTION, read_section },
	{ BLOCK_INTERFACE, read_interface },
	{ BLOCK_SIMPLE_PACKET, read_simple_packet },
	{ BLOCK_OLD_PACKET, read_old_packet },
	{ BLOCK_SECRETS, read_secrets },
	{ BLOCK_STATISTICS, read_statistics },
	{ BLOCK_JOURNAL, read_journal },
};

static const struct block_kind *kind_of(uint32_t type)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (kinds[i].type == type)
			return &kinds[i];
	return NULL;
}

/* A section says its byte order in its third word; all else follows the section. */
static int read_order(struct section *s, const uint8_t *head, struct error *error)
{
	struct fields little = fields_of(head + 8, 4, true), big = fields_of(head + 8, 4, false);

	if (field_u32(&little) == BYTE_ORDER_MAGIC)
		s->little = true;
	else if (field_u32(&big) == BYTE_ORDER_MAGIC)
		s->little = false;
	else
		return input_damaged(s->in, error, "a section header without its byte order");
	return 0;
}

static int read_block(struct section *s, const uint8_t *head, struct error *error)
{
	struct fields f = fields_of(head, BLOCK_LEAST, s->little);
	uint32_t type = field_u32(&f);

	if (type == BLOCK_SECTION) {
		if (read_order(s, head, error))
			return -1;
		f.little = s->little;
	}
	uint32_t total = field_u32(&f);
	const struct block_kind *kind = kind_of(type);
	if (total < BLOCK_LEAST || total % 4 || (kind && total > BLOCK_MOST))
		return input_damaged(s->in, error, "a block of type 0x%08" PRIx32 " says its length is %" PRIu32, type,
				     total);
	if (!kind)
		return input_pass(s->in, total) ? input_damaged(s->in, error, "the last block is cut off") : 0;
	const uint8_t *bytes = input_need(s->in, total);
	if (!bytes)
		return input_damaged(s->in, error, "the last block is cut off, %zu octets of %" PRIu32,
				     input_left(s->in), total);
	f = fields_of(bytes + total - 4, 4, s->little);
	if (field_u32(&f) != total)
		return input_damaged(s->in, error, "a block whose two lengths differ");
	f = fields_of(bytes + 8, total - BLOCK_LEAST, s->little);
	if (kind->read(s, &f, error))
		return -1;
	input_skip(s->in, total);
	return 0;
}

int blocks_read(struct capture *c, struct input *in, struct error *error)
{
	struct section s = { .capture = c, .in = in };
	const uint8_t *head;
	int result = 0;

	while (!result && (head = input_need(in, BLOCK_LEAST)))
		result = read_block(&s, head, error);
	if (!result && (input_left(in) || in->why.text[0]))
		result = input_damaged(in, error, "the last block is cut off, %zu octets of it", input_left(in));
	free(s.interfaces);
	free(s.options.words);
	return result;
}
