/* tests/unit/capture_link.c - a packet of every link layer, its header drawn by hand. */
#include "tests/unit/capture.h"

#include <stdio.h>
#include <string.h>

#define IP4                                                                                                            \
	"45000020 00000000 40110000 0a000001 0a000002" /* IPv4: header 20, total 32, UDP */                            \
	"04d2 1633 000c 0000"			       /* UDP: 1234 to 5683, length 12 */                              \
	"40001234"
#define IP6                                                                                                            \
	"60000000 000c 11 40"		   /* IPv6: payload 12, UDP, hop limit 64 */                                   \
	"20010db8000000000000000000000001" /* 2001:db8::1 */                                                           \
	"20010db8000000000000000000000002" "04d2 1633 000c 0000 40001234"
#define MACS "020000000002 020000000001"	/* to, from */

static const struct link_row {
	const char *what;
	uint32_t network;
	const char *hex, *from;		/* from: NULL where it gives no datagram */
} rows[] = {
	{ "Ethernet, IPv4", 1, MACS "0800" IP4, "10.0.0.1:1234" },
	{ "Ethernet, IPv6", 1, MACS "86dd" IP6, "[2001:db8::1]:1234" },
	{ "Ethernet, padded to 60 octets", 1, MACS "0800" IP4 "0000000000000000000000000000", "10.0.0.1:1234" },
	{ "VLAN 5", 1, MACS "8100 0005 0800" IP4, "10.0.0.1:1234" },
	{ "QinQ 802.1ad, 6 in 5", 1, MACS "88a8 0005 8100 0006 86dd" IP6, "[2001:db8::1]:1234" },
	{ "QinQ by 0x9100", 1, MACS "9100 0005 8100 0006 0800" IP4, "10.0.0.1:1234" },
	{ "tags without end", 1,
	  MACS "8100 0005 8100 0005 8100 0005 8100 0005 8100 0005 8100 0005 8100 0005 8100 0005 8100 0005 0800" IP4,
	  NULL },
	{ "ARP", 1, MACS "0806 0001080006040001 020000000001 0a000001 000000000000 0a000002", NULL },
	{ "802.3 with a length", 1, MACS "0023 424203" IP4, NULL },
	{ "CoAP in Ethernet", 1, MACS "88b5 40001234", "02:00:00:00:00:01" },
	/* the shortest frame: 46 octets behind the header */
	{ "CoAP in Ethernet, padded to 60 octets", 1,
	  MACS "88b5 40001234 000000000000000000000000000000000000000000000000000000000000000000000000000000000000", "02:00:00:00:00:01" },
	{ "CoAP in Ethernet, VLAN", 1, MACS "8100 0005 88b5 40001234", "02:00:00:00:00:01" },
	{ "CoAP in Ethernet with its frame check sequence, 2 words said in the header", 0x24000001,
	  MACS "88b5 40001234 deadbeef", "02:00:00:00:00:01" },
	/* packet type 0 (to us), ARPHRD 1, address length 6, address and padding 8, EtherType */
	{ "Linux cooked v1", 113, "0000 0001 0006 0200000000010000 0800" IP4, "10.0.0.1:1234" },
	{ "Linux cooked v1, VLAN", 113, "0000 0001 0006 0200000000010000 8100 0005 86dd" IP6, "[2001:db8::1]:1234" },
	{ "Linux cooked v1, 0x88b5 without both addresses", 113, "0000 0001 0006 0200000000010000 88b5 40001234",
	  NULL },
	/* EtherType, reserved 2, interface 4, ARPHRD 2, packet type 1, address length 1, address 8 */
	{ "Linux cooked v2", 276, "86dd 0000 00000001 0304 00 06 0000000000000000" IP6, "[2001:db8::1]:1234" },
	{ "raw IP", 101, IP4, "10.0.0.1:1234" },
	{ "raw IP, DLT_RAW of Linux", 12, IP6, "[2001:db8::1]:1234" },
	{ "raw IP, DLT_RAW of OpenBSD", 14, IP4, "10.0.0.1:1234" },
	{ "raw IPv4", 228, IP4, "10.0.0.1:1234" },
	{ "raw IPv6", 229, IP6, "[2001:db8::1]:1234" },
	{ "BSD loopback, little-endian AF_INET", 0, "02000000" IP4, "10.0.0.1:1234" },
	{ "BSD loopback, big-endian AF_INET", 0, "00000002" IP4, "10.0.0.1:1234" },
	{ "BSD loopback, AF_INET6 of FreeBSD", 0, "1c000000" IP6, "[2001:db8::1]:1234" },
	{ "BSD loopback, AF_INET6 of macOS", 0, "1e000000" IP6, "[2001:db8::1]:1234" },
	{ "BSD loopback, AF_INET6 of NetBSD", 0, "18000000" IP6, "[2001:db8::1]:1234" },
	{ "BSD loopback, another family", 0, "07000000" IP4, NULL },
	{ "OpenBSD loopback", 108, "00000018" IP6, "[2001:db8::1]:1234" },
	{ "802.15.4", 195, "61dc1234", NULL },
};

