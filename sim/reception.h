/* sim/reception.h - what a virtual UE does with a message it received (RFC 7252 4.2-4.5, 5.3.2). */
#ifndef SIM_RECEPTION_H
#define SIM_RECEPTION_H

#include "sim/client.h"

void reception_take(struct client *, const struct in *, const struct message *, struct sink *);

/* A fault: the last request once more, under a new Message ID. */
void reception_ask_again(struct client *, struct sink *);
/* An Empty message: ACK, RST or ping. */
void reception_send_empty(struct client *, enum message_type, uint16_t mid, struct sink *);

#endif
