/* sim/step_request.c - register and deregister: arguments, sending, waiting. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/gateway.h"
#include "sim/step_files.h"
#include "wire/hex.h"

const struct node_key step_keys_REGISTER[] = { REQUEST_KEYS, { 0 } };
const struct node_key step_keys_DEREGISTER[] = { REQUEST_KEYS, { 0 } };

#define COMMA ,
static const struct wish_row {
	const char *word;
	struct wish wish;
} wishes[] = {
#define WISH(word, value, text) { word, { value } },
#include "sim/wish_word.def"
#undef WISH
};

static int read_wish(struct step *s, const struct node *node, const char *word, struct error *error)
{
	struct request_plan *r = &s->request;
	const char *words[sizeof(wishes) / sizeof(*wishes) + 1] = { NULL };

	for (size_t i = 0; i < sizeof(wishes) / sizeof(*wishes); i++) {
		words[i] = wishes[i].word;
		if (strcmp(word, wishes[i].word))
			continue;
		r->wish = wishes[i].wish;
		snprintf(r->wish_words, sizeof(r->wish_words), "%s", wishes[i].word);
		return 0;
	}
	const char *near = nearest_word(word, words);
	return node_error(node, error, "unknown wish '%s'%s%s%s", word, near ? " (did you mean '" : "", near ? near : "",
			  near ? "'?)" : "");
}

static int read_mutations(struct request_plan *r, const struct node *list, const struct columns *columns,
			  struct error *error)
{
	char words[256];
	struct error why;

	r->but = calloc(list->count ? list->count : 1, sizeof(*r->but));
	for (const struct node *n = list->child; n; n = n->next) {
		if (columns_fill(n, columns, words, sizeof(words), error))
			return -1;
		if (mutation_parse(&r->but[r->but_count++], words, &why))
			return node_error(n, error, "%s", why.text);
	}
	return 0;
}

static int read_type(struct step *s, const struct node *n, const char *text, struct error *error)
{
	if (!strcmp(text, "non"))
		s->request.type = TYPE_NON;
	else if (strcmp(text, "con"))
		return node_error(n, error, "'%s' is neither con nor non", text);
	return 0;
}

int step_read_profile(struct step *s, const struct node *n, const char *text, struct error *error)
{
	for (unsigned i = PROFILE_NONE; i <= PROFILE_BOTH; i++)
		if (!strcmp(profile_choice_word((enum profile_choice)i), text)) {
			s->request.profile = (enum profile_choice)i;
			return 0;
		}
	return node_error(n, error, "unknown profile '%s': none, full, triggering, availability, other, large or both", text);
}

/* A number: so many octets, whichever (RFC 8974). */
static int read_token(struct step *s, const struct node *n, const char *text, struct error *error)
{
	char *end;
	unsigned long octets = strtoul(text, &end, 10);

	if (end != text && !*end && octets >= LONG_TOKEN_LEAST && octets <= LONG_TOKEN_MOST) {
		s->request.long_token = (uint16_t)octets;
		return 0;
	}
	long len = strncmp(text, "hex:", 4) ? -1 : hex_read(s->request.token, sizeof(s->request.token), text + 4, strlen(text + 4));

	if (len < 0)
		return node_error(n, error, "'%s' is no token: hex: and up to 15 octets, or a length from %d to %d", text,
				  LONG_TOKEN_LEAST, LONG_TOKEN_MOST);
	s->request.has_token = true;
	s->request.token_len = (uint8_t)len;
	return 0;
}

static int read_same(struct step *s, const struct node *n, const char *text, struct error *error)
{
	s->request.same_mid = !strcmp(text, "message-id");
	s->request.same_token = !strcmp(text, "token");
	return s->request.same_mid || s->request.same_token
		       ? 0
		       : node_error(n, error, "'%s' is neither message-id nor token", text);
}

static int read_bool(bool *out, const struct node *n, const char *text, struct error *error)
{
	*out = !strcmp(text, "yes") || !strcmp(text, "true");
	return *out || !strcmp(text, "no") || !strcmp(text, "false") ? 0 : node_error(n, error, "'%s' is neither yes nor no", text);
}

static int read_wait(struct step *s, const struct node *n, const char *text, struct error *error)
{
	bool wait;

	if (read_bool(&wait, n, text, error))
		return -1;
	s->no_wait = !wait;
	return 0;
}

static int read_manual(struct step *s, const struct node *list, struct error *error)
{
	for (const struct node *n = list->child; n; n = n->next) {
		uint8_t bit = n->text ? automatic_named(n->text) : 0;
		if (!bit)
			return node_error(n, error, "unknown automatic behaviour: retransmit ack rst dedup handshake echo");
		s->manual |= bit;
	}
	return 0;
}

