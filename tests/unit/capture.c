/* tests/unit/capture.c - runs the suites of pcap/. */
#include "tests/unit/capture.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/octets.h"

static void keep_datagram(void *arg, const struct datagram *d)
{
	struct seen *s = arg;

	if (s->count < KEPT_MOST) {
		struct datagram *kept = &s->kept[s->count];
		*kept = *d;
		kept->bytes = memcpy(malloc(d->len + 1), d->bytes, d->len);
		kept->deliberate = d->deliberate ? strdup(d->deliberate) : NULL;
	}
	s->count++;
}

static void join(char **text, const char *more, size_t len)
{
	size_t before = *text ? strlen(*text) : 0;

	*text = realloc(*text, before + len + 1);
	memcpy(*text + before, more, len);
	(*text)[before + len] = '\0';
}

static void keep_keylog(void *arg, const char *text, size_t len) { join(&((struct seen *)arg)->keylog, text, len); }

static void keep_context(void *arg, const char *text, size_t len)
{
	struct seen *s = arg;

	join(&s->context, text, len);
	s->contexts++;
}

void seen_read(struct seen *s, const char *path)
{
	struct capture_sinks sinks = { keep_datagram, keep_keylog, keep_context, s };

	memset(s, 0, sizeof(*s));
	s->result = capture_read(path, &sinks, &s->tally, &s->error);
}

void seen_octets(struct seen *s, const uint8_t *bytes, size_t len)
{
	char *name = scratch_name();
	FILE *file = fopen(name, "wb");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(bytes, 1, len, file), len);
	ck_assert_int_eq(fclose(file), 0);
	seen_read(s, name);
	unlink(name);
	free(name);
}

void seen_free(struct seen *s)
{
	for (size_t i = 0; i < s->count && i < KEPT_MOST; i++) {
		free((void *)(uintptr_t)s->kept[i].bytes);
		free((void *)(uintptr_t)s->kept[i].deliberate);
	}
	free(s->keylog);
	free(s->context);
}

void hex_append(struct buffer *b, const char *digits)
{
	b->len += octets_read(b->bytes + b->len, b->size - b->len, digits);
}

void seen_samples(struct seen *s, uint32_t network, const struct sample *samples, size_t count)
{
	static uint8_t room[1 << 22];
	struct buffer b = buffer_on(room, sizeof(room));

	hex_append(&b, "a1b2c3d4 0002 0004 00000000 00000000 00040000");
	buffer_u32(&b, network);
	for (size_t i = 0; i < count; i++) {
		uint32_t len = 0;
		for (const char *c = samples[i].hex; *c; c++)
			len += isxdigit((unsigned char)*c) != 0;
		len /= 2;
		buffer_u32(&b, samples[i].second);
		buffer_u32(&b, 0);
		buffer_u32(&b, len);
		buffer_u32(&b, len + samples[i].missing);
		hex_append(&b, samples[i].hex);
	}
	seen_octets(s, b.bytes, b.len);
}

char *scratch_name(void)
{
	const char *folder = getenv("TMPDIR");
	char *name = malloc(strlen(folder ? folder : "/tmp") + 32);

	sprintf(name, "%s/m5gtest-capture-XXXXXX", folder ? folder : "/tmp");
	int fd = mkstemp(name);
	ck_assert_int_ge(fd, 0);
	close(fd);
	return name;
}

int main(void)
{
	SRunner *runner = srunner_create(writer_tests());

	srunner_add_suite(runner, format_tests());
	srunner_add_suite(runner, link_tests());
	srunner_add_suite(runner, ip_tests());
	srunner_add_suite(runner, fragment_tests());
	srunner_add_suite(runner, script_tests());
	srunner_add_suite(runner, corpus_tests());
	srunner_add_suite(runner, mutation_tests());
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
