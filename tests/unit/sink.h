/* tests/unit/sink.h - a sink that remembers what was sent: the world of an engine under test. */
#ifndef TESTS_SINK_H
#define TESTS_SINK_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "wire/engine.h"

enum { SINK_SENT = 64 };

struct test_world {
	struct sink sink;
	uint32_t links;			/* opened so far: the last number given */
	struct { uint32_t link; uint8_t bytes[1500]; size_t len; struct wish wish; } sent[SINK_SENT];
	unsigned count, closed, again;
	bool refuse;			/* open fails */
	uint8_t seed;			/* what random gives, counting up */
};

static inline uint32_t test_open(void *world, const struct link_wanted *wanted)
{
	struct test_world *w = world;

	(void)wanted;
	return w->refuse ? 0 : ++w->links;
}

static inline void test_send(void *world, const struct out *out)
{
	struct test_world *w = world;

	if (w->count == SINK_SENT)
		return;
	w->sent[w->count].link = out->link;
	w->sent[w->count].wish = out->wish;
	w->sent[w->count].len = out->len;
	if (out->len)
		memcpy(w->sent[w->count].bytes, out->bytes, out->len);
	w->count++;
}

static inline void test_rehandshake(void *world, uint32_t link, bool new_session)
{
	(void)link, (void)new_session;
	((struct test_world *)world)->again++;
}

static inline void test_close(void *world, uint32_t link, bool silently)
{
	(void)link, (void)silently;
	((struct test_world *)world)->closed++;
}

static inline void test_local(void *world, uint32_t link, struct endpoint *at)
{
	(void)world;
	*at = (struct endpoint){ .family = FAMILY_IPV4, .addr = { 127, 0, 0, 1 }, .port = (uint16_t)(40000 + link) };
}

static inline const char *test_why(void *world, uint32_t link)
{
	(void)world, (void)link;
	return "refused by the test";
}

static inline void test_random(void *world, void *bytes, size_t n)
{
	struct test_world *w = world;

	for (size_t i = 0; i < n; i++)
		((uint8_t *)bytes)[i] = w->seed++;
}

static inline void test_world_init(struct test_world *w)
{
	memset(w, 0, sizeof(*w));
	w->sink = (struct sink){ test_open, test_send, test_rehandshake, test_close, test_local, test_why, test_random, w, NULL };
}

#endif
