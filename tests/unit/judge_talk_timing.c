/* tests/unit/judge_talk_timing.c - retransmission: the rows of time in group D. ACK_TIMEOUT is 2 s. */
#include "tests/unit/judge.h"

#define TIMERS "timers-declared=yes\n"
#define GOOD_TALK "C: " REG "\nS: " REG_YES
/* The request at these milliseconds, then the answer. */
#define COPIES_2(a, b) "C @" #a ": " REG "\nC @" #b ": " REG
#define COPIES_3(a, b, c) COPIES_2(a, b) "\nC @" #c ": " REG
#define ANSWERED "\nS: " REG_YES
/* A request acknowledged by an Empty ACK, and its separate response at these milliseconds. */
#define OTHER "C @0: 44 01 0001 a1000001 b1 'x'\nS: 60 00 0001\n"
#define SEPARATE(at) "S @" #at ": 44 84 9001 a1000001\n"
#define NOTE_3 "note COAP-RSP-22 3 0"
/* The Nth request with one retransmission, GAP ms after its first copy at AT. */
#define RETRIED(n, at, again) \
	"C @" #at ": 44 01 000" #n " a" #n "000001 b1 'x'\nC @" #again ": 44 01 000" #n " a" #n "000001 b1 'x'\n" \
	"S: 64 84 000" #n " a" #n "000001\n"

