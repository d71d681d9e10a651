/* sim/gateway_bulk.c - requests of UEs behind the Gateway UE, gathered for the server (23.554 8.2.7).
 *
 *     request --> WAITS_FOR_BULK --bulk is due--> WAITS_ASKED --answer--> WAITS_TO_BE_TOLD --asks again--> gone
 *       urgent, or a de-registration: WAITS_ALONE ---^
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/gateway_state.h"

static bool equal(const void *entry, const void *key) { return !strcmp(((const struct waiting *)entry)->ue_service_id, key); }

static uint64_t hash_of(const char *id) { return table_hash(id, strlen(id), 0); }

void waiting_init(struct uplink *u) { table_init(&u->waiting, equal); }

static void unlink_one(struct uplink *u, struct waiting *w)
{
	struct waiting *before = NULL;

	for (struct waiting *at = u->oldest; at != w; at = at->newer)
		before = at;
	*(before ? &before->newer : &u->oldest) = w->newer;
	if (u->newest == w)
		u->newest = before;
	table_remove(&u->waiting, hash_of(w->ue_service_id), w);
	free(w);
}

void waiting_free(struct uplink *u)
{
	while (u->oldest)
		unlink_one(u, u->oldest);
	table_free(&u->waiting);
}

static struct waiting *add(struct uplink *u, const char *ue_service_id)
{
	struct waiting *w = calloc(1, sizeof(*w));

	assert(w);
	memcpy(w->ue_service_id, ue_service_id, strlen(ue_service_id) + 1);
	table_put(&u->waiting, hash_of(ue_service_id), w);
	*(u->newest ? &u->newest->newer : &u->oldest) = w;
	u->newest = w;
	return w;
}

/* --- taking --- */

static bool is_urgent(const struct gateway_request *r)
{
	int node = r->content.node[ELEMENT_URGENT];

	return node >= 0 && r->content.json.nodes[node].kind == KIND_BOOLEAN &&
	       r->content.json.bytes[r->content.json.nodes[node].value.at] == 't';
}

/* Half of its Wait time is left for the way to the server. */
static uint64_t due(const struct gateway *g, const struct gateway_request *r)
{
	long wait_s = msgin5g_count(&r->content, ELEMENT_WAIT_TIME);
	uint64_t after = gateway_deviates(g, GATEWAY_BULKS_LATE) ? 60ull * NS_PER_S : g->config.bulk_after_ns;

	if (wait_s >= 0 && (uint64_t)wait_s * NS_PER_S / 2 < after && !gateway_deviates(g, GATEWAY_BULKS_LATE))
		after = (uint64_t)wait_s * NS_PER_S / 2;
	return r->in->at_ns + after;
}

static void begin_next(struct waiting *w)
{
	w->kind = w->next.kind;
	w->state = w->next.state;
	w->due_ns = w->next.due_ns;
	w->next.kind = MSGIN5G_NONE;
}

static void set_waiting(const struct gateway *g, struct waiting *w, const struct gateway_request *r)
{
	bool alone = r->kind == MSGIN5G_DEREG || (is_urgent(r) && !gateway_deviates(g, GATEWAY_BULKS_URGENT));

	w->next.kind = r->kind;
	w->next.state = alone ? WAITS_ALONE : WAITS_FOR_BULK;
	w->next.due_ns = alone ? r->in->at_ns : due(g, r);
	if (w->state != WAITS_ASKED)
		begin_next(w);
}

static bool is_leap(unsigned year) { return (year % 4 == 0 && year % 100) || year % 400 == 0; }

static unsigned days_in(unsigned year, unsigned month)
{
	static const unsigned days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[month] + (month == 1 && is_leap(year));
}

