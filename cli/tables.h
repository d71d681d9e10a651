/* cli/tables.h - the case tables, read and held against the tables that only cli/ knows together. */
#ifndef CLI_TABLES_H
#define CLI_TABLES_H

#include "conformance/case.h"

/* All tables of setup_datadir(), checked whole: faults of `server:` and stimuli of `handshake:` included.
 * -1: nothing is to be freed. */
int tables_read(struct case_table *, struct error *);

#endif
