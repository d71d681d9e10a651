/* conformance/judge/association.c - DTLS associations in line, and their records. */
#include "conformance/judge/association.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "wire/fold.h"

enum { ASSOCIATIONS_MOST = 1 << 17, OPEN_MOST = 512 };
enum { RECORD_CCS = 20, RECORD_ALERT = 21, RECORD_DATA = 23 };
enum { ALERT_FATAL = 2, ALERT_CLOSE_NOTIFY = 0 };

/* In order of their numbers. */
struct filed {
	struct filed *newer;
	uint8_t *folded;		/* not up to date while it is open */
	uint32_t number;
};

static bool equal(const void *entry, const void *key)
{
	return ((const struct filed *)entry)->number == *(const uint32_t *)key;
}

static uint64_t hash_of(uint32_t number) { return table_hash(&number, sizeof(number), 0); }

void associations_init(struct associations *all)
{
	*all = (struct associations){ .most = ASSOCIATIONS_MOST };
	table_init(&all->table, equal);
	all->open = calloc(OPEN_MOST, sizeof(*all->open));
	all->files = calloc(OPEN_MOST, sizeof(*all->files));
	assert(all->open && all->files);
}

/* Its place, from which whoever is there is filed away. */
static struct association *take_place(struct associations *all, struct filed *f)
{
	unsigned place = f->number % OPEN_MOST;
	struct association *a = &all->open[place];
	struct filed *before = all->files[place];

	_Static_assert(sizeof(*a) % 8 == 0 && sizeof(*a) <= FOLD_MOST, "an association is folded");
	if (before)
		before->folded = fold(before->folded, a, sizeof(*a));
	all->files[place] = f;
	return a;
}

static struct association *opened(struct associations *all, struct filed *f)
{
	struct association *a = &all->open[f->number % OPEN_MOST];

	if (a->number == f->number)
		return a;
	a = take_place(all, f);
	unfold(f->folded, a, sizeof(*a));
	return a;
}

static void drop_oldest(struct associations *all)
{
	struct filed *f = all->oldest;
	struct association *a = opened(all, f);

	if (all->close)
		all->close(all->arg, a);
	table_remove(&all->table, hash_of(f->number), f);
	all->oldest = f->newer;
	if (!all->oldest)
		all->newest = NULL;
	all->count--;
	free(a->stash);
	a->number = 0;
	all->files[f->number % OPEN_MOST] = NULL;
	free(f->folded);
	free(f);
}

void associations_close_all(struct associations *all)
{
	while (all->oldest)
		drop_oldest(all);
}

void associations_free(struct associations *all)
{
	all->close = NULL;
	associations_close_all(all);
	table_free(&all->table);
	free(all->open);
	free(all->files);
}

static struct filed *file_new(struct associations *all, uint32_t number)
{
	struct filed *f = calloc(1, sizeof(*f));

	assert(f);
	f->number = number;
	table_put(&all->table, hash_of(number), f);
	*(all->newest ? &all->newest->newer : &all->oldest) = f;
	all->newest = f;
	all->count++;
	return f;
}

static struct association *add(struct associations *all, const struct observation *o)
{
	const struct datagram *d = o->datagram;

	if (all->count >= all->most)
		drop_oldest(all);
	struct association *a = take_place(all, file_new(all, o->association));
	memset(a, 0, sizeof(*a));	/* what lies between its members is folded too */
	a->number = o->association;
	a->client = o->from_client ? d->from : d->to;
	a->server = o->from_client ? d->to : d->from;
	a->ways[WAY_CLIENT].rank = a->ways[WAY_SERVER].rank = -1;
	return a;
}

struct association *association_of(struct associations *all, const struct observation *o)
{
	struct association *a = &all->open[o->association % OPEN_MOST];

	if (!o->association)
		return NULL;
	if (a->number == o->association)
		return a;
	struct filed *f = table_find(&all->table, hash_of(o->association), &o->association);
	return f ? opened(all, f) : add(all, o);
}

/* --- records --- */

bool association_new_record(struct association *a, const struct observation *o)
{
	bool same = a->last_frame == o->datagram->frame && a->last_offset == o->record_offset && a->last_ns;

	a->last_frame = o->datagram->frame;
	a->last_offset = o->record_offset;
	a->last_ns = o->datagram->at_ns;
	return o->record && !same;
}

