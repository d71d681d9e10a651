/* tests/unit/capture_writer.c - our pcapng, read back by ourselves and by libpcap. */
#include "tests/unit/capture.h"

#include <dirent.h>
#include <fcntl.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pcap/pcapng.h"

#define CLIENT { FAMILY_IPV4, CARRIER_UDP, 40000, { 127, 0, 0, 1 } }
#define SERVER { FAMILY_IPV4, CARRIER_UDP, 5683, { 192, 0, 2, 1 } }
#define CLIENT6 { FAMILY_IPV6, CARRIER_UDP, 40001, { 0x20, 1, 0xd, 0xb8, [15] = 1 } }
#define SERVER6 { FAMILY_IPV6, CARRIER_UDP, 5684, { 0x20, 1, 0xd, 0xb8, [15] = 2 } }
#define DEVICE { FAMILY_NONE, CARRIER_ETHER, 0, { 2, 0, 0, 0, 0, 1 } }
#define GATEWAY { FAMILY_NONE, CARRIER_ETHER, 0, { 2, 0, 0, 0, 0, 2 } }

/* A CoAP Empty CON, mid 0x1234. */
static const uint8_t ping[] = { 0x40, 0x00, 0x12, 0x34 };

static const struct datagram sample[] = {
	{ .at_ns = 1700000000123456789, .frame = 1, .fate = FATE_DELIVERED, .outbound = true, .from = CLIENT,
	  .to = SERVER, .bytes = ping, .len = 4 },
	{ .at_ns = 1700000000123456790, .frame = 2, .fate = FATE_DROPPED, .from = SERVER, .to = CLIENT, .bytes = ping,
	  .len = 3, .jitter_ns = 1234567890123 },
	{ .at_ns = 5, .frame = 3, .fate = FATE_UNKNOWN, .outbound = true, .from = CLIENT6, .to = SERVER6,
	  .bytes = ping, .len = 1, .deliberate = "drop ue-service-id" },
	{ .at_ns = UINT64_MAX, .frame = 4, .fate = FATE_DOUBLED, .from = SERVER6, .to = CLIENT6, .bytes = ping },
	{ .at_ns = 7, .frame = 5, .fate = FATE_LATE, .outbound = true, .from = DEVICE, .to = GATEWAY, .bytes = ping,
	  .len = 4, .deliberate = "" },
	{ .at_ns = 8, .frame = 6, .fate = FATE_DELIVERED, .cut = true, .from = CLIENT, .to = SERVER, .bytes = ping,
	  .len = 2 },
};
enum { SAMPLES = sizeof(sample) / sizeof(*sample) };

static struct pcapng *begin(const char *path, const char *context)
{
	struct error error;
	struct pcapng *p = pcapng_begin(path, context, &error);

	ck_assert_msg(p != NULL, "%s", error.text);
	return p;
}

static void end(struct pcapng *p, uint64_t end_ns)
{
	struct error error;

	ck_assert_msg(!pcapng_end(p, end_ns, &error), "%s", error.text);
}

static void assert_same(const struct datagram *a, const struct datagram *b)
{
	ck_assert_uint_eq(a->at_ns, b->at_ns);
	ck_assert_uint_eq(a->frame, b->frame);
	ck_assert_uint_eq(a->fate, b->fate);
	ck_assert_uint_eq(a->jitter_ns, b->jitter_ns);
	ck_assert_int_eq(a->outbound, b->outbound);
	ck_assert_int_eq(a->cut, b->cut);
	ck_assert(endpoint_equal(&a->from, &b->from) && endpoint_equal(&a->to, &b->to));
	ck_assert_uint_eq(a->len, b->len);
	ck_assert_int_eq(memcmp(a->bytes, b->bytes, a->len), 0);
	ck_assert_pstr_eq(a->deliberate, b->deliberate);
}

