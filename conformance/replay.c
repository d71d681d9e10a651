/* conformance/replay.c - who sends what when, and whose answer it is. */
#include "conformance/replay_state.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/reception.h"

static const uint64_t linger_ns = 2ull * NS_PER_S;

bool replay_unreachable(const struct replay *r) { return r->refused && !r->heard; }

/* --- links --- */

static struct puppet *puppet_of(struct replay *r, uint32_t link)
{
	return link < r->link_room && r->by_link[link] ? &r->puppets[r->by_link[link] - 1] : NULL;
}

static void know_link(struct replay *r, uint32_t link, uint32_t client)
{
	size_t wanted = r->link_room ? r->link_room : 64;

	while (wanted <= link)
		wanted *= 2;
	if (wanted > r->link_room) {
		r->by_link = realloc(r->by_link, wanted * sizeof(*r->by_link));
		assert(r->by_link);
		memset(r->by_link + r->link_room, 0, (wanted - r->link_room) * sizeof(*r->by_link));
		r->link_room = wanted;
	}
	r->by_link[link] = client + 1;
}

/* Odd, and with every octet changed: none is the captured one. */
static void choose_ids(struct replay *r, struct puppet *p, struct sink *sink)
{
	if (r->config.keep_ids)
		return;
	sink->random(sink->world, &p->mid_added, sizeof(p->mid_added));
	sink->random(sink->world, p->token_mask, sizeof(p->token_mask));
	p->mid_added |= 1;
	for (int i = 0; i < TOKEN_MOST; i++)
		p->token_mask[i] |= 1;
}

static void open_link(struct replay *r, uint32_t client, uint64_t now_ns, struct sink *sink)
{
	struct puppet *p = &r->puppets[client];
	uint8_t transport = r->config.script->clients[client].transport;

	p->opened = true;
	p->give_up_ns = now_ns + r->config.handshake_within_ns;
	choose_ids(r, p, sink);
	client_open(&p->client, transport, &r->config.peers[transport], false, sink);
	r->opened += p->client.link != 0;
	if (p->client.link)
		know_link(r, p->client.link, client);
}

static void close_link(struct replay *r, struct puppet *p, struct sink *sink)
{
	if (!p->client.link)
		return;
	r->by_link[p->client.link] = 0;
	client_close(&p->client, false, sink);
	r->opened--;
}

/* --- lines --- */

static void look_idle(struct replay *r, struct puppet *p, uint64_t now_ns)
{
	if (p->to_come || p->waiting || !p->client.link)
		return;
	p->idle_ns = now_ns;
	if (r->idle)
		r->idle_last->next_idle = p;
	else
		r->idle = p;
	r->idle_last = p;
}

/* What came of the line. */
static void conclude(struct replay *r, size_t i, uint64_t now_ns, const struct in *answer, const char *because)
{
	const struct script_line *line = &r->config.script->lines[i];
	struct replay_line *result = &r->lines[i];
	size_t said;

	result->outcome = replay_compare(line, answer ? answer->bytes : NULL, answer ? answer->len : 0, r->config.ignored, result->why,
					 sizeof(result->why));
	said = strlen(result->why);
	if (because && *because && result->outcome != REPLAY_SAME)
		snprintf(result->why + said, sizeof(result->why) - said, "%s%s", said ? "; " : "", because);
	if (!r->shots[i].sent)
		return;
	r->waiting--;
	r->puppets[line->client].waiting--;
	look_idle(r, &r->puppets[line->client], now_ns);
}

/* Its link has ended: nothing that waits is answered any more. */
static void cut(struct replay *r, struct puppet *p, uint64_t now_ns)
{
	for (size_t i = p->last; i && p->waiting; i = r->shots[i - 1].before)
		if (replay_waits(r, i - 1))
			conclude(r, i - 1, now_ns, NULL, p->client.why);
}

