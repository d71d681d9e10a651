/* tests/unit/capture_format.c - pcap and pcapng made by hand, octet by octet, whole and damaged. */
#include "tests/unit/capture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

/* Raw IP: 10.0.0.1:1234 to 10.0.0.2:5683, a CoAP Empty CON of mid 0x1234; 32 octets. */
#define PACKET                                                                                                         \
	"45000020 00000000 40110000 0a000001 0a000002" /* IPv4: header 20, total 32, UDP */                            \
	"04d2 1633 000c 0000"			       /* UDP: 1234 to 5683, length 12 */                              \
	"40001234"

static void read_hex(struct seen *seen, const char *hex)
{
	static uint8_t room[1 << 20];
	struct buffer b = buffer_on(room, sizeof(room));

	hex_append(&b, hex);
	seen_octets(seen, b.bytes, b.len);
}

static void assert_ping(const struct datagram *d, uint32_t frame, uint64_t at_ns)
{
	static const uint8_t ping[] = { 0x40, 0x00, 0x12, 0x34 };
	char from[ENDPOINT_TEXT], to[ENDPOINT_TEXT];

	ck_assert_uint_eq(d->frame, frame);
	ck_assert_uint_eq(d->at_ns, at_ns);
	ck_assert_str_eq(endpoint_format(from, sizeof(from), &d->from), "10.0.0.1:1234");
	ck_assert_str_eq(endpoint_format(to, sizeof(to), &d->to), "10.0.0.2:5683");
	ck_assert_uint_eq(d->len, 4);
	ck_assert_mem_eq(d->bytes, ping, 4);
	ck_assert(!d->cut && !d->outbound && !d->deliberate && d->fate == FATE_UNKNOWN);
}

static const struct classic_row {
	const char *header, *packet;
	uint64_t at_ns;
} classic[] = {
	/* magic, version 2.4, reserved, snaplen 65535, link type 101; seconds 1, fraction 2, captured, on the wire */
	{ "d4c3b2a1 0200 0400 00000000 00000000 ffff0000 65000000", "01000000 02000000 20000000 20000000",
	  1000002000 },
	{ "a1b2c3d4 0002 0004 00000000 00000000 0000ffff 00000065", "00000001 00000002 00000020 00000020",
	  1000002000 },
	{ "4d3cb2a1 0200 0400 00000000 00000000 ffff0000 65000000", "01000000 02000000 20000000 20000000",
	  1000000002 },
	{ "a1b23c4d 0002 0004 00000000 00000000 0000ffff 00000065", "00000001 00000002 00000020 00000020",
	  1000000002 },
	/* Kuznetzov's: interface index 4, protocol 2, packet type 1, padding 1 more a packet */
	{ "34cdb2a1 0200 0400 00000000 00000000 ffff0000 65000000",
	  "01000000 02000000 20000000 20000000 03000000 0008 00 00", 1000002000 },
	/* seconds past 2038 are unsigned */
	{ "a1b2c3d4 0002 0004 00000000 00000000 0000ffff 00000065", "f0000000 000f423f 00000020 00000020",
	  4026531840999999000 },
};

START_TEST(test_classic_headers)
{
	const struct classic_row *row = &classic[_i];
	char hex[1024];
	struct seen seen;

	snprintf(hex, sizeof(hex), "%s %s " PACKET " %s " PACKET, row->header, row->packet, row->packet);
	read_hex(&seen, hex);
	ck_assert_msg(!seen.result, "%s", seen.error.text);
	ck_assert_uint_eq(seen.count, 2);
	assert_ping(&seen.kept[0], 1, row->at_ns);
	assert_ping(&seen.kept[1], 2, row->at_ns);
	ck_assert_uint_eq(seen.tally.first_ns, row->at_ns);
	ck_assert(!seen.tally.ours);
	seen_free(&seen);
}
END_TEST

/* Section and interface in each byte order. SHB: type, 28, magic, 1.0, length unknown, 28. */
#define SECTION_LITTLE "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000"
#define SECTION_BIG "0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c"
/* IDB: type 1, 20, link type 101, reserved, snaplen 0, 20. */
#define RAW_LITTLE "01000000 14000000 6500 0000 00000000 14000000"
#define RAW_BIG "00000001 00000014 0065 0000 00000000 00000014"