START_TEST(test_all_comes_back)
{
	char *path = scratch_name();
	struct pcapng *p = begin(path, "vantage=client\nedition=cr\n");
	struct seen seen;

	pcapng_keylog(p, "CLIENT_RANDOM aa bb");
	for (int i = 0; i < SAMPLES; i++) {
		pcapng_datagram(p, &sample[i]);
		pcapng_keylog(p, "CLIENT_RANDOM cc dd\n");
	}
	end(p, 1700000099000000001);
	seen_read(&seen, path);
	ck_assert_msg(!seen.result, "%s", seen.error.text);
	ck_assert_uint_eq(seen.count, SAMPLES);
	for (int i = 0; i < SAMPLES; i++)
		assert_same(&seen.kept[i], &sample[i]);
	ck_assert_str_eq(seen.context, "vantage=client\nedition=cr\n");
	ck_assert_uint_eq(strlen(seen.keylog), 20 * (1 + SAMPLES));
	ck_assert_int_eq(strncmp(seen.keylog, "CLIENT_RANDOM aa bb\nCLIENT_RANDOM cc dd\n", 40), 0);
	ck_assert(seen.tally.ours);
	ck_assert_uint_eq(seen.tally.end_ns, 1700000099000000001);
	ck_assert_uint_eq(seen.tally.packets, SAMPLES);
	ck_assert_uint_eq(seen.tally.datagrams, SAMPLES);
	seen_free(&seen);
	unlink(path);
	free(path);
}
END_TEST

START_TEST(test_nothing_seen_is_a_capture_too)
{
	char *path = scratch_name(), errors[PCAP_ERRBUF_SIZE];
	struct seen seen;

	end(begin(path, ""), 42);
	seen_read(&seen, path);
	ck_assert_msg(!seen.result, "%s", seen.error.text);
	ck_assert_uint_eq(seen.tally.packets, 0);
	ck_assert_uint_eq(seen.tally.end_ns, 42);
	ck_assert_uint_eq(seen.tally.last_ns, 42);
	ck_assert_uint_eq(seen.contexts, 1);
	seen_free(&seen);
	pcap_t *p = pcap_open_offline(path, errors);
	ck_assert_msg(p != NULL, "%s", errors);
	pcap_close(p);
	unlink(path);
	free(path);
}
END_TEST

/* Without a context the file is nobody's: what only a tap of ours knows is not in it. */
START_TEST(test_a_foreign_file)
{
	char *path = scratch_name();
	struct pcapng *p = begin(path, NULL);
	struct seen seen;

	for (int i = 0; i < SAMPLES; i++)
		pcapng_datagram(p, &sample[i]);
	end(p, 42);
	seen_read(&seen, path);
	ck_assert_msg(!seen.result, "%s", seen.error.text);
	ck_assert_uint_eq(seen.count, SAMPLES);
	ck_assert_uint_eq(seen.contexts, 0);
	ck_assert(!seen.tally.ours && !seen.tally.end_ns);
	for (int i = 0; i < SAMPLES; i++) {
		struct datagram expected = sample[i];
		expected.fate = FATE_UNKNOWN;
		expected.jitter_ns = 0;
		expected.outbound = false;
		expected.deliberate = NULL;
		assert_same(&seen.kept[i], &expected);
	}
	seen_free(&seen);
	unlink(path);
	free(path);
}
END_TEST

/* Contexts with many identities exceed one option: 65,535 octets. */
START_TEST(test_a_long_context_comes_back_whole)
{
	char *path = scratch_name(), *context = malloc(400001);
	struct seen seen;

	for (int i = 0; i < 400000; i++)
		context[i] = i % 50 == 49 ? '\n' : (char)('a' + i % 23);
	memset(context + 150000, 'x', 70000);	/* a line longer than an option */
	context[400000] = '\0';
	end(begin(path, context), 1);
	seen_read(&seen, path);
	ck_assert_msg(!seen.result, "%s", seen.error.text);
	ck_assert_uint_eq(seen.contexts, 1);
	ck_assert_str_eq(seen.context, context);
	seen_free(&seen);
	unlink(path);
	free(path);
	free(context);
}
END_TEST

