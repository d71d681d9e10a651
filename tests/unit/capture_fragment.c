/* tests/unit/capture_fragment.c - IP fragments in order, out of order, twice, overlapping, missing, too many. */
#include "tests/unit/capture.h"

#include <malloc.h>
#include <string.h>

#include "pcap/fragments.h"

/* The datagram: UDP 1234 to 5683, length 28, octets 00 01 .. 13; in pieces of 8, 16 and 4 octets (or 8 and 20). */
#define UDP "04d2 1633 001c 0000"
#define A UDP
#define B "0001020304050607 08090a0b0c0d0e0f"
#define C "10111213"

/* total, identification 7, flags and offset; IPv4 */
#define V4(total, field, octets) "4500" total "0007" field "40110000 0a000001 0a000002" octets
#define A4 V4("001c", "2000", A)	/* offset 0, more */
#define B4 V4("0024", "2001", B)	/* offset 8, more */
#define C4 V4("0018", "0003", C)	/* offset 24, last */

/* IPv6: payload length, fragment header: UDP, offset and M, identification 9 */
#define V6(length, field, octets)                                                                                      \
	"60000000" length "2c40 20010db8000000000000000000000001 20010db8000000000000000000000002"                     \
	"1100" field "00000009" octets
#define A6 V6("0010", "0001", A)
#define B6 V6("0018", "0009", B)
#define C6 V6("000c", "0018", C)

#define GARBAGE "ffffffffffffffff"

static const struct fragment_row {
	const char *what;
	struct sample samples[6];
	uint32_t frame;			/* of the datagram; 0: none comes out */
	unsigned broken, incomplete;
	size_t len;			/* 20, or less: then it is cut */
} rows[] = {
	{ "IPv4 in order", { { A4, 0, 0 }, { B4, 0, 0 }, { C4, 0, 0 } }, 3, 0, 0, 20 },
	{ "IPv4 last first", { { C4, 0, 0 }, { B4, 0, 0 }, { A4, 0, 0 } }, 3, 0, 0, 20 },
	{ "IPv4 a piece twice", { { B4, 0, 0 }, { B4, 0, 0 }, { C4, 0, 0 }, { A4, 0, 0 } }, 4, 0, 0, 20 },
	{ "IPv6 in order", { { A6, 0, 0 }, { B6, 0, 0 }, { C6, 0, 0 } }, 3, 0, 0, 20 },
	{ "IPv6 out of order", { { B6, 0, 0 }, { C6, 0, 0 }, { A6, 0, 0 } }, 3, 0, 0, 20 },
	{ "IPv6 last piece first", { { C6, 0, 0 }, { A6, 0, 0 }, { B6, 0, 0 } }, 3, 0, 0, 20 },
	{ "overlap that agrees: 8-23 and 16-27",
	  { { A4, 0, 0 }, { B4, 0, 0 }, { V4("0020", "0002", "08090a0b0c0d0e0f" C), 0, 0 } }, 3, 0, 0, 20 },
	{ "overlap that contradicts",
	  { { A4, 0, 0 }, { B4, 0, 0 }, { V4("0020", "0002", GARBAGE C), 0, 0 } }, 0, 1, 1, 0 },
	{ "overlap that contradicts, IPv6 (RFC 5722)",
	  { { A6, 0, 0 }, { B6, 0, 0 }, { V6("0014", "0010", GARBAGE C), 0, 0 } }, 0, 1, 1, 0 },
	{ "two ends", { { C4, 0, 0 }, { V4("0018", "0004", C), 0, 0 } }, 0, 1, 1, 0 },
	{ "a piece beyond the end", { { C4, 0, 0 }, { V4("001c", "2004", A), 0, 0 } }, 0, 1, 1, 0 },
	{ "an end before a piece", { { B4, 0, 0 }, { V4("0018", "0001", C), 0, 0 } }, 0, 1, 1, 0 },
	{ "a middle piece of 7 octets", { { V4("001b", "2000", "04d21633001c00"), 0, 0 } }, 0, 1, 1, 0 },
	{ "a piece of nothing", { { V4("0014", "2001", ""), 0, 0 } }, 0, 1, 1, 0 },
	{ "beyond 65535: offset 65528 and 8 octets", { { V4("001c", "1fff", A), 0, 0 } }, 0, 1, 1, 0 },
	{ "a piece is missing", { { A4, 0, 0 }, { C4, 0, 0 } }, 0, 0, 1, 0 },
	{ "61 s between", { { A4, 0, 0 }, { B4, 0, 0 }, { C4, 0, 61 } }, 0, 0, 2, 0 },
	{ "59 s between", { { A4, 0, 0 }, { B4, 0, 0 }, { C4, 0, 59 } }, 3, 0, 0, 20 },
	{ "another identification",
	  { { A4, 0, 0 }, { B4, 0, 0 }, { "45000018 0008 0003 40110000 0a000001 0a000002" C, 0, 0 } }, 0, 0, 2, 0 },
	{ "another protocol",
	  { { A4, 0, 0 }, { B4, 0, 0 }, { "45000018 0007 0003 40060000 0a000001 0a000002" C, 0, 0 } }, 0, 0, 2, 0 },
	{ "a middle piece cut by the capture: 4 octets of 16",
	  { { A4, 0, 0 }, { V4("0024", "2001", "00010203"), 12, 0 }, { C4, 0, 0 } }, 3, 0, 0, 4 },
	{ "the last piece cut by the capture, and first",
	  { { V4("0018", "0003", "1011"), 2, 0 }, { A4, 0, 0 }, { B4, 0, 0 } }, 3, 0, 0, 18 },
};

