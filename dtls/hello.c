/* dtls/hello.c - reading ClientKeyExchange and NewSessionTicket. */
#include "dtls/hello.h"

static bool has_identity(enum key_exchange kx)
{
	switch (kx) {
	case KX_PSK:
	case KX_DHE_PSK:
	case KX_ECDHE_PSK:
	case KX_RSA_PSK:
		return true;
	case KX_RSA:
	case KX_DHE_RSA:
	case KX_ECDHE_RSA:
	case KX_ECDHE_ECDSA:
		return false;
	}
	return false;
}

/* In all four it comes first (RFC 4279 2, 3, 4; RFC 5489 2). */
bool key_exchange_identity(struct span *identity, enum key_exchange kx, const uint8_t *body, size_t len)
{
	struct cursor c = cursor_of(body, len);

	if (!has_identity(kx))
		return false;
	*identity = span_read(&c, 2);
	return !c.failed;
}

bool session_ticket_read(struct span *ticket, const uint8_t *body, size_t len)
{
	struct cursor c = cursor_of(body, len);

	cursor_u32(&c);	/* its lifetime */
	*ticket = span_read(&c, 2);
	return !c.failed;
}
