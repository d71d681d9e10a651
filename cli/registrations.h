/* cli/registrations.h - who is registered at the reference server, in the words of an oracle (sim/oracle.h).
 *
 * The one way by which anybody learns it: `serve --registrations FILE`, and, embedded, the oracle of a run. */
#ifndef CLI_REGISTRATIONS_H
#define CLI_REGISTRATIONS_H

#include <stdio.h>

#include "server/server.h"

/* ARG: struct server. -1: it could not be written. */
int registrations_write(FILE *, const void *arg);

#endif
