/* net/mailbox.h - many datagrams by one system call, for sockets that serve many peers or many UEs. */
#ifndef NET_MAILBOX_H
#define NET_MAILBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/datagram.h"

enum { INBOX = 64 };

struct inbox;			/* a host's: filled and emptied in one go */
struct outbox;			/* a socket's: sent at the end of the loop's round, or when full */

struct inbox *inbox_new(void);
void inbox_free(struct inbox *);
/* What is there now, up to MOST (at most INBOX) datagrams. Returns how many, or -errno. */
int inbox_fill(struct inbox *, int fd, int most);
/* The NTH of them, until the next fill. TO holds the socket's own endpoint and gets the address. */
size_t inbox_read(const struct inbox *, int nth, struct endpoint *from, struct endpoint *to, const uint8_t **bytes);

/* How long the first of them, the oldest, had been there at WORLD_NS (clock_world); 0: its socket does not stamp. */
uint64_t inbox_waited(const struct inbox *, uint64_t world_ns);

/* IPv4 or IPv6, for a socket bound to any address or to one. */
struct outbox *outbox_new(const struct endpoint *local);
void outbox_free(struct outbox *);
/* False: full, or too long for it. */
bool outbox_put(struct outbox *, const struct endpoint *from, const struct endpoint *to, const uint8_t *bytes,
		size_t len);
/* Sends as many as go. Returns 0: it is empty now; or the errno that the first one left met. */
int outbox_send(struct outbox *, int fd);
int outbox_left(const struct outbox *);
/* Takes the first one out (there must be one): it cannot be sent. */
void outbox_skip(struct outbox *, struct endpoint *from, struct endpoint *to);

#endif