/* Into SHOT what its answer will bear. */
static void change_ids(const struct puppet *p, uint8_t *bytes, size_t len, struct shot *shot)
{
	struct message m;

	message_read(&m, bytes, len);
	if (len < 4)
		return;
	shot->mid = (uint16_t)(m.mid + p->mid_added);
	bytes[2] = (uint8_t)(shot->mid >> 8);
	bytes[3] = (uint8_t)shot->mid;
	shot->token_len = m.token.len <= TOKEN_MOST ? (uint8_t)m.token.len : 0;
	for (unsigned i = 0; i < shot->token_len; i++)
		bytes[m.token.at + i] ^= p->token_mask[i];
	memcpy(shot->token, bytes + m.token.at, shot->token_len);
}

static void send_line(struct replay *r, size_t i, uint64_t now_ns, struct sink *sink)
{
	const struct script_line *line = &r->config.script->lines[i];
	struct puppet *p = &r->puppets[line->client];
	struct shot shot = { .sent = true, .before = p->last, .sent_ns = now_ns };
	uint8_t bytes[DATAGRAM_MAX];

	memcpy(bytes, line->bytes, line->len);
	change_ids(p, bytes, line->len, &shot);
	sink->send(sink->world, &(struct out){ .link = p->client.link, .bytes = bytes, .len = line->len, .deliberate = line->deliberate });
	if (line->again)	/* its answer is that of the first */
		return;
	r->shots[i] = shot;
	p->last = i + 1;
	p->waiting++;
	r->waiting++;
}

/* A line whose time has come waits for what its client had heard before it was sent. */
static bool must_wait(const struct replay *r, size_t i)
{
	const struct script_line *lines = r->config.script->lines;
	const struct puppet *p = &r->puppets[lines[i].client];

	for (size_t k = p->waiting ? p->last : 0; k; k = r->shots[k - 1].before)
		if (replay_waits(r, k - 1) && lines[k - 1].answer && lines[k - 1].answer_frame < lines[i].frame)
			return true;
	return false;
}

/* The captured time of a line. */
static uint64_t captured_at(const struct replay *r, size_t i)
{
	const struct script_line *line = &r->config.script->lines[i];

	return r->config.script->clients[line->client].start_ns + line->after_ns;
}

static uint64_t due(const struct replay *r, size_t i, uint64_t now_ns)
{
	uint64_t at = captured_at(r, i);

	if (!r->begun || r->config.speed <= 0 || at <= r->captured_ns)
		return now_ns;
	return r->sent_ns + (uint64_t)((double)(at - r->captured_ns) / r->config.speed);
}

static bool is_sent(const struct replay *r, size_t i)
{
	enum replay_outcome outcome = r->lines[i].outcome;

	return outcome == REPLAY_NOT_ENDED || (outcome == REPLAY_LEFT_OUT && r->config.copies);
}

/* The link is up, or it never will be: then the line has no answer. False: not yet. */
static bool link_settled(struct replay *r, size_t i, uint64_t now_ns, struct sink *sink)
{
	uint32_t client = r->config.script->lines[i].client;
	struct puppet *p = &r->puppets[client];

	if (!p->opened)
		open_link(r, client, now_ns, sink);
	if (p->client.state == CLIENT_OPENING && now_ns >= p->give_up_ns)
		client_give_up(&p->client, sink);
	if (p->client.state == CLIENT_OPENING && p->give_up_ns < r->deadline_ns)
		r->deadline_ns = p->give_up_ns;
	return p->client.state != CLIENT_OPENING;
}

/* False: it is not yet time for the next line, or there is none. */
static bool go_on(struct replay *r, uint64_t now_ns, struct sink *sink)
{
	size_t i = r->next;

	if (i == r->config.script->line_count)
		return false;
	if (!is_sent(r, i)) {
		r->next++;
		return true;
	}
	uint64_t at = due(r, i, now_ns);
	if (at > now_ns) {
		r->deadline_ns = at < r->deadline_ns ? at : r->deadline_ns;
		return false;
	}
	if (!link_settled(r, i, now_ns, sink) || must_wait(r, i))
		return false;
	struct puppet *p = &r->puppets[r->config.script->lines[i].client];
	if (p->client.state == CLIENT_UP)
		send_line(r, i, now_ns, sink);
	else if (!r->config.script->lines[i].again)
		conclude(r, i, now_ns, NULL, *p->client.why ? p->client.why : "its link is gone");
	r->begun = true;
	r->sent_ns = now_ns;
	r->captured_ns = captured_at(r, i);
	p->to_come--;
	look_idle(r, p, now_ns);
	r->next++;
	return true;
}

