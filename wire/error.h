/* wire/error.h - what went wrong for our user or the world, in one caller-owned line. */
#ifndef WIRE_ERROR_H
#define WIRE_ERROR_H

#include <stdbool.h>

/* Filled by the function that failed; each layer above may prepend where and what it was doing;
 * only cli/ prints it. Never used for what a peer did: that is an anomaly or a finding. */
struct error {
	char text[512];
	bool world;	/* the world refused (no such file, no room), not a word of our user's: another exit status */
};

/* All return -1, so that a caller can write `return error_set(...)`. ERROR may be NULL. */
int error_set(struct error *, const char *format, ...) __attribute__((format(printf, 2, 3)));
int error_errno(struct error *, const char *what);	/* "WHAT: " and what errno says */
int error_prepend(struct error *, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