static unsigned sum16(const uint8_t *bytes, size_t len)
{
	unsigned sum = 0;

	for (size_t i = 0; i < len; i += 2)
		sum += (unsigned)bytes[i] << 8 | (i + 1 < len ? bytes[i + 1] : 0);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

/* What libpcap finds in the file of the first two samples, octet by octet. */
START_TEST(test_libpcap_reads_ipv4)
{
	static const uint8_t expected[] = {
		0x45, 0x00, 0x00, 0x20,		/* version 4, header 20, total 32 */
		0x00, 0x00, 0x40, 0x00,		/* identification 0, DF */
		0x40, 0x11, 0xf9, 0xca,		/* TTL 64, UDP; ~(4500+0020+4000+4011+7f00+0001+c000+0201) */
		127, 0, 0, 1, 192, 0, 2, 1,
		0x9c, 0x40, 0x16, 0x33,		/* 40000 to 5683 */
		0x00, 0x0c, 0xba, 0x2b,		/* length 12; ~(7f00+1+c000+201+11+c + 9c40+1633+c + 4000+1234) */
		0x40, 0x00, 0x12, 0x34,
	};
	char *path = scratch_name(), errors[PCAP_ERRBUF_SIZE];
	struct pcapng *out = begin(path, "");
	struct pcap_pkthdr *header;
	const uint8_t *bytes;

	pcapng_keylog(out, "CLIENT_RANDOM aa bb");
	pcapng_datagram(out, &sample[0]);
	pcapng_datagram(out, &sample[1]);
	end(out, 1700000001000000000);
	pcap_t *p = pcap_open_offline_with_tstamp_precision(path, PCAP_TSTAMP_PRECISION_NANO, errors);
	ck_assert_msg(p != NULL, "%s", errors);
	ck_assert_int_eq(pcap_datalink(p), DLT_RAW);
	ck_assert_int_eq(pcap_next_ex(p, &header, &bytes), 1);
	ck_assert_int_eq(header->ts.tv_sec, 1700000000);
	ck_assert_int_eq(header->ts.tv_usec, 123456789);
	ck_assert_uint_eq(header->caplen, 32);
	ck_assert_uint_eq(header->len, 32);
	ck_assert_mem_eq(bytes, expected, 32);
	ck_assert_int_eq(pcap_next_ex(p, &header, &bytes), 1);
	ck_assert_int_eq(header->ts.tv_usec, 123456790);
	ck_assert_uint_eq(header->caplen, 31);
	ck_assert_int_eq(pcap_next_ex(p, &header, &bytes), PCAP_ERROR_BREAK);
	pcap_close(p);
	unlink(path);
	free(path);
}
END_TEST

/* A right checksum makes the sum over pseudo header and datagram 0xffff (RFC 1071 1). */
START_TEST(test_libpcap_reads_ipv6)
{
	char *path = scratch_name(), errors[PCAP_ERRBUF_SIZE];
	struct pcapng *out = begin(path, "");
	struct pcap_pkthdr *header;
	const uint8_t *bytes;

	for (int i = 2; i < 4; i++)
		pcapng_datagram(out, &sample[i]);
	end(out, 9);
	pcap_t *p = pcap_open_offline(path, errors);
	ck_assert_msg(p != NULL, "%s", errors);
	for (unsigned len = 1; pcap_next_ex(p, &header, &bytes) == 1; len--) {
		ck_assert_uint_eq(header->caplen, 48 + len);
		ck_assert_uint_eq(bytes[0], 0x60);
		ck_assert_uint_eq(bytes[4] << 8 | bytes[5], 8 + len);
		ck_assert_uint_eq(bytes[6], 17);
		ck_assert_uint_eq(bytes[8], 0x20);
		ck_assert_uint_eq(bytes[44] << 8 | bytes[45], 8 + len);
		unsigned pseudo = sum16(bytes + 8, 32) + 17 + 8 + len;
		unsigned sum = pseudo + sum16(bytes + 40, 8 + len);
		ck_assert_uint_eq((sum & 0xffff) + (sum >> 16), 0xffff);
	}
	pcap_close(p);
	unlink(path);
	free(path);
}
END_TEST

static unsigned files_like(const char *path)
{
	char folder[4096];
	unsigned count = 0;

	snprintf(folder, sizeof(folder), "%s", path);
	char *slash = strrchr(folder, '/');
	*slash = '\0';
	DIR *open = opendir(folder);
	ck_assert_ptr_nonnull(open);
	for (struct dirent *e; (e = readdir(open));)
		count += !strncmp(e->d_name, slash + 1, strlen(slash + 1));
	closedir(open);
	return count;
}

/* With another context than it began with: longer, shorter, the same. */
static void write_early(const char *path, const char *first, const char *then)
{
	struct error error;
	struct pcapng *p = pcapng_begin_early(path, first, &error);

	ck_assert_msg(p != NULL, "%s", error.text);
	pcapng_keylog(p, "CLIENT_RANDOM aa bb");
	pcapng_datagram(p, &sample[0]);
	pcapng_context(p, then);
	pcapng_datagram(p, &sample[1]);
	end(p, 9);
}

static void assert_early(const char *path, const char *context)
{
	struct seen seen;

	seen_read(&seen, path);
	ck_assert_uint_eq(seen.count, 2);
	ck_assert_str_eq(seen.context, context);
	assert_same(&seen.kept[0], &sample[0]);
	assert_same(&seen.kept[1], &sample[1]);
	seen_free(&seen);
}

START_TEST(test_a_context_that_comes_later)
{
	static const char *const contexts[] = { "vantage=client\n", "vantage=client\nprobed=block,observe\nx=1\n", "a=b\n", "" };
	char *path = scratch_name(), *pipe = scratch_name();

	for (size_t i = 0; i < 4; i++) {
		write_early(path, contexts[0], contexts[i]);
		assert_early(path, contexts[i]);
	}
	/* what goes to a pipe is held until then */
	unlink(pipe);
	ck_assert_int_eq(mkfifo(pipe, 0600), 0);
	int in = open(pipe, O_RDONLY | O_NONBLOCK), out = open(path, O_WRONLY | O_TRUNC);
	uint8_t bytes[4096];
	write_early(pipe, contexts[0], contexts[1]);
	ssize_t n = read(in, bytes, sizeof(bytes));
	ck_assert_int_gt(n, 0);
	ck_assert_int_eq(write(out, bytes, (size_t)n), n);
	close(in);
	close(out);
	assert_early(path, contexts[1]);
	unlink(path);
	unlink(pipe);
	free(path);
	free(pipe);
}
END_TEST

/* Of a run that is killed: what it saw is in the temporary file, under the first context. */
START_TEST(test_what_a_killed_run_leaves)
{
	char *path = scratch_name(), copy[4096];
	struct error error;
	struct pcapng *p = pcapng_begin_early(path, "vantage=client\n", &error);
	struct seen seen;

	ck_assert_msg(p != NULL, "%s", error.text);
	pcapng_datagram(p, &sample[0]);
	snprintf(copy, sizeof(copy), "%s.%ld.tmp", path, (long)getpid());
	seen_read(&seen, copy);
	ck_assert_uint_eq(seen.count, 1);
	ck_assert_str_eq(seen.context, "vantage=client\n");
	seen_free(&seen);
	pcapng_drop(p);
	unlink(path);
	free(path);
}
END_TEST

START_TEST(test_nothing_half_written_stays)
{
	char *path = scratch_name();
	struct stat before, after;
	struct pcapng *p = begin(path, "");

	ck_assert_uint_eq(files_like(path), 2);
	ck_assert_int_eq(stat(path, &before), 0);
	pcapng_datagram(p, &sample[0]);
	pcapng_drop(p);
	ck_assert_uint_eq(files_like(path), 1);
	ck_assert_int_eq(stat(path, &after), 0);
	ck_assert_int_eq(after.st_size, before.st_size);
	pcapng_drop(NULL);
	unlink(path);
	free(path);
}
END_TEST

START_TEST(test_what_cannot_be_written_is_said)
{
	static const uint8_t huge[70000];
	struct datagram wrong = sample[0];
	struct error error;

	ck_assert_ptr_null(pcapng_begin("/nonexistent/folder/x.pcapng", "", &error));
	ck_assert_str_eq(error.text, "/nonexistent/folder/x.pcapng: cannot be written: No such file or directory");

	char *path = scratch_name();
	struct pcapng *p = begin(path, "");
	wrong.bytes = huge, wrong.len = sizeof(huge);
	pcapng_datagram(p, &sample[0]);
	pcapng_datagram(p, &wrong);
	ck_assert_int_eq(pcapng_end(p, 1, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, ": frame 2: a datagram of 70000 octets, more than UDP can carry"));
	ck_assert_uint_eq(files_like(path), 1);

	p = begin("/dev/full", "");
	ck_assert_int_eq(pcapng_end(p, 1, &error), -1);
	ck_assert_str_eq(error.text, "/dev/full: No space left on device");
	unlink(path);
	free(path);
}
END_TEST

Suite *writer_tests(void)
{
	Suite *suite = suite_create("pcapng writer");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_all_comes_back);
	tcase_add_test(tests, test_nothing_seen_is_a_capture_too);
	tcase_add_test(tests, test_a_foreign_file);
	tcase_add_test(tests, test_a_long_context_comes_back_whole);
	tcase_add_test(tests, test_libpcap_reads_ipv4);
	tcase_add_test(tests, test_libpcap_reads_ipv6);
	tcase_add_test(tests, test_a_context_that_comes_later);
	tcase_add_test(tests, test_what_a_killed_run_leaves);
	tcase_add_test(tests, test_nothing_half_written_stays);
	tcase_add_test(tests, test_what_cannot_be_written_is_said);
	suite_add_tcase(suite, tests);
	return suite;
}