START_TEST(test_link_layers)
{
	static const uint8_t ping[] = { 0x40, 0x00, 0x12, 0x34 };
	const struct link_row *row = &rows[_i];
	char from[ENDPOINT_TEXT];
	struct seen seen;

	seen_samples(&seen, row->network, &(struct sample){ row->hex, 0, 0 }, 1);
	ck_assert_msg(!seen.result, "%s: %s", row->what, seen.error.text);
	ck_assert_msg(seen.count == (row->from != NULL), "%s: %zu datagrams", row->what, seen.count);
	if (row->from) {
		const struct datagram *d = &seen.kept[0];
		ck_assert_str_eq(endpoint_format(from, sizeof(from), &d->from), row->from);
		ck_assert_msg(d->len == 4 && !memcmp(d->bytes, ping, 4), "%s: %zu octets", row->what, d->len);
		ck_assert(!d->cut);
	}
	seen_free(&seen);
}
END_TEST

START_TEST(test_ethernet_endpoints)
{
	struct endpoint gateway = { FAMILY_NONE, CARRIER_ETHER, 0, { 2, 0, 0, 0, 0, 2 } };
	struct seen seen;

	seen_samples(&seen, 1, &(struct sample){ MACS "88b5 4000", 2, 0 }, 1);
	ck_assert_uint_eq(seen.count, 1);
	ck_assert(endpoint_equal(&seen.kept[0].to, &gateway));
	ck_assert(seen.kept[0].cut);
	ck_assert_uint_eq(seen.tally.shortened, 1);
	ck_assert_uint_eq(seen.kept[0].len, 2);
	seen_free(&seen);
}
END_TEST

/* Zeros that are not padding: a Token's in the shortest frame, and whatever ends a longer one. */
START_TEST(test_ethernet_zeros)
{
	static const struct { const char *hex; size_t len; } zeros[] = {
		/* ACK, Token of 4 zero octets, then 38 of padding */
		{ MACS "88b5 64441234 00000000 0000000000000000000000000000000000000000000000000000000000000000000000000000", 8 },
		/* 47 octets: an option's value may end so */
		{ MACS "88b5 40011234 cd1d 0000000000000000000000000000000000000000000000000000000000000000000000000000000000", 47 },
		/* and shorter than any frame on a wire: as it was given */
		{ MACS "88b5 40011234 c100", 6 },
	};

	for (unsigned i = 0; i < sizeof(zeros) / sizeof(*zeros); i++) {
		struct seen seen;
		seen_samples(&seen, 1, &(struct sample){ zeros[i].hex, 0, 0 }, 1);
		ck_assert_uint_eq(seen.count, 1);
		ck_assert_msg(seen.kept[0].len == zeros[i].len, "%u: %zu octets", i, seen.kept[0].len);
		seen_free(&seen);
	}
}
END_TEST

/* Each packet that gives nothing is counted once, under its reason. */
START_TEST(test_reasons_are_counted)
{
	static const struct sample samples[] = {
		{ MACS "0806 0001", 0, 0 },	/* ARP: not IP */
		{ MACS "08", 20, 0 },		/* cut in the Ethernet header */
		{ MACS "08", 0, 0 },		/* broken: 13 octets are no frame */
		{ MACS "8100 00", 0, 0 },	/* broken: half a tag */
		{ MACS "8100 00", 1, 0 },	/* cut in the tag */
		{ MACS "0800", 0, 0 },		/* broken: no IP header */
		{ MACS "0800 75", 0, 0 },	/* broken: IP version 7 */
		/* TCP in IPv4 */
		{ MACS "0800 45000014 00000000 40060000 0a000001 0a000002", 0, 0 },
	};
	struct seen seen;

	seen_samples(&seen, 1, samples, sizeof(samples) / sizeof(*samples));
	ck_assert_uint_eq(seen.tally.packets, 8);
	ck_assert_uint_eq(seen.tally.datagrams, 0);
	ck_assert_uint_eq(seen.tally.not_ip, 1);
	ck_assert_uint_eq(seen.tally.cut, 2);
	ck_assert_uint_eq(seen.tally.broken, 4);
	ck_assert_uint_eq(seen.tally.not_udp, 1);
	seen_free(&seen);

	seen_samples(&seen, 195, samples, 3);
	ck_assert_uint_eq(seen.tally.unknown_link, 3);
	ck_assert_uint_eq(seen.tally.unknown_linktype, 195);
	ck_assert_str_eq(capture_link_name(195), "IEEE 802.15.4 with FCS");
	seen_free(&seen);
}
END_TEST