const struct talk_row talk_timing[] = {
	{ "COAP-MSG-14", TIMERS, COPIES_2(0, 2500) ANSWERED, "",
	  COPIES_2(0, 1000) ANSWERED, "fail COAP-MSG-14 2 -; fail COAP-MSG-17 2 -" },
	/* within the jitter of 50 ms it cannot be said; without declared timers nothing is asked */
	{ "COAP-MSG-14", TIMERS, NULL, NULL, COPIES_2(0, 3040) ANSWERED "\nC @10000: 44 01 0002 a2 00 00 02 b1 'x'\n"
	  "C @14000: 44 01 0002 a2000002 b1 'x'\nS: 64 84 0002 a2000002", "inconc COAP-MSG-14 2 -; fail COAP-MSG-14 5 -" },
	/* nor while we were behind ourselves, by more than what it was missed by */
	{ "COAP-MSG-14", TIMERS, NULL, NULL, "C @0: " REG "\nC @3300 jitter=400: " REG ANSWERED "\nC @10000: 44 01 0002 a2000002 b1 'x'\n"
	  "C @13500 jitter=400: 44 01 0002 a2000002 b1 'x'\nS: 64 84 0002 a2000002", "inconc COAP-MSG-14 2 -; fail COAP-MSG-14 5 -" },
	{ "COAP-MSG-15", TIMERS, COPIES_3(0, 2000, 6000) ANSWERED, "",
	  COPIES_3(0, 2000, 4500) ANSWERED, "fail COAP-MSG-15 3 -" },
	/* a copy that was late by 400 ms makes the interval before too long, which must then be doubled */
	{ "COAP-MSG-15", TIMERS, NULL, NULL, "C @0: " REG "\nC @2800 jitter=400: " REG "\nC @7200 jitter=400: " REG ANSWERED
	  "\nC @20000: 44 01 0002 a2000002 b1 'x'\nC @22000: 44 01 0002 a2000002 b1 'x'\nC @24700 jitter=400: 44 01 0002 a2000002 b1 'x'\n"
	  "S: 64 84 0002 a2000002", "inconc COAP-MSG-15 3 -; fail COAP-MSG-15 7 -" },
	{ "COAP-MSG-16", TIMERS, COPIES_3(0, 2000, 6000) ANSWERED, "",
	  COPIES_3(0, 2000, 6000) "\nC @14000: " REG "\nC @30000: " REG "\nC @62000: " REG ANSWERED,
	  "fail COAP-MSG-16 6 -; fail COAP-MSG-17 6 -" },
	{ "COAP-MSG-17", TIMERS, COPIES_3(0, 2000, 6000) ANSWERED, "",
	  COPIES_3(0, 2000, 2500) ANSWERED, "fail COAP-MSG-15 3 -; fail COAP-MSG-17 3 -" },
	{ "COAP-MSG-18", "", GOOD_TALK, "", GOOD_TALK "\nC @3000: " REG "\nS: " REG_YES, "fail COAP-MSG-18 3 -" },
	/* dropped on its way to us it stops nothing; at another place it cannot be said */
	{ "COAP-MSG-18", "", "C: " REG "\nS dropped: " REG_YES "\nC @3000: " REG "\nS: " REG_YES "\n" ALIVE "\nC: " DEREG "\nS: " DEREG_YES,
	  "", NULL, NULL },
	{ "COAP-MSG-20", "", "C: " REG "\nS: 70 00 0001", "",
	  "C: " REG "\nS: 70 00 0001\nC @3000: " REG "\nS: 70 00 0001", "fail COAP-MSG-20 3 -" },
	{ "COAP-MSG-22", "", RETRIED(1, 0, 2100) RETRIED(2, 10000, 12200) RETRIED(3, 20000, 22300) RETRIED(4, 30000, 32400)
	  RETRIED(5, 40000, 42500), "",
	  RETRIED(1, 0, 2000) RETRIED(2, 10000, 12000) RETRIED(3, 20000, 22000) RETRIED(4, 30000, 32000)
	  RETRIED(5, 40000, 42000), "fail COAP-MSG-22 14 -" },
	{ "COAP-MSG-23", TIMERS, GOOD_TALK, "",
	  "C: " REG "\nC: 44 01 0002 a2000002 b1 'x'\nS: " REG_YES "\nS: 64 84 0002 a2000002", "fail COAP-MSG-23 2 -" },
	/* given up, no longer outstanding, after 2 s * 31 */
	/* the answer to the first may be missing where the vantage point is not known */
	{ "COAP-MSG-23", "vantage=unknown\n" TIMERS, GOOD_TALK "\nC @62000: 44 01 0003 a3000003 b1 'x'\nC @62100: 44 01 0004 a4000004 b1 'x'\n"
	  "S: 64 84 0004 a4000004\nS: 64 84 0003 a3000003", "inconc COAP-MSG-23 4 -", NULL, NULL },
	{ "COAP-MSG-23", TIMERS, "C @0: " REG "\nC @62000: 44 01 0002 a2000002 b1 'x'\nS: 64 84 0002 a2000002", "fail COAP-MSG-01 1 -", NULL, NULL },
	/* a copy after all is over is acknowledged still, or not */
	{ "COAP-MSG-26", "", OTHER SEPARATE(50) "C: 60 00 9001\nC deliberate: 44 01 0001 a1000001 b1 'x'\nS: 60 00 0001", NOTE_3,
	  OTHER SEPARATE(50) "C: 60 00 9001\nC deliberate: 44 01 0001 a1000001 b1 'x'\n" ALIVE,
	  NOTE_3 "; warn COAP-MSG-10 5 -; fail COAP-MSG-26 5 -" },
	{ "COAP-MSG-27", "", GOOD_TALK, "", "C @0: " REG "\nS @3000: " REG_YES, "warn COAP-MSG-27 2 -" },
	/* it came later than it was sent, to a tester who was behind; and later still */
	{ "COAP-MSG-27", "", NULL, NULL, "C @0: " REG "\nS @3000 jitter=1000: " REG_YES "\nC @10000: 44 01 0002 a2000002 b1 'x'\n"
	  "S @13000 jitter=900: 64 84 0002 a2000002", "inconc COAP-MSG-27 2 -; warn COAP-MSG-27 4 -" },
	/* where a copy was needed the first may have been lost */
	{ "COAP-MSG-27", "", GOOD_TALK "\nC @10000: 44 01 0002 a2000002 b1 'x'\nC @12500: 44 01 0002 a2000002 b1 'x'\n"
	  "S @12510: 64 84 0002 a2000002", "", NULL, NULL },
	{ "COAP-MSG-33", "", OTHER SEPARATE(50) "C: 60 00 9001", NOTE_3,
	  OTHER SEPARATE(50) "C: 60 00 9001\n" SEPARATE(2550) SEPARATE(6550), NOTE_3 "; fail COAP-MSG-33 6 -" },
	/* one more copy may have crossed the ACK */
	{ "COAP-MSG-33", "", OTHER SEPARATE(50) "C: 60 00 9001\n" SEPARATE(2550) "C: 60 00 9001\n"
	  "C: 44 01 0002 a2000002 b1 'x'\nS: 60 00 0002\nS: 44 84 9002 a2000002\nC: 60 00 9002",
	  NOTE_3 "; note COAP-RSP-22 9 0", NULL, NULL },
	{ "COAP-MSG-34", "", "C @0: 44 01 0001 a1000001 b1 'x'\n" SEPARATE(50) "C: 60 00 9001\nS: 60 00 0001", "note COAP-RSP-22 2 0",
	  "C @0: 44 01 0001 a1000001 b1 'x'\n" SEPARATE(50) "C: 60 00 9001\nC @2500: 44 01 0001 a1000001 b1 'x'\nS: 60 00 0001",
	  "note COAP-RSP-22 2 0; warn COAP-MSG-34 4 -" },
	/* an ACK of another message stops nothing: not here, and then it does */
	{ "COAP-MSG-09", "", COPIES_2(0, 2000) "\nS deliberate: 60 00 7777\nC @6000: " REG ANSWERED, "",
	  COPIES_2(0, 2000) "\nS deliberate: 60 00 7777\n" ALIVE, "fail COAP-MSG-01 2 -; fail COAP-MSG-09 2 -" },
	{ "COAP-MSG-41", "", GOOD_TALK, "",
	  "C: 44 01 0001 00000001 b1 'x'\nS: 64 84 0001 00000001\nC: 44 01 0002 00000002 b1 'x'\nS: 64 84 0002 00000002\n"
	  "C: 44 01 0003 00000003 b1 'x'\nS: 64 84 0003 00000003\nC: 44 01 0004 00000004 b1 'x'\nS: 64 84 0004 00000004",
	  "warn COAP-MSG-41 7 4-7" },
	{ 0 },
};
