/* tests/unit/judge.h - the suites of check_judge, one a file, and the tables of conversations. */
#ifndef TESTS_JUDGE_H
#define TESTS_JUDGE_H

#include <check.h>

#include "tests/unit/judge_talk.h"

Suite *clause_tests(void);
Suite *talk_tests(void);
Suite *whole_tests(void);

/* Tables of conversations, ended by a row without a clause. */
extern const struct talk_row talk_gateway[], talk_register_client[], talk_register_server[], talk_header[], talk_exchange[],
	talk_timing[], talk_option[], talk_response[], talk_json[], talk_coaps[], talk_record[], talk_handshake[],
	talk_block[];

/* Bodies of requests and answers, as octets in the notation of judge_talk.h. */
#define PATH "b7 'msgin5g' "
#define JSON_FORMAT "11 32 ff "
#define REG_JSON "'{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"ue1@example.org\"}'"
#define DEREG_JSON "'{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"DEREG\",\"ueServiceId\":\"ue1@example.org\"}'"
#define REG_BODY PATH JSON_FORMAT REG_JSON
#define DEREG_BODY PATH JSON_FORMAT DEREG_JSON
#define YES_JSON "'{\"ueServiceId\":\"ue1@example.org\",\"registrationResult\":\"success\"}'"
#define GONE_JSON "'{\"ueServiceId\":\"ue1@example.org\",\"deregistrationResult\":\"success\"}'"
#define YES_BODY "c1 32 ff " YES_JSON
#define GONE_BODY "c1 32 ff " GONE_JSON

/* A sign of life 20 s on: a GET of another resource, 4.04. */
#define ALIVE "C @20000: 44 01 00ff f1f2f3f4 b1 'x'\nS: 64 84 00ff f1f2f3f4"
#define ALIVE_SECURE "R @20000 [1.1.1]: 44 01 00ff f1f2f3f4 b1 'x'\nV [1.1.1]: 64 84 00ff f1f2f3f4"

/* CON POST, MID 1, Token a1a2a3a4; and its piggybacked answers. */
#define REG "44 02 0001 a1a2a3a4 " REG_BODY
#define DEREG "44 02 0002 b1b2b3b4 " DEREG_BODY
#define REG_YES "64 44 0001 a1a2a3a4 " YES_BODY
#define REG_NEW "64 41 0001 a1a2a3a4 " YES_BODY
#define DEREG_YES "64 44 0002 b1b2b3b4 " GONE_BODY

/* A handshake of association 1 between R and V, ten frames: with cookie, PSK identity "ue1". Bodies as
 * in judge_talk_handshake.c. */
#define RANDOM "'01234567890123456789012345678901'"
#define OTHER_RANDOM "'abcdefghijklmnopqrstuvwxyz012345'"
#define NO_COOKIE "00"
#define COOKIE "02 aabb"
#define WRONG "02 ccdd"
#define CLIENT_HELLO_OF(random, cookie) "fefd " random " 00 " cookie " 0004 c0a8 00ff 0100 0004 00170000"
#define CLIENT_HELLO(cookie) CLIENT_HELLO_OF(RANDOM, cookie)
#define VERIFY "fefd 02 aabb"
#define HELLO_1_OF(c, s, n, random) "" c " [" n ".0.0] hs=1.0: " CLIENT_HELLO_OF(random, NO_COOKIE) "\n" s " [" n ".0.0] hs=3.0: " VERIFY "\n"
#define HELLO_OF(c, s, n, random) HELLO_1_OF(c, s, n, random) c " [" n ".0.1] hs=1.1: " CLIENT_HELLO_OF(random, COOKIE) "\n"
#define SERVER_HELLO_OF(s, n) "" s " [" n ".0.1] hs=2.1: fefd " RANDOM " 00 c0a8 00 0009 00170000 ff01000100\n"
#define HANDSHAKE_OF(c, s, n, random) \
	HELLO_OF(c, s, n, random) SERVER_HELLO_OF(s, n) s " [" n ".0.2] hs=14.2: -\n" \
	c " [" n ".0.2] hs=16.2: 0003 'ue1'\n" c " [" n ".0.3] ccs: 01\n" c " [" n ".1.0] hs=20.3: 'client'\n" \
	s " [" n ".0.3] ccs: 01\n" s " [" n ".1.0] hs=20.3: 'server'\n"
/* The same in parts, of association 1 between R and V; and of association 2 there. */
#define HELLO_1 HELLO_1_OF("R", "V", "1", RANDOM)
#define HELLO HELLO_OF("R", "V", "1", RANDOM)
/* A crowd behind a late server: one other client says again and again what is not answered. 20 frames. */
#define STRAIN_1(seq) "K [9.0." seq "] again hs=1.0: " CLIENT_HELLO(NO_COOKIE) "\n"
#define STRAIN_5(a, b, c, d, e) STRAIN_1(a) STRAIN_1(b) STRAIN_1(c) STRAIN_1(d) STRAIN_1(e)
#define STRAIN_10(ten) STRAIN_5(ten "0", ten "1", ten "2", ten "3", ten "4") STRAIN_5(ten "5", ten "6", ten "7", ten "8", ten "9")
#define STRAIN STRAIN_10("1") STRAIN_10("2")
#define WRONG_COOKIE HELLO_1 "R [1.0.1] deliberate hs=1.1: " CLIENT_HELLO(WRONG) "\n"
#define SERVER_HELLO SERVER_HELLO_OF("V", "1")
#define SERVER_FLIGHT SERVER_HELLO "V [1.0.2] hs=14.2: -\n"
#define KEY_EXCHANGE "R [1.0.2] hs=16.2: 0003 'ue1'\n"
#define HANDSHAKE HANDSHAKE_OF("R", "V", "1", RANDOM)
#define HANDSHAKE_2 HANDSHAKE_OF("R", "V", "2", OTHER_RANDOM)

#endif
