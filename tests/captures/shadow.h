/* tests/captures/shadow.h - the DTLS side of a conversation's capture: real records, sealed where the line says so.
 *
 * The conversations of tests/unit/judge_talk_*.c name association, epoch and sequence number and give the
 * opened octets. Keys come from the randoms and suite of the hellos that a conversation shows, and from one
 * master secret for all, which the capture holds as key log. */
#ifndef TESTS_CAPTURES_SHADOW_H
#define TESTS_CAPTURES_SHADOW_H

#include "dtls/schedule.h"
#include "tests/unit/judge_line.h"

enum { SHADOWS = 9, EPOCHS = 4, TRANSCRIPT_MOST = 4096 };

/* How far an association's handshake has been shown. */
enum shown { SHOWN_NOTHING, SHOWN_HELLOS, SHOWN_KEY_EXCHANGE, SHOWN_WHOLE, SHOWN_TWICE };

struct shadow {
	bool tells;		/* the conversation itself has the ClientHello: nothing is added to it */
	enum shown shown;
	uint16_t epoch;		/* the last that a handshake was shown for */
	struct shadow_keys {
		bool client, server;
		uint8_t randoms[2][HELLO_RANDOM];
		uint16_t suite;
	} of_epoch[EPOCHS];
	struct shadow_numbers {
		bool any;
		uint64_t last;
		unsigned added;	/* records before those of the conversation, which move on by so many */
	} numbers[EPOCHS][2];	/* by epoch; of the server, of the client */
	uint8_t transcript[TRANSCRIPT_MOST];
	size_t transcript_len;
	uint8_t verify[2][12];	/* the last Finished of the server, of the client */
};

struct shadows {
	struct shadow of[SHADOWS + 1];	/* by association */
	struct protector *protector;
	struct schedule *schedule;
};

void shadows_begin(struct shadows *, const char *talk);
void shadows_end(struct shadows *);
/* Takes note of a line's hello; true: KEYLOG is a line for its client random. */
bool shadows_learn(struct shadows *, const struct talk_line *, char *keylog, size_t size);
/* The datagram's octets: the record around the line's, or the line's own. ADDED: the line is not the conversation's. */
void shadows_datagram(struct shadows *, const struct talk_line *, bool added, struct buffer *out);
/* The handshake lines that must stand before this one, which the conversation leaves out; "" none. */
void shadows_prelude(struct shadows *, const struct talk_line *, char who, char *lines, size_t size);

#endif
