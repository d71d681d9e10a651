/* tests/unit/server_play.c - the conversation: requests, what is no request, loss, time, other clients. */
#include "tests/unit/server_play.h"

#include <string.h>

#include "server/reception.h"
#include "wire/msgin5g.h"
#include "wire/mutation.h"
#include "wire/table.h"

/* --- keeping what came back --- */

static uint64_t mix(uint64_t hash, const void *bytes, size_t len) { return table_hash(bytes, len, hash); }

static void add_sent(struct step *s, const struct sent *sent)
{
	s->hash = mix(s->hash, &sent->link, sizeof(sent->link));
	s->hash = mix(s->hash, sent->bytes, sent->len);
	s->hash = mix(s->hash, &sent->wish, sizeof(sent->wish));
	s->deliberate += sent->deliberate != NULL;
	s->last_code = sent->len > 1 ? sent->bytes[1] : 0;
	s->sent++;
}

/* What a client does with what it got: separate responses in a CON are acknowledged, renegotiations finish. */
static void obey(struct play *p, uint32_t link)
{
	struct world *w = &p->world;
	unsigned count = w->count;

	for (unsigned i = 0; i < count; i++) {
		uint8_t ack[4] = { 0x60, 0, w->sent[i].bytes[2], w->sent[i].bytes[3] };
		if (w->sent[i].len >= 4 && (w->sent[i].bytes[0] & 0x30) == 0)
			world_input(w, link, ack, sizeof(ack));
	}
	for (; w->rehandshakes; w->rehandshakes--)
		server_engine.event(w->server, link, LINK_RENEGOTIATED, w->now_ns, &w->sink);
}

static void keep(struct play *p, const char *name, uint64_t since_ns)
{
	struct world *w = &p->world;
	struct step *s = &p->steps[p->count++];
	uint64_t deadline = server_engine.deadline(w->server);

	ck_assert_uint_le(p->count, PLAY_STEPS);
	*s = (struct step){ .name = name };
	for (unsigned i = 0; i < w->count; i++)
		add_sent(s, &w->sent[i]);
	if (deadline != NEVER)
		deadline -= since_ns;
	s->hash = mix(s->hash, &deadline, sizeof(deadline));
	s->hash = mix(s->hash, &w->rehandshakes, sizeof(w->rehandshakes));
	w->count = 0;
}

static void enter(struct play *p, uint32_t link, const char *psk, const void *bytes, size_t len)
{
	if (p->secure)
		world_secure(&p->world, link, psk, bytes, len);
	else
		world_input(&p->world, link, bytes, len);
}

void play_say(struct play *p, const char *name, uint32_t link, const struct room *r)
{
	uint64_t now = p->world.now_ns;

	enter(p, link, link % 2 ? "ue1" : "ue2", r->bytes, r->len);
	obey(p, link);
	keep(p, name, now);
}

/* --- making requests: by the book, then WORDS parted by "; " --- */

static void edit(struct play *p, struct buffer *b, const char *words)
{
	struct mutation m;
	struct error error;
	char one[200];

	while (words && *words) {
		size_t len = strcspn(words, ";");
		ck_assert_uint_lt(len, sizeof(one));
		memcpy(one, words, len);
		one[len] = '\0';
		ck_assert_msg(!mutation_parse(&m, one, &error), "%s: %s", one, error.text);
		ck_assert_msg(!mutation_apply(&m, b, &p->world.binding, &error), "%s: %s", one, error.text);
		words += len + strspn(words + len, "; ");
	}
}

struct room play_request(struct play *p, enum msgin5g_kind kind, const char *ue, const char *words)
{
	static const struct client_profile profile = {
		.ue_id = "msisdn-1", .ports = { 4000 }, .port_count = 1, .scheduled_time = "2024-01-01T00:00:00Z",
		.duration_s = 60, .interval_s = 600, .periodic = PERIODIC_YES, .segment_size = 2048,
	};
	struct request_content content = { .kind = kind, .ue_service_id = ue, .profile = &profile,
					   .credential = p->pre_cr ? "PSK" : NULL, .client_address = "coap://[::1]" };
	struct room r;
	uint8_t body[2000], token[4] = { 0x70, 1, (uint8_t)(p->mid >> 8), (uint8_t)p->mid };
	struct buffer b = buffer_on(r.bytes, sizeof(r.bytes)), payload = buffer_on(body, sizeof(body));
	struct writer w = message_begin(&b, TYPE_CON, CODE_POST, p->mid++, token, sizeof(token));

