/* pcap/options.c - reading pcapng options; an option cut short by its block ends the list. */
#include "pcap/options.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "pcap/block.h"
#include "wire/datagram.h"
#include "wire/engine.h"

struct an_option {
	uint16_t code, len;
	const uint8_t *value;
};

static bool next_option(struct fields *f, struct an_option *o)
{
	o->code = field_u16(f);
	o->len = field_u16(f);
	o->value = cursor_take(&f->in, o->len);
	cursor_take(&f->in, -o->len & 3);
	return o->value && !f->in.failed && o->code != OPTION_END;
}

/* What follows WORD in a comment; false where it does not begin with it. */
static bool comment_after(const struct an_option *o, const char *word, const char **rest, size_t *len)
{
	size_t n = strlen(word);

	if (o->code != OPTION_COMMENT || o->len < n || memcmp(o->value, word, n))
		return false;
	*rest = (const char *)o->value + n;
	*len = o->len - n;
	return true;
}

void options_section(struct fields *f, struct context_text *context)
{
	struct an_option o;
	const char *rest;
	size_t len;

	while (next_option(f, &o)) {
		if (!comment_after(&o, CONTEXT_LINE, &rest, &len))
			continue;
		context->text = realloc(context->text, context->len + len + 1);
		assert(context->text);
		memcpy(context->text + context->len, rest, len);
		context->len += len;
		context->found = true;
	}
}

void options_interface(struct fields *f, struct interface_options *to)
{
	struct an_option o;

	*to = (struct interface_options){ .resolution = 6 };
	while (next_option(f, &o)) {
		struct fields value = fields_of(o.value, o.len, f->little);
		if (o.code == OPTION_TSRESOL && o.len == 1)
			to->resolution = o.value[0];
		else if (o.code == OPTION_FCSLEN && o.len == 1)
			to->fcs = o.value[0];
		else if (o.code == OPTION_TSOFFSET && o.len == 8)
			to->offset_s = (int64_t)field_u64(&value);
	}
}

static uint8_t fate_named(const char *word, size_t len)
{
	for (uint8_t i = 0; i < sizeof(fate_words) / sizeof(*fate_words); i++)
		if (strlen(fate_words[i]) == len && !memcmp(fate_words[i], word, len))
			return i;
	return FATE_UNKNOWN;
}

/* Digits, and too many of them are no number. */
static uint64_t number_of(const char *digits, size_t len)
{
	uint64_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if (digits[i] < '0' || digits[i] > '9' || n > UINT64_MAX / 20)
			return 0;
		n = 10 * n + (uint64_t)(digits[i] - '0');
	}
	return n;
}

static void keep_words(struct packet_options *to, const char *words, size_t len)
{
	if (len >= to->room) {
		to->room = len + 1;
		to->words = realloc(to->words, to->room);
		assert(to->words);
	}
	memcpy(to->words, words, len);
	to->words[len] = '\0';
	to->deliberate = true;
}

void options_packet(struct fields *f, struct packet_options *to)
{
	struct an_option o;
	const char *rest;
	size_t len;

	to->outbound = to->deliberate = false;
	to->fate = FATE_DELIVERED;
	to->fcs = 0;
	to->jitter_ns = 0;
	while (next_option(f, &o)) {
		struct fields value = fields_of(o.value, o.len, f->little);
		if (comment_after(&o, FATE_WORD, &rest, &len)) {
			to->fate = fate_named(rest, len);
		} else if (comment_after(&o, JITTER_WORD, &rest, &len)) {
			to->jitter_ns = number_of(rest, len);
		} else if (comment_after(&o, DELIBERATE_WORD, &rest, &len)) {
			keep_words(to, rest, len);
		} else if (o.code == OPTION_FLAGS && o.len == 4) {
			uint32_t flags = field_u32(&value);
			to->outbound = (flags & FLAG_DIRECTION) == FLAG_OUTBOUND;
			to->fcs = flags >> 5 & 15;	/* 4.3.1: FCS length in octets, bits 5-8 */
		}
	}
}

bool options_statistics(struct fields *f, const struct interface_options *interface, uint64_t *end_ns)
{
	struct an_option o;

	while (next_option(f, &o)) {
		struct fields value = fields_of(o.value, o.len, f->little);
		if (o.code != OPTION_ENDTIME || o.len != 8)
			continue;
		uint64_t high = field_u32(&value);
		*end_ns = options_time(interface, high << 32 | field_u32(&value));
		return true;
	}
	return false;
}

/* 4.2: 10 to the minus n, or 2 to the minus n where the highest bit is set. */
uint64_t options_time(const struct interface_options *i, uint64_t stamp)
{
	static const uint32_t factors[] = { 1000000000, 100000000, 10000000, 1000000, 100000, 10000, 1000, 100, 10, 1 };
	unsigned power = i->resolution & 127;
	__int128 ns = stamp;

	if (i->resolution & 128)
		ns = power < 127 ? ns * NS_PER_S >> power : 0;
	else if (power <= 9)
		ns *= factors[power];
	else
		for (power -= 9; power && ns; power--)
			ns /= 10;
	ns += (__int128)i->offset_s * NS_PER_S;
	return ns < 0 ? 0 : ns > UINT64_MAX ? UINT64_MAX : (uint64_t)ns;
}
