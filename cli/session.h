/* cli/session.h - one run: host, runner, watch and, embedded, the server, put on one loop. */
#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include "conformance/runner.h"
#include "net/host.h"
#include "server/fault.h"

struct session_config {
	struct target *target;			/* its ports are filled in for embedded */
	struct context *context;		/* its servers likewise */
	const struct case_table *cases;
	const char *const *case_globs, *const *rule_globs;
	const struct fault *const *faults;	/* embedded: NULL-terminated, or NULL */
	const struct client_fault *client_fault;	/* of our own UEs, or NULL */
	const char *far;			/* a Gateway UE is tested: where our server listens; NULL: the default */
	const char *null_server;		/* embedded: instead of the reference server, or NULL */
	const char *pcap, *keylog;
	struct impairment impairment;
	uint64_t seed, answer_within_ns;	/* 0: the default */
	unsigned jobs;
	bool exact_ids, slow, stop, real_time, own_dtls;
	void (*found)(void *arg, const struct finding *);	/* each finding, raw, or NULL */
	void (*over)(void *arg, const struct case_result *);
	void *arg;
};

/* RESULT is zeroed by the caller. -1: an error of ours or of the world. */
int session_run(const struct session_config *, struct run_result *, struct error *);
/* Its parts, for other clients: the target's reset hook; and the loop, which a signal stops, with its goodbye. */
int session_hook_reset(const struct target *, struct error *);
int session_loop(struct host *, bool (*until)(void *arg), void *arg, struct error *);

#endif
