/* tests/unit/capture_corpus.c - every public capture, with libpcap's reading as second opinion. */
#include "tests/unit/capture.h"

#include <glob.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Every file of the shared captures that begins as a capture does. */
static void each_capture(void (*each)(const char *path))
{
	const char *shared = getenv("M5GTEST_SHARED");
	char pattern[4096];
	glob_t found = { 0 };

	for (int deep = 0; deep < 2; deep++) {
		snprintf(pattern, sizeof(pattern), "%s/captures/%s*.pcap*", shared ? shared : ".", deep ? "*/" : "");
		glob(pattern, deep ? GLOB_APPEND : 0, NULL, &found);
	}
	if (!found.gl_pathc)
		fprintf(stderr, "skipped: no captures in %s/captures\n", shared ? shared : ".");
	for (size_t i = 0; i < found.gl_pathc; i++)
		each(found.gl_pathv[i]);
	globfree(&found);
}


/* No capture here has fragments: every packet that libpcap's filter calls UDP gives a datagram. */
static bool is_udp(pcap_t *p, const struct pcap_pkthdr *header, const uint8_t *bytes)
{
	static const char tagged[] = "udp or (vlan and vlan and udp)";	/* for Ethernet only */
	struct bpf_program program;

	if (pcap_compile(p, &program, tagged, 1, PCAP_NETMASK_UNKNOWN) &&
	    pcap_compile(p, &program, "udp", 1, PCAP_NETMASK_UNKNOWN))
		return false;			/* 802.15.4 */
	bool is = pcap_offline_filter(&program, header, bytes);
	pcap_freecode(&program);
	return is;
}

static void compare(const char *path)
{
	char errors[PCAP_ERRBUF_SIZE];
	struct seen seen;
	struct pcap_pkthdr *header;
	const uint8_t *bytes;
	uint64_t packets = 0, datagrams = 0, first = UINT64_MAX, last = 0;

	seen_read(&seen, path);
	pcap_t *p = pcap_open_offline_with_tstamp_precision(path, PCAP_TSTAMP_PRECISION_NANO, errors);
	ck_assert_msg((p != NULL) == !seen.result, "%s: %s", path, p ? seen.error.text : errors);
	for (; p && pcap_next_ex(p, &header, &bytes) == 1; packets++) {
		uint64_t at = (uint64_t)header->ts.tv_sec * 1000000000 + (uint64_t)header->ts.tv_usec;
		first = at < first ? at : first;
		last = at > last ? at : last;
		datagrams += is_udp(p, header, bytes);
	}
	ck_assert_msg(packets == seen.tally.packets, "%s: %lu packets, not %lu", path, seen.tally.packets, packets);
	ck_assert_msg(datagrams == seen.tally.datagrams, "%s: %lu datagrams, not %lu", path, seen.tally.datagrams,
		      datagrams);
	if (packets) {
		ck_assert_uint_eq(first, seen.tally.first_ns);
		ck_assert_uint_eq(last, seen.tally.last_ns);
	}
	const struct capture_tally *t = &seen.tally;
	ck_assert_uint_eq(t->packets, t->datagrams + t->not_ip + t->not_udp + t->fragments + t->cut + t->broken +
			  t->unknown_link + t->copies);
	if (p)
		pcap_close(p);
	seen_free(&seen);
}

START_TEST(test_same_packets_as_libpcap) { each_capture(compare); }
END_TEST

Suite *corpus_tests(void)
{
	Suite *suite = suite_create("public captures");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_same_packets_as_libpcap);
	suite_add_tcase(suite, tests);
	return suite;
}
