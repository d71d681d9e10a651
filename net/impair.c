/* net/impair.c - the fate of each datagram, by dice made from the seed, the socket and the datagram's number. */
#include "net/impair.h"

#include "wire/dice.h"

enum { MILLION = 1000000 };
#define REORDER_NS ((uint64_t)20 * NS_PER_MS)	/* a reordered datagram waits so much longer than the others */

static bool happens(uint64_t *dice, uint32_t millionths) { return dice_roll(dice) % MILLION < millionths; }

static uint64_t delay(uint64_t *dice, const struct impairment *i)
{
	uint64_t range = i->delay_max_ns > i->delay_min_ns ? i->delay_max_ns - i->delay_min_ns : 0;
	uint64_t ns = i->delay_min_ns + (range ? dice_roll(dice) % (range + 1) : 0);

	return happens(dice, i->reorder) ? ns + REORDER_NS : ns;
}

struct plan impair_plan(const struct impairment *i, uint64_t seed, uint32_t socket, bool outbound, uint32_t nth)
{
	uint64_t dice = seed;
	struct plan p = { .fate = FATE_DELIVERED, .copies = 1 };

	if (!(i->loss | i->duplicate | i->reorder | i->delay_max_ns | i->delay_min_ns))
		return p;
	dice = dice_roll(&dice) ^ ((uint64_t)socket << 33 | (uint64_t)outbound << 32 | nth);
	if (happens(&dice, i->loss))
		return (struct plan){ .fate = FATE_DROPPED };
	if (happens(&dice, i->duplicate))
		p.fate = FATE_DOUBLED, p.copies = 2;
	for (int c = 0; c < p.copies; c++)
		p.delay_ns[c] = delay(&dice, i);
	if (p.fate == FATE_DELIVERED && p.delay_ns[0])
		p.fate = FATE_LATE;
	return p;
}
