/* reports/json_parts.h - the members that both JSON reports have. All return new objects. */
#ifndef REPORTS_JSON_PARTS_H
#define REPORTS_JSON_PARTS_H

#include <json-c/json.h>

#include "conformance/result.h"
#include "reports/standing.h"

struct json_object *part_text(const char *text);		/* null for NULL; whatever its octets */
struct json_object *part_words(char *const *words);		/* NULL-terminated, or NULL: empty */
struct json_object *part_seconds(uint64_t ns);
struct json_object *part_finding(const struct finding *);
struct json_object *part_findings(const struct finding *, size_t count);
struct json_object *part_rules(const struct standing *);	/* those that a function judges */
struct json_object *part_coverage(const struct standing *);
/* schema, tool, requirements, binding, readings: what every report opens with. */
struct json_object *part_opening(const char *schema, const struct context *);
/* Writes the object and lets it go; 0, or -1 where writing failed. */
int part_write(FILE *, struct json_object *);

#endif