/* RFC 3339, a whole second: the next one, so that it is not too early. Counted by hand: engines know no clock. */
static void format_time(char text[32], uint64_t at_ns)
{
	uint64_t seconds = at_ns / NS_PER_S + 1;
	unsigned days = (unsigned)(seconds / 86400), clock = (unsigned)(seconds % 86400), year = 1970, month = 0;

	for (; days >= 365u + is_leap(year); year++)
		days -= 365u + is_leap(year);
	for (; days >= days_in(year, month); month++)
		days -= days_in(year, month);
	snprintf(text, 32, "%04u-%02u-%02uT%02u:%02u:%02uZ", year % 10000, month + 1, days + 1, clock / 3600, clock / 60 % 60, clock % 60);
}

static void answer_interim(const struct gateway *g, const struct waiting *w, struct buffer *payload, enum gateway_deviation *leg)
{
	char expected[32];

	format_time(expected, w->due_ns);
	msgin5g_build_interim(payload, g->config.binding, w->ue_service_id, expected);
	*leg = GATEWAY_INTERIM;
}

enum gateway_refusal waiting_take(struct gateway *g, const struct gateway_request *r, struct buffer *payload, uint8_t *code,
				  enum gateway_deviation *leg)
{
	struct uplink *u = &g->uplink;
	struct waiting *w = table_find(&u->waiting, hash_of(r->ue_service_id), r->ue_service_id);

	*code = CODE_CHANGED;
	if (w && w->state == WAITS_TO_BE_TOLD && w->kind == r->kind) {
		msgin5g_build_answer(payload, g->config.binding, w->kind, w->ue_service_id, w->success);
		unlink_one(u, w);
		return ACCEPTED;
	}
	if (!w && u->waiting.used >= WAITING_MOST)
		return REFUSED_FULL;
	if (!w || w->state == WAITS_TO_BE_TOLD || w->kind != r->kind)
		set_waiting(g, w = w ? w : add(u, r->ue_service_id), r);
	answer_interim(g, w, payload, leg);
	return ACCEPTED;
}

/* --- asking the server --- */

static bool is_due(const struct uplink *u, uint64_t now_ns)
{
	for (const struct waiting *w = u->oldest; w; w = w->newer)
		if (w->state == WAITS_FOR_BULK && w->due_ns <= now_ns)
			return true;
	return false;
}

static struct waiting *first_alone(const struct uplink *u)
{
	for (struct waiting *w = u->oldest; w; w = w->newer)
		if (w->state == WAITS_ALONE)
			return w;
	return NULL;
}

/* The POST around a payload, as any client of the server sends it (24.538 6.3.1.1.1). */
static void build_post(struct gateway *g, struct sent *sent, const struct buffer *payload, enum gateway_deviation leg, struct sink *sink)
{
	struct buffer out = buffer_on(sent->bytes, sizeof(sent->bytes));
	struct client *c = &g->uplink.client;

	*sent = (struct sent){ .type = TYPE_CON, .code = CODE_POST, .token_len = 8 };
	out = buffer_on(sent->bytes, sizeof(sent->bytes));
	sent->mid = client_next_mid(c, sink);
	client_next_token(c, sent->token, sink);
	struct writer w = message_begin(&out, TYPE_CON, CODE_POST, sent->mid, sent->token, sent->token_len);
	uri_path_options(&g->uplink.config.uri, &w);
	writer_option_uint(&w, OPTION_CONTENT_FORMAT, 50);
	uri_query_options(&g->uplink.config.uri, &w);
	writer_payload(&w, payload->bytes, payload->len);
	gateway_strike(g, leg, &out);
	assert(!out.failed);	/* BULK_MOST identifiers have their room */
	sent->len = out.len;
}

static void build_alone(struct gateway *g, struct sent *sent, const char *ue, enum msgin5g_kind kind, enum gateway_deviation leg,
			struct sink *sink)
{
	uint8_t room[1024];
	struct buffer payload = buffer_on(room, sizeof(room));
	struct request_content content = { .kind = kind, .ue_service_id = ue, .credential = g->config.pre_cr ? "PSK" : NULL };

	msgin5g_build_request(&payload, g->config.binding, &content);
	build_post(g, sent, &payload, leg, sink);
	sent->kind = (uint8_t)kind;
}

