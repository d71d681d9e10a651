/* tests/unit/conformance_scene.c - the runner before a scripted server, in virtual time. */
#include "tests/unit/conformance_scene.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/place.h"
#include "wire/message.h"

enum { LATENCY_NS = NS_PER_MS, ROUNDS_AT_MOST = 400000 };

/* What will arrive: a message, or a link's event. */
struct arrival {
	struct heap_item item;
	uint32_t link;
	bool is_event;
	enum link_event event;
	size_t len;
	uint8_t bytes[1500];
};

static void arrive(struct scene *s, struct arrival *a, uint64_t at_ns) { heap_set(&s->queue, &a->item, at_ns); }

static void push_event(struct scene *s, uint32_t link, enum link_event event, uint64_t after_ns)
{
	struct arrival *a = calloc(1, sizeof(*a));

	ck_assert_ptr_nonnull(a);
	a->link = link;
	a->is_event = true;
	a->event = event;
	arrive(s, a, s->now_ns + after_ns);
}

void scene_send(struct scene *s, uint32_t link, const uint8_t *bytes, size_t len)
{
	struct arrival *a = calloc(1, sizeof(*a));

	ck_assert_ptr_nonnull(a);
	ck_assert_uint_le(len, sizeof(a->bytes));
	a->link = link;
	a->len = len;
	memcpy(a->bytes, bytes, len);
	arrive(s, a, s->now_ns + (s->script.answer_after_ns ? s->script.answer_after_ns : LATENCY_NS));
}

static bool server_hears(const struct scene *s, uint8_t transport)
{
	return !s->script.deaf[transport] && s->now_ns >= s->dead_until_ns;
}

static uint32_t scene_open(void *world, const struct link_wanted *wanted)
{
	struct scene *s = world;
	uint32_t link = s->link_count + 1;

	if (s->script.cannot_open)
		return 0;
	ck_assert_uint_lt(link, SCENE_LINKS);
	s->links[link] = (struct scene_link){ .transport = wanted->transport, .open = true, .identity = wanted->identity };
	s->link_count = link;
	if (++s->open > s->open_at_most)
		s->open_at_most = s->open;
	if (wanted->transport == TRANSPORT_COAP)
		push_event(s, link, LINK_UP, 0);
	else if (s->script.refuses_handshakes)
		push_event(s, link, LINK_FAILED, LATENCY_NS);
	else if (server_hears(s, TRANSPORT_COAPS))
		push_event(s, link, LINK_UP, LATENCY_NS);
	else if (!s->script.deaf[TRANSPORT_COAPS] && s->dead_until_ns != NEVER)
		push_event(s, link, LINK_UP, s->dead_until_ns - s->now_ns + LATENCY_NS);	/* ClientHello is repeated */
	return link;
}

static void scene_take(void *world, const struct out *out)
{
	struct scene *s = world;

	ck_assert_msg(out->link && out->link <= s->link_count && s->links[out->link].open, "sent on link %u, which is closed", out->link);
	if (s->script.no_icmp_peace)
		push_event(s, out->link, LINK_UNREACHABLE, LATENCY_NS);
	if (!server_hears(s, s->links[out->link].transport))
		return;
	s->heard++;
	s->script.serve(s, out->link, out->bytes, out->len);
}

static void scene_rehandshake(void *world, uint32_t link, bool new_session)
{
	(void)new_session;
	push_event(world, link, LINK_RENEGOTIATED, LATENCY_NS);
}

static void scene_close(void *world, uint32_t link, bool silently)
{
	struct scene *s = world;

	(void)silently;
	ck_assert_msg(link && link <= s->link_count && s->links[link].open, "link %u closed twice", link);
	s->links[link].open = false;
	s->open--;
}

struct endpoint scene_endpoint(uint32_t link)
{
	return (struct endpoint){ .family = FAMILY_IPV4, .addr = { 127, 0, 0, 1 }, .port = (uint16_t)(20000 + link) };
}

static void scene_local(void *world, uint32_t link, struct endpoint *at)
{
	(void)world;
	*at = scene_endpoint(link);
}

