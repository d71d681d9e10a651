/* cli/trial.h - one run of the self-test: the suite against the embedded server, in virtual time, and its capture judged again. */
#ifndef CLI_TRIAL_H
#define CLI_TRIAL_H

#include "cli/options.h"
#include "conformance/case.h"
#include "conformance/result.h"
#include "net/host.h"
#include "server/fault.h"
#include "sim/client_fault.h"

/* What is wrong this time; all NULL and zero: nothing. */
struct trial {
	const struct fault *fault;
	const struct client_fault *client_fault;
	const char *null_server;
	const char *links;		/* "coap", "coaps" or both; NULL: both */
	const char *needs;		/* an edition and features, space-separated; with "gateway" ours is what is tested; or NULL */
	const char *edition;		/* NULL: the default, or what NEEDS says */
	struct impairment impairment;
	uint64_t seed;
};

/* What all trials share. */
struct trial_setting {
	const struct case_table *cases;
	const char *const *case_globs;	/* or NULL */
	const struct judging_options *judging;
	bool own_dtls;
};

/* What came of it. RESULT and CONTEXT are the caller's to free by trial_free, also after -1. */
struct trial_result {
	struct run_result run;
	struct context context;
	bool same;			/* `check` on the capture found the same */
	char difference[360];
};

int trial_run(const struct trial_setting *, const struct trial *, struct trial_result *, struct error *);
void trial_free(struct trial_result *);

#endif
