/* tests/unit/capture.h - the suites of check_capture, one a file, and what they share. */
#ifndef TESTS_CAPTURE_H
#define TESTS_CAPTURE_H

#include <check.h>

#include "pcap/capture.h"
#include "wire/buffer.h"

Suite *writer_tests(void);
Suite *format_tests(void);
Suite *link_tests(void);
Suite *ip_tests(void);
Suite *fragment_tests(void);
Suite *corpus_tests(void);
Suite *script_tests(void);
Suite *mutation_tests(void);

enum { KEPT_MOST = 64 };

/* What a capture gave: the first KEPT_MOST datagrams, with their own octets. */
struct seen {
	struct datagram kept[KEPT_MOST];
	size_t count;
	char *keylog, *context;		/* all of them joined; NULL: none */
	unsigned contexts;
	struct capture_tally tally;
	struct error error;
	int result;
};

void seen_read(struct seen *, const char *path);
void seen_octets(struct seen *, const uint8_t *bytes, size_t len);	/* as a file */
void seen_free(struct seen *);

/* A packet as hexadecimal digits, of which the capture cut MISSING octets off. */
struct sample {
	const char *hex;
	uint32_t missing, second;
};

/* A pcap file of them; NETWORK: its link type, and in the high bits the frame check sequence. */
void seen_samples(struct seen *, uint32_t network, const struct sample *, size_t count);

/* Hexadecimal digits, blanks and line ends between them, as octets behind what is in the buffer. */
void hex_append(struct buffer *, const char *digits);

/* A new name in the temporary directory, for one test; free it. */
char *scratch_name(void);

#endif
