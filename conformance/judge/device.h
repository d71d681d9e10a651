/* conformance/judge/device.h - a request to a Gateway UE summed up: constrained devices and UEs behind it.
 *
 * No text that could be had defines the wire of this leg: what is read here is this project's reading
 * (24.538 6.3.2.2.1; 23.554 8.2.7, 8.11.2, 8.11.3). */
#ifndef JUDGE_DEVICE_H
#define JUDGE_DEVICE_H

#include "conformance/judge/context.h"
#include "conformance/judge/exchange.h"

/* Elements that only requests to a Gateway UE have: tells them where its address is not known. At an MSGin5G
 * Server's address those of a client of its own, with the service identifier, are the client's. */
bool device_is_asking(const struct msgin5g *, bool at_server);
/* After everything else was summed up; MSGIN5G may be NULL. */
void device_sum_up(struct asked *, const struct msgin5g *, const struct context *);
/* Six hexadecimal digits: a 24-bit Layer-2 ID. */
bool device_layer2_is_sound(const struct msgin5g *, const struct binding *);

#endif