static const char *scene_why(void *world, uint32_t link)
{
	(void)world, (void)link;
	return "refused by the script";
}

/* Any sequence will do: MIDs and tokens that differ. */
static void scene_random(void *world, void *bytes, size_t n)
{
	static uint64_t state;

	(void)world;
	for (size_t i = 0; i < n; i++) {
		state = state * 6364136223846793005u + 1442695040888963407u;
		((uint8_t *)bytes)[i] = (uint8_t)(state >> 56);
	}
}

int scene_restart(void *arg)
{
	struct scene *s = arg;

	s->restarts++;
	s->dead_until_ns = 0;
	return 0;
}

static void over(void *arg, const struct case_result *c)
{
	(void)c;
	((struct scene *)arg)->told++;
}

static void set_transport(struct scene *s, enum transport t, const char *uri)
{
	s->target.has[t] = true;
	ck_assert_int_eq(uri_parse(&s->target.uri[t], uri, NULL), 0);
	s->served.settings[t] = (struct play_setting){
		.request = { .binding = &s->context.binding, .uri = s->target.uri[t] },
		.peer = { .family = FAMILY_IPV4, .addr = { 127, 0, 0, 1 }, .port = s->target.uri[t].port },
		.transport = (uint8_t)t,
		.timing = { .ack_timeout_ns = 2ull * NS_PER_S, .ack_random_permille = 1500, .max_retransmit = 4 },
		.answer_within_ns = 10ull * NS_PER_S,
		.silence_ns = 3ull * NS_PER_S,
		.handshake_within_ns = 12ull * NS_PER_S,
	};
}

struct scene *scene_new(const char *cases)
{
	struct scene *s = calloc(1, sizeof(*s));
	struct error error = { .text = "" };
	char text[8000];

	ck_assert_ptr_nonnull(s);
	snprintf(text, sizeof(text), "cases:\n%s", cases);
	place_write("t.yaml", text);
	ck_assert_msg(!case_table_read(&s->cases, "t.yaml", &error) && !case_table_check(&s->cases, &error), "%s", error.text);
	target_embedded(&s->target);
	s->served.faults = "";
	context_default(&s->context);
	set_transport(s, TRANSPORT_COAP, "coap://127.0.0.1/msgin5g");
	set_transport(s, TRANSPORT_COAPS, "coaps://127.0.0.1/msgin5g");
	s->sink = (struct sink){ scene_open, scene_take, scene_rehandshake, scene_close, scene_local, scene_why, scene_random, s, NULL };
	s->script.serve = serve_well;
	s->config = (struct runner_config){ .target = &s->target, .cases = &s->cases, .context = &s->context,
					    .served = &s->served, .served_count = 1, .over = over, .arg = s };
	return s;
}

static void deliver(struct scene *s, struct arrival *a)
{
	const struct play_setting *setting = &s->served.settings[s->links[a->link].transport];
	struct in in = { .at_ns = s->now_ns, .link = a->link, .peer = setting->peer, .bytes = a->bytes, .len = a->len };

	if (!s->links[a->link].open)
		return;
	if (a->is_event)
		runner_engine.event(s->runner, a->link, a->event, s->now_ns, &s->sink);
	else
		runner_engine.input(s->runner, &in, &s->sink);
}

/* One arrival or tick; false: nothing is left that could happen. */
static bool step(struct scene *s)
{
	struct heap_item *top = heap_top(&s->queue);
	uint64_t tick = runner_engine.deadline(s->runner), next = top && top->at_ns <= tick ? top->at_ns : tick;

	if (next == NEVER || (s->stop_at_ns && next >= s->stop_at_ns))
		return false;
	if (next > s->now_ns)
		s->now_ns = next;
	if (s->now_ns < s->away_until_ns)
		s->now_ns = s->away_until_ns;
	if (top && top->at_ns <= tick) {
		heap_remove(&s->queue, top);
		deliver(s, (struct arrival *)top);
		free(top);
	} else {
		runner_engine.tick(s->runner, s->now_ns, &s->sink);
	}
	return true;
}

