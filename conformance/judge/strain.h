/* conformance/judge/strain.h - when many things were said again: by the second, for one EXCHANGE_LIFETIME and more.
 *
 * A crowd can overflow the buffers of sockets on both sides, and a server that is behind by seconds answers what was
 * given up. Of a datagram not seen in such a time nobody can say that it was not sent. One UE alone strains nothing. */
#ifndef JUDGE_STRAIN_H
#define JUDGE_STRAIN_H

#include <stdbool.h>
#include <stdint.h>

enum { STRAIN_SECONDS = 512 };

struct strain {
	struct { uint32_t second, repeats; } seconds[STRAIN_SECONDS];	/* of 2^30 ns, a ring */
};

void strain_note(struct strain *, uint64_t at_ns);	/* somebody repeated what was not answered */
bool strain_around(const struct strain *, uint64_t at_ns);	/* in the seconds before and after */

#endif
