/* tests/unit/server_world.c - a world of one server: no sockets, a clock that is told, a sink that remembers. */
#include "tests/unit/server.h"

#include <stdio.h>
#include <string.h>

#include "wire/hex.h"

static void sink_send(void *world, const struct out *out)
{
	struct world *w = world;
	struct sent *s = &w->sent[w->count++];

	ck_assert_uint_le(w->count, WORLD_SENT);
	ck_assert_uint_le(out->len, WORLD_ROOM);
	*s = (struct sent){ .link = out->link, .len = out->len, .wish = out->wish, .deliberate = out->deliberate };
	memcpy(s->bytes, out->bytes, out->len);
}

static void sink_rehandshake(void *world, uint32_t link, bool new_session)
{
	struct world *w = world;

	(void)link;
	ck_assert(!new_session);
	w->rehandshakes++;
}

static void sink_random(void *world, void *bytes, size_t n)
{
	struct world *w = world;

	memset(bytes, ++w->random, n);
}

static struct identity identity(const char *name, const char *service, const char *psk)
{
	struct identity i = { .psk_identity_len = strlen(psk) };

	snprintf(i.name, sizeof(i.name), "%s", name);
	snprintf(i.ue_service_id, sizeof(i.ue_service_id), "%s", service);
	memcpy(i.psk_identity, psk, i.psk_identity_len);
	return i;
}

static void prepare(struct world *w)
{
	*w = (struct world){ .now_ns = 1000 * (uint64_t)NS_PER_S };
	binding_default(&w->binding);
	w->list[0] = identity("u1", "ue1@example.org", "ue1");
	w->list[1] = identity("u2", "ue2@example.org", "ue2");
	w->list[2] = identity("stranger", "nobody@example.org", "nobody");
	w->list[2].unprovisioned = true;
	w->ues = (struct identities){ w->list, 3 };
	w->sink.send = sink_send;
	w->sink.rehandshake = sink_rehandshake;
	w->sink.random = sink_random;
	w->sink.world = w;
	w->config.binding = &w->binding;
	w->config.ues = &w->ues;
	w->config.path = "/msgin5g";
	w->config.nosec_port = 5683;
}

static void make(struct world *w)
{
	struct error error = { .text = "" };

	w->server = server_new(&w->config, &error);
	ck_assert_msg(w->server, "%s", error.text);
}

static void make_with(struct world *w, const char *fault)
{
	const struct fault *faults[2] = { fault ? fault_named(fault) : NULL };

	ck_assert(!fault || faults[0]);
	w->config.faults = faults;
	make(w);
	w->config.faults = NULL;
}

void world_begin_as(struct world *w, const char *fault, bool pre_cr)
{
	prepare(w);
	w->config.pre_cr = pre_cr;
	make_with(w, fault);
}

void world_begin_featured(struct world *w, const char *fault, bool fresh)
{
	prepare(w);
	w->config.long_tokens = w->config.blocks = true;
	w->config.fresh = fresh;
	make_with(w, fault);
}

void world_begin(struct world *w) { world_begin_as(w, NULL, false); }

void world_begin_with(struct world *w, const char *fault) { world_begin_as(w, fault, false); }

void world_end(struct world *w) { server_free(w->server); }

static void enter(struct world *w, uint32_t link, const char *identity, const void *bytes, size_t len)
{
	struct in in = { .at_ns = w->now_ns, .link = link, .bytes = bytes, .len = len };
	uint32_t port = 40000 + (w->same_port ? 1 : link);

	in.peer = (struct endpoint){ .family = FAMILY_IPV4, .port = (uint16_t)port, .addr = { 127, 0, 0, 1 } };
	in.identity = (const uint8_t *)identity;
	in.identity_len = identity ? strlen(identity) : 0;
	server_engine.input(w->server, &in, &w->sink);
}

void world_input(struct world *w, uint32_t link, const void *bytes, size_t len) { enter(w, link, NULL, bytes, len); }

void world_secure(struct world *w, uint32_t link, const char *psk_identity, const void *bytes, size_t len)
{
	enter(w, link, psk_identity, bytes, len);
}

static void forget_first(struct world *w) { memmove(w->sent, w->sent + 1, --w->count * sizeof(w->sent[0])); }

void world_expect(struct world *w, uint32_t link, const void *bytes, size_t len)
{
	char is[600], wanted[600];

	ck_assert_msg(w->count, "silence, where %zu octets were expected", len);
	ck_assert_uint_eq(w->sent[0].link, link);
	hex_format(is, sizeof(is), w->sent[0].bytes, w->sent[0].len);
	hex_format(wanted, sizeof(wanted), bytes, len);
	ck_assert_msg(w->sent[0].len == len && !memcmp(w->sent[0].bytes, bytes, len), "sent %s, expected %s", is,
		      wanted);
	forget_first(w);
}

void world_expect_silence(struct world *w) { ck_assert_uint_eq(w->count, 0); }

void world_pass(struct world *w, uint64_t ns)
{
	uint64_t end = w->now_ns + ns;

	for (uint64_t next; (next = server_engine.deadline(w->server)) <= end;) {
		w->now_ns = next;
		server_engine.tick(w->server, next, &w->sink);
	}
	w->now_ns = end;
}