const struct seen_record *way_find(const struct way *w, uint64_t number)
{
	for (unsigned i = 0; i < RECORDS_KEPT; i++)
		if (w->recent[i].frame && w->recent[i].number == number)
			return &w->recent[i];
	return NULL;
}

uint64_t way_behind(const struct way *w, const struct record *r)
{
	if (r->epoch == w->epoch)
		return w->any && w->highest > r->seq ? w->highest - r->seq : 0;
	if (r->epoch + 1 == w->epoch)
		return w->any_before && w->highest_before > r->seq ? w->highest_before - r->seq : 0;
	return 0;
}

bool way_knows(const struct way *w, const struct record *r)
{
	if (way_find(w, record_number(r)))
		return true;
	if (r->epoch != w->epoch || !w->any || r->seq > w->highest)
		return false;
	return w->highest - r->seq < 64 && w->window >> (w->highest - r->seq) & 1;
}

static void slide(struct way *w, uint64_t seq)
{
	if (!w->any || seq > w->highest) {
		uint64_t by = w->any ? seq - w->highest : 64;
		w->window = (by < 64 ? w->window << by : 0) | 1;
		w->highest = seq;
		w->any = true;
	} else if (w->highest - seq < 64) {
		w->window |= 1ull << (w->highest - seq);
	}
}

static uint32_t record_hash(const struct observation *o)
{
	const struct datagram *d = o->datagram;
	size_t at = o->record_offset, len = 13u + o->record->length;	/* RFC 6347 4.1: header of 13 octets */

	if (at > d->len)
		return 0;
	return (uint32_t)table_hash(d->bytes + at, len < d->len - at ? len : d->len - at, 0);
}

static void next_epoch(struct way *w, uint64_t at_ns)
{
	w->epoch++;
	w->epoch_ns = at_ns;
	w->highest_before = w->highest;
	w->any_before = w->any;
	w->any = w->finished = w->data = false;
	w->window = 0;
}

static void learn_alert(struct way *w, const struct observation *o)
{
	if (o->alert_level == ALERT_FATAL && !w->fatal) {
		w->fatal = true;
		w->fatal_frame = o->datagram->frame;
	}
	if (o->alert_level && o->alert_description == ALERT_CLOSE_NOTIFY && !w->closed) {
		w->closed = true;
		w->closed_frame = o->datagram->frame;
		w->closed_ns = o->datagram->at_ns;
	}
	w->alerted = true;
	w->last_alert = o->alert_description;
}

void association_learn_record(struct association *a, const struct observation *o)
{
	struct way *w = &a->ways[o->from_client ? WAY_CLIENT : WAY_SERVER];
	struct way *other = &a->ways[o->from_client ? WAY_SERVER : WAY_CLIENT];
	const struct record *r = o->record;

	w->recent[w->records++ % RECORDS_KEPT] =
		(struct seen_record){ record_number(r), r->explicit_nonce, record_hash(o), o->datagram->frame };
	w->bent |= o->datagram->deliberate != NULL;
	w->bad_last = r->bad_tag;
	if (r->bad_tag) {
		/* Its number counts where it is the sender's own next. */
		if (r->epoch == w->epoch && r->seq == w->highest + w->any)
			slide(w, r->seq);
		w->bad_frame = o->datagram->frame;
		return;
	}
	if (r->epoch == w->epoch)
		slide(w, r->seq);
	other->alerted = false;
	if (r->type == RECORD_CCS && r->epoch == w->epoch)
		next_epoch(w, o->datagram->at_ns);
	if (r->type == RECORD_ALERT)
		learn_alert(w, o);
	w->data |= r->type == RECORD_DATA && r->epoch && r->epoch == w->epoch;
	w->after_fatal |= r->type == RECORD_DATA && w->fatal;
	w->after_closed |= r->type == RECORD_DATA && w->closed;
}

void association_check_complete(struct association *a)
{
	const struct way *client = &a->ways[WAY_CLIENT], *server = &a->ways[WAY_SERVER];

	if ((client->finished || client->data) && (server->finished || server->data))
		a->complete = a->completed = true;
}
