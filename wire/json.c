/* wire/json.c - what was found in a JSON text: faults by name, members, numbers. */
#include "wire/json.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct fault_row {
	const char *word, *rule, *clause, *text;
} faults[] = {
#define JSON_FAULT(name, word, rule, clause, text) { word, rule, clause, text },
#include "wire/json_fault.def"
#undef JSON_FAULT
};

const char *json_fault_word(enum json_fault f) { return faults[f].word; }
const char *json_fault_rule(enum json_fault f) { return faults[f].rule; }
const char *json_fault_clause(enum json_fault f) { return faults[f].clause; }
const char *json_fault_text(enum json_fault f) { return faults[f].text; }

const char *json_kind_name(unsigned kind)
{
	static const char *const names[] = { "null", "boolean", "number", "string", "object", "array" };

	return kind < sizeof(names) / sizeof(*names) ? names[kind] : "?";
}

const struct json_anomaly *json_anomaly_search(const struct json *json, enum json_fault kind)
{
	for (unsigned i = 0; i < json->anomaly_count; i++)
		if (json->anomalies[i].kind == kind)
			return &json->anomalies[i];
	return NULL;
}

/* A whole number as most are written, without strtod: a double holds 15 digits exactly. */
static bool digits(const uint8_t *text, size_t len, double *value)
{
	int64_t number = 0;

	if (len > 15)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		number = 10 * number + (text[i] - '0');
	}
	*value = (double)number;
	return true;
}

bool json_number(const struct json *json, int node, double *value)
{
	char text[64];

	if (node < 0 || json->nodes[node].kind != KIND_NUMBER)
		return false;
	struct range where = json->nodes[node].value;
	if (where.len >= sizeof(text))
		return false;
	if (digits(json->bytes + where.at, where.len, value))
		return true;
	memcpy(text, json->bytes + where.at, where.len);
	text[where.len] = '\0';
	double number = strtod(text, NULL);
	if (!isfinite(number))
		return false;
	*value = number;
	return true;
}
