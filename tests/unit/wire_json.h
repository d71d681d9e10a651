/* tests/unit/wire_json.h - JSON texts with the verdict that RFC 8259 gives them. */
#ifndef TESTS_WIRE_JSON_H
#define TESTS_WIRE_JSON_H

#include <stddef.h>

#include "wire/json.h"

/* A text that conforms, and how many values it holds. */
struct json_right {
	const char *text;
	size_t len;
	int nodes;
};

/* One that does not: the fault, where, and whether all values could be read nevertheless. */
struct json_wrong {
	const char *text;
	size_t len;
	enum json_fault fault;
	uint32_t at, where_len;
	bool whole;
};

extern const struct json_right json_right[];
extern const struct json_wrong json_wrong[];
extern const int json_right_count, json_wrong_count;

struct range all_of(size_t len);

#endif
