/* tests/unit/net_tape.h - DTLS worlds, and records found on the tape. */
#ifndef TESTS_NET_TAPE_H
#define TESTS_NET_TAPE_H

#include "dtls/protection.h"
#include "tests/unit/net.h"

enum { KEYS = 256 };
enum { CLIENT_HELLO = 1, SERVER_HELLO = 2, HELLO_VERIFY = 3, CLIENT_KEY_EXCHANGE = 16, ALERT = 21, HANDSHAKE = 22, DATA = 23 };

/* Which of our DTLS the tests run over: OpenSSL's at both ends unless said otherwise. */
extern struct variant {
	bool door, crowd;		/* the server's by our own engine; clients share a socket, by our own engine */
	unsigned opened;
} variant;
extern struct identity known[2];	/* to the server */
extern unsigned key_count;		/* lines of the key log */

void secure_start(struct world *, struct host_config);	/* in virtual time; renegotiation allowed */
void secure_start_in(struct world *, struct host_config, const struct listen_wanted *like);
uint32_t secure_open(struct world *, const struct identity *, bool resume);
uint32_t secure_up(struct world *, struct host_config);	/* with its first handshake finished */
const char *why_of(struct world *, uint32_t link);
void again(struct party *, uint32_t link, bool new_session);

/* Records on the tape, one after the other. */
struct spot {
	struct seen *seen;
	struct record record;
	const uint8_t *fragment;
	size_t len;
};

/* The NTH record for which all that is not -1 agrees. */
bool find_record(struct spot *, int outbound, int type, int epoch, unsigned nth);
unsigned count_records(int outbound, int type, int epoch);
unsigned count_handshakes(bool outbound, uint8_t type);
/* Keys of the NTH handshake from what the tap and the key log give: nothing that net/ computed. */
struct epoch_keys keys_of(unsigned nth);
/* The length, or -1: not with these keys. */
long open_spot(const struct spot *, const struct epoch_keys *, uint8_t plain[1500]);

#endif