void scene_play(struct scene *s)
{
	unsigned rounds = 0;

	if (!s->runner)
		s->runner = runner_new(&s->config);
	while (!runner_done(s->runner) && step(s))
		ck_assert_msg(++rounds < ROUNDS_AT_MOST, "it goes round and round at %.3f s", (double)s->now_ns / NS_PER_S);
	if (!s->stop_at_ns)
		runner_result(s->runner, &s->result);
}

void scene_free(struct scene *s)
{
	for (struct heap_item *item; (item = heap_top(&s->queue));) {
		heap_remove(&s->queue, item);
		free(item);
	}
	heap_free(&s->queue);
	run_result_free(&s->result);
	runner_free(s->runner);
	case_table_free(&s->cases);
	target_free(&s->target);
	free(s);
}

static const struct case_result *find(const struct scene *s, const char *id, enum transport transport)
{
	for (size_t i = 0; i < s->result.case_count; i++)
		if (!strcmp(s->result.cases[i].id, id) && !strcmp(s->result.cases[i].link, transport == TRANSPORT_COAPS ? "coaps" : "coap"))
			return &s->result.cases[i];
	ck_abort_msg("no case %s", id);
	return NULL;
}

enum verdict scene_verdict(const struct scene *s, const char *id, enum transport transport) { return find(s, id, transport)->verdict; }

const char *scene_reason(const struct scene *s, const char *id, enum transport transport)
{
	const char *reason = find(s, id, transport)->reason;

	return reason ? reason : "";
}

void scene_assert(const struct scene *s, const char *id, unsigned transport, enum verdict verdict, const char *reason)
{
	for (unsigned t = 0; t < 2; t++) {
		if (transport != 2 && transport != t)
			continue;
		const char *said = scene_reason(s, id, (enum transport)t);
		ck_assert_msg(scene_verdict(s, id, (enum transport)t) == verdict, "%s over %s: expected %s, got %s: %s", id,
			      t ? "coaps" : "coap", verdict_word(verdict), verdict_word(scene_verdict(s, id, (enum transport)t)), said);
		ck_assert_msg(!reason || strstr(said, reason), "%s: expected '%s', got '%s'", id, reason, said);
	}
}

bool scene_says(const uint8_t *bytes, size_t len, const char *word) { return memmem(bytes, len, word, strlen(word)); }

/* ACK, the request's Message ID and Token, Content-Format 50, JSON (RFC 7252 5.2.1). */
void scene_answer(struct scene *s, uint32_t link, const uint8_t *bytes, size_t len, uint8_t code, const char *json)
{
	uint8_t room[300] = { (uint8_t)(0x60 | (bytes[0] & 15)), code, bytes[2], bytes[3] };
	size_t token = bytes[0] & 15, n = 4 + token;

	ck_assert_uint_ge(len, n);
	memcpy(room + 4, bytes + 4, token);
	if (json) {
		memcpy(room + n, "\xc1\x32\xff", 3);
		memcpy(room + n + 3, json, strlen(json));
		n += 3 + strlen(json);
	}
	scene_send(s, link, room, n);
}

void serve_well(struct scene *s, uint32_t link, const uint8_t *bytes, size_t len)
{
	const uint8_t reset[] = { 0x70, 0, bytes[2], bytes[3] };

	if (len == 4 && bytes[0] == 0x40 && !bytes[1])
		scene_send(s, link, reset, sizeof(reset));
	else if (bytes[0] >> 4 != 4)
		return;
	else if (bytes[1] == CODE_POST && scene_says(bytes, len, "\"REG\"") && scene_says(bytes, len, "@example.org"))
		scene_answer(s, link, bytes, len, CODE_CREATED, "{\"registrationResult\":\"success\"}");
	else if (bytes[1] == CODE_POST && scene_says(bytes, len, "\"DEREG\""))
		scene_answer(s, link, bytes, len, CODE_CHANGED, "{\"deregistrationResult\":\"success\"}");
	else
		scene_answer(s, link, bytes, len, CODE_BAD_REQUEST, NULL);
}
