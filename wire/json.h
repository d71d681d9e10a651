/* wire/json.h - JSON (RFC 8259) read without ever refusing: what stands where, and what is wrong.
 *
 * json-c keeps the last of duplicate names silently and gives no positions; a judge needs both.
 * Values form a tree in one array: node 0 is the top value; children of an object or array are
 * linked by `next`. After a syntax error what follows is not read; what is open there ends there.
 * What the array or the depth has no room for is read past (TOO_MANY, TOO_DEEP) and has no node. */
#ifndef WIRE_JSON_H
#define WIRE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/range.h"

enum json_kind { KIND_NULL, KIND_BOOLEAN, KIND_NUMBER, KIND_STRING, KIND_OBJECT, KIND_ARRAY };

enum json_fault {
#define JSON_FAULT(name, ...) JSON_##name,
#include "wire/json_fault.def"
#undef JSON_FAULT
	JSON_FAULT_COUNT
};

struct json_node {
	uint8_t kind;			/* enum json_kind */
	uint8_t depth;			/* 0: the top value */
	bool name_escaped, value_escaped;	/* a backslash in the name; in a string */
	int16_t parent, child, next;	/* indices, or -1 */
	struct range name;		/* the member name between its quotes; zeros outside objects */
	struct range value;		/* with quotes or brackets */
	struct range member;		/* from the name's quote to the value's end; zeros outside objects */
};

struct json_anomaly {
	enum json_fault kind;
	struct range where;
};

enum { JSON_NODES = 160, JSON_ANOMALIES = JSON_FAULT_COUNT, JSON_DEPTH = 32 };

/* Ranges count from the first octet of the text given to json_read plus BASE. */
struct json {
	const uint8_t *bytes;		/* borrowed: the octet that range 0 means */
	struct range text;
	bool spelled_out;		/* an escape, or white space between tokens */
	bool whole;			/* one value, read to its end and checked: no SYNTAX INCOMPLETE TRAILING TOO_DEEP */
	int16_t node_count;
	uint8_t anomaly_count;
	struct json_node nodes[JSON_NODES];
	struct json_anomaly anomalies[JSON_ANOMALIES];	/* the first of each kind */
};

/* Reads the octets WHERE of BYTES (a whole CoAP message, so that ranges are the message's). */
void json_read(struct json *, const uint8_t *bytes, struct range where);

/* No text at all, which is no anomaly of one. */
static inline void json_absent(struct json *json, const uint8_t *bytes, struct range where)
{
	json->bytes = bytes;
	json->text = where;
	json->whole = json->spelled_out = false;
	json->node_count = json->anomaly_count = 0;
}

const struct json_anomaly *json_anomaly_search(const struct json *, enum json_fault);

static inline const struct json_anomaly *json_anomaly(const struct json *json, enum json_fault kind)	/* or NULL */
{
	return json->anomaly_count ? json_anomaly_search(json, kind) : NULL;
}

/* "trailing-octets", the rule that reports it, its clause and text. */
const char *json_fault_word(enum json_fault);
const char *json_fault_rule(enum json_fault);
const char *json_fault_clause(enum json_fault);
const char *json_fault_text(enum json_fault);

/* True where the member NODE has that name after unescaping. */
bool json_member_is(const struct json *, int node, const char *name);
/* The first member of OBJECT so named (compared after unescaping), or -1. */
int json_member(const struct json *, int object, const char *name);
/* The next member of the same name after NODE: a duplicate, or -1. */
int json_member_again(const struct json *, int node);
/* The unescaped string into TEXT, terminated; its length, or -1: no string, or no room. It may hold
 * U+0000 inside (compare with json_string_is). A lone surrogate becomes U+FFFD, a wrong escape stays. */
long json_string(const struct json *, int node, char *text, size_t size);
/* True where the node is a string equal to TEXT after unescaping. */
bool json_string_is(const struct json *, int node, const char *text);
/* False: no number, one longer than 63 octets, or beyond a double (RFC 8259 6 allows such limits). */
bool json_number(const struct json *, int node, double *value);
/* True where the two members have one name after unescaping. */
bool json_same_name(const struct json *, int node, int other);
bool json_same_name_in(const struct json *, int node, const struct json *, int other);
/* True where the two strings are one after unescaping. */
bool json_same_string_in(const struct json *, int node, const struct json *, int other);
/* Two whole texts, by value: members in any order, numbers as numbers, strings after unescaping. What a pointer of
 * IGNORED (RFC 6901, names as written; NULL-terminated, or NULL) names is left out. False: WHERE has the pointer to the
 * first place that differs ("" the top value). */
bool json_same_value(const struct json *, const struct json *, const char *const *ignored, char *where, size_t size);
const char *json_kind_name(unsigned kind);	/* "string" */

#endif
