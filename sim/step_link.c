/* sim/step_link.c - handshake, renegotiate, rehandshake, close and wait: what is about the link or time. */
#include <stdio.h>
#include <string.h>

#include "sim/step_files.h"

const struct node_key step_keys_HANDSHAKE[] = { { .name = "fails", .kind = NODE_SCALAR },
						{ .name = "with", .kind = NODE_SCALAR },
						{ .name = "resume", .kind = NODE_SCALAR },
						{ .name = "resumed", .kind = NODE_SCALAR },
						{ .name = "wrong-key", .kind = NODE_SCALAR },
						{ .name = "but", .kind = NODE_LIST },
						{ 0 } };
const struct node_key step_keys_RENEGOTIATE[] = { { .name = "fails", .kind = NODE_SCALAR },
						  { .name = "wait", .kind = NODE_SCALAR },
						  { 0 } };
const struct node_key step_keys_REHANDSHAKE[] = { { .name = "fails", .kind = NODE_SCALAR },
						  { .name = "wait", .kind = NODE_SCALAR },
						  { 0 } };
const struct node_key step_keys_CLOSE[] = { { .name = "silently", .kind = NODE_SCALAR }, { 0 } };
const struct node_key step_keys_WAIT[] = { { 0 } };

static int read_flag(bool *flag, const struct node *map, const char *key, struct error *error)
{
	const struct node *n = node_get(map, key);

	return n ? node_bool(n, flag, error) : 0;
}

/* The words are held against dtls/stimulus.def by whoever opens links. */
static int read_stimuli(struct step *s, const struct node *list, const struct columns *columns, struct error *error)
{
	char word[96];

	for (const struct node *n = list ? list->child : NULL; n; n = n->next) {
		size_t len = strlen(s->stimuli);
		if (columns_fill(n, columns, word, sizeof(word), error))
			return -1;
		if (len + strlen(word) + 3 > sizeof(s->stimuli))
			return node_error(n, error, "too many stimuli");
		snprintf(s->stimuli + len, sizeof(s->stimuli) - len, "%s%s", len ? "; " : "", word);
	}
	return 0;
}

/* yes: an abbreviated handshake is wanted; no: a full one, or none. */
static int read_resumed(struct step *s, const struct node *resumed, struct error *error)
{
	if (resumed && node_bool(resumed, &s->resumed, error))
		return -1;
	s->not_resumed = resumed && !s->resumed;
	return 0;
}

int step_read_HANDSHAKE(struct step *s, const struct node *map, const struct columns *columns, struct error *error)
{
	const struct node *with = node_get(map, "with");

	if (with && columns_fill(with, columns, s->with, sizeof(s->with), error))
		return -1;
	return read_flag(&s->fails, map, "fails", error) || read_flag(&s->resume, map, "resume", error) ||
		       read_resumed(s, node_get(map, "resumed"), error) ||
		       read_flag(&s->wrong_key, map, "wrong-key", error) || read_stimuli(s, node_get(map, "but"), columns, error)
	       ? -1 : 0;
}

static int read_further(struct step *s, const struct node *map, struct error *error)
{
	bool wait = true;

	if (read_flag(&s->fails, map, "fails", error) || read_flag(&wait, map, "wait", error))
		return -1;
	s->no_wait = !wait;
	return 0;
}

int step_read_RENEGOTIATE(struct step *s, const struct node *map, const struct columns *columns, struct error *error)
{
	(void)columns;
	return read_further(s, map, error);
}

int step_read_REHANDSHAKE(struct step *s, const struct node *map, const struct columns *columns, struct error *error)
{
	(void)columns;
	s->new_session = true;
	return read_further(s, map, error);
}

int step_read_CLOSE(struct step *s, const struct node *map, const struct columns *columns, struct error *error)
{
	(void)columns;
	return read_flag(&s->silently, map, "silently", error);
}

int step_read_WAIT(struct step *s, const struct node *map, const struct columns *columns, struct error *error)
{
	s->ue[0] = '\0';
	return columns_duration(node_get(map, "wait"), columns, &s->wait_ns, error);
}

