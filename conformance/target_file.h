/* conformance/target_file.h - a target from a YAML file, for conformance/target.c. */
#ifndef CONFORMANCE_TARGET_FILE_H
#define CONFORMANCE_TARGET_FILE_H

#include "conformance/target.h"

int target_file_read(struct target *, const char *path, struct error *);
struct identity *target_add_identity(struct identities *);	/* a zeroed one at the end */

#endif