	writer_option(&w, OPTION_URI_PATH, "msgin5g", 7);
	writer_option_uint(&w, OPTION_CONTENT_FORMAT, 50);
	msgin5g_build_request(&payload, &p->world.binding, &content);
	writer_payload(&w, body, payload.len);
	edit(p, &b, words);
	ck_assert(!b.failed);
	r.len = b.len;
	return r;
}

static const char *name_of(uint32_t link) { return link % 2 ? "ue1@example.org" : "ue2@example.org"; }

static struct room ask(struct play *p, const char *name, uint32_t link, enum msgin5g_kind kind, const char *words)
{
	struct room r = play_request(p, kind, name_of(link), words);

	play_say(p, name, link, &r);
	return r;
}

/* --- the parts of the conversation --- */

static void play_life(struct play *p)
{
	struct room reg = ask(p, "reg", 1, MSGIN5G_REG, NULL);

	play_say(p, "duplicate", 1, &reg);
	ask(p, "reg again", 1, MSGIN5G_REG, NULL);
	ask(p, "reg without a profile", 1, MSGIN5G_REG, "drop msgin5g-client-profile");
	p->world.now_ns += 10 * (uint64_t)NS_PER_S;
	play_say(p, "late duplicate", 1, &reg);
	ask(p, "other reg", 2, MSGIN5G_REG, NULL);
	struct room dereg = ask(p, "dereg", 1, MSGIN5G_DEREG, NULL);
	play_say(p, "duplicate dereg", 1, &dereg);
	ask(p, "dereg again", 1, MSGIN5G_DEREG, NULL);
	ask(p, "other dereg", 2, MSGIN5G_DEREG, NULL);
	ask(p, "reg after dereg", 1, MSGIN5G_REG, NULL);
	struct room unknown = play_request(p, MSGIN5G_REG, "other@example.org", NULL);
	play_say(p, "unknown ue", 2, &unknown);
	struct room twin = play_request(p, MSGIN5G_REG, name_of(1), "replace token hex:0909");
	play_say(p, "twin", 1, &twin);
	twin.bytes[3]++, p->mid++;
	play_say(p, "twin with another message id", 1, &twin);
}

static void play_non(struct play *p)
{
	struct room non = ask(p, "non", 1, MSGIN5G_REG, "replace type NON");

	play_say(p, "duplicate-non", 1, &non);
	ask(p, "non dereg", 1, MSGIN5G_DEREG, "replace type NON");
	ask(p, "non refused", 1, MSGIN5G_DEREG, "replace type NON; replace uri-path \"x\"");
}

/* Another client, another session, the same Message ID. */
static void play_message_ids(struct play *p)
{
	uint16_t mid = p->mid;
	struct room first = ask(p, "one", 1, MSGIN5G_REG, NULL);

	p->mid = mid;
	ask(p, "another client", 2, MSGIN5G_REG, NULL);
	server_engine.event(p->world.server, 1, LINK_CLOSED, p->world.now_ns, &p->world.sink);
	p->world.same_port = true;
	play_say(p, "another session", 3, &first);
	p->world.same_port = false;
	world_pass(&p->world, 300 * (uint64_t)NS_PER_S);
	keep(p, "waiting", p->world.now_ns);
	p->mid = mid;
	ask(p, "message id again", 1, MSGIN5G_REG, "replace token hex:0102");
}

