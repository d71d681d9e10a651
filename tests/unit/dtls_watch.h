/* tests/unit/dtls_watch.h - a dissector with somebody who writes down what it saw. */
#ifndef TESTS_DTLS_WATCH_H
#define TESTS_DTLS_WATCH_H

#include "dtls/dissector.h"

enum { WATCH_SEEN = 4096, WATCH_SESSIONS = 32, WATCH_BODY = 64 };

/* What lasts of an observation. */
struct seen {
	enum obs_kind kind;
	uint32_t frame, flow, association, session;
	bool from_client, has_record, has_handshake;
	uint16_t opened_by;
	struct record record;
	struct handshake handshake;
	uint8_t alert_level, alert_description;
	uint8_t body[WATCH_BODY];	/* the beginning of the opened octets */
	size_t len;
	uint16_t mid;
	char why[160];
};

struct watch {
	struct dissector *dissector;
	struct keyring *keyring;
	struct seen seen[WATCH_SEEN];
	unsigned count, kinds[OBS_STRAY + 1];
	struct session_report sessions[WATCH_SESSIONS];
	unsigned session_count;
};

struct watch *watch_new(bool guess);
struct watch *watch_crowd(const struct port_hint *);	/* of a port that is named, for very many endpoints: one in the clear */
void watch_free(struct watch *);
void watch_sessions(struct watch *);	/* ends the dissector and fills sessions */
/* Reads $M5GTEST_SHARED/captures/NAME through it. False: the file is not there; says so. */
bool watch_capture(struct watch *, const char *name);
bool watch_keylog(struct watch *, const char *name);
/* The NTH (from 0) of a kind, or NULL. */
const struct seen *watch_nth(const struct watch *, enum obs_kind, unsigned nth);

#endif
