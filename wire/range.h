/* wire/range.h - a run of octets inside a message: where a field stands. */
#ifndef WIRE_RANGE_H
#define WIRE_RANGE_H

#include <stdint.h>

struct range {
	uint32_t at, len;	/* octets, from the first octet of the CoAP message */
};

#endif
