/* tests/unit/capture_mutation.c - damaged captures by the thousand: no crash, no hang, bounded memory. */
#include "tests/unit/capture.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "pcap/pcapng.h"

enum { ROUNDS = 50000, FILES_MOST = 64, LONGEST = 8192 };

struct random { uint64_t state; };

/* xorshift64* (Vigna 2016) */
static uint32_t roll(struct random *r, uint32_t below)
{
	r->state ^= r->state >> 12;
	r->state ^= r->state << 25;
	r->state ^= r->state >> 27;
	return (uint32_t)(r->state * 2685821657736338717u >> 32) % below;
}

static const uint8_t telling[] = { 0, 1, 3, 0x7f, 0x80, 0xfe, 0xff, 0x10, 0x45, 0x60 };

/* A few octets changed, cut out, doubled, or the end cut off. */
static size_t mutate(struct random *r, uint8_t *bytes, size_t len)
{
	for (uint32_t n = 1 + roll(r, 8); n && len > 8; n--) {
		size_t at = roll(r, (uint32_t)len), some = 1 + roll(r, 8);
		some = some > len - at ? len - at : some;
		switch (roll(r, 6)) {
		case 0: bytes[at] ^= (uint8_t)(1 << roll(r, 8)); break;
		case 1: bytes[at] = (uint8_t)roll(r, 256); break;
		case 2: memset(bytes + at, telling[roll(r, sizeof(telling))], some); break;
		case 3: memmove(bytes + at, bytes + at + some, len - at - some), len -= some; break;
		case 4: memmove(bytes + at, bytes + roll(r, (uint32_t)(len - some)), some); break;
		default: len = roll(r, 10) ? len : at; break;
		}
	}
	return len;
}

static void take(void *arg, const struct datagram *d)
{
	uint64_t *sum = arg;

	for (size_t i = 0; i < d->len; i++)	/* every octet is there: the sanitizer sees */
		*sum += d->bytes[i];
	*sum += d->deliberate ? strlen(d->deliberate) : 0;
}

static void take_text(void *arg, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		*(uint64_t *)arg += (uint8_t)text[i];
}

/* Our own writer's file, with all that it can write. */
static size_t own_sample(uint8_t *room)
{
	struct endpoint a = { FAMILY_IPV4, CARRIER_UDP, 1, { 127, 0, 0, 1 } }, b = { FAMILY_NONE, CARRIER_ETHER, 0, { 2 } };
	struct datagram d = { .from = a, .to = a, .bytes = (const uint8_t *)"ping", .len = 4, .fate = FATE_DROPPED };
	char *name = scratch_name();
	struct pcapng *p = pcapng_begin(name, "vantage=client\n", NULL);

	pcapng_keylog(p, "CLIENT_RANDOM 00 00");
	d.deliberate = "bad tag";
	pcapng_datagram(p, &d);
	d.from = d.to = b;
	pcapng_datagram(p, &d);
	ck_assert_int_eq(pcapng_end(p, 9, NULL), 0);
	FILE *file = fopen(name, "rb");
	size_t len = fread(room, 1, LONGEST, file);
	fclose(file);
	unlink(name);
	free(name);
	return len;
}

struct samples {
	uint8_t bytes[FILES_MOST][LONGEST];
	size_t len[FILES_MOST], count;
};

static void gather(struct samples *s)
{
	const char *shared = getenv("M5GTEST_SHARED");
	char pattern[4096];
	glob_t found = { 0 };

	s->len[s->count] = own_sample(s->bytes[s->count]);
	s->count++;
	snprintf(pattern, sizeof(pattern), "%s/captures/*.pcap*", shared ? shared : ".");
	glob(pattern, 0, NULL, &found);
	for (size_t i = 0; i < found.gl_pathc && s->count < FILES_MOST; i++) {
		FILE *file = fopen(found.gl_pathv[i], "rb");
		s->len[s->count] = fread(s->bytes[s->count], 1, LONGEST, file);
		s->count++;
		fclose(file);
	}
	globfree(&found);
}

START_TEST(test_no_damage_is_fatal)
{
	static struct samples samples;
	static uint8_t bytes[LONGEST];
	struct random random = { 20240601 };
	uint64_t sum = 0;
	struct capture_sinks sinks = { take, take_text, take_text, &sum };
	struct capture_tally tally;
	struct error error;
	unsigned damaged = 0;
	char path[64];

	gather(&samples);
	int fd = memfd_create("mutant", 0);
	ck_assert_int_ge(fd, 0);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	for (int i = 0; i < ROUNDS; i++) {
		size_t which = roll(&random, (uint32_t)samples.count);
		memcpy(bytes, samples.bytes[which], samples.len[which]);
		size_t len = mutate(&random, bytes, samples.len[which]);
		ck_assert_int_eq(ftruncate(fd, 0), 0);
		ck_assert_int_eq(pwrite(fd, bytes, len, 0), (ssize_t)len);
		if (capture_read(path, &sinks, &tally, &error)) {
			damaged++;
			ck_assert_int_eq(strncmp(error.text, path, strlen(path)), 0);
		}
	}
	close(fd);
	ck_assert_uint_gt(damaged, 1000);
	ck_assert_uint_lt(damaged, ROUNDS - 1000);
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
#ifndef __SANITIZE_ADDRESS__
	ck_assert_int_lt(usage.ru_maxrss, 100 * 1024);	/* KiB */
#endif
}
END_TEST

Suite *mutation_tests(void)
{
	Suite *suite = suite_create("damaged captures");
	TCase *tests = tcase_create("all");

	tcase_set_timeout(tests, 300);
	tcase_add_test(tests, test_no_damage_is_fatal);
	suite_add_tcase(suite, tests);
	return suite;
}
