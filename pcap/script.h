/* pcap/script.h - the clients' side of what was observed, as a script for replay.
 *
 * A client is whoever sent the first request of a clear flow, or began the DTLS association. Its
 * requests, pings and messages of wrong form become lines, each with the server's first answer; its
 * acknowledgements, resets and responses do not: whoever replays makes his own. */
#ifndef PCAP_SCRIPT_H
#define PCAP_SCRIPT_H

#include "dtls/dissector.h"
#include "wire/observation.h"
#include "wire/script.h"

struct script_maker;

struct script_maker *script_maker_new(void);
/* ARG is the script_maker: fits dissector_new. */
void script_maker_observation(void *arg, const struct observation *);
/* The dissector tells identities, and why sessions stayed dark (NULL: none). Frees the maker; the caller frees the
 * script's contents with script_free. */
void script_maker_end(struct script_maker *, const struct dissector *, struct script *);

#endif
