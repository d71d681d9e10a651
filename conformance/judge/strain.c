/* conformance/judge/strain.c - repetitions counted by the second. */
#include "conformance/judge/strain.h"

/* Within so many seconds more repetitions than one UE's timers make (RFC 6347 4.2.4.1, RFC 7252 4.8). */
enum { SECONDS_AROUND = 5, REPEATS = 16 };

static uint32_t second_of(uint64_t ns) { return (uint32_t)(ns >> 30); }

void strain_note(struct strain *s, uint64_t at_ns)
{
	uint32_t second = second_of(at_ns), place = second % STRAIN_SECONDS;

	if (s->seconds[place].second != second)
		s->seconds[place].repeats = 0;
	s->seconds[place].second = second;
	s->seconds[place].repeats++;
}

bool strain_around(const struct strain *s, uint64_t at_ns)
{
	uint32_t at = second_of(at_ns), sum = 0;

	for (uint32_t second = at > SECONDS_AROUND ? at - SECONDS_AROUND : 0; second <= at + SECONDS_AROUND; second++)
		if (s->seconds[second % STRAIN_SECONDS].second == second)
			sum += s->seconds[second % STRAIN_SECONDS].repeats;
	return sum >= REPEATS;
}
