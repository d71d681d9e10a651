/* dtls/keyring.c - secrets, found by PSK identity or by client random. */
#include "dtls/keyring.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "wire/hex.h"
#include "wire/table.h"

/* Sessions whose master secret is kept; the oldest goes first. */
enum { MASTERS_MAX = 1 << 18, MASTERS_TRIED = 256, RANDOM = 32, MASTER = 48 };

struct psk {
	uint8_t *bytes;		/* identity, then key */
	size_t identity_len, psk_len;
};

struct master {
	uint8_t client_random[RANDOM], secret[MASTER];
	struct master *next;	/* the next younger */
};

struct keyring {
	struct table psks, masters;
	struct psk *any;
	unsigned any_count, version;
	size_t masters_most;
	struct master *oldest, *youngest;
};

struct identity_key {
	const uint8_t *bytes;
	size_t len;
};

static bool psk_equal(const void *entry, const void *key)
{
	const struct psk *p = entry;
	const struct identity_key *k = key;

	return p->identity_len == k->len && (!k->len || !memcmp(p->bytes, k->bytes, k->len));
}

static bool master_equal(const void *entry, const void *key)
{
	return !memcmp(((const struct master *)entry)->client_random, key, RANDOM);
}

struct keyring *keyring_new(void)
{
	struct keyring *k = calloc(1, sizeof(*k));

	assert(k);
	table_init(&k->psks, psk_equal);
	table_init(&k->masters, master_equal);
	k->masters_most = MASTERS_MAX;
	return k;
}

void keyring_limit(struct keyring *k, size_t masters) { k->masters_most = masters; }

static void psk_clear(struct psk *p) { OPENSSL_clear_free(p->bytes, p->identity_len + p->psk_len + 1); }

void keyring_free(struct keyring *k)
{
	size_t at = 0;

	if (!k)
		return;
	for (struct psk *p; (p = table_next(&k->psks, &at));) {
		psk_clear(p);
		free(p);
	}
	for (unsigned i = 0; i < k->any_count; i++)
		psk_clear(&k->any[i]);
	for (struct master *m = k->oldest, *next; m; m = next) {
		next = m->next;
		OPENSSL_clear_free(m, sizeof(*m));
	}
	table_free(&k->psks);
	table_free(&k->masters);
	free(k->any);
	free(k);
}

static void psk_fill(struct psk *p, const uint8_t *identity, size_t len, const uint8_t *psk, size_t psk_len)
{
	p->bytes = OPENSSL_malloc(len + psk_len + 1);
	assert(p->bytes);
	if (len)
		memcpy(p->bytes, identity, len);
	if (psk_len)
		memcpy(p->bytes + len, psk, psk_len);
	p->identity_len = len;
	p->psk_len = psk_len;
}

void keyring_psk(struct keyring *k, const uint8_t *identity, size_t len, const uint8_t *psk, size_t psk_len)
{
	const struct identity_key key = { identity, len };
	uint64_t hash = table_hash(identity, len, 0);
	struct psk *p = table_find(&k->psks, hash, &key);

	if (p) {
		psk_clear(p);
	} else {
		p = malloc(sizeof(*p));
		assert(p);
		table_put(&k->psks, hash, p);
	}
	psk_fill(p, identity, len, psk, psk_len);
	k->version++;
}

void keyring_psk_any(struct keyring *k, const uint8_t *psk, size_t psk_len)
{
	k->any = realloc(k->any, (k->any_count + 1) * sizeof(*k->any));
	assert(k->any);
	psk_fill(&k->any[k->any_count++], NULL, 0, psk, psk_len);
	k->version++;
}

void keyring_identities(struct keyring *k, const struct identities *pool)
{
	for (size_t i = 0; i < pool->count; i++) {
		const struct identity *one = &pool->list[i];
		if (one->psk_len)
			keyring_psk(k, one->psk_identity, one->psk_identity_len, one->psk, one->psk_len);
	}
}

static void master_forget_oldest(struct keyring *k)
{
	struct master *m = k->oldest;

	table_remove(&k->masters, table_hash(m->client_random, RANDOM, 0), m);
	k->oldest = m->next;
	OPENSSL_clear_free(m, sizeof(*m));
}

