/* conformance/replay_answer.c - whose answer is it? */
#include "conformance/replay_state.h"

#include <string.h>

static bool token_is(const struct shot *shot, const struct message *m)
{
	return m->token.len == shot->token_len && !memcmp(m->bytes + m->token.at, shot->token, m->token.len);
}

enum key { BY_MID, BY_TOKEN };

/* The latest line of that Message ID or Token; index plus 1. */
static size_t line_with(const struct replay *r, const struct puppet *p, const struct message *m, enum key key, bool only_waiting)
{
	for (size_t i = p->last; i; i = r->shots[i - 1].before) {
		const struct shot *shot = &r->shots[i - 1];
		if ((key == BY_MID ? shot->mid == m->mid : token_is(shot, m)) && (!only_waiting || replay_waits(r, i - 1)))
			return i;
	}
	return 0;
}

/* RFC 7252 4.4, 5.3.2: ACK and RST by Message ID, other responses by Token. */
static enum key right_key(const struct message *m) { return m->type == TYPE_ACK || m->type == TYPE_RST ? BY_MID : BY_TOKEN; }

static size_t only_waiting(const struct replay *r, const struct puppet *p)
{
	size_t i = p->waiting == 1 ? p->last : 0;

	while (i && !replay_waits(r, i - 1))
		i = r->shots[i - 1].before;
	return i;
}

size_t replay_line_meant(const struct replay *r, const struct puppet *p, const struct message *m, size_t *right)
{
	enum key key = right_key(m), other = key == BY_MID ? BY_TOKEN : BY_MID;
	bool has_other = other == BY_MID || m->token.len;
	size_t line = line_with(r, p, m, key, true);

	*right = line_with(r, p, m, key, false);
	if (!line && has_other)
		line = line_with(r, p, m, other, true);
	if (!line)
		line = *right;
	if (!line && has_other)
		line = line_with(r, p, m, other, false);
	if (!line && key == BY_MID)	/* a reply to something that was sent, whatever it says */
		line = only_waiting(r, p);
	return line || key == BY_TOKEN ? line : p->last;
}
