/* tests/unit/generator.c - seeded CoAP messages, by the book and bent. */
#include "tests/unit/generator.h"

/* xorshift64* (Vigna): the same on every machine, unlike rand(). */
uint32_t generator_chance(uint64_t *state, uint32_t below)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return (uint32_t)((*state * UINT64_C(0x2545f4914f6cdd1d)) >> 33) % below;
}

void generator_fill(uint64_t *seed, uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)generator_chance(seed, 256);
}

/* The next option's number: one of the table, or any distance further. */
static uint32_t next_number(uint64_t *seed, uint32_t last)
{
	static const uint32_t far[] = {12, 13, 14, 268, 269, 270, 1000, 60000};
	const struct option_fact *fact;

	if (generator_chance(seed, 4))
		for (unsigned tries = 0; tries < 8; tries++)
			if ((fact = option_fact_row(generator_chance(seed, 24))) && fact->number >= last)
				return fact->number;
	uint32_t number =
		last + (generator_chance(seed, 2) ? generator_chance(seed, 3) : far[generator_chance(seed, 8)]);
	return number <= 65535 ? number : last;
}

void generator_message(uint64_t *seed, struct buffer *b)
{
	static const uint8_t codes[] = {0, 1, 2, 4, 0x41, 0x44, 0x45, 0x80, 0x84, 0xa0, 0xe1, 0x3f};
	static const uint16_t lengths[] = {0, 1, 2, 3, 4, 5, 8, 9, 12, 13, 14, 40, 255, 256, 268, 269, 270};
	uint8_t octets[300];

	generator_fill(seed, octets, sizeof(octets));
	struct writer w = message_begin(b, (enum message_type)generator_chance(seed, 4),
					codes[generator_chance(seed, sizeof(codes))],
					(uint16_t)generator_chance(seed, 65536), octets, generator_chance(seed, 9));
	for (uint32_t n = generator_chance(seed, 6); n; n--)
		writer_option(&w, next_number(seed, w.last), octets,
			      generator_chance(seed, 3)
				      ? generator_chance(seed, 4)
				      : lengths[generator_chance(seed, sizeof(lengths) / sizeof(*lengths))]);
	if (generator_chance(seed, 2))
		writer_payload(&w, octets, generator_chance(seed, 30));
}

void generator_bend(uint64_t *seed, struct buffer *b)
{
	static const uint8_t telling[] = {0x00, 0xff, 0xf0, 0x0f, 0xd0, 0xe0, 0x0d,
					  0x0e, 0xdd, 0xee, 0xfe, 0xf3, 0x40, 0x48};
	size_t reach = generator_chance(seed, 3) && b->len > 16 ? 16 : b->len;
	size_t at = reach ? generator_chance(seed, (uint32_t)reach) : 0;
	uint8_t octet = generator_chance(seed, 2) ? telling[generator_chance(seed, sizeof(telling))]
						  : (uint8_t)generator_chance(seed, 256);

	if (!b->len)
		return;
	switch (generator_chance(seed, 5)) {
	case 0:
		b->bytes[at] ^= (uint8_t)(1u << generator_chance(seed, 8));
		break;
	case 1:
		b->bytes[at] = octet;
		break;
	case 2:
		buffer_splice(b, at, 1, NULL, 0);
		break;
	case 3:
		buffer_splice(b, at, 0, &octet, 1);
		break;
	default:
		b->len = at;
	}
}