static void build_bulk(struct gateway *g, struct sent *sent, struct sink *sink)
{
	const char *list[BULK_MOST];
	struct bulk_content content = { .ue_service_id = g->uplink.config.identity->ue_service_id, .individuals = list,
					.credential = g->config.pre_cr ? "PSK" : NULL };
	uint8_t room[DATAGRAM_MAX - 100];
	struct buffer payload = buffer_on(room, sizeof(room));
	size_t octets = 200;

	for (struct waiting *w = g->uplink.oldest; w && content.count < BULK_MOST; w = w->newer) {
		octets += w->state == WAITS_FOR_BULK ? 6 * strlen(w->ue_service_id) + 20 : 0;	/* an octet may become \u00xx */
		if (w->state != WAITS_FOR_BULK || (octets > sizeof(room) && content.count))
			continue;
		w->state = WAITS_ASKED;
		list[content.count++] = w->ue_service_id;
	}
	content.number = (uint32_t)content.count + gateway_deviates(g, GATEWAY_MISCOUNTS);
	msgin5g_build_bulk(&payload, g->config.binding, &content);
	build_post(g, sent, &payload, GATEWAY_BULK, sink);
}

void waiting_build_own(struct gateway *g, struct sent *sent, enum msgin5g_kind kind, struct sink *sink)
{
	build_alone(g, sent, g->uplink.config.identity->ue_service_id, kind, GATEWAY_UPLINK, sink);
}

bool waiting_build_next(struct gateway *g, struct sent *sent, uint64_t now_ns, struct sink *sink)
{
	struct waiting *w = first_alone(&g->uplink);

	if (w) {
		w->state = WAITS_ASKED;
		build_alone(g, sent, w->ue_service_id, w->kind, GATEWAY_UPLINK, sink);
		return true;
	}
	if (!is_due(&g->uplink, now_ns) || gateway_deviates(g, GATEWAY_NEVER_BULKS))
		return false;
	build_bulk(g, sent, sink);
	return true;
}

uint64_t waiting_deadline(const struct gateway *g)
{
	uint64_t next = NEVER;

	for (const struct waiting *w = g->uplink.oldest; w; w = w->newer) {
		if (w->state == WAITS_ALONE || (w->state == WAITS_FOR_BULK && !gateway_deviates(g, GATEWAY_NEVER_BULKS)))
			next = w->due_ns < next ? w->due_ns : next;
	}
	return next;
}

/* --- what the server said --- */

static bool listed_as_success(const struct gateway *g, const struct msgin5g *answer, const char *ue)
{
	char text[IDENTITY_TEXT];

	for (int entry = -1; (entry = msgin5g_individual(answer, entry)) >= 0;)
		if (msgin5g_individual_ue(answer, g->config.binding, entry, text, sizeof(text)) >= 0 && !strcmp(text, ue))
			return msgin5g_individual_result(answer, g->config.binding, entry) == RESULT_SUCCESS;
	return false;
}

void waiting_answered(struct gateway *g, const struct transaction *t)
{
	struct msgin5g answer;
	struct message m;
	bool answered = t->state == TRANSACTION_ANSWERED;

	message_read(&m, t->reply, answered ? t->reply_len : 0);
	msgin5g_read(&answer, &m, g->config.binding);
	for (struct waiting *w = g->uplink.oldest; w; w = w->newer) {
		enum element result = w->kind == MSGIN5G_REG ? ELEMENT_REG_RESULT : ELEMENT_DEREG_RESULT;
		if (w->state != WAITS_ASKED)
			continue;
		w->state = WAITS_TO_BE_TOLD;
		w->success = answered && CODE_CLASS(m.code) == 2 &&
			     (t->sent.kind ? msgin5g_result(&answer, g->config.binding, result) == RESULT_SUCCESS
					   : listed_as_success(g, &answer, w->ue_service_id));
		if (w->next.kind)
			begin_next(w);
	}
}