static void play_receptions(struct play *p)
{
	static const struct {
		enum reception reception;
		const char *octets;
		size_t len;
	} rows[] = {
		{ RECEPTION_TOO_SHORT, OCTETS("\x40\x02\x12") },
		{ RECEPTION_VERSION, OCTETS("\x81\x02\x11\x01" "\xa1" "\xb7" "msgin5g" "\x11\x32" "\xff" REG("ue1@example.org")) },
		{ RECEPTION_PING, OCTETS("\x40\x00\x11\x02") },
		{ RECEPTION_TOKEN_LENGTH, OCTETS("\x49\x02\x11\x03" "123456789") },
		{ RECEPTION_TOKEN_TRUNCATED, OCTETS("\x48\x02\x11\x04" "1") },
		{ RECEPTION_RESERVED_CLASS, OCTETS("\x40\x21\x11\x05") },
		{ RECEPTION_DELTA_15, OCTETS("\x40\x02\x11\x06" "\xf1" "x") },
		{ RECEPTION_LENGTH_15, OCTETS("\x40\x02\x11\x07" "\xbf" "x") },
		{ RECEPTION_OPTION_TRUNCATED, OCTETS("\x40\x02\x11\x08" "\xb7" "x") },
		{ RECEPTION_OPTION_NUMBER, OCTETS("\x40\x02\x11\x09" "\xe0\xff\xff") },
		{ RECEPTION_MARKER_ALONE, OCTETS("\x40\x02\x11\x0a" "\xb7" "msgin5g" "\x11\x32" "\xff") },
		{ RECEPTION_EMPTY_WITH_CONTENT, OCTETS("\x40\x00\x11\x0b" "x") },
		{ RECEPTION_NON_RESERVED_CLASS, OCTETS("\x50\x21\x11\x0c") },
		{ RECEPTION_NON_FORMAT_ERROR, OCTETS("\x50\x02\x11\x0d" "\xf1") },
		{ RECEPTION_NON_EMPTY, OCTETS("\x50\x00\x11\x0e") },
		{ RECEPTION_CON_RESPONSE, OCTETS("\x41\x44\x11\x0f" "\xa1") },
		{ RECEPTION_NON_RESPONSE, OCTETS("\x51\x44\x11\x10" "\xa1") },
		{ RECEPTION_ACK, OCTETS("\x60\x00\x11\x11") },
		{ RECEPTION_ACK_REQUEST, OCTETS("\x60\x02\x11\x12" "\xb7" "msgin5g" "\x11\x32" "\xff" REG("ue1@example.org")) },
		{ RECEPTION_RST, OCTETS("\x70\x00\x11\x13") },
		{ RECEPTION_RST_NOT_EMPTY, OCTETS("\x70\x02\x11\x14" "\xb7" "msgin5g" "\x11\x32" "\xff" REG("ue1@example.org")) },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		enter(p, 1, "ue1", rows[i].octets, rows[i].len);
		keep(p, reception_fact(rows[i].reception)->word, p->world.now_ns);
		enter(p, 1, "ue1", "\x40\x00\x22\x22", 4);
		keep(p, "ping after it", p->world.now_ns);
	}
}

#define PORTS "; replace msgin5g-client-ports "

