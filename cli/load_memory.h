/* cli/load_memory.h - whether a population fits the memory that is to be had here, before the first datagram. */
#ifndef CLI_LOAD_MEMORY_H
#define CLI_LOAD_MEMORY_H

#include <stdbool.h>

#include "cli/load_setup.h"

/* -1: it does not, and why. What cannot be found out does not stop a run. */
int load_check_memory(const struct load_setup *, bool judged, struct error *);

#endif