static int read_pad(struct step *s, const struct node *n, const char *text, struct error *error)
{
	char *end;
	unsigned long octets = strtoul(text, &end, 10);

	if (end == text || *end || !octets || octets > DATAGRAM_MAX - 200)
		return node_error(n, error, "'%s' is no number of octets from 1 to %d", text, DATAGRAM_MAX - 200);
	s->request.pad = (uint16_t)octets;
	return 0;
}

static int read_as(struct step *s, const struct node *n, const char *text, struct error *error)
{
	if (strlen(text) >= sizeof(s->request.as))
		return node_error(n, error, "a UE Service ID of at most %zu characters", sizeof(s->request.as) - 1);
	memcpy(s->request.as, text, strlen(text) + 1);
	return 0;
}

static int read_credential(struct step *s, const struct node *n, const char *text, struct error *error)
{
	return read_bool(&s->request.credential, n, text, error);
}

static int read_client_address(struct step *s, const struct node *n, const char *text, struct error *error)
{
	return read_bool(&s->request.client_address, n, text, error);
}

static int read_individual(struct step *s, const struct node *n, const char *text, struct error *error)
{
	return read_bool(&s->request.individual, n, text, error);
}

static int read_urgent(struct step *s, const struct node *n, const char *text, struct error *error)
{
	return read_bool(&s->request.urgent, n, text, error);
}

static int read_wait_time(struct step *s, const struct node *n, const char *text, struct error *error)
{
	char *end;
	unsigned long seconds = strtoul(text, &end, 10);

	if (end == text || *end || seconds > INT32_MAX)
		return node_error(n, error, "'%s' is no number of seconds", text);
	s->request.wait_s = (uint32_t)seconds;
	return 0;
}

/* 16 to 1024 octets, doubling (RFC 7959 2.2). */
static int read_szx(uint8_t *szx, bool *is, const struct node *n, const char *text, struct error *error)
{
	char *end;
	unsigned long octets = strtoul(text, &end, 10);

	*is = true;
	for (*szx = BLOCK_SZX_LEAST; end != text && !*end && *szx <= BLOCK_SZX_MOST; ++*szx)
		if (octets == 16ul << *szx)
			return 0;
	return node_error(n, error, "'%s' is no block size: 16, 32, 64, 128, 256, 512 or 1024", text);
}

static int read_blocks(struct step *s, const struct node *n, const char *text, struct error *error)
{
	return read_szx(&s->request.piece.szx1, &s->request.piece.one, n, text, error);
}

static int read_answer_blocks(struct step *s, const struct node *n, const char *text, struct error *error)
{
	return read_szx(&s->request.piece.szx2, &s->request.piece.two, n, text, error);
}

static int read_block(struct step *s, const struct node *n, const char *text, struct error *error)
{
	char *end;
	unsigned long num = strtoul(text, &end, 10);

	if (end == text || *end || num > 99)
		return node_error(n, error, "'%s' is no block's number from 0 to 99", text);
	s->request.piece.num1 = (uint32_t)num;
	s->request.alone = true;
	return 0;
}

static int read_bulk(struct step *s, const struct node *list, const struct columns *columns, struct error *error)
{
	enum { ROOM = sizeof(s->request.bulk) / sizeof(*s->request.bulk) };
	unsigned count = 0;

	for (const struct node *n = list->child; n; n = n->next) {
		if (count == ROOM)
			return node_error(n, error, "more than %d UEs in a bulk", ROOM);
		if (columns_fill(n, columns, s->request.bulk[count++], sizeof(s->request.bulk[0]), error))
			return -1;
	}
	return 0;
}

static const struct scalar {
	const char *key;
	int (*read)(struct step *, const struct node *, const char *text, struct error *);
} scalars[] = {
	{ "as", read_as },	 { "type", read_type }, { "profile", step_read_profile },	   { "token", read_token },
	{ "same", read_same },	 { "wish", read_wish }, { "wait", read_wait },		   { "pad", read_pad },
	{ "credential", read_credential },		{ "client-address", read_client_address },
	{ "individual", read_individual }, { "urgent", read_urgent }, { "wait-time", read_wait_time },
	{ "blocks", read_blocks }, { "block", read_block }, { "answer-blocks", read_answer_blocks },
};

/* The step's own word and `octets` are read elsewhere. */
static int read_scalar(struct step *s, const struct node *n, const char *text, struct error *error)
{
	for (size_t i = 0; i < sizeof(scalars) / sizeof(*scalars); i++)
		if (!strcmp(scalars[i].key, n->key))
			return scalars[i].read(s, n, text, error);
	return 0;
}

