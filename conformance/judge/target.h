/* conformance/judge/target.h - the target's URI as the judge compares with it. */
#ifndef JUDGE_TARGET_H
#define JUDGE_TARGET_H

#include <stdbool.h>

#include "wire/message.h"
#include "wire/uri.h"

struct target {
	struct uri uri;
	bool gateway;			/* a Gateway UE's, for constrained devices */
	bool plain;			/* its path has segments; none is empty, has a slash inside, or is "." or ".." */
	struct endpoint at;		/* family none: the host is a name that somebody else resolved */
	uint8_t bytes[1024];
	struct message options;		/* those that the URI becomes (RFC 7252 6.4), read back from `bytes` */
};

void target_set(struct target *, const struct uri *);
/* Is this endpoint the target's? By port alone where its host is a name. */
bool target_is_at(const struct target *, const struct endpoint *);

/* A message's Uri-Path options against those of the URI. */
enum path_fit { PATH_FITS, PATH_IS_SHUFFLED, PATH_IS_OTHER };	/* shuffled: reordered, or split otherwise */
enum path_fit target_path(const struct target *, const struct message *);

#endif
