/* tests/unit/wire_message_vectors.h - CoAP messages dissected by hand, for the reader and its second opinion. */
#ifndef TESTS_WIRE_MESSAGE_VECTORS_H
#define TESTS_WIRE_MESSAGE_VECTORS_H

#include "wire/message.h"

/* Octets in the notation of tests/unit/octets.h, and the last option of the message. */
struct extension_vector {
	const char *octets;
	uint32_t number;
	struct range whole, value;
};

/* An anomaly alone: its kind, its place, the option number it names, whether all was read. */
struct anomaly_vector {
	const char *octets;
	enum anomaly_kind kind;
	struct range where;
	uint32_t number;
	bool whole;
};

extern const struct extension_vector extension_vectors[];
extern const struct anomaly_vector anomaly_vectors[];
extern const char *const sound_vectors[];
extern const unsigned extension_vector_count, anomaly_vector_count, sound_vector_count;

#endif