static const struct {
	const char *name, *words;
} stimuli[] = {
	{ "option-unknown", "insert option 2049 hex:00" },
	{ "option-length", "insert accept hex:000032" },
	{ "option-repeated", "insert accept 50; insert accept 50" },
	{ "block", "insert block1 2" },
	{ "proxy-uri", "insert proxy-uri \"coap://h\"" },
	{ "proxy-scheme", "insert proxy-scheme \"coap\"" },
	{ "path", "insert uri-path \"x\"" },
	{ "query", "insert uri-query \"a=b\"" },
	{ "method", "replace code 0.03" },
	{ "accept", "insert accept 0" },
	{ "if-match", "insert if-match hex:01" },
	{ "if-none-match", "insert if-none-match hex:" },
	{ "format", "replace content-format 0" },
	{ "format-missing", "drop content-format" },
	{ "payload-missing", "drop payload" },
	{ "json-not-utf8", "insert member \"x\" hex:ff" },
	{ "json-syntax", "replace payload \"REG\"" },
	{ "json-incomplete", "truncate msgin5g-client-profile" },
	{ "json-trailing", "insert octets hex:00" },
	{ "json-not-object", "replace payload json:[]" },
	{ "json-string", "insert member \"x\" hex:0a" },
	{ "json-string", "insert member \"x\" hex:5c7564383030" },
	{ "json-limit", "insert member \"x\" json:[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]" },
	{ "service-identifier-missing", "drop msgin5g-service-identifier" },
	{ "service-identifier-type", "retype msgin5g-service-identifier" },
	{ "service-identifier-empty", "empty msgin5g-service-identifier" },
	{ "service-identifier-duplicate", "duplicate msgin5g-service-identifier" },
	{ "service-identifier-value", "replace msgin5g-service-identifier \"x\"" },
	{ "message-type-missing", "drop message-type" },
	{ "message-type-type", "retype message-type" },
	{ "message-type-empty", "empty message-type" },
	{ "message-type-duplicate", "duplicate message-type" },
	{ "message-type-value", "replace message-type \"MSG\"" },
	{ "message-type-case", "replace message-type \"reg\"" },
	{ "ue-service-id-missing", "drop ue-service-id" },
	{ "ue-service-id-type", "retype ue-service-id" },
	{ "ue-service-id-empty", "empty ue-service-id" },
	{ "ue-service-id-duplicate", "duplicate ue-service-id" },
	{ "ue-unknown", "replace ue-service-id \"other@example.org\"" },
	{ "ue-of-another", "replace ue-service-id \"ue2@example.org\"" },
	{ "profile-type", "retype maximum-segment-size" },
	{ "profile-duplicate", "duplicate maximum-segment-size" },
	{ "profile-ue-id", "drop msgin5g-ue-id" },
	{ "profile-ports", "drop msgin5g-client-ports" },
	{ "profile-scheduled", "drop scheduled-communication-time" },
	{ "profile-duration", "drop communication-duration-time" },
	{ "profile-interval", "drop periodic-communication-interval" },
	{ "profile-periodic", "replace periodic-communication-indicator \"OFTEN\"" },
	{ "profile-port", "replace msgin5g-client-ports json:[0]" },
	{ "profile-number", "replace maximum-segment-size json:1.5" },
	{ "bulk", "insert member \"numberOfRequests\" json:1" },
	/* what must be accepted */
	{ "bulk by the book", "insert member \"numberOfRequests\" json:1; insert member \"registrations\" json:[{\"ueServiceId\":\"ue2@example.org\"}]" },
	{ "accept 50", "insert accept 50" },
	{ "elective", "insert option 2048 hex:ff" },
	{ "elective length", "insert etag hex:010203040506070809" },
	{ "second format", "insert content-format 0" },
	{ "observe", "insert observe 0" },
	{ "zeros", "replace content-format hex:0032" },
	{ "no token", "drop token" },
	{ "odd token", "replace token hex:ff00ff" },
	{ "unknown member", "insert member \"x\" json:1" },
	{ "space", "insert member \"x\" json:1; replace member \"x\" json:1 " },
	{ "no-response", "insert no-response 2" },
	{ "no-response for errors", "insert no-response 16" },
};

static void play_stimuli(struct play *p)
{
	for (size_t i = 0; i < sizeof(stimuli) / sizeof(*stimuli); i++) {
		ask(p, stimuli[i].name, 1, MSGIN5G_REG, stimuli[i].words);
		ask(p, "probe", 1, MSGIN5G_DEREG, NULL);
	}
	ask(p, "ue-of-another", 1, MSGIN5G_REG, "replace ue-service-id \"ue2@example.org\"");
	ask(p, "its dereg", 2, MSGIN5G_DEREG, NULL);
	ask(p, "its reg", 2, MSGIN5G_REG, NULL);
	ask(p, "dereg of another", 1, MSGIN5G_DEREG, "replace ue-service-id \"ue2@example.org\"");
	ask(p, "its reg again", 2, MSGIN5G_REG, NULL);
}

static void play_credentials(struct play *p)
{
	ask(p, "credential-missing", 1, MSGIN5G_REG, "drop ue-credential-information");
	ask(p, "credential-type", 1, MSGIN5G_REG, "retype ue-credential-information");
	ask(p, "credential-empty", 1, MSGIN5G_REG, "empty ue-credential-information");
	ask(p, "credential-duplicate", 1, MSGIN5G_REG, "duplicate ue-credential-information");
	ask(p, "credential-value", 1, MSGIN5G_REG,
	    "replace ue-credential-information json:{\"authenticationType\":\"PSK\",\"identity\":\"ue2\"}");
}

