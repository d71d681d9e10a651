/* net/ether.h - CoAP in Ethernet frames of one interface, as endpoints and octets (AF_PACKET; needs CAP_NET_RAW). */
#ifndef NET_ETHER_H
#define NET_ETHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/socket.h"
#include "wire/datagram.h"
#include "wire/error.h"

/* A socket that hears what is sent to the MAC address LOCAL through INTERFACE. An address of zeros: one of its own is
 * made up, administered locally, and LOCAL says which. -1: why. */
int ether_bind(struct endpoint *local, const char *interface, struct error *);
int ether_send(int fd, const struct endpoint *from, const struct endpoint *to, const uint8_t *bytes, size_t len);	/* 0, or errno */
/* A whole frame becomes its octets without header and padding, FROM whom and TO whom. False: it is too short. */
bool ether_open(struct arrival *);

#endif
