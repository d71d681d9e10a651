/* cli/embedded.h - the reference server, or our Gateway UE before it, in this process: the one under test,
 * and beside it one for each deviation that a case tries our own UE or device against. */
#ifndef CLI_EMBEDDED_H
#define CLI_EMBEDDED_H

#include "cli/oracle.h"
#include "cli/session.h"
#include "conformance/judge/context.h"
#include "server/server.h"
#include "sim/gateway.h"

enum { EMBEDDED_MOST = SERVERS_MOST / 2, EMBEDDED_FAULTS = 8 };

/* Where a Gateway UE is: devices come to it, and it comes to our server. */
struct gateway_place {
	struct uri devices, far;
	struct endpoint far_at;
	char ue_service_id[IDENTITY_TEXT];
};

struct embedded {
	struct server *server;		/* NULL: a null server, or a Gateway UE */
	struct told told;		/* by the server */
	struct gateway *gateway;	/* or NULL */
	struct gateway_place place;
	struct identity identity;	/* the Gateway UE's own */
	const struct fault *faults[EMBEDDED_FAULTS + 1];
	const char *words;		/* the faults, as the cases say them; "": the one under test */
	char stimuli[512];		/* of its faults */
	struct uri uri[2];		/* by enum transport, with the ports that the kernel chose */
	struct endpoint at[2];		/* the same, where they really are */
};

/* The server behind Gateway UEs. */
struct far {
	struct server *server;
	struct told told;
	struct sink *sink;
	struct device_identity *allowed;	/* the pool as devices */
	size_t allowed_count;
};

struct embeddeds {
	struct far far;
	struct embedded list[EMBEDDED_MOST];
	size_t count;
	struct identities known;	/* the pool without strangers */
	struct binding binding;		/* the default: what the reference server speaks, whatever the run is told */
};

/* Opens them on the host: they live as long as it does. -1: an unknown fault, or no port. */
int embeddeds_open(struct embeddeds *, struct host *, const struct session_config *, struct error *);
/* A Gateway UE is tested: our server behind it, and, embedded, our Gateway UE and those that deviate. */
int gateways_open(struct embeddeds *, struct host *, const struct session_config *, struct error *);
void gateways_free(struct embeddeds *);
/* Tells a Gateway UE of each fault that is one of its own. */
int gateway_take_faults(struct gateway *, const struct fault *const *, struct error *);
/* What both kinds share: the pool without strangers, the faults of a case's `server:`. */
void embeddeds_know(struct embeddeds *, const struct identities *pool);
int embedded_read_faults(struct embedded *, const struct case_row *, struct error *);
bool embeddeds_has(const struct embeddeds *, const char *words);
/* The faults that the tables name: -1 with the place of an unknown one. */
int embeddeds_check(const struct case_table *, struct error *);
/* After the host is gone. */
void embeddeds_free(struct embeddeds *);

#endif
