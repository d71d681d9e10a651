/* sim/reception.h - what a virtual UE does with a message it received (RFC 7252 4.2-4.5, 5.3.2). */
#ifndef SIM_RECEPTION_H
#define SIM_RECEPTION_H

#include "sim/client.h"

void reception_take(struct client *, const struct in *, const struct message *, struct sink *);

#endif
