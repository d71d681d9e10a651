/* net/lag.c - the longest that anything waited for us, remembered for a while. */
#include "net/lag.h"

#include <stdbool.h>

#include "wire/engine.h"

/* MAX_TRANSMIT_WAIT: what is timed by RFC 7252 4.8 or RFC 6347 4.2.4 began no longer ago. */
static const uint64_t kept_ns = 93ull * NS_PER_S;

/* Less than the jitter that is always allowed (judge/context.c). */
static const uint64_t least_ns = 50ull * NS_PER_MS;

static bool is_past(const struct lag *l, uint64_t now_ns) { return now_ns > l->at_ns + kept_ns; }

void lag_note(struct lag *l, uint64_t waited_ns, uint64_t now_ns)
{
	if (waited_ns >= l->waited_ns || is_past(l, now_ns))
		*l = (struct lag){ waited_ns, now_ns };
}

uint64_t lag_jitter(const struct lag *l, uint64_t now_ns)
{
	return l->waited_ns <= least_ns || is_past(l, now_ns) ? 0 : l->waited_ns;
}
