/* conformance/target.h - what is tested: the server's URIs, the pool of UEs, PICS and PIXIT. */
#ifndef CONFORMANCE_TARGET_H
#define CONFORMANCE_TARGET_H

#include <stdbool.h>
#include <stdint.h>

#include "conformance/judge/clause.h"
#include "conformance/judge/context.h"
#include "wire/error.h"
#include "wire/identity.h"
#include "wire/uri.h"

struct target {
	char words[512];		/* as the user named it */
	char name[128];
	bool embedded;
	bool gateway;			/* a Gateway UE is tested: `uri` is where its devices come */
	bool has[2];			/* by enum transport */
	struct uri uri[2];
	char binding[512];		/* "default", or a file, relative to the target file's folder; "": written in it */
	struct binding written;		/* then this */
	int edition;			/* enum edition, or -1: the file does not say */
	bool binding_confirmed, binding_said;
	struct identities ues;		/* owned */
	uint32_t declared_yes, declared_no;	/* enum applies bits; neither: probed */
	uint64_t ack_timeout_ns, dtls_timeout_ns;	/* pixit; 0: not given */
	char hook_reset[256], hook_restart[256], hook_oracle[256];
};

/* "embedded", a coap or coaps URI, or a target file. */
int target_read(struct target *, const char *words, struct error *);
/* The embedded server's: eight UEs and a stranger. */
void target_embedded(struct target *);
/* The default pool for a URI: ue1..ue4@example.org, without keys. */
void target_default_pool(struct target *);
/* `identity:hex` a line, split at the last colon; UE Service ID = identity; replaces the pool. */
int target_read_psk_file(struct identities *, const char *path, struct error *);
/* It is a Gateway UE: no coaps, features, and an identity "gateway" in the pool where none is. */
void target_be_gateway(struct target *);
void target_free(struct target *);

#endif
