/* cli/sameness.h - does `check` on a run's own capture find what the run found? The first wall, as a gate.
 *
 * What is compared is the judge's raw list: rule, answer, verdict, frame and octets of each finding. */
#ifndef CLI_SAMENESS_H
#define CLI_SAMENESS_H

#include <stdbool.h>
#include <stddef.h>

#include "conformance/judge/finding.h"
#include "wire/error.h"

struct raw_list {
	struct finding *findings;
	size_t count;
};

void raw_list_add(void *list, const struct finding *);	/* for session_config.found */
void raw_list_free(struct raw_list *);
/* Judges the capture again and compares. False: DIFFERS says where. -1 in ERROR: it cannot be read. */
int sameness_check(const char *path, struct raw_list *live, bool *same, char *differs, size_t size, struct error *);

#endif