static enum progress handshake_ended(struct play *p, const struct step *s, bool up, struct sink *sink)
{
	const char *why = p->current->client.why;
	bool full = !(sink->resumed && sink->resumed(sink->world, p->current->client.link));

	if (s->not_resumed)
		return up && !full ? play_break(p, s, "expected a full handshake or none, got an abbreviated one") : STEP_DONE;
	if (up && s->fails)
		return play_break(p, s, "expected the handshake to fail, it succeeded");
	p->no_link = !up && !s->fails;
	if (p->no_link)
		return play_break(p, s, "the handshake failed: %s", *why ? why : "no answer");
	if (up && full && s->resumed)
		return play_break(p, s, "expected an abbreviated handshake, got a full one");
	return STEP_DONE;
}

enum progress step_go_on_HANDSHAKE(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	uint64_t within = s->fails && p->setting->refusal_within_ns ? p->setting->refusal_within_ns
								     : p->setting->handshake_within_ns;

	if (p->current->client.state == CLIENT_OPENING && now_ns < p->step_began_ns + within)
		return STEP_WAITING;
	return handshake_ended(p, s, p->current->client.state == CLIENT_UP, sink);
}

/* The link borrows the identity: the wrong one lives with the actor. */
static void use_wrong_key(struct actor *a)
{
	a->wrong = *a->client.identity;
	a->wrong.psk[0] ^= 0xff;
	a->client.identity = &a->wrong;
}

enum progress step_begin_HANDSHAKE(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	struct actor *a = p->current;

	if (a->client.link)
		client_close(&a->client, false, sink);
	for (size_t i = 0; i < p->actor_count; i++)
		if (*s->with && !strcmp(p->actors[i].name, s->with))
			a->client.identity = p->actors[i].identity;
	if (s->wrong_key)
		use_wrong_key(a);
	a->client.stimuli = *s->stimuli ? s->stimuli : NULL;
	client_open(&a->client, p->setting->transport, &p->setting->peer, s->resume, sink);
	a->client.stimuli = NULL;
	a->client.identity = *s->with ? a->client.identity : a->identity;
	return step_go_on_HANDSHAKE(p, s, now_ns, sink);
}

static enum progress further_handshake(struct play *p, const struct step *s, struct sink *sink)
{
	struct client *c = &p->current->client;

	if (c->state != CLIENT_UP)
		return play_break(p, s, "%s has no link", p->current->name);
	c->renegotiating = true;
	c->anew = s->new_session;
	if (!s->new_session)
		client_hold_copies(c);
	sink->rehandshake(sink->world, c->link, s->new_session);
	return s->no_wait ? STEP_DONE : STEP_WAITING;
}

static enum progress further_go_on(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	struct client *c = &p->current->client;

	if (c->renegotiating && c->state == CLIENT_UP && now_ns < p->step_began_ns + p->setting->handshake_within_ns)
		return STEP_WAITING;
	return handshake_ended(p, s, !c->renegotiating && c->state == CLIENT_UP, sink);
}

enum progress step_begin_RENEGOTIATE(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	(void)now_ns;
	return further_handshake(p, s, sink);
}

enum progress step_go_on_RENEGOTIATE(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	return further_go_on(p, s, now_ns, sink);
}

enum progress step_begin_REHANDSHAKE(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	(void)now_ns;
	return further_handshake(p, s, sink);
}

enum progress step_go_on_REHANDSHAKE(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	return further_go_on(p, s, now_ns, sink);
}

enum progress step_begin_CLOSE(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	(void)now_ns;
	client_close(&p->current->client, s->silently, sink);
	return STEP_DONE;
}

enum progress step_go_on_CLOSE(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	(void)p, (void)s, (void)now_ns, (void)sink;
	return STEP_DONE;
}

enum progress step_go_on_WAIT(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	(void)sink;
	return now_ns >= p->step_began_ns + s->wait_ns ? STEP_DONE : STEP_WAITING;
}

enum progress step_begin_WAIT(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	return step_go_on_WAIT(p, s, now_ns, sink);
}
