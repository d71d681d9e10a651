/* server/store.c - registrations by UE Service ID, bounded. */
#include "server/store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static bool equal(const void *entry, const void *key)
{
	return !strcmp(((const struct registration *)entry)->ue_service_id, key);
}

static uint64_t hash_of(const char *id) { return table_hash(id, strlen(id), 0); }

static void registration_free(struct registration *r)
{
	free(r->profile);
	free(r);
}

void store_init(struct store *s) { table_init(&s->registrations, equal); }

void store_clear(struct store *s)
{
	size_t at = 0;

	s->changes++;
	for (struct registration *r; (r = table_next(&s->registrations, &at));)
		registration_free(r);
	table_free(&s->registrations);
}

void store_free(struct store *s) { store_clear(s); }

static struct registration *find(const struct store *s, const char *id)
{
	return table_find(&s->registrations, hash_of(id), id);
}

const struct registration *store_find(const struct store *s, const char *id)
{
	const struct registration *r = find(s, id);

	return r && !r->left ? r : NULL;
}

static struct registration *enter(struct store *s, const char *id)
{
	size_t len = strlen(id);
	struct registration *r = calloc(1, sizeof(*r) + len + 1);

	assert(r);
	memcpy(r->ue_service_id, id, len + 1);
	r->hash = hash_of(id);
	table_put(&s->registrations, r->hash, r);
	return r;
}

static void set_profile(struct registration *r, const uint8_t *profile, size_t len)
{
	free(r->profile);
	r->profile = NULL;
	r->profile_len = len;
	if (!len)
		return;
	r->profile = malloc(len);
	assert(r->profile);
	memcpy(r->profile, profile, len);
}

enum stored store_put(struct store *s, const char *id, const uint8_t *profile, size_t len, uint64_t now_ns)
{
	struct registration *r = find(s, id);
	enum stored stored = r && !r->left ? STORED_RENEWED : STORED_NEW;

	if (!r && s->registrations.used >= STORE_MAX)
		return STORED_FULL;
	if (!r)
		r = enter(s, id);
	r->at_ns = now_ns;
	if (len || !r->left)		/* what stayed of one that left is found again: a fault's doing */
		set_profile(r, profile, len);
	r->left = false;
	s->changes++;
	return stored;
}

bool store_remove(struct store *s, const char *id)
{
	struct registration *r = find(s, id);

	if (!r)
		return false;
	s->changes++;
	table_remove(&s->registrations, r->hash, r);
	registration_free(r);
	return true;
}

bool store_leave(struct store *s, const char *id, bool keeps_profile)
{
	struct registration *r = find(s, id);

	if (!r || r->left)
		return false;
	r->left = true;
	if (!keeps_profile)
		set_profile(r, NULL, 0);
	s->changes++;
	return true;
}

void store_set_profile(struct store *s, const char *id, const uint8_t *profile, size_t len)
{
	size_t at = 0;

	for (struct registration *r; (r = table_next(&s->registrations, &at));)
		if (!id || !strcmp(r->ue_service_id, id))
			set_profile(r, profile, len);
	s->changes++;
}