/* Octets that no mutation of a built request gives. */
static void play_octets(struct play *p)
{
	static const struct {
		const char *name, *octets;
		size_t len;
	} rows[] = {
		{ "white space", OCTETS(POST("\x21\x01", "\x21\x01") "{ \"msgin5gServiceId\" :\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"ue1@example.org\"}") },
		{ "order", OCTETS(POST("\x21\x02", "\x21\x02") "{\"ueServiceId\":\"ue1@example.org\",\"messageType\":\"REG\",\"msgin5gServiceId\":\"MSGin5G\"}") },
		{ "escape", OCTETS(POST("\x21\x03", "\x21\x03") "{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"ue\\u0031@example.org\"}") },
		{ "json-byte-order-mark", OCTETS(POST("\x21\x04", "\x21\x04") "\xef\xbb\xbf" REG("ue1@example.org")) },
	};
	struct room large = play_request(p, MSGIN5G_REG, name_of(1), NULL);

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		enter(p, 1, "ue1", rows[i].octets, rows[i].len);
		obey(p, 1);
		keep(p, rows[i].name, p->world.now_ns);
	}
	memset(large.bytes + large.len, ' ', 5000);
	large.len += 5000;
	play_say(p, "payload-too-large", 1, &large);
}

/* A client that acknowledges nothing, or resets. */
static void play_retransmissions(struct play *p)
{
	static const char reset[] = "\x70\x00";
	struct room r = play_request(p, MSGIN5G_REG, name_of(1), NULL);
	uint8_t rst[4];

	enter(p, 1, "ue1", r.bytes, r.len);
	keep(p, "unacknowledged", p->world.now_ns);
	enter(p, 1, "ue1", r.bytes, r.len);
	keep(p, "asked again", p->world.now_ns);
	world_pass(&p->world, 120 * (uint64_t)NS_PER_S);
	keep(p, "retransmitted", p->world.now_ns);
	r = play_request(p, MSGIN5G_DEREG, name_of(1), NULL);
	enter(p, 1, "ue1", r.bytes, r.len);
	for (unsigned i = 0, n = p->world.count; i < n; i++) {
		memcpy(rst, reset, 2);
		memcpy(rst + 2, p->world.sent[i].bytes + 2, 2);
		enter(p, 1, "ue1", rst, sizeof(rst));
	}
	world_pass(&p->world, 120 * (uint64_t)NS_PER_S);
	keep(p, "reset", p->world.now_ns);
}

static void add_registration(void *arg, const char *ue, const uint8_t *profile, size_t len)
{
	struct step *s = arg;

	s->hash += mix(mix(1, ue, strlen(ue)), profile, len);	/* in no order */
}

static void play_up(struct play *p)
{
	server_engine.event(p->world.server, 1, LINK_UP, p->world.now_ns, &p->world.sink);
	keep(p, "link up", p->world.now_ns);
	obey(p, 1);
	p->world.count = 0;
}

static void list(struct play *p, const char *name)
{
	keep(p, name, p->world.now_ns);
	server_registrations(p->world.server, add_registration, &p->steps[p->count - 1]);
}

void play_all(struct play *p, const char *fault, bool secure, bool pre_cr)
{
	*p = (struct play){ .secure = secure, .pre_cr = pre_cr, .mid = 0x3000 };
	world_begin_as(&p->world, fault, pre_cr);
	if (secure)
		play_up(p);
	play_life(p);
	play_non(p);
	play_message_ids(p);
	play_receptions(p);
	if (pre_cr)
		play_credentials(p);
	else
		play_stimuli(p);
	play_octets(p);
	play_retransmissions(p);
	play_life(p);
	list(p, "registrations");
	ask(p, "another profile", 2, MSGIN5G_REG, "replace msgin5g-ue-id \"msisdn-2\"");
	ask(p, "a third profile", 2, MSGIN5G_REG, "replace msgin5g-ue-id \"msisdn-3\"");
	ask(p, "a fourth one, refused", 2, MSGIN5G_REG, "replace msgin5g-ue-id \"msisdn-4\"; insert option 2049 hex:01");
	list(p, "profiles");
	ask(p, "another one lets it leave", 1, MSGIN5G_DEREG, "replace ue-service-id \"ue2@example.org\"");
	list(p, "another's leave");
	struct room copy = ask(p, "one more registers", 1, MSGIN5G_REG, NULL);
	ask(p, "and leaves", 1, MSGIN5G_DEREG, NULL);
	play_say(p, "a copy that was late", 1, &copy);
	list(p, "late copy");
	ask(p, "the third one leaves", 2, MSGIN5G_DEREG, NULL);
	ask(p, "and comes again without", 2, MSGIN5G_REG, "drop msgin5g-client-profile");
	list(p, "profile gone");
	world_end(&p->world);
	play_features(p, fault);
}
