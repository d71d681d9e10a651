/* dtls/hello.h - of the handshake's other messages, what keys depend on: identity and ticket. */
#ifndef DTLS_HELLO_H
#define DTLS_HELLO_H

#include "dtls/suite.h"
#include "wire/hello.h"

/* The PSK identity of a ClientKeyExchange; false: this key exchange has none, or it is cut short. */
bool key_exchange_identity(struct span *identity, enum key_exchange, const uint8_t *body, size_t len);
/* The ticket of a NewSessionTicket (RFC 5077 3.3); false: cut short. */
bool session_ticket_read(struct span *ticket, const uint8_t *body, size_t len);

#endif
