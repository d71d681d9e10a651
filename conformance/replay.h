/* conformance/replay.h - a captured client's side sent to a live server, and its answers compared: an engine.
 *
 *     script --(in order, with the captured gaps)--> line sent --> answer --compared--> outcome
 *
 * An answer is the line's whose exchange it belongs to, though its Message ID or Token be wrong: that is for the rules.
 * Each captured client has a link of its own: a clear flow, or a fresh DTLS session with its identity's key. A line
 * waits until its client has heard what it had heard before it in the capture. Nothing is sent again by itself. */
#ifndef CONFORMANCE_REPLAY_H
#define CONFORMANCE_REPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conformance/replay_result.h"
#include "conformance/target.h"
#include "wire/engine.h"
#include "wire/script.h"

struct replay_config {
	const struct script *script;
	const struct target *target;		/* its transports and its pool's keys */
	const struct endpoint *peers;		/* by enum transport */
	const char *const *ignored;		/* for replay_compare */
	double speed;				/* 1: the captured gaps; 2: half of them; 0: none */
	bool keep_ids;				/* Message IDs and Tokens as captured */
	bool copies;				/* captured retransmissions too */
	uint64_t answer_within_ns, handshake_within_ns;
};

struct replay;

/* The config's pointers must outlive it. */
struct replay *replay_new(const struct replay_config *);
void replay_free(struct replay *);
extern const struct engine_ops replay_engine;		/* self: struct replay */
bool replay_done(void *replay);				/* for host_run */

/* Lines and reasons into RESULT, which replay_result_free lets go of. */
void replay_tell(const struct replay *, struct replay_result *);
/* Something was sent, and nothing but ICMP errors came. */
bool replay_unreachable(const struct replay *);

/* The captured answer of a line against the one that came (NULL: none): code, options, and payload - JSON by value, other
 * content octet by octet, diagnostics (RFC 7252 5.5.2) not at all. IGNORED: words of options ("max-age"), JSON pointers
 * ("/result"), "payload"; NULL-terminated, or NULL. WHY says what differs. */
enum replay_outcome replay_compare(const struct script_line *, const uint8_t *answer, size_t len,
				   const char *const *ignored, char *why, size_t size);
/* -1: WORD is none of these. */
int replay_check_ignored(const char *word, struct error *);

#endif
