/* server/server.c - the engine: what comes in goes to its reaction; links come and go. */
#include "server/server.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/exchange.h"
#include "wire/uri.h"

bool exchange_deviates(const struct exchange *x, enum deviation d) { return x->server->conduct.deviates[d]; }

bool exchange_refuse(struct exchange *x, enum refusal r, const char *detail, long number)
{
	enum reaction reaction = conduct_refusal(&x->server->conduct, r);
	const struct refusal_fact *fact = refusal_fact(r);
	struct answer *a = &x->answer;
	int n;

	if (reaction == REACTION_EXECUTE)
		return true;
	if (!reaction && fact->silent_to_non && x->request.type == TYPE_NON)
		reaction = REACTION_SILENCE;
	a->reaction = reaction;
	a->refusal = r;
	a->code = fact->code;
	n = snprintf(a->diagnostic, sizeof(a->diagnostic), "%s%s%s", fact->text, detail ? " " : "",
		     detail ? detail : "");
	if (number >= 0 && n > 0 && (size_t)n < sizeof(a->diagnostic))
		snprintf(a->diagnostic + n, sizeof(a->diagnostic) - (size_t)n, " (%ld)", number);
	return false;
}

uint16_t server_own_mid(struct server *s, struct sink *sink)
{
	if (!s->mid_drawn)
		sink->random(sink->world, &s->mid, sizeof(s->mid));
	s->mid_drawn = true;
	return s->conduct.deviates[DEVIATION_OWN_MID_CONSTANT] ? s->mid : s->mid++;
}

/* A fault: what was refused has its effect all the same. */
static void execute_refused(struct exchange *x, bool content_read)
{
	char kept[SERVICE_ID_ROOM];

	if (!content_read)
		msgin5g_read(&x->content, &x->request, x->server->config.binding);
	bool reg = x->content.kind == MSGIN5G_REG;
	memcpy(kept, x->answer.ue_service_id, sizeof(kept));
	if (exchange_deviates(x, DEVIATION_EXECUTES_REFUSED))
		registration_commit(x, COMMIT_ALL);
	else if (content_read && exchange_deviates(x, reg ? DEVIATION_STORES_UNVERIFIED :
							    DEVIATION_DELETES_UNVERIFIED))
		registration_commit(x, COMMIT_ALL);
	else if (reg ? exchange_deviates(x, DEVIATION_STORES_REFUSED_PROFILE) :
		       content_read && exchange_deviates(x, DEVIATION_DELETES_PROFILE_UNVERIFIED))
		registration_commit(x, COMMIT_PROFILE);
	memcpy(x->answer.ue_service_id, kept, sizeof(kept));
}

/* Before the answer leaves. */
static void tell_changes(struct server *s)
{
	if (s->config.changed && s->changes_told != s->store.changes)
		s->config.changed(s->config.arg);
	s->changes_told = s->store.changes;
}

/* A fault: whatever the first answer was. */
static void execute_again(struct exchange *x)
{
	msgin5g_read(&x->content, &x->request, x->server->config.binding);
	registration_commit(x, COMMIT_ALL);
	tell_changes(x->server);
}

static void execute(struct exchange *x)
{
	bool asked_right = token_check(x) && options_check(x) && resource_check(x);

	if (asked_right && blocks_resume(x)) {
		answer_send(x);
		return;
	}
	bool later = blocks_later(x);
	if (asked_right && !later)
		asked_right = options_conditions(x);
	if (asked_right && blocks_wait(x)) {
		answer_send(x);
		return;
	}
	if (asked_right && later)
		asked_right = options_conditions(x);
	bool content_read = asked_right && content_check(x) && profile_check(x);

	if (content_read && authorization_check(x) && bulk_check(x) && strictness_check(x) && freshness_check(x))
		registration_execute(x);
	else
		execute_refused(x, content_read);
	if (x->answer.refusal)
		x->answer.kind = MSGIN5G_NONE;
	tell_changes(x->server);
	answer_send(x);
}

static void remember(struct exchange *x)
{
	struct previous *p = &x->server->previous;

	p->any = true;
	p->mid = x->request.mid;
	p->token_len = (uint8_t)(x->request.token.len < sizeof(p->token) ? x->request.token.len : sizeof(p->token));
	memcpy(p->token, x->request.bytes + x->request.token.at, p->token_len);
	if (x->answer.ue_service_id[0])
		memcpy(p->ue_service_id, x->answer.ue_service_id, sizeof(p->ue_service_id));
}

static void react(struct exchange *x, enum reception r, const struct answered *first)
{
	switch (conduct_reception(&x->server->conduct, r)) {
	case REACTION_EXECUTE:
		execute(x);
		remember(x);
		return;
	case REACTION_RESET: answer_reset(x); return;
	case REACTION_ACKNOWLEDGE: answer_acknowledge(x); return;
	case REACTION_BAD_REQUEST: answer_bad_request(x); return;
	case REACTION_REPEAT:
		if (exchange_deviates(x, DEVIATION_EXECUTES_DUPLICATES))
			execute_again(x);
		answer_repeat(x, first);
		return;
	case REACTION_DIE: x->server->dead = true; return;
	case REACTION_SILENCE: case REACTION_BY_THE_BOOK: return;
	}
}

