/* cli/akma.h - keys of a pool that come from AKMA, and the embedded server as an AKMA application function. */
#ifndef CLI_AKMA_H
#define CLI_AKMA_H

#include "conformance/target.h"

/* TS 33.535 Annex A: K_AF is the PSK of whoever has a subscription. -1: libcrypto fails. */
/* What an application function that does AKMA sends (TS 24.109 K.3.2 d)). */
#define AKMA_HINT "3GPP-AKMA"

int akma_derive_key(struct identity *, struct error *);	/* of one that has a subscription */
int akma_derive_keys(struct identities *, struct error *);
/* The embedded target's UEs with subscriptions in place of keys of their own (but those whose PSK identity has an odd
 * length: A-KIDs have none), and its server under the function's name. Once is enough. */
int akma_take_over(struct target *, struct error *);

#endif
