/* cli/embedded.h - the reference server in this process: the one under test, and beside it one for
 * each deviation that a case tries our own UE against. */
#ifndef CLI_EMBEDDED_H
#define CLI_EMBEDDED_H

#include "cli/session.h"
#include "conformance/judge/context.h"
#include "server/server.h"

enum { EMBEDDED_MOST = SERVERS_MOST / 2, EMBEDDED_FAULTS = 8 };

struct embedded {
	struct server *server;		/* NULL: a null server */
	const struct fault *faults[EMBEDDED_FAULTS + 1];
	const char *words;		/* the faults, as the cases say them; "": the one under test */
	struct uri uri[2];		/* by enum transport, with the ports that the kernel chose */
};

struct embeddeds {
	struct embedded list[EMBEDDED_MOST];
	size_t count;
	struct identities known;	/* the pool without strangers */
	struct binding binding;		/* the default: what the reference server speaks, whatever the run is told */
};

/* Opens them on the host: they live as long as it does. -1: an unknown fault, or no port. */
int embeddeds_open(struct embeddeds *, struct host *, const struct session_config *, struct error *);
/* The faults that the tables name: -1 with the place of an unknown one. */
int embeddeds_check(const struct case_table *, struct error *);
/* After the host is gone. */
void embeddeds_free(struct embeddeds *);

#endif