static const struct blocks_row {
	const char *what, *hex;
	uint64_t at_ns;
} blocks[] = {
	{ "enhanced packet, little-endian",
	  SECTION_LITTLE RAW_LITTLE
	  "06000000 40000000"			/* EPB, 64 octets */
	  "00000000 00000000 40420f00"		/* interface 0, 0x0f4240 us */
	  "20000000 20000000" PACKET "40000000",
	  1000000000 },
	{ "enhanced packet, big-endian",
	  SECTION_BIG RAW_BIG
	  "00000006 00000040"
	  "00000000 00000001 00000002"		/* 2^32 + 2 us */
	  "00000020 00000020" PACKET "00000040",
	  4294967298000 },
	{ "nanoseconds by if_tsresol, offset 1 s by if_tsoffset",
	  SECTION_BIG
	  "00000001 00000030 0065 0000 00000000"
	  "0009 0001 09 000000"			/* if_tsresol 9 */
	  "000e 0008 0000000000000001"		/* if_tsoffset 1 */
	  "0001 0003 616263 00"			/* a comment, padded */
	  "00000030"
	  "00000006 00000040 00000000 00000000 00000007 00000020 00000020" PACKET "00000040",
	  1000000007 },
	{ "powers of two: 3 * 2^-1 s",
	  SECTION_BIG
	  "00000001 00000020 0065 0000 00000000 0009 0001 81 000000 0000 0000 00000020"
	  "00000006 00000040 00000000 00000000 00000003 00000020 00000020" PACKET "00000040",
	  1500000000 },
	{ "picoseconds",
	  SECTION_BIG
	  "00000001 00000020 0065 0000 00000000 0009 0001 0c 000000 0000 0000 00000020"
	  "00000006 00000040 00000000 00000000 000007d1 00000020 00000020" PACKET "00000040",
	  2 },
	{ "a simple packet has no time",
	  SECTION_BIG RAW_BIG "00000003 00000030 00000020" PACKET "00000030",
	  0 },
	{ "the obsolete packet block",
	  SECTION_LITTLE RAW_LITTLE
	  "02000000 40000000 0000 ffff 00000000 05000000 20000000 20000000" PACKET "40000000",
	  5000 },
	{ "unknown blocks, name resolution and statistics are passed over",
	  SECTION_LITTLE "ad0b0000 10000000 01020304 10000000" RAW_LITTLE
	  "04000000 10000000 00000000 10000000"
	  "05000000 18000000 00000000 00000000 00000000 18000000"
	  "06000000 40000000 00000000 00000000 01000000 20000000 20000000" PACKET "40000000",
	  1000 },
	{ "the second section counts interfaces anew, in its own byte order",
	  SECTION_LITTLE
	  "01000000 14000000 0100 0000 00000000 14000000"	/* Ethernet */
	  SECTION_BIG RAW_BIG
	  "00000006 00000040 00000000 00000000 00000001 00000020 00000020" PACKET "00000040",
	  1000 },
	{ "one packet on two interfaces",
	  SECTION_LITTLE RAW_LITTLE RAW_LITTLE
	  "06000000 40000000 00000000 00000000 01000000 20000000 20000000" PACKET "40000000"
	  "06000000 40000000 01000000 00000000 02000000 20000000 20000000" PACKET "40000000",
	  1000 },
	{ "two interfaces of different link types",
	  SECTION_LITTLE
	  "01000000 14000000 0100 0000 00000000 14000000"
	  RAW_LITTLE
	  "06000000 40000000 01000000 00000000 01000000 20000000 20000000" PACKET "40000000",
	  1000 },
};

START_TEST(test_blocks)
{
	struct seen seen;

	read_hex(&seen, blocks[_i].hex);
	ck_assert_msg(!seen.result, "%s: %s", blocks[_i].what, seen.error.text);
	ck_assert_msg(seen.count == 1, "%s: %zu datagrams", blocks[_i].what, seen.count);
	assert_ping(&seen.kept[0], 1, blocks[_i].at_ns);
	seen_free(&seen);
}
END_TEST

/* Comments in the words of ours mean nothing in a foreign capture, nor does its direction. */
START_TEST(test_foreign_comments_are_not_ours)
{
	struct seen seen;

	read_hex(&seen, SECTION_LITTLE RAW_LITTLE
		 "06000000 60000000 00000000 00000000 01000000 20000000 20000000" PACKET
		 "0200 0400 02000000"				/* epb_flags: outbound */
		 "0100 0d00 66617465 3a206472 6f707065 64 000000"	/* "fate: dropped" */
		 "0000 0000 60000000");
	ck_assert_msg(!seen.result, "%s", seen.error.text);
	assert_ping(&seen.kept[0], 1, 1000);
	seen_free(&seen);
}
END_TEST