/* Lines are sent in their order: their time is up in that order too. */
static void expire(struct replay *r, uint64_t now_ns)
{
	for (; r->oldest < r->next; r->oldest++) {
		if (!replay_waits(r, r->oldest))
			continue;
		uint64_t end = r->shots[r->oldest].sent_ns + r->config.answer_within_ns;
		if (end > now_ns) {
			r->deadline_ns = end < r->deadline_ns ? end : r->deadline_ns;
			return;
		}
		conclude(r, r->oldest, now_ns, NULL, NULL);
	}
}

/* A link stays open for a while: what comes late is seen, and copies are acknowledged. */
static void close_idle(struct replay *r, uint64_t now_ns, struct sink *sink)
{
	for (; r->idle && r->idle->idle_ns + linger_ns <= now_ns; r->idle = r->idle->next_idle)
		close_link(r, r->idle, sink);
	if (r->idle && r->idle->idle_ns + linger_ns < r->deadline_ns)
		r->deadline_ns = r->idle->idle_ns + linger_ns;
}

static uint64_t replay_tick(void *self, uint64_t now_ns, struct sink *sink)
{
	struct replay *r = self;

	do {
		r->deadline_ns = NEVER;
		expire(r, now_ns);
	} while (go_on(r, now_ns, sink));
	close_idle(r, now_ns, sink);
	return r->deadline_ns;
}

static uint64_t replay_deadline(void *self) { return ((const struct replay *)self)->deadline_ns; }

/* --- what comes in --- */

static void note_stray(struct replay *r, const struct message *m)
{
	if (!r->strays++)
		message_format(r->first_stray, sizeof(r->first_stray), m);
}

/* RFC 7252 4.2, 5.2.2: a CON is acknowledged where it answers what was sent, else rejected. */
static void confirm(struct puppet *p, const struct in *in, const struct message *m, bool right, struct sink *sink)
{
	bool heard = m->len >= 4 && m->version == 1 && endpoint_equal(&in->peer, &p->client.peer);

	if (heard && m->type == TYPE_CON)
		reception_send_empty(&p->client, right && m->whole && message_is_response(m) ? TYPE_ACK : TYPE_RST, m->mid, sink);
}

static void take(struct replay *r, struct puppet *p, const struct in *in, struct sink *sink)
{
	struct message m;

	message_read(&m, in->bytes, in->len);
	size_t right, meant = replay_line_meant(r, p, &m, &right);
	confirm(p, in, &m, right, sink);
	if (m.type == TYPE_ACK && message_is_empty(&m))
		return;
	if (!meant)
		note_stray(r, &m);
	else if (replay_waits(r, meant - 1))
		conclude(r, meant - 1, in->at_ns, in, NULL);
}

static void replay_input(void *self, const struct in *in, struct sink *sink)
{
	struct replay *r = self;
	struct puppet *p = puppet_of(r, in->link);

	r->heard = true;
	if (p)
		take(r, p, in, sink);
	replay_tick(r, in->at_ns, sink);
}

static void replay_event(void *self, uint32_t link, enum link_event event, uint64_t now_ns, struct sink *sink)
{
	struct replay *r = self;
	struct puppet *p = puppet_of(r, link);

	r->refused |= event == LINK_UNREACHABLE;
	r->heard |= event == LINK_CLOSED || (event == LINK_UP && p && p->client.identity);
	if (p) {
		client_event(&p->client, event, now_ns, sink);
		if (event == LINK_FAILED || event == LINK_CLOSED || event == LINK_UNREACHABLE)
			cut(r, p, now_ns);
	}
	replay_tick(r, now_ns, sink);
}

const struct engine_ops replay_engine = { replay_input, replay_event, replay_tick, replay_deadline };

bool replay_done(void *self)
{
	const struct replay *r = self;

	return r->next == r->config.script->line_count && !r->waiting && !r->opened;
}
