/* sim/step_expect.c - expect: what must come back, and by when. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/step_files.h"

const struct node_key step_keys_EXPECT[] = { { 0 } };

static const struct node_key expectation_keys[] = {
	{ .name = "result", .any_kind = true },	  { .name = "reaction", .any_kind = true }, { .name = "not", .any_kind = true },
	{ .name = "code", .any_kind = true },	  { .name = "same", .kind = NODE_SCALAR },  { .name = "within", .kind = NODE_SCALAR },
	{ .name = "of", .kind = NODE_SCALAR },	  { .name = "alike", .kind = NODE_SCALAR },  { 0 },
};

#define EACH_WORD(name) int (*name)(struct expectation *, const struct node *, const char *, const char *, struct error *)

static int one_reaction(struct expectation *e, const struct node *n, const char *key, const char *word, struct error *error)
{
	uint16_t bits = reply_kind_named(word);

	if (!bits)
		return node_error(n, error, "unknown reaction '%s': success failure refusal other response reset ack silence cut", word);
	if (!strcmp(key, "not"))
		e->refuses |= bits;
	else
		e->reactions |= bits;
	return 0;
}

static int one_code(struct expectation *e, const struct node *n, const char *key, const char *word, struct error *error)
{
	struct expected_code *c = &e->codes[e->code_count];

	(void)key;
	if (e->code_count == EXPECTED_CODES)
		return node_error(n, error, "more than %d codes", EXPECTED_CODES);
	c->class_only = strlen(word) == 4 && word[0] >= '2' && word[0] <= '5' && !strcmp(word + 1, ".xx");
	if (c->class_only)
		c->code = COAP_CODE(word[0] - '0', 0);
	else if (!code_read(word, &c->code))
		return node_error(n, error, "'%s' is no code: 2.04 or 4.xx", word);
	e->code_count++;
	return 0;
}

/* One word, or a list of them; a filled column may hold several with spaces between. */
static int words(struct expectation *e, const struct node *n, const char *key, const struct columns *columns, EACH_WORD(each),
		 struct error *error)
{
	char text[160];

	if (n->kind == NODE_LIST) {
		for (const struct node *one = n->child; one; one = one->next)
			if (words(e, one, key, columns, each, error))
				return -1;
		return 0;
	}
	if (columns_fill(n, columns, text, sizeof(text), error))
		return -1;
	char *rest = text;
	for (char *word; (word = strsep(&rest, " "));)
		if (*word && each(e, n, key, word, error))
			return -1;
	return 0;
}

int step_read_expectation(struct step *s, const struct node *map, const struct columns *columns, struct error *error)
{
	struct expectation *e = &s->expect;

	if (node_check(map, expectation_keys, error))
		return -1;
	for (const struct node *n = map->child; n; n = n->next) {
		int bad = 0;
		if (!strcmp(n->key, "code"))
			bad = words(e, n, n->key, columns, one_code, error);
		else if (!strcmp(n->key, "same"))
			bad = node_bool(n, &e->same, error);
		else if (!strcmp(n->key, "alike"))
			bad = node_bool(n, &e->alike, error);
		else if (!strcmp(n->key, "within"))
			bad = columns_duration(n, columns, &e->within_ns, error) ||
			      (!e->within_ns && node_error(n, error, "nothing can come within no time"));
		else if (!strcmp(n->key, "of"))
			bad = columns_fill(n, columns, s->ue, sizeof(s->ue), error);
		else
			bad = words(e, n, n->key, columns, one_reaction, error);
		if (bad)
			return -1;
	}
	if (expectation_is_impossible(e))
		return node_error(map, error, "no outcome would do: all that it takes it refuses");
	if (expectation_misses_code(e))
		return node_error(map, error, "a code that nothing expected here could have");
	return expectation_is_empty(e, false) ? node_error(map, error, "this expects nothing: any outcome would do") : 0;
}

int step_read_EXPECT(struct step *s, const struct node *map, const struct columns *columns, struct error *error)
{
	return step_read_expectation(s, node_get(map, "expect"), columns, error);
}

/* Where silence would do, it must last; where an answer is due, it is waited for. */
static uint64_t bound(const struct play *p, const struct expectation *e)
{
	bool silence_will_do = e->reactions & (REPLY_SILENCE | REPLY_ACK);

	if (e->within_ns)
		return e->within_ns;
	return silence_will_do ? p->setting->silence_ns : p->setting->answer_within_ns;
}

enum progress step_go_on_EXPECT(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	struct actor *a = p->current;
	struct transaction *t = &a->client.last;
	const struct binding *binding = p->setting->request.binding;
	char said[300];

	(void)sink;
	if (transaction_open(t) && now_ns < t->started_ns + bound(p, &s->expect))
		return STEP_WAITING;
	t->next_ns = NEVER;
	bool late = s->expect.within_ns && t->concluded_ns > t->started_ns + s->expect.within_ns;
	if (late)
		return play_break(p, s, "the answer came after %.3f s", (double)(t->concluded_ns - t->started_ns) / NS_PER_S);
	struct earlier earlier = { .before = &a->before, .alike = a->said[t->sent.kind] };
	a->said[t->sent.kind] = expectation_said(t, binding);
	if (expectation_holds(&s->expect, t, binding, &earlier, said, sizeof(said)))
		return STEP_DONE;
	const char *why = t->state == TRANSACTION_CUT && *a->client.why ? a->client.why : NULL;
	return play_break(p, s, "%s%s%s%s", said, why ? " (" : "", why ? why : "", why ? ")" : "");
}

enum progress step_begin_EXPECT(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	if (!p->current)
		return play_break(p, s, "nothing was sent yet");
	return step_go_on_EXPECT(p, s, now_ns, sink);
}
