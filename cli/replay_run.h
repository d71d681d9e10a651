/* cli/replay_run.h - a replay put on a loop: host, watch and, embedded, the server. */
#ifndef CLI_REPLAY_RUN_H
#define CLI_REPLAY_RUN_H

#include "conformance/replay.h"
#include "server/fault.h"

struct replay_run_config {
	struct target *target;			/* its ports are filled in for embedded */
	struct context *context;		/* its servers likewise */
	const struct script *script;
	const struct fault *const *faults;	/* embedded: NULL-terminated, or NULL */
	const char *const *ignored;		/* NULL-terminated, or NULL */
	const char *pcap;
	uint64_t answer_within_ns;		/* 0: the default */
	double speed;
	bool keep_ids, copies, real_time;
};

/* Fills lines, findings and counts of RESULT. -1: an error of ours or of the world; a target that cannot be reached. */
int replay_run(const struct replay_run_config *, struct replay_result *, struct error *);
/* What would be sent: lines without an outcome. */
void replay_run_list(const struct replay_run_config *, struct replay_result *);

#endif
