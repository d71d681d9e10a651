/* tests/unit/server.h - the suites of check_server, and a world for its engine: a sink that remembers. */
#ifndef TESTS_SERVER_H
#define TESTS_SERVER_H

#include <check.h>

#include "server/server.h"

Suite *server_answer_tests(void);
Suite *server_refusal_tests(void);
Suite *server_reception_tests(void);
Suite *server_duplicate_tests(void);
Suite *server_later_tests(void);
Suite *server_epoch_tests(void);
Suite *server_fault_tests(void);
Suite *server_null_tests(void);

enum { WORLD_SENT = 640, WORLD_ROOM = 1500 };

struct sent {
	uint32_t link;
	size_t len;
	uint8_t bytes[WORLD_ROOM];
	struct wish wish;
	const char *deliberate;
};

/* ue1@example.org (PSK identity ue1), ue2@example.org (ue2), nobody@example.org (not provisioned).
 * Random numbers count up from 0x0101; the clock stands at 1000 s and moves when told. */
struct world {
	struct server *server;
	struct binding binding;
	struct identity list[3];
	struct identities ues;
	struct server_config config;
	struct sink sink;
	uint64_t now_ns;
	uint8_t random;
	unsigned rehandshakes;		/* asked for */
	bool same_port;			/* the next messages come from the port of link 1 */
	unsigned count;
	struct sent sent[WORLD_SENT];
};

void world_begin(struct world *);			/* by the book, edition cr */
void world_begin_with(struct world *, const char *fault);
void world_begin_as(struct world *, const char *fault, bool pre_cr);
/* With the features that a server may do without; FRESH: requests have to be. */
void world_begin_featured(struct world *, const char *fault, bool fresh);
void world_end(struct world *);
/* A message on a clear link, from a port of the link's number. */
void world_input(struct world *, uint32_t link, const void *bytes, size_t len);
/* The same on a link that authenticated that PSK identity. */
void world_secure(struct world *, uint32_t link, const char *psk_identity, const void *bytes, size_t len);
/* The next thing not yet looked at: these octets, or nothing more. */
void world_expect(struct world *, uint32_t link, const void *bytes, size_t len);
void world_expect_silence(struct world *);
/* Moves the clock, ticking at each deadline on the way. */
void world_pass(struct world *, uint64_t ns);

/* A string literal as octets. */
#define OCTETS(literal) (literal), sizeof(literal) - 1

/* A POST to /msgin5g with Content-Format 50, in its parts:
 *   42        version 1, CON, token length 2     02 POST     MM MM Message ID     TT TT Token
 *   b7 ..     option 11 (Uri-Path), 7 octets: msgin5g
 *   11 32     option 12 (Content-Format), 1 octet: 50
 *   ff        payload follows */
#define POST(mid, token) "\x42\x02" mid token "\xb7" "msgin5g" "\x11\x32" "\xff"
#define REG(ue) "{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"" ue "\"}"
#define DEREG(ue) "{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"DEREG\",\"ueServiceId\":\"" ue "\"}"
/* The answer: 62 = version 1, ACK, token length 2; 41 = 2.01, 44 = 2.04; c1 32 = option 12, 1 octet: 50. */
#define ACK(code, mid, token) "\x62" code mid token "\xc1\x32" "\xff"
#define REGISTERED(ue) "{\"ueServiceId\":\"" ue "\",\"registrationResult\":\"success\"}"
#define DEREGISTERED(ue, result) "{\"ueServiceId\":\"" ue "\",\"deregistrationResult\":\"" result "\"}"

#endif