int step_read_request(struct step *s, const struct node *map, const struct columns *columns, struct error *error)
{
	char text[256];

	for (const struct node *n = map->child; n; n = n->next) {
		int bad = 0;
		if (!strcmp(n->key, "but"))
			bad = read_mutations(&s->request, n, columns, error);
		else if (!strcmp(n->key, "manual"))
			bad = read_manual(s, n, error);
		else if (!strcmp(n->key, "bulk"))
			bad = read_bulk(s, n, columns, error);
		else
			bad = columns_fill(n, columns, text, sizeof(text), error) || read_scalar(s, n, text, error);
		if (bad)
			return -1;
	}
	if (s->request.alone && !s->request.piece.one)
		return node_error(map, error, "a block without the size of blocks");
	return 0;
}

int step_read_REGISTER(struct step *s, const struct node *map, const struct columns *columns, struct error *error)
{
	s->request.kind = MSGIN5G_REG;
	return step_read_request(s, map, columns, error);
}

int step_read_DEREGISTER(struct step *s, const struct node *map, const struct columns *columns, struct error *error)
{
	s->request.kind = MSGIN5G_DEREG;
	return step_read_request(s, map, columns, error);
}

static bool expect_follows(const struct play *p)
{
	return p->at + 1 < p->step_count && !strcmp(p->steps[p->at + 1].fact->word, "expect");
}

enum progress request_wait(struct play *p, const struct step *s, uint64_t now_ns)
{
	struct transaction *t = &p->current->client.last;

	if (s->no_wait || expect_follows(p) || !transaction_open(t))
		return STEP_DONE;
	return now_ns >= t->started_ns + p->setting->answer_within_ns ? STEP_DONE : STEP_WAITING;
}

/* The link cannot be had: for an expect that follows that is an outcome, otherwise the end. */
static enum progress no_link(struct play *p, const struct step *s, uint64_t now_ns)
{
	struct client *c = &p->current->client;

	if (!expect_follows(p))
		return play_break(p, s, "no link for %s: %s", p->current->name, *c->why ? c->why : "it is closed");
	memset(&c->last, 0, sizeof(c->last));
	c->last.state = TRANSACTION_CUT;
	c->last.started_ns = c->last.concluded_ns = now_ns;
	return STEP_DONE;
}

/* An actor's UE Service ID, or WORD itself where it names none. */
static const char *service_id(const struct play *p, const char *word)
{
	for (size_t i = 0; i < p->actor_count; i++)
		if (!strcmp(p->actors[i].name, word))
			return p->actors[i].identity->ue_service_id;
	return word;
}

/* A device keeps its Layer-2 ID whoever's Application ID it says. */
static void name_all(struct request_names *names, char layer2[LAYER2_DIGITS + 1], const struct play *p, const struct step *s)
{
	const char *own = p->current->identity->ue_service_id;

	device_layer2(layer2, own);
	*names = (struct request_names){ .ue = *s->request.as ? service_id(p, s->request.as) : own, .layer2_id = layer2 };
	while (names->bulk_count < sizeof(names->bulk) / sizeof(*names->bulk) && *s->request.bulk[names->bulk_count]) {
		names->bulk[names->bulk_count] = service_id(p, s->request.bulk[names->bulk_count]);
		names->bulk_count++;
	}
}

static enum progress send_now(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	struct actor *a = p->current;
	char layer2[LAYER2_DIGITS + 1];
	struct request_names names;
	struct sent sent;
	struct error error;

	name_all(&names, layer2, p, s);
	if (request_build(&sent, &s->request, &p->setting->request, &names, &a->client, sink, &error)) {
		p->ours = true;
		return play_break(p, s, "%s", error.text);
	}
	a->before = a->client.last;
	a->client.transfer = &a->transfer;
	a->transfer.on = false;
	if (s->request.alone || !(s->request.piece.one || s->request.piece.two))
		client_send(&a->client, &sent, now_ns, sink);
	else
		transfer_begin(&a->client, &sent, &s->request.piece, now_ns, sink);
	return request_wait(p, s, now_ns);
}

enum progress request_begin(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	p->sent = false;
	return request_go_on(p, s, now_ns, sink);
}

enum progress request_go_on(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	if (p->sent)
		return request_wait(p, s, now_ns);
	switch (play_link(p, p->current, now_ns, sink)) {
	case STEP_WAITING:
		return STEP_WAITING;
	case STEP_BROKEN:
		return no_link(p, s, now_ns);
	case STEP_DONE:
		break;
	}
	p->sent = true;
	return send_now(p, s, now_ns, sink);
}

enum progress step_begin_REGISTER(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	return request_begin(p, s, now_ns, sink);
}

enum progress step_go_on_REGISTER(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	return request_go_on(p, s, now_ns, sink);
}

enum progress step_begin_DEREGISTER(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	return request_begin(p, s, now_ns, sink);
}

enum progress step_go_on_DEREGISTER(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	return request_go_on(p, s, now_ns, sink);
}
