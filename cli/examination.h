/* cli/examination.h - captures, as one, through dissector and judge.
 *
 *     file --datagram--> dissector --observation--> judge --finding--> result
 *          --key log---> keyring             \----> whoever looks on (ladder, script, extraction)
 *          --context---> context
 *
 * What our own pcapng says of the context is overruled by the options that were given. Frames are
 * counted on from file to file. */
#ifndef CLI_EXAMINATION_H
#define CLI_EXAMINATION_H

#include "cli/options.h"
#include "conformance/judge/judge.h"
#include "conformance/result.h"
#include "dtls/dissector.h"
#include "pcap/capture.h"

/* Findings kept of a rule and verdict; what comes after is counted only. */
enum { FINDINGS_KEPT = 1000 };
/* Exchanges remembered at a time: with the peers, the associations and the dissector's flows of a capture that has more
 * of each, less than 200 MB. */
enum { EXCHANGES_KEPT = 1 << 16 };

struct examination {
	const struct judging_options *options;
	struct context context;
	struct identities ues;		/* of the PSK file, with their keys */
	struct keyring *keyring;
	struct dissector *dissector;	/* NULL: no datagram yet */
	struct judge *judge;
	void (*looks_on)(void *arg, const struct observation *);	/* after the judge, or NULL */
	void *looker;
	bool ours;			/* the first file brought its context */
	uint8_t sides;			/* --side: enum side bits of findings shown; 0: all */
	uint32_t frames;		/* of the files before */
	uint64_t end_ns;
	uint16_t kept[CLAUSE_COUNT][VERDICT_COUNT];
	bool keeps_all;			/* every finding: to compare with a run */
	struct check_result *result;	/* the caller's */
	struct error error;		/* of a context or key log inside a file; empty: none */
};

/* Reads the options and the key files. RESULT is zeroed by the caller and freed by check_result_free; its context is the
 * examination's. */
int examination_begin(struct examination *, const struct judging_options *, struct check_result *, struct error *);
/* One file. -1: not readable to its end; what came before counts. */
int examination_read(struct examination *, const char *path, struct capture_tally *, struct error *);
/* The end of watching: late findings, the session table, the counts. */
void examination_end(struct examination *);
void examination_free(struct examination *);

#endif
