/* tests/unit/capture_ip.c - IPv4, IPv6, extension headers, UDP and GTP-U, drawn by hand; raw IP packets. */
#include "tests/unit/capture.h"

#include <string.h>

enum outcome_wanted { DATAGRAM, CUT_DATAGRAM, BROKEN, CUT, NOT_UDP };

#define UDP4 "04d2 1633 000c 0000 40001234"	/* 1234 to 5683, length 12, a CoAP Empty CON */
#define ADDRESSES4 "0a000001 0a000002"
#define ADDRESSES6 "20010db8000000000000000000000001 20010db8000000000000000000000002"
#define IP6(length, next) "60000000" length next "40" ADDRESSES6
/* GTP-U in UDP port 2152, in IPv4 of total 28 + LENGTH */
#define OUTER(total, udp) "4500" total "00000000 40110000 c0000201 c0000202 0868 0868" udp "0000"
#define INNER "45000020 00000000 40110000" ADDRESSES4 UDP4

static const struct ip_row {
	const char *what, *hex;
	uint32_t missing;
	enum outcome_wanted wanted;
	size_t len;
} rows[] = {
	{ "IPv4 with options (IHL 6: NOPs)", "46000024 00000000 40110000" ADDRESSES4 "01010100" UDP4, 0, DATAGRAM, 4 },
	{ "IPv4, don't fragment", "45000020 00004000 40110000" ADDRESSES4 UDP4, 0, DATAGRAM, 4 },
	{ "IPv4, octets behind its total length", "45000020 00000000 40110000" ADDRESSES4 UDP4 "ffff", 0, DATAGRAM, 4 },
	{ "IPv4, total length 0: offloaded", "45000000 00000000 40110000" ADDRESSES4 UDP4, 0, DATAGRAM, 4 },
	{ "IPv4 with authentication header (RFC 4302: 4 words + 2)",
	  "45000038 00000000 40330000" ADDRESSES4 "11 04 0000 00000001 00000001 000102030405060708090a0b" UDP4, 0,
	  DATAGRAM, 4 },
	{ "IPv4, header of 16 octets", "44000020 00000000 40110000" ADDRESSES4 UDP4, 0, BROKEN, 0 },
	{ "IPv4, total length 16", "45000010 00000000 40110000" ADDRESSES4 UDP4, 0, BROKEN, 0 },
	{ "IPv4, header cut off", "45000020 00000000 40110000", 20, CUT, 0 },
	{ "IPv4, options cut off", "46000024 00000000 40110000" ADDRESSES4, 16, CUT, 0 },
	{ "UDP header cut off", "45000020 00000000 40110000" ADDRESSES4 "04d2 1633 000c", 6, CUT, 0 },
	{ "UDP octets cut off", "45000020 00000000 40110000" ADDRESSES4 "04d2 1633 000c 0000 4000", 2, CUT_DATAGRAM, 2 },
	{ "cut, and whoever cut it did not say so", "45000020 00000000 40110000" ADDRESSES4 "04d2 1633 000c 0000 4000",
	  0, CUT_DATAGRAM, 2 },
	{ "UDP without octets", "4500001c 00000000 40110000" ADDRESSES4 "04d2 1633 0008 0000", 0, DATAGRAM, 0 },
	{ "UDP length 7", "45000020 00000000 40110000" ADDRESSES4 "04d2 1633 0007 0000 40001234", 0, BROKEN, 0 },
	{ "UDP longer than IP", "45000020 00000000 40110000" ADDRESSES4 "04d2 1633 000d 0000 40001234", 0, BROKEN, 0 },
	{ "UDP shorter than IP", "45000021 00000000 40110000" ADDRESSES4 "04d2 1633 000c 0000 40001234 ff", 0, DATAGRAM,
	  4 },
	{ "UDP length 0: offloaded", "45000020 00000000 40110000" ADDRESSES4 "04d2 1633 0000 0000 40001234", 0,
	  DATAGRAM, 4 },
	{ "ICMP", "45000020 00000000 40010000" ADDRESSES4 UDP4, 0, NOT_UDP, 0 },

	{ "IPv6", IP6("000c", "11") UDP4, 0, DATAGRAM, 4 },
	{ "IPv6, octets behind its payload", IP6("000c", "11") UDP4 "ffff", 0, DATAGRAM, 4 },
	{ "IPv6, hop-by-hop (router alert), routing, destination options",
	  IP6("0024", "00")
	  "2b 00 05020000 0100"				/* hop-by-hop: 8 octets, then routing */
	  "3c 00 04 00 00000000"			/* routing type 4, segments left 0 */
	  "11 00 010400000000"				/* destination options: PadN */
	  UDP4, 0, DATAGRAM, 4 },
	{ "IPv6, destination options of 16 octets", IP6("001c", "3c") "11 01 010c 000000000000000000000000" UDP4, 0,
	  DATAGRAM, 4 },
	{ "IPv6, an atomic fragment (RFC 6946)", IP6("0014", "2c") "11 00 0000 00000007" UDP4, 0, DATAGRAM, 4 },
	{ "IPv6, a fragment header in a fragment", IP6("001c", "2c") "2c 00 0000 00000007 11 00 0000 00000007" UDP4, 0,
	  NOT_UDP, 0 },
	{ "IPv6, nothing follows", IP6("0000", "3b"), 0, NOT_UDP, 0 },
	{ "IPv6, encrypted", IP6("000c", "32") UDP4, 0, NOT_UDP, 0 },
	{ "IPv6, extension longer than the packet", IP6("0008", "3c") "11 01 010c 00000000", 0, BROKEN, 0 },
	{ "IPv6, extension cut off", IP6("001c", "3c") "11 01 010c 00000000", 20, CUT, 0 },
	{ "IPv6, header cut off", "60000000 000c 11 40 20010db8", 48, CUT, 0 },
	{ "IPv6, extensions without end",
	  IP6("0088", "3c") "3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000"
	  "3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000"
	  "3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000", 0,
	  BROKEN, 0 },

	/* GTP-U: 0x30 version 1, PT; 255 G-PDU; length; tunnel */
	{ "GTP-U", OUTER("0044", "0030") "30 ff 0020 00000001" INNER, 0, DATAGRAM, 4 },
	{ "GTP-U with a sequence number (S)", OUTER("0048", "0034") "32 ff 0024 00000001 0001 00 00" INNER, 0, DATAGRAM, 4 },
	{ "GTP-U with a PDU session container (E: type 0x85, 1 word)",
	  OUTER("004c", "0038") "34 ff 0028 00000001 0000 00 85 01 0009 00" INNER, 0, DATAGRAM, 4 },
};