START_TEST(test_secrets_come_before_their_packets)
{
	struct seen seen;

	read_hex(&seen, SECTION_LITTLE
		 "0a000000 18000000 4b534c54 04000000 61620a63 18000000"	/* TLSK, 4 octets "ab\nc" */
		 "0a000000 18000000 4b534c54 01000000 64000000 18000000"	/* TLSK, 1 octet "d" */
		 "0a000000 18000000 4b4c4757 04000000 78787878 18000000");	/* WireGuard's: not ours */
	ck_assert_msg(!seen.result, "%s", seen.error.text);
	ck_assert_str_eq(seen.keylog, "ab\ncd");
	seen_free(&seen);
}
END_TEST

#define CLASSIC "a1b2c3d4 0002 0004 00000000 00000000 0000ffff 00000065"
#define WHOLE "00000001 00000002 00000020 00000020" PACKET

static const struct damaged_row {
	const char *hex, *error;
	uint64_t packets;
} damaged[] = {
	{ "", ": empty file", 0 },
	{ "0a", ": no capture: neither pcap nor pcapng begins with 0a", 0 },
	{ "4d35677465737420", ": no capture: neither pcap nor pcapng begins with 4d356774", 0 },
	{ "a1b2c3d4 0002 0004", ": damaged at octet 0: the file header is cut off", 0 },
	{ CLASSIC WHOLE "00000001 00", ": damaged at octet 72: the header of packet 2 is cut off", 1 },
	{ CLASSIC WHOLE "00000001 00000002 00000020 00000020 4500",
	  ": damaged at octet 72: packet 2 is cut off, 18 octets of 48", 1 },
	{ CLASSIC "00000001 00000002 70000000 00000020 4500",
	  ": damaged at octet 24: packet 1 says it is longer than 16777216 octets", 0 },
	{ "0a0d0d0a 1c000000 00000000 0100 0000 ffffffffffffffff 1c000000",
	  ": damaged at octet 0: a section header without its byte order", 0 },
	{ "0a0d0d0a 1c000000 4d3c2b1a 0200 0000 ffffffffffffffff 1c000000",
	  ": damaged at octet 0: a section of pcapng version 2", 0 },
	{ SECTION_LITTLE "06000000 40000000 00000000 00000000 01000000 20000000 20000000" PACKET "40000000",
	  ": damaged at octet 28: packet 1 names interface 0 of 0", 0 },
	{ SECTION_LITTLE RAW_LITTLE "06000000 40000000 00000000 00000000 01000000 20000000 20000000" PACKET "44000000",
	  ": damaged at octet 48: a block whose two lengths differ", 0 },
	{ SECTION_LITTLE RAW_LITTLE "06000000 40000000 00000000 00000000 01000000 21000000 20000000" PACKET "40000000",
	  ": damaged at octet 48: packet 1 says it is longer than its block", 0 },
	{ SECTION_LITTLE RAW_LITTLE "06000000 40000000 00000000 00000000 01000000 20000000",
	  ": damaged at octet 48: the last block is cut off, 24 octets of 64", 0 },
	{ SECTION_LITTLE "ad0b0000 10000000 01020304", ": damaged at octet 40: the last block is cut off", 0 },
	{ SECTION_LITTLE RAW_LITTLE "0600", ": damaged at octet 48: the last block is cut off, 2 octets of it", 0 },
	{ SECTION_LITTLE "01000000 0b000000 6500 0000", ": damaged at octet 28: a block of type 0x00000001 says its length is 11", 0 },
	{ SECTION_LITTLE "06000000 fcffffff 6500 0000", ": damaged at octet 28: a block of type 0x00000006 says its length is 4294967292", 0 },
	{ SECTION_LITTLE "0a000000 18000000 4b534c54 05000000 61620a63 18000000",
	  ": damaged at octet 28: secrets longer than their block", 0 },
};

