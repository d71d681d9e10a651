/* cli/early.h - what crossed the wire before the judge could be told its question: kept in order, then given to the watch.
 *
 * The first stage of a run measures the link and finds out features; capture and judge begin with what it
 * found, and then see its datagrams first. */
#ifndef CLI_EARLY_H
#define CLI_EARLY_H

#include "cli/watch.h"

struct early_item;

struct early {
	struct early_item *first, *last;
};

void early_datagram(struct early *, const struct datagram *);
void early_keylog(struct early *, const char *line);
/* Everything to WATCH, or (NULL) to nobody; empty afterwards. */
void early_end(struct early *, struct watch *);

#endif
