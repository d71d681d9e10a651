/* pcap/fragments.c - one buffer and one bit for every 8 octets of each datagram in pieces. */
#include "pcap/fragments.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "wire/engine.h"
#include "wire/table.h"

enum {
	UNIT = 8,			/* octets: RFC 791, RFC 8200 4.5 */
	DATAGRAM_MOST = 65536,
	UNITS_MOST = DATAGRAM_MOST / UNIT,
	PARTIAL_MOST = 512,		/* datagrams in pieces at a time */
	OCTETS_MOST = 8 << 20		/* held for them */
};

static const uint64_t lifetime_ns = 60ull * NS_PER_S;

struct key {
	struct endpoint from, to;
	uint32_t id, protocol;
};

struct partial {
	struct key key;
	struct partial *next;		/* in order of age */
	uint64_t since_ns;
	uint8_t *bytes;
	size_t room;
	size_t end, far;		/* of the datagram, 0 before its last piece is here; of all pieces so far */
	size_t cut;			/* where the first octet is missing: pieces cut by the capture */
	size_t units;			/* how many are here */
	uint8_t protocol;
	uint8_t here[UNITS_MOST / 8];
};

struct fragments {
	struct table partials;
	struct partial *oldest, **newest;
	size_t count, octets;
	uint64_t lost;
	struct partial *given;		/* borrowed by the caller until the next call */
};

static bool same_key(const void *entry, const void *key)
{
	return !memcmp(&((const struct partial *)entry)->key, key, sizeof(struct key));
}

static uint64_t hash_of(const struct key *key) { return table_hash(key, sizeof(*key), 0); }

struct fragments *fragments_new(void)
{
	struct fragments *r = calloc(1, sizeof(*r));

	assert(r);
	table_init(&r->partials, same_key);
	r->newest = &r->oldest;
	return r;
}

static void partial_free(struct partial *p)
{
	if (p)
		free(p->bytes);
	free(p);
}

/* Out of the table and the list; the caller frees it. */
static void take_out(struct fragments *r, struct partial *p)
{
	struct partial **at = &r->oldest;

	while (*at != p)
		at = &(*at)->next;
	*at = p->next;
	if (!p->next)
		r->newest = at;
	table_remove(&r->partials, hash_of(&p->key), p);
	r->count--;
	r->octets -= p->room;
}

static void forget(struct fragments *r, struct partial *p)
{
	r->lost++;
	take_out(r, p);
	partial_free(p);
}

void fragments_free(struct fragments *r)
{
	if (!r)
		return;
	while (r->oldest)
		forget(r, r->oldest);
	partial_free(r->given);
	table_free(&r->partials);
	free(r);
}

static struct partial *begin(struct fragments *r, const struct key *key, uint64_t at_ns)
{
	struct partial *p = calloc(1, sizeof(*p));

	assert(p);
	p->key = *key;
	p->since_ns = at_ns;
	p->cut = DATAGRAM_MOST;
	*r->newest = p;
	r->newest = &p->next;
	r->count++;
	table_put(&r->partials, hash_of(key), p);
	return p;
}

/* Old ones go, and the oldest where there are too many; KEEP stays. */
static void make_room(struct fragments *r, uint64_t at_ns, const struct partial *keep)
{
	while (r->oldest && r->oldest != keep &&
	       (r->count > PARTIAL_MOST || r->octets > OCTETS_MOST ||
		(at_ns > r->oldest->since_ns && at_ns - r->oldest->since_ns > lifetime_ns)))
		forget(r, r->oldest);
}

static void grow(struct fragments *r, struct partial *p, size_t end)
{
	size_t room = p->room ? p->room : 4096;

	if (end <= p->room)
		return;
	while (room < end)
		room *= 2;
	p->bytes = realloc(p->bytes, room);
	assert(p->bytes);
	memset(p->bytes + p->room, 0, room - p->room);
	r->octets += room - p->room;
	p->room = room;
}

static bool unit_here(const struct partial *p, size_t unit) { return p->here[unit / 8] >> unit % 8 & 1; }

/* Where pieces overlap they must say the same. */
static bool agrees(const struct partial *p, const struct fragment *f)
{
	for (size_t at = 0; at < f->octets.len; at += UNIT) {
		size_t n = f->octets.len - at < UNIT ? f->octets.len - at : UNIT;
		if (unit_here(p, (f->offset + at) / UNIT) && f->offset + at < p->cut &&
		    memcmp(p->bytes + f->offset + at, f->octets.bytes + at, n))
			return false;
	}
	return true;
}

/* The end of the datagram is where its last piece ends; no piece lies beyond, no other last piece disagrees. */
static bool fits(const struct partial *p, const struct fragment *f)
{
	size_t end = f->offset + f->octets.wire;

	if (!f->octets.wire || end > DATAGRAM_MOST - 1 || (f->more && f->octets.wire % UNIT))
		return false;
	if (p->end)
		return f->more ? end <= p->end : end == p->end;
	return f->more || end >= p->far;
}

static void put(struct fragments *r, struct partial *p, const struct fragment *f)
{
	size_t end = f->offset + f->octets.wire;

	grow(r, p, end);
	memcpy(p->bytes + f->offset, f->octets.bytes, f->octets.len);
	for (size_t unit = f->offset / UNIT; unit < (end + UNIT - 1) / UNIT; unit++) {
		p->units += !unit_here(p, unit);
		p->here[unit / 8] |= (uint8_t)(1 << unit % 8);
	}
	if (f->octets.len < f->octets.wire && f->offset + f->octets.len < p->cut)
		p->cut = f->offset + f->octets.len;
	if (!f->more)
		p->end = end;
	if (end > p->far)
		p->far = end;
	if (!f->offset)
		p->protocol = f->protocol;
}

static struct partial *find_or_begin(struct fragments *r, const struct fragment *f, uint64_t at_ns)
{
	bool six = f->from.family == FAMILY_IPV6;
	struct key key = { f->from, f->to, f->id, six ? 0 : f->protocol };
	struct partial *p = table_find(&r->partials, hash_of(&key), &key);

	return p ? p : begin(r, &key, at_ns);
}

static enum outcome add(struct fragments *r, const struct fragment *f, uint64_t at_ns)
{
	make_room(r, at_ns, NULL);
	struct partial *p = find_or_begin(r, f, at_ns);
	if (!fits(p, f) || !agrees(p, f)) {
		forget(r, p);
		return BROKEN;
	}
	put(r, p, f);
	make_room(r, at_ns, p);
	if (!p->end || p->units < (p->end + UNIT - 1) / UNIT)
		return FRAGMENT;
	take_out(r, p);
	r->given = p;
	return GAVE;
}

enum outcome fragments_add(struct fragments *r, const struct fragment *f, uint64_t at_ns, struct slice *whole,
			    uint8_t *protocol)
{
	struct partial *before = r->given;	/* F may lie in it: a tunnel's own fragments held one of a fragment */

	r->given = NULL;
	enum outcome outcome = add(r, f, at_ns);
	const struct partial *p = r->given;
	if (p) {
		*whole = (struct slice){ p->bytes, p->cut < p->end ? p->cut : p->end, p->end };
		*protocol = p->protocol;
	}
	partial_free(before);
	return outcome;
}

uint64_t fragments_lost(const struct fragments *r) { return r->lost + r->count; }