/* 20,000 octets of UDP in one packet: on a wire that cannot be, on Linux's loopback it can. */
START_TEST(test_super_packets)
{
	static const char *const macs[] = { MACS, "000000000000 000000000000" };
	/* IPv4 total length 20028, UDP length 20008 */
	static const char headers[] = "0800 45004e3c 00000000 40110000 0a000001 0a000002 04d2 1633 4e28 0000";
	static char hex[50000];
	struct seen seen;

	int n = snprintf(hex, sizeof(hex), "%s %s", macs[_i], headers);
	memset(hex + n, '0', 40000);
	seen_samples(&seen, 1, &(struct sample){ hex, 0, 0 }, 1);
	ck_assert_uint_eq(seen.count, 1);
	ck_assert_uint_eq(seen.kept[0].len, 20000);
	ck_assert_uint_eq(seen.tally.offloaded, _i == 0);
	seen_free(&seen);
}
END_TEST

/* EtherType, reserved 2, interface 4, ARPHRD 2, packet type 1, address length 1, address 8 */
#define SLL2(interface, type) "0800 0000 000000" interface "0001" type "06 0000000000000000"
#define SLL(type) "00" type "0001 0006 0200000000010000 0800"
#define OTHER_TTL "45000020 00000000 3f110000 0a000001 0a000002 04d2 1633 000c 0000 40001234"
#define OTHER_ID "45000020 00010000 40110000 0a000001 0a000002 04d2 1633 000c 0000 40001234"
#define OTHER_PAYLOAD "45000020 00000000 40110000 0a000001 0a000002 04d2 1633 000c 0000 40001235"

static const struct copy_row {
	const char *what;
	uint32_t network;
	struct sample samples[3];
	size_t datagrams;
} copies[] = {
	{ "out of one interface, into another", 276, { { SLL2("02", "04") IP4, 0, 1 }, { SLL2("03", "00") IP4, 0, 1 } }, 1 },
	{ "three interfaces", 276,
	  { { SLL2("02", "04") IP4, 0, 1 }, { SLL2("03", "00") IP4, 0, 1 }, { SLL2("04", "00") IP4, 0, 1 } }, 1 },
	{ "a router took one off its TTL", 276, { { SLL2("02", "00") IP4, 0, 1 }, { SLL2("03", "04") OTHER_TTL, 0, 1 } }, 1 },
	{ "twice on one interface: sent twice", 276, { { SLL2("02", "04") IP4, 0, 1 }, { SLL2("02", "04") IP4, 0, 1 } }, 2 },
	{ "a second later: sent again", 276, { { SLL2("02", "04") IP4, 0, 1 }, { SLL2("03", "00") IP4, 0, 2 } }, 2 },
	{ "another identification", 276, { { SLL2("02", "04") IP4, 0, 1 }, { SLL2("03", "00") OTHER_ID, 0, 1 } }, 2 },
	{ "other octets", 276, { { SLL2("02", "04") IP4, 0, 1 }, { SLL2("03", "00") OTHER_PAYLOAD, 0, 1 } }, 2 },
	{ "cooked v1 tells the direction only", 113, { { SLL("04") IP4, 0, 1 }, { SLL("00") IP4, 0, 1 } }, 1 },
	{ "cooked v1, the same direction", 113, { { SLL("00") IP4, 0, 1 }, { SLL("00") IP4, 0, 1 } }, 2 },
	{ "one interface has no copies", 101, { { IP4, 0, 1 }, { IP4, 0, 1 } }, 2 },
};

START_TEST(test_copies_of_other_interfaces)
{
	const struct copy_row *row = &copies[_i];
	struct seen seen;
	size_t count = 0;

	while (count < 3 && row->samples[count].hex)
		count++;
	seen_samples(&seen, row->network, row->samples, count);
	ck_assert_msg(seen.count == row->datagrams, "%s: %zu datagrams", row->what, seen.count);
	ck_assert_uint_eq(seen.tally.copies, count - row->datagrams);
	seen_free(&seen);
}
END_TEST

Suite *link_tests(void)
{
	Suite *suite = suite_create("link layers");
	TCase *tests = tcase_create("all");

	tcase_add_loop_test(tests, test_link_layers, 0, (int)(sizeof(rows) / sizeof(*rows)));
	tcase_add_loop_test(tests, test_copies_of_other_interfaces, 0, (int)(sizeof(copies) / sizeof(*copies)));
	tcase_add_loop_test(tests, test_super_packets, 0, 2);
	tcase_add_test(tests, test_ethernet_endpoints);
	tcase_add_test(tests, test_ethernet_zeros);
	tcase_add_test(tests, test_reasons_are_counted);
	suite_add_tcase(suite, tests);
	return suite;
}
