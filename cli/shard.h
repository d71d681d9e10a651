/* cli/shard.h - which part of a load this process is: said by --shard, or by whoever started it (cli/shard.def). */
#ifndef CLI_SHARD_H
#define CLI_SHARD_H

#include <stdint.h>

#include "wire/error.h"

struct shard {
	uint32_t index, count;		/* from 0; count 1: all of it */
	const char *by;			/* "Open MPI"; NULL: said, or nothing was */
};

/* TEXT is --shard's "2/3", or NULL: then the environment is asked. -1: why it is no part. */
int shard_read(struct shard *, const char *text, struct error *);
/* PATH with the part's number, from 1, for each "{shard}"; the caller frees it. */
char *shard_path(const struct shard *, const char *path);

#endif
