/* wire/utf8.c - UTF-8 by the table of RFC 3629 4. */
#include "wire/utf8.h"

#include <string.h>

/* The rows of RFC 3629 4: which first octets, which second octets, how many in all. */
static const struct sequence {
	uint8_t first, last;
	uint8_t second_min, second_max;
	uint8_t octets;
} sequences[] = {
	{ 0xc2, 0xdf, 0x80, 0xbf, 2 },
	{ 0xe0, 0xe0, 0xa0, 0xbf, 3 },
	{ 0xe1, 0xec, 0x80, 0xbf, 3 },
	{ 0xed, 0xed, 0x80, 0x9f, 3 },	/* D800 to DFFF are surrogates */
	{ 0xee, 0xef, 0x80, 0xbf, 3 },
	{ 0xf0, 0xf0, 0x90, 0xbf, 4 },
	{ 0xf1, 0xf3, 0x80, 0xbf, 4 },
	{ 0xf4, 0xf4, 0x80, 0x8f, 4 },	/* 10FFFF is the last */
};

/* The length of the well-formed sequence of two or more octets at P, or 0. */
static size_t sequence_at(const uint8_t *p, size_t left)
{
	for (size_t i = 0; i < sizeof(sequences) / sizeof(*sequences); i++) {
		const struct sequence *s = &sequences[i];
		if (p[0] < s->first || p[0] > s->last)
			continue;
		if (left < s->octets || p[1] < s->second_min || p[1] > s->second_max)
			return 0;
		for (size_t k = 2; k < s->octets; k++)
			if ((p[k] & 0xc0) != 0x80)
				return 0;
		return s->octets;
	}
	return 0;
}

bool utf8_valid(const uint8_t *bytes, size_t len, size_t *bad_at)
{
	size_t at = 0;

	while (at < len) {
		uint64_t eight, four[4];
		if (len - at >= sizeof(four) &&
		    (memcpy(four, bytes + at, sizeof(four)), !((four[0] | four[1] | four[2] | four[3]) & 0x8080808080808080u))) {
			at += sizeof(four);
			continue;
		}
		if (len - at >= 8 && (memcpy(&eight, bytes + at, 8), !(eight & 0x8080808080808080u))) {
			at += 8;
			continue;
		}
		size_t n = bytes[at] < 0x80 ? 1 : sequence_at(bytes + at, len - at);
		if (!n) {
			if (bad_at)
				*bad_at = at;
			return false;
		}
		at += n;
	}
	return true;
}

size_t utf8_encode(uint8_t out[4], uint32_t code)
{
	if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		code = 0xfffd;
	if (code < 0x80) {
		out[0] = (uint8_t)code;
		return 1;
	}
	size_t octets = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	static const uint8_t lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	for (size_t i = octets - 1; i > 0; i--, code >>= 6)
		out[i] = (uint8_t)(0x80 | (code & 0x3f));
	out[0] = (uint8_t)(lead[octets] | code);
	return octets;
}