static void input(void *self, const struct in *in, struct sink *sink)
{
	struct server *s = self;
	struct exchange x;		/* content and request are read before they are looked at: not zeroed */
	const struct answered *first = NULL;

	if (s->dead)
		return;
	x.server = s;
	x.in = in;
	x.sink = sink;
	x.secure = in->identity != NULL;
	x.answer = (struct answer){ 0 };
	links_spoke(&s->links, in->link, x.secure);
	if (s->config.long_tokens)
		message_read_long_token(&x.request, in->bytes, in->len);
	else
		message_read(&x.request, in->bytes, in->len);
	enum reception r = reception_of(&x.request);
	if (r == RECEPTION_ACK || r == RECEPTION_RST)
		later_settle(s, in->link, x.request.mid);
	if (r == RECEPTION_REQUEST && (first = duplicates_known(&x)))
		r = x.request.type == TYPE_CON ? RECEPTION_DUPLICATE : RECEPTION_DUPLICATE_NON;
	react(&x, r, first);
}

/* Faults of a server that does not wait for its client. */
static void greet(struct server *s, uint32_t link, struct sink *sink)
{
	uint8_t room[16];
	struct buffer b = buffer_on(room, sizeof(room));

	if (s->conduct.deviates[DEVIATION_RENEGOTIATES_AT_ONCE])
		sink->rehandshake(sink->world, link, false);
	if (!s->conduct.deviates[DEVIATION_ASKS_FIRST])
		return;
	message_begin(&b, TYPE_CON, CODE_GET, server_own_mid(s, sink), NULL, 0);
	sink->send(sink->world, &(struct out){ .link = link, .bytes = room, .len = b.len });
}

static void event(void *self, uint32_t link, enum link_event what, uint64_t now_ns, struct sink *sink)
{
	struct server *s = self;

	(void)now_ns;
	if (s->dead)
		return;
	switch (what) {
	case LINK_RENEGOTIATED:
		links_renegotiated(&s->links, link);
		later_renegotiated(s, link, sink);
		return;
	case LINK_CLOSED: case LINK_FAILED:
		links_closed(&s->links, link);
		later_drop(s, link);
		return;
	case LINK_UP: greet(s, link, sink); return;
	case LINK_UNREACHABLE: return;
	}
}

static uint64_t deadline(void *self)
{
	const struct server *s = self;

	return s->dead ? NEVER : later_deadline(&s->later);
}

static uint64_t tick(void *self, uint64_t now_ns, struct sink *sink)
{
	struct server *s = self;

	if (!s->dead)
		later_tick(s, now_ns, sink);
	return deadline(self);
}

const struct engine_ops server_engine = { .input = input, .event = event, .tick = tick, .deadline = deadline };

/* The resource's Uri-Path options, as a client's would be (RFC 7252 6.4). */
static int read_path(struct server *s, struct error *error)
{
	struct uri uri;
	char text[512];

	if (s->config.path[0] != '/')
		return error_set(error, "the server's path '%s' does not begin with /", s->config.path);
	snprintf(text, sizeof(text), "coap://localhost%s", s->config.path);
	if (uri_parse(&uri, text, error))
		return error_prepend(error, "the server's path '%s'", s->config.path);
	s->path = buffer_on(s->path_room, sizeof(s->path_room));
	struct writer w = message_begin(&s->path, TYPE_CON, CODE_POST, 0, NULL, 0);
	uri_path_options(&uri, &w);
	if (s->path.failed)
		return error_set(error, "the server's path is too long");
	message_read(&s->resource, s->path.bytes, s->path.len);
	return 0;
}

struct server *server_new(const struct server_config *config, struct error *error)
{
	struct server *s = calloc(1, sizeof(*s));

	assert(s);
	s->config = *config;
	duplicates_init(&s->duplicates);
	store_init(&s->store);
	links_init(&s->links);
	ues_init(&s->ues, config->ues);
	if (!read_path(s, error) && !conduct_init(&s->conduct, config->faults, error))
		return s;
	server_free(s);
	return NULL;
}

void server_free(struct server *s)
{
	if (!s)
		return;
	conduct_free(&s->conduct);
	duplicates_free(&s->duplicates);
	store_free(&s->store);
	links_free(&s->links);
	ues_free(&s->ues);
	later_free(&s->later);
	bodies_free(&s->bodies);
	free(s);
}

size_t server_registered(const struct server *s) { return s->store.registrations.used; }

void server_nosec_port(struct server *s, uint16_t port) { s->config.nosec_port = port; }

static bool is_listed(const struct server *s, const struct registration *r)
{
	return !r->left || s->conduct.deviates[DEVIATION_DELETES_HALF];
}

void server_registrations(const struct server *s,
			  void (*each)(void *arg, const char *ue_service_id, const uint8_t *profile, size_t len),
			  void *arg)
{
	char name[SERVICE_ID_ROOM];
	size_t at = 0;

	for (const struct registration *r; (r = table_next(&s->store.registrations, &at));) {
		bool cut = s->conduct.deviates[DEVIATION_STORES_CUT_ID];
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(r->ue_service_id, cut ? "@" : ""), r->ue_service_id);
		if (is_listed(s, r))
			each(arg, name, r->profile, r->profile_len);
	}
}
