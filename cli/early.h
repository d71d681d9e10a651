/* cli/early.h - what crossed the wire before the judge could be told its question: kept in order for it.
 *
 * The first stage of a run measures the link and finds out features; the judge begins with what it found, and then sees
 * its datagrams first. */
#ifndef CLI_EARLY_H
#define CLI_EARLY_H

#include "dtls/dissector.h"

struct early_item;

struct early {
	struct early_item *first, *last;
};

void early_datagram(struct early *, const struct datagram *);
void early_keylog(struct early *, const char *line);
/* Everything to the two, or (NULL, NULL) to nobody; empty afterwards. */
void early_end(struct early *, struct dissector *, struct keyring *);

#endif