/* What only looks like a tunnel is given out as it is: 10.0.0.1 is never seen. */
static const struct ip_row no_tunnels[] = {
	{ "an echo request (type 1)", OUTER("0028", "0014") "32 01 0004 00000000 00000000", 0, DATAGRAM, 12 },
	{ "its length is not UDP's", OUTER("0044", "0030") "30 ff 0021 00000001" INNER, 0, DATAGRAM, 40 },
	{ "version 2", OUTER("0044", "0030") "50 ff 0020 00000001" INNER, 0, DATAGRAM, 40 },
	{ "an extension of length 0", OUTER("004c", "0038") "34 ff 0028 00000001 0000 00 85 00 0009 00" INNER, 0,
	  DATAGRAM, 48 },
	{ "no IP in it", OUTER("0028", "0014") "30 ff 0004 00000001 00000000", 0, DATAGRAM, 12 },
	{ "nothing in it", OUTER("0024", "0010") "30 ff 0000 00000001", 0, DATAGRAM, 8 },
	{ "CoAP on its port", OUTER("0020", "000c") "40001234", 0, DATAGRAM, 4 },
};

static void check_row(const struct ip_row *row, const char *ipv4, const char *ipv6)
{
	char from[ENDPOINT_TEXT];
	struct seen seen;
	bool given = row->wanted == DATAGRAM || row->wanted == CUT_DATAGRAM;

	seen_samples(&seen, 101, &(struct sample){ row->hex, row->missing, 0 }, 1);
	ck_assert_msg(!seen.result, "%s: %s", row->what, seen.error.text);
	ck_assert_msg(seen.count == given, "%s: %zu datagrams", row->what, seen.count);
	ck_assert_msg(seen.tally.cut == (row->wanted == CUT), "%s", row->what);
	ck_assert_msg(seen.tally.broken == (row->wanted == BROKEN), "%s", row->what);
	ck_assert_msg(seen.tally.not_udp == (row->wanted == NOT_UDP), "%s", row->what);
	if (given) {
		const struct datagram *d = &seen.kept[0];
		endpoint_format(from, sizeof(from), &d->from);
		ck_assert_msg(!strcmp(from, d->from.family == FAMILY_IPV6 ? ipv6 : ipv4), "%s: from %s", row->what, from);
		ck_assert_msg(d->len == row->len, "%s: %zu octets", row->what, d->len);
		ck_assert_msg(d->cut == (row->wanted == CUT_DATAGRAM), "%s", row->what);
	}
	seen_free(&seen);
}

START_TEST(test_ip) { check_row(&rows[_i], "10.0.0.1:1234", "[2001:db8::1]:1234"); }
END_TEST

START_TEST(test_no_tunnel) { check_row(&no_tunnels[_i], "192.0.2.1:2152", ""); }
END_TEST

Suite *ip_tests(void)
{
	Suite *suite = suite_create("IP, UDP, GTP-U");
	TCase *tests = tcase_create("all");

	tcase_add_loop_test(tests, test_ip, 0, (int)(sizeof(rows) / sizeof(*rows)));
	tcase_add_loop_test(tests, test_no_tunnel, 0, (int)(sizeof(no_tunnels) / sizeof(*no_tunnels)));
	suite_add_tcase(suite, tests);
	return suite;
}
