/* tests/unit/capture_mutation.c - damaged captures by the thousand: no crash, no hang, bounded memory. */
#include "tests/unit/capture.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "conformance/judge/judge.h"
#include "dtls/dissector.h"
#include "pcap/pcapng.h"
#include "pcap/script.h"
#include "reports/ladder.h"

enum { ROUNDS = 50000, JUDGED_ROUNDS = 4000, FILES_MOST = 64, LONGEST = 8192 };

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

/* A mutant of a sample as a file of its own in memory; PATH is its name. */
struct mutants {
	struct samples samples;
	struct random random;
	uint8_t bytes[LONGEST];
	int fd;
	char path[64];
};

static struct mutants *mutants_new(uint64_t seed)
{
	struct mutants *m = calloc(1, sizeof(*m));

	m->random.state = seed;
	gather(&m->samples);
	m->fd = memfd_create("mutant", 0);
	ck_assert_int_ge(m->fd, 0);
	snprintf(m->path, sizeof(m->path), "/proc/self/fd/%d", m->fd);
	return m;
}

static void mutants_next(struct mutants *m)
{
	size_t which = roll(&m->random, (uint32_t)m->samples.count);

	memcpy(m->bytes, m->samples.bytes[which], m->samples.len[which]);
	size_t len = mutate(&m->random, m->bytes, m->samples.len[which]);
	ck_assert_int_eq(ftruncate(m->fd, 0), 0);
	ck_assert_int_eq(pwrite(m->fd, m->bytes, len, 0), (ssize_t)len);
}

static void mutants_free(struct mutants *m)
{
	close(m->fd);
	free(m);
}

START_TEST(test_no_damage_is_fatal)
{
	struct mutants *m = mutants_new(20240601);
	uint64_t sum = 0;
	struct capture_sinks sinks = { take, take_text, take_text, &sum };
	struct capture_tally tally;
	struct error error;
	unsigned damaged = 0;

	for (int i = 0; i < ROUNDS; i++) {
		mutants_next(m);
		if (!capture_read(m->path, &sinks, &tally, &error))
			continue;
		damaged++;
		ck_assert_int_eq(strncmp(error.text, m->path, strlen(m->path)), 0);
	}
	mutants_free(m);
	ck_assert_uint_gt(damaged, 1000);
	ck_assert_uint_lt(damaged, ROUNDS - 1000);
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
#ifndef __SANITIZE_ADDRESS__
	ck_assert_int_lt(usage.ru_maxrss, 100 * 1024);	/* KiB */
#endif
}
END_TEST

/* Everything that check, extract and replay put behind the reader. */
struct pipeline {
	struct keyring *keyring;
	struct dissector *dissector;
	struct judge *judge;
	struct ladder *ladder;
	struct script_maker *maker;
	uint64_t observations, findings;
};

static void saw(void *arg, const struct observation *o)
{
	struct pipeline *p = arg;

	p->observations++;
	judge_observation(p->judge, o);
	ladder_add(p->ladder, o, 0, false);
	script_maker_observation(p->maker, o);
}

static void found(void *arg, const struct finding *finding)
{
	(void)finding;
	((struct pipeline *)arg)->findings++;
}

static void dissect(void *arg, const struct datagram *d) { dissector_datagram(((struct pipeline *)arg)->dissector, d); }

static void add_keys(void *arg, const char *text, size_t len) { keyring_log(((struct pipeline *)arg)->keyring, text, len, NULL); }

static void pipe_through(struct pipeline *p, const char *path, const struct context *context)
{
	static const uint8_t psk[] = "secretPSK";
	struct dissector_config config = { .guess = true };
	struct capture_sinks sinks = { dissect, add_keys, NULL, p };
	struct capture_tally tally;
	struct script script;

	p->keyring = keyring_new();
	keyring_psk_any(p->keyring, psk, sizeof(psk) - 1);
	p->judge = judge_new(context, found, p);
	p->ladder = ladder_new(1000);
	p->maker = script_maker_new();
	p->dissector = dissector_new(&config, p->keyring, saw, p);
	capture_read(path, &sinks, &tally, NULL);
	dissector_end(p->dissector);
	judge_end(p->judge, tally.last_ns);
	script_maker_end(p->maker, p->dissector, &script);
	script_free(&script);
	ladder_free(p->ladder);
	dissector_free(p->dissector);
	judge_free(p->judge);
	keyring_free(p->keyring);
}

START_TEST(test_no_damage_is_fatal_to_those_behind)
{
	struct mutants *m = mutants_new(20240602);
	struct pipeline pipeline = { 0 };
	struct context context;

	context_default(&context);
	for (int i = 0; i < JUDGED_ROUNDS; i++) {
		mutants_next(m);
		pipe_through(&pipeline, m->path, &context);
	}
	mutants_free(m);
	ck_assert_uint_gt(pipeline.observations, JUDGED_ROUNDS / 2);	/* fewer where the public captures are absent */
	ck_assert_uint_gt(pipeline.findings, 100);
}
END_TEST

Suite *mutation_tests(void)
{
	Suite *suite = suite_create("damaged captures");
	TCase *tests = tcase_create("all");

	tcase_set_timeout(tests, 600);
	tcase_add_test(tests, test_no_damage_is_fatal);
	tcase_add_test(tests, test_no_damage_is_fatal_to_those_behind);
	suite_add_tcase(suite, tests);
	return suite;
}
