/* conformance/judge/registration.c - belief about each UE's registration, from answers alone. */
#include "conformance/judge/registration.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "wire/message.h"

struct key {
	const struct service *service;
	uint64_t service_hash;
};

static bool equal(const void *entry, const void *asked)
{
	const struct registration *r = entry;
	const struct key *key = asked;

	return r->service == key->service && r->service_hash == key->service_hash;
}

static uint64_t hash_of(const struct key *key) { return table_hash(key, sizeof(*key), 0); }

void registrations_init(struct registrations *all)
{
	*all = (struct registrations){ 0 };
	table_init(&all->table, equal);
}

static uint64_t hash_of_entry(const struct registration *r)
{
	struct key key = { r->service, r->service_hash };

	return hash_of(&key);
}

/* The next to be dropped: it was last looked at long ago. */
static void expect_oldest(const struct registrations *all)
{
	if (!all->oldest)
		return;
	table_expect_slot(&all->table, hash_of_entry(all->oldest));
	__builtin_prefetch(all->oldest->newer);
}

static void drop_oldest(struct registrations *all)
{
	struct registration *r = all->oldest;

	table_remove(&all->table, hash_of_entry(r), r);
	all->oldest = r->newer;
	expect_oldest(all);
	if (!all->oldest)
		all->newest = NULL;
	all->count--;
	free(r);
}

void registrations_free(struct registrations *all)
{
	table_free(&all->table);
	for (struct registration *r; (r = all->oldest);) {
		all->oldest = r->newer;
		free(r);
	}
}

static struct registration *add(struct registrations *all, const struct key *key)
{
	if (all->count == REGISTRATIONS_MOST)
		drop_oldest(all);
	struct registration *r = calloc(1, sizeof(*r));
	assert(r);
	r->service = key->service;
	r->service_hash = key->service_hash;
	table_put(&all->table, hash_of(key), r);
	if (all->newest)
		all->newest->newer = r;
	else
		all->oldest = r;
	all->newest = r;
	all->count++;
	return r;
}

/* Which registration an exchange is about; NULL: about none. */
static struct registration *about(struct registrations *all, const struct exchange *x, bool make)
{
	struct key key = { x->peer->service, x->asked.service_hash };

	if (!key.service || !key.service_hash ||
	    (exchange_procedure(x) != MSGIN5G_REG && exchange_procedure(x) != MSGIN5G_DEREG))
		return NULL;
	struct registration *r = table_find(&all->table, hash_of(&key), &key);
	return r || !make ? r : add(all, &key);
}

void registrations_expect(const struct registrations *all, const struct exchange *x)
{
	struct key key = { x->peer->service, x->asked.service_hash };

	table_expect_slot(&all->table, hash_of(&key));
}

void registrations_ask(struct registrations *all, struct exchange *x)
{
	bool copy = x->entered.registration;
	struct registration *r = about(all, x, !copy);

	x->entered.registration = true;
	if (r && copy && x->response.seen && r->latest != x->asked_by.first_frame)
		r->belief = BELIEF_UNKNOWN;
	if (!r || copy)
		return;
	r->pending++;
	/* Another device leaves in a device's name. */
	if (x->asked.device_said == MSGIN5G_DEREG && r->layer2_hash && r->layer2_hash != x->asked.layer2_hash)
		x->asked.traits |= 1ull << TRAIT_UE_NOT_ITS_OWN;
}

/* Nothing better is known of a UE not yet seen: the answer itself must say that it is unknown. */
static bool says_unknown(const struct exchange *x)
{
	return x->belief == BELIEF_UNKNOWN && (x->response.code == CODE_NOT_FOUND || x->said == RESULT_FAILURE);
}

/* A first or a renewed registration, a known or an unknown UE's leave, told apart by the answer. */
static void tell_apart(struct service *service, const struct exchange *x, enum belief before)
{
	bool present = before == BELIEF_PRESENT, success = exchange_succeeded(x);

	if (exchange_is(x, TRAIT_DELIBERATE) || exchange_is(x, TRAIT_UE_NOT_ITS_OWN))
		return;
	if (exchange_procedure(x) == MSGIN5G_REG && success) {
		service->first_created |= !present && x->response.code == CODE_CREATED;
		service->renewal_changed |= present && x->response.code == CODE_CHANGED;
	} else if (exchange_procedure(x) == MSGIN5G_DEREG) {
		service->known_left |= present && success;
		service->unknown_refused |= !success && (before == BELIEF_ABSENT || says_unknown(x));
	}
}

void registrations_recall(struct registrations *all, struct exchange *x)
{
	const struct registration *r = about(all, x, false);

	if (!r || r->pending > 1 || x->challenged)
		return;
	x->belief = r->belief;
	x->refused_before = r->refused;
	x->foreign_leave = r->foreign_leave;
	tell_apart(x->peer->service, x, (enum belief)r->belief);
}

void registrations_learn(struct registrations *all, const struct exchange *x)
{
	struct registration *r = about(all, x, false);

	if (!r)
		return;
	bool alone = r->pending <= 1;
	r->latest = x->asked_by.first_frame;
	r->pending -= r->pending > 0 && x->entered.registration;
	if (x->challenged)
		return;
	if (!exchange_succeeded(x)) {
		if (exchange_procedure(x) == MSGIN5G_REG && CODE_CLASS(x->response.code) != 5)
			r->refused = x->response.code;
		r->foreign_leave |= exchange_procedure(x) == MSGIN5G_DEREG && exchange_is(x, TRAIT_UE_NOT_ITS_OWN);
		return;
	}
	if (x->asked.device_said == MSGIN5G_REG)
		r->layer2_hash = x->asked.layer2_hash;
	r->refused = 0;
	r->foreign_leave = false;
	if (!alone)
		r->belief = BELIEF_UNKNOWN;
	else
		r->belief = exchange_procedure(x) == MSGIN5G_REG ? BELIEF_PRESENT : BELIEF_ABSENT;
}

void registrations_unsettle(struct registrations *all, const struct service *service, uint64_t service_hash)
{
	struct key key = { service, service_hash };
	struct registration *r = service ? table_find(&all->table, hash_of(&key), &key) : NULL;

	if (r)
		r->belief = BELIEF_UNKNOWN;
}

void registrations_doubt(struct registrations *all, const struct exchange *x)
{
	struct registration *r = about(all, x, false);

	if (!r)
		return;
	if (!x->entered.registration)
		return;
	r->pending -= r->pending > 0;
	r->belief = BELIEF_UNKNOWN;
}