void keyring_master(struct keyring *k, const uint8_t random[RANDOM], const uint8_t secret[MASTER])
{
	uint64_t hash = table_hash(random, RANDOM, 0);
	struct master *m = table_find(&k->masters, hash, random);

	if (m && !memcmp(m->secret, secret, MASTER))
		return;
	k->version++;
	if (m) {
		memcpy(m->secret, secret, MASTER);
		return;
	}
	m = OPENSSL_zalloc(sizeof(*m));
	assert(m);
	memcpy(m->client_random, random, RANDOM);
	memcpy(m->secret, secret, MASTER);
	if (k->masters.used >= k->masters_most)
		master_forget_oldest(k);
	table_put(&k->masters, hash, m);
	*(k->oldest ? &k->youngest->next : &k->oldest) = m;
	k->youngest = m;
}

/* One word of LINE from AT on; its length, and AT moves past it and the blanks behind. */
static size_t word(const char *line, size_t len, size_t *at, const char **start)
{
	size_t n = 0;

	*start = line + *at;
	while (*at + n < len && !strchr(" \t\r", line[*at + n]))
		n++;
	*at += n;
	while (*at < len && strchr(" \t\r", line[*at]))
		(*at)++;
	return n;
}

/* NUL octets are no part of a key log; strchr above would take one for a blank, which is harmless. */
static int line_add(struct keyring *k, const char *line, size_t len, struct error *error)
{
	uint8_t random[RANDOM], secret[MASTER];
	const char *label, *first, *second;
	size_t at = 0;
	size_t n = word(line, len, &at, &label);

	if (n != strlen("CLIENT_RANDOM") || memcmp(label, "CLIENT_RANDOM", n))
		return 0;
	n = word(line, len, &at, &first);
	if (n != 2 * RANDOM || hex_read(random, RANDOM, first, n) != RANDOM)
		return error_set(error, "CLIENT_RANDOM is not followed by 64 hexadecimal digits");
	n = word(line, len, &at, &second);
	int status = 0;
	if (n != 2 * MASTER || hex_read(secret, MASTER, second, n) != MASTER || at != len)
		status = error_set(error, "the master secret of CLIENT_RANDOM is not 96 hexadecimal digits");
	else
		keyring_master(k, random, secret);
	OPENSSL_cleanse(secret, sizeof(secret));
	return status;
}

int keyring_line(struct keyring *k, const char *line, struct error *error)
{
	return line_add(k, line, strcspn(line, "\n"), error);
}

int keyring_log(struct keyring *k, const char *text, size_t len, struct error *error)
{
	for (unsigned number = 1; len; number++) {
		const char *end = memchr(text, '\n', len);
		size_t n = end ? (size_t)(end - text) : len;
		if (line_add(k, text, n, error))
			return error_prepend(error, "key log line %u: ", number);
		n += end ? 1 : 0;
		text += n;
		len -= n;
	}
	return 0;
}

const uint8_t *keyring_find_master(const struct keyring *k, const uint8_t client_random[32])
{
	const struct master *m = table_find(&k->masters, table_hash(client_random, RANDOM, 0), client_random);

	return m ? m->secret : NULL;
}

const uint8_t *keyring_nth_master(const struct keyring *k, unsigned nth, const uint8_t **client_random)
{
	const struct master *m = k->masters.used > MASTERS_TRIED ? NULL : k->oldest;

	while (m && nth--)
		m = m->next;
	if (m)
		*client_random = m->client_random;
	return m ? m->secret : NULL;
}

const uint8_t *keyring_find_psk(const struct keyring *k, const uint8_t *identity, size_t len, size_t *psk_len)
{
	const struct identity_key key = { identity, len };
	const struct psk *p = table_find(&k->psks, table_hash(identity, len, 0), &key);

	if (!p)
		return NULL;
	*psk_len = p->psk_len;
	return p->bytes + p->identity_len;
}

const uint8_t *keyring_find_any(const struct keyring *k, unsigned nth, size_t *psk_len)
{
	if (nth >= k->any_count)
		return NULL;
	*psk_len = k->any[nth].psk_len;
	return k->any[nth].bytes;
}

unsigned keyring_version(const struct keyring *k) { return k->version; }
