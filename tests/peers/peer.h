/* tests/peers/peer.h - another's DTLS server in memory: datagrams and time in, datagrams and messages out. */
#ifndef TESTS_PEER_H
#define TESTS_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct peer_world {
	void (*send)(void *arg, const uint8_t *datagram, size_t len);
	void (*received)(void *arg, const uint8_t *bytes, size_t len);
	uint64_t (*now_ns)(void *arg);
	void *arg;
};

struct peer_wanted {
	const char *suite;		/* OpenSSL's name */
	unsigned mtu;
	bool tickets, cookie;
	const uint8_t *certificate, *key;	/* DER; NULL under PSK */
	size_t certificate_len, key_len;
};

/* A kind of server. A house keeps what outlives one association: sessions, ticket keys, certificates. */
struct peer_kind {
	const char *name;
	void *(*house_new)(const struct peer_wanted *);
	void (*house_free)(void *house);
	void *(*peer_new)(void *house, const struct peer_world *);
	void (*peer_free)(void *peer);
	void (*input)(void *peer, const uint8_t *datagram, size_t len);
	uint64_t (*deadline)(void *peer);
	void (*tick)(void *peer);
	bool (*say)(void *peer, const uint8_t *bytes, size_t len);
	bool (*renegotiate)(void *peer);
	bool (*is_up)(void *peer);
	const char *(*why)(void *peer);	/* how it failed, or NULL */
	bool (*knows)(const char *suite);
};

/* NULL where the library is not there. */
extern const struct peer_kind *const peer_gnutls, *const peer_mbedtls;

#endif