START_TEST(test_fragments)
{
	const struct fragment_row *row = &rows[_i];
	struct seen seen;
	size_t count = 0;

	while (count < 6 && row->samples[count].hex)
		count++;
	seen_samples(&seen, 101, row->samples, count);
	ck_assert_msg(!seen.result, "%s: %s", row->what, seen.error.text);
	ck_assert_msg(seen.count == (row->frame != 0), "%s: %zu datagrams", row->what, seen.count);
	ck_assert_msg(seen.tally.broken == row->broken, "%s: %lu broken", row->what, seen.tally.broken);
	ck_assert_msg(seen.tally.incomplete == row->incomplete, "%s: %lu incomplete", row->what, seen.tally.incomplete);
	ck_assert_uint_eq(seen.tally.fragments, count - row->broken - seen.count);
	if (seen.count) {
		const struct datagram *d = &seen.kept[0];
		ck_assert_uint_eq(d->frame, row->frame);
		ck_assert_uint_eq(d->from.port, 1234);
		ck_assert_msg(d->len == row->len, "%s: %zu octets", row->what, d->len);
		ck_assert_msg(d->cut == (row->len < 20), "%s", row->what);
		for (size_t i = 0; i < d->len; i++)
			ck_assert_uint_eq(d->bytes[i], i);
	}
	seen_free(&seen);
}
END_TEST

/* 16 bytes of a GTP-U tunnel's outer fragment hold an inner fragment: both reassemble. */
START_TEST(test_fragments_in_fragments)
{
	/* inner: A4, B4 and C4, each in G-PDU in UDP of 2152; the second's outer packet in two pieces */
	static const struct sample samples[] = {
		{ "45000040 00000000 40110000 c0000201 c0000202 0868 0868 002c 0000 30ff001c00000001" A4, 0, 0 },
		/* UDP length 52: 8 + 8 + 36 octets; the first 24 here, the last 28 there */
		{ "4500002c 0001 2000 40110000 c0000201 c0000202 0868 0868 0034 0000 30ff002400000001"
		  "4500002400072001", 0, 0 },
		{ "45000030 0001 0003 40110000 c0000201 c0000202 40110000 0a000001 0a000002" B, 0, 0 },
		{ "4500003c 00000000 40110000 c0000201 c0000202 0868 0868 0028 0000 30ff001800000001" C4, 0, 0 },
	};
	struct seen seen;

	seen_samples(&seen, 101, samples, 4);
	ck_assert_msg(!seen.result, "%s", seen.error.text);
	ck_assert_uint_eq(seen.count, 1);
	ck_assert_uint_eq(seen.kept[0].frame, 4);
	ck_assert_uint_eq(seen.kept[0].len, 20);
	ck_assert_uint_eq(seen.kept[0].bytes[19], 0x13);
	seen_free(&seen);
}
END_TEST

static enum outcome add(struct fragments *r, uint32_t id, size_t offset, bool more)
{
	static const uint8_t octets[8];
	struct fragment f = { .from = { .family = FAMILY_IPV4 }, .to = { .family = FAMILY_IPV4 }, .protocol = 17,
			      .id = id, .offset = offset, .more = more, .octets = { octets, 8, 8 } };
	struct slice whole;
	uint8_t protocol;

	return fragments_add(r, &f, 0, &whole, &protocol);
}

/* Datagrams that never complete, each with a piece near its end: the oldest go, the newest still complete. */
START_TEST(test_room_is_bounded)
{
	enum { FLOOD = 100000 };
	struct fragments *r = fragments_new();
	size_t before = mallinfo2().uordblks;

	for (uint32_t id = 0; id < FLOOD; id++) {
		ck_assert_int_eq(add(r, id, 0, true), FRAGMENT);
		ck_assert_int_eq(add(r, id, id % 2 ? 16 : 65000, true), FRAGMENT);
	}
	ck_assert_uint_lt(mallinfo2().uordblks - before, 12 << 20);
	ck_assert_uint_eq(fragments_lost(r), FLOOD);
	ck_assert_int_eq(add(r, FLOOD - 1, 24, false), FRAGMENT);
	ck_assert_int_eq(add(r, FLOOD - 1, 8, true), GAVE);
	ck_assert_uint_eq(fragments_lost(r), FLOOD - 1);
	fragments_free(r);
	fragments_free(NULL);
}
END_TEST

Suite *fragment_tests(void)
{
	Suite *suite = suite_create("IP fragments");
	TCase *tests = tcase_create("all");

	tcase_add_loop_test(tests, test_fragments, 0, (int)(sizeof(rows) / sizeof(*rows)));
	tcase_add_test(tests, test_fragments_in_fragments);
	tcase_add_test(tests, test_room_is_bounded);
	suite_add_tcase(suite, tests);
	return suite;
}
