/* server/later.h - what leaves later than the request's turn: only a server with faults does that.
 *
 * A separate response in a CON is retransmitted until its ACK or RST (RFC 7252 4.2, 5.2.2); a held
 * one waits for a renegotiation. */
#ifndef SERVER_LATER_H
#define SERVER_LATER_H

#include <stddef.h>
#include <stdint.h>

#include "server/conduct.h"
#include "wire/engine.h"
#include "wire/heap.h"

enum { LATER_MAX = 1024 };

struct later;
struct server;

struct later_queue {
	struct heap timers;
	struct later *first;
	size_t count;
};

void later_free(struct later_queue *);
/* Retransmits a Confirmable message, sent at NOW_NS, as RFC 7252 4.2 says (or a fault wants it). */
void later_retransmit(struct server *, const struct outgoing *, uint64_t now_ns, struct sink *);
/* Keeps a message until its link was renegotiated. */
void later_hold(struct server *, const struct outgoing *);
/* An ACK or RST with that Message ID came on that link. */
void later_settle(struct server *, uint32_t link, uint16_t mid);
/* The link was renegotiated: what was held for it leaves; what was to be repeated does not
 * (RFC 7252 9.1.1: no retransmission across epochs). */
void later_renegotiated(struct server *, uint32_t link, struct sink *);
void later_drop(struct server *, uint32_t link);
void later_tick(struct server *, uint64_t now_ns, struct sink *);
uint64_t later_deadline(const struct later_queue *);

#endif