START_TEST(test_damage_is_named_by_its_octet)
{
	const struct damaged_row *row = &damaged[_i];
	struct seen seen;

	read_hex(&seen, row->hex);
	ck_assert_int_eq(seen.result, -1);
	const char *said = strchr(seen.error.text, ':');
	ck_assert_ptr_nonnull(said);
	ck_assert_str_eq(said, row->error);
	ck_assert_uint_eq(seen.tally.packets, row->packets);
	ck_assert_uint_eq(seen.count, row->packets);
	seen_free(&seen);
}
END_TEST

START_TEST(test_header_and_no_packet)
{
	struct seen seen;

	read_hex(&seen, _i ? CLASSIC : SECTION_BIG);
	ck_assert_msg(!seen.result, "%s", seen.error.text);
	ck_assert_uint_eq(seen.tally.packets, 0);
	seen_free(&seen);
}
END_TEST

START_TEST(test_no_file)
{
	struct seen seen;

	seen_read(&seen, "/nonexistent/x.pcap");
	ck_assert_int_eq(seen.result, -1);
	ck_assert_str_eq(seen.error.text, "/nonexistent/x.pcap: cannot be read: No such file or directory");
	seen_read(&seen, "/");
	ck_assert_int_eq(seen.result, -1);
	ck_assert_str_eq(seen.error.text, "/: cannot be read: Is a directory");
}
END_TEST

/* Many packets, so that the window moves, gzipped by zlib's own writer; then the same cut short. */
START_TEST(test_gzip)
{
	enum { PACKETS = 40000 };
	uint8_t room[24], whole[48];
	struct buffer header = buffer_on(room, sizeof(room)), packet = buffer_on(whole, sizeof(whole));
	char *name = scratch_name();
	struct seen seen;

	hex_append(&header, CLASSIC);
	gzFile out = gzopen(name, "wb");
	gzwrite(out, header.bytes, (unsigned)header.len);
	hex_append(&packet, WHOLE);
	for (int i = 0; i < PACKETS; i++)
		gzwrite(out, packet.bytes, (unsigned)packet.len);
	ck_assert_int_eq(gzclose(out), Z_OK);
	seen_read(&seen, name);
	ck_assert_msg(!seen.result, "%s", seen.error.text);
	ck_assert_uint_eq(seen.tally.packets, PACKETS);
	ck_assert_uint_eq(seen.tally.datagrams, PACKETS);
	seen_free(&seen);

	ck_assert_int_eq(truncate(name, 2000), 0);
	seen_read(&seen, name);
	ck_assert_int_eq(seen.result, -1);
	ck_assert_msg(strstr(seen.error.text, "octets of 48; the gzip stream is cut off") != NULL, "%s", seen.error.text);
	ck_assert_uint_gt(seen.count, 100);
	seen_free(&seen);
	unlink(name);
	free(name);
}
END_TEST

START_TEST(test_standard_input)
{
	char *name = scratch_name();
	uint8_t room[128];
	struct buffer b = buffer_on(room, sizeof(room));
	struct seen seen;

	hex_append(&b, CLASSIC WHOLE);
	FILE *file = fopen(name, "wb");
	fwrite(b.bytes, 1, b.len, file);
	fclose(file);
	ck_assert_ptr_nonnull(freopen(name, "rb", stdin));
	seen_read(&seen, "-");
	ck_assert_msg(!seen.result, "%s", seen.error.text);
	ck_assert_uint_eq(seen.count, 1);
	seen_free(&seen);
	seen_read(&seen, "-");		/* read to its end by now */
	ck_assert_str_eq(seen.error.text, "standard input: empty file");
	unlink(name);
	free(name);
}
END_TEST

#define ROWS(table) ((int)(sizeof(table) / sizeof(*(table))))

Suite *format_tests(void)
{
	Suite *suite = suite_create("capture formats");
	TCase *tests = tcase_create("all");

	tcase_add_loop_test(tests, test_classic_headers, 0, ROWS(classic));
	tcase_add_loop_test(tests, test_blocks, 0, ROWS(blocks));
	tcase_add_loop_test(tests, test_damage_is_named_by_its_octet, 0, ROWS(damaged));
	tcase_add_loop_test(tests, test_header_and_no_packet, 0, 2);
	tcase_add_test(tests, test_foreign_comments_are_not_ours);
	tcase_add_test(tests, test_secrets_come_before_their_packets);
	tcase_add_test(tests, test_no_file);
	tcase_add_test(tests, test_gzip);
	tcase_add_test(tests, test_standard_input);
	suite_add_tcase(suite, tests);
	return suite;
}
