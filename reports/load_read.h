/* reports/load_read.h - reading an m5gtest.load/1 report back, so that the parts of a run can be merged exactly. */
#ifndef REPORTS_LOAD_READ_H
#define REPORTS_LOAD_READ_H

#include "conformance/load_result.h"
#include "wire/error.h"

/* True where the file is JSON and says that schema; an error only where it cannot be read. */
int load_read_is(const char *path, bool *is, struct error *);
/* RESULT and CONTEXT are the caller's to free (load_result_free, context_free), also where it fails. */
int load_read(struct load_result *, struct context *, const char *path, struct error *);

#endif
