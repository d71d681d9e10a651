/* cli/session_table.h - the dissector's sessions as rows of words. */
#ifndef CLI_SESSION_TABLE_H
#define CLI_SESSION_TABLE_H

#include "conformance/result.h"
#include "dtls/dissector.h"

/* Adds a row for each session, in order of first frames. */
void session_table(struct check_result *, const struct dissector *);

#endif
