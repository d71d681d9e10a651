/* pcap/numbering.c - marks that later messages find their exchange by. */
#include "pcap/numbering.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "wire/engine.h"
#include "wire/table.h"

enum { TOKEN_MOST = 8 };

static const uint64_t exchange_lifetime_ns = 247ull * NS_PER_S;	/* RFC 7252 4.8.2 */

enum mark_kind { MARK_MID, MARK_TOKEN };

/* Unused octets are zero: compared by memcmp. */
struct mark_key {
	struct endpoint owner;		/* who sent the message, or the request of the Token */
	uint8_t kind, len, bytes[TOKEN_MOST + 2];
	uint32_t flow, association;
};

struct mark {
	struct mark_key key;
	uint32_t exchange;
	uint64_t at_ns, octets;		/* when, and a hash of what: copies are the same octets */
};

struct numbering {
	struct table marks;
	uint32_t exchanges;
};

static bool same_key(const void *entry, const void *key)
{
	return !memcmp(&((const struct mark *)entry)->key, key, sizeof(struct mark_key));
}

static uint64_t hash_of(const struct mark_key *key) { return table_hash(key, sizeof(*key), 0); }

static struct mark_key key_of(const struct observation *o, bool of_sender, enum mark_kind kind)
{
	const struct message *m = o->message;
	struct mark_key key;

	memset(&key, 0, sizeof(key));
	key.owner = of_sender ? o->datagram->from : o->datagram->to;
	key.kind = (uint8_t)kind;
	key.flow = o->flow;
	key.association = o->association;
	key.len = kind == MARK_MID ? sizeof(m->mid) : m->token.len < TOKEN_MOST ? (uint8_t)m->token.len : TOKEN_MOST;
	memcpy(key.bytes, kind == MARK_MID ? (const uint8_t *)&m->mid : m->bytes + m->token.at, key.len);
	return key;
}

static struct mark *find_mark(const struct numbering *n, const struct observation *o, bool of_sender,
			      enum mark_kind kind)
{
	struct mark_key key = key_of(o, of_sender, kind);

	return table_find(&n->marks, hash_of(&key), &key);
}

static void set_mark(struct numbering *n, const struct observation *o, enum mark_kind kind, uint32_t exchange)
{
	struct mark *mark = find_mark(n, o, true, kind);

	if (!mark) {
		mark = malloc(sizeof(*mark));
		assert(mark);
		mark->key = key_of(o, true, kind);
		table_put(&n->marks, hash_of(&mark->key), mark);
	}
	mark->exchange = exchange;
	mark->at_ns = o->datagram->at_ns;
	mark->octets = table_hash(o->message->bytes, o->message->len, 0);
}

struct numbering *numbering_new(void)
{
	struct numbering *n = calloc(1, sizeof(*n));

	assert(n);
	table_init(&n->marks, same_key);
	return n;
}

void numbering_free(struct numbering *n)
{
	size_t start = 0;

	if (!n)
		return;
	for (struct mark *mark; (mark = table_next(&n->marks, &start));)
		free(mark);
	table_free(&n->marks);
	free(n);
}

/* RFC 7252 4.2, 4.8.2: the same octets from the same sender while the Message ID lives. */
static const struct mark *copied_from(const struct numbering *n, const struct observation *o)
{
	const struct mark *mark = find_mark(n, o, true, MARK_MID);

	if (!mark || o->datagram->at_ns - mark->at_ns >= exchange_lifetime_ns)
		return NULL;
	return mark->octets == table_hash(o->message->bytes, o->message->len, 0) ? mark : NULL;
}

/* What acknowledges or rejects is found by the Message ID, else, as separate responses are, by the asker's Token. */
static uint32_t exchange_answered(const struct numbering *n, const struct observation *o, bool response)
{
	bool by_mid = o->message->type == TYPE_ACK || o->message->type == TYPE_RST;
	const struct mark *mark = by_mid ? find_mark(n, o, false, MARK_MID) : NULL;

	if (!mark && response)
		mark = find_mark(n, o, false, MARK_TOKEN);
	return mark ? mark->exchange : 0;
}

struct numbered numbering_of(struct numbering *n, const struct observation *o)
{
	const struct message *m = o->message;
	struct numbered is = { 0 };

	if (o->kind != OBS_MESSAGE || !m)
		return is;
	bool response = message_is_response(m), confirmable = m->type == TYPE_CON || m->type == TYPE_NON;
	uint32_t answered = response || !confirmable ? exchange_answered(n, o, response) : 0;
	is.begins = !answered && (confirmable || message_is_request(m));
	is.answers = !is.begins && !(m->type == TYPE_ACK && message_is_empty(m));
	const struct mark *copied = confirmable ? copied_from(n, o) : NULL;
	if (copied) {
		is.again = true;
		is.exchange = copied->exchange;
		return is;
	}
	is.exchange = is.begins ? ++n->exchanges : answered;
	if (confirmable)
		set_mark(n, o, MARK_MID, is.exchange);
	if (is.begins && !message_is_empty(m))
		set_mark(n, o, MARK_TOKEN, is.exchange);
	return is;
}
