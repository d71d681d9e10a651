/* server/server.h - the reference MSGin5G Server, by the book, or with named faults.
 *
 * A pure engine: it verifies, stores, answers (TS 24.538 6.3.1.2), and refuses as RFC 7252 asks.
 * A fault is the right behaviour plus one deviation, a row of server/fault.def. */
#ifndef SERVER_SERVER_H
#define SERVER_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/fault.h"
#include "wire/binding.h"
#include "wire/engine.h"
#include "wire/error.h"
#include "wire/identity.h"

struct server_config {
	const struct binding *binding;		/* must outlive the server */
	const struct identities *ues;		/* who exists; UE Service ID and PSK identity of each: must outlive
						 * the server, unchanged */
	const char *path;			/* "/msgin5g" */
	bool pre_cr;				/* edition: verify the credential, not the UE Service ID */
	bool long_tokens;			/* tokens above eight octets are read (RFC 8974) */
	bool fresh;				/* what registers and de-registers must be fresh (RFC 9175 2.3) */
	bool blocks;				/* bodies come and leave in blocks (RFC 7959) */
	const struct fault *const *faults;	/* NULL-terminated, or NULL */
	uint16_t nosec_port;			/* for the faults that answer from it */
	void (*changed)(void *arg);		/* registrations changed; the answer has not left yet. Or NULL */
	void *arg;
};

struct server;

struct server *server_new(const struct server_config *, struct error *);
void server_free(struct server *);
extern const struct engine_ops server_engine;	/* self: struct server */

/* Called for each link of a secure listener's first input: nothing to do; identities come with `in`. */
/* The NoSec port, once it is known: the listener is opened after the server is made. */
void server_nosec_port(struct server *, uint16_t port);
size_t server_registered(const struct server *);	/* how many UEs are registered now */
/* Each registration, in no order, for whoever tells the world of it: PROFILE is the JSON text as it came, or NULL. */
void server_registrations(const struct server *,
			  void (*each)(void *arg, const char *ue_service_id, const uint8_t *profile, size_t len),
			  void *arg);

#endif
