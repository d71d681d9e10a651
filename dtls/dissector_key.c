/* dtls/dissector_key.c - which secret opens a session: key log, resumed session, PSK; proven by its first record. */
#include <string.h>

#include <openssl/crypto.h>

#include "dtls/dissection.h"
#include "wire/fold.h"

enum { FAILURES_MAX = 8, PREMASTER_MAX = 600 };

const struct stored_session *session_resumed(const struct dissector *d, const struct session *s)
{
	const struct making *m = s->making;
	const struct stored_session *found = NULL;

	if (!s->agreed.resumed)
		return NULL;
	if (m->has_ticket[SIDE_CLIENT])
		found = session_store_find(d->resumables, m->ticket[SIDE_CLIENT], sizeof(m->ticket[0]));
	return found ? found : session_store_find(d->resumables, m->session_id, m->session_id_len);
}

static bool derive(struct dissector *d, const struct session *s, const uint8_t *psk, size_t psk_len,
		   uint8_t master[MASTER_SECRET])
{
	const struct agreement *g = &s->agreed;
	uint8_t premaster[PREMASTER_MAX];
	size_t len = premaster_of_psk(premaster, sizeof(premaster), psk, psk_len);
	bool ok = len && schedule_master(d->schedule, master, g->suite, premaster, len, g->client_random,
					 s->making->server_random, g->extended_master ? s->making->session_hash : NULL,
					 s->making->session_hash_len);

	OPENSSL_cleanse(premaster, sizeof(premaster));
	return ok;
}

static bool psk_suffices(const struct session *s)
{
	const struct agreement *g = &s->agreed;

	return suite_is_plain_psk(g->suite) && g->exchanged && !g->resumed &&
	       (!g->extended_master || s->making->session_hash_len);
}

/* The ClientHello was lost, and with it the name of the line: each line of a key log in turn, and its random with it. */
static bool candidate_of_log(const struct dissector *d, struct session *s, unsigned nth, uint8_t master[MASTER_SECRET])
{
	const uint8_t *random, *known = keyring_nth_master(d->keyring, nth, &random);

	if (!known)
		return false;
	memcpy(s->agreed.client_random, random, RANDOM_LENGTH);
	memcpy(master, known, MASTER_SECRET);
	return true;
}

/* The NTH secret that may be the session's; false: there are not so many. */
static bool candidate(struct dissector *d, struct session *s, unsigned nth, uint8_t master[MASTER_SECRET],
		      enum key_source *source)
{
	const struct stored_session *resumed = session_resumed(d, s);
	const uint8_t *const known[] = { keyring_find_master(d->keyring, s->agreed.client_random),
					 resumed ? resumed->master : NULL };
	const enum key_source sources[] = { KEY_LOG, KEY_RESUMED };
	size_t len;

	if (!s->agreed.has_random[SIDE_CLIENT]) {
		*source = KEY_LOG_ANY;
		return candidate_of_log(d, s, nth, master);
	}
	for (int i = 0; i < 2; i++) {
		if (!known[i] || nth--)
			continue;
		memcpy(master, known[i], MASTER_SECRET);
		*source = sources[i];
		return true;
	}
	if (!psk_suffices(s))
		return false;
	const uint8_t *psk = keyring_find_psk(d->keyring, s->identity, s->identity_len, &len);
	*source = psk ? KEY_PSK : KEY_PSK_ANY;
	if (psk && nth)
		return false;
	if (!psk)
		psk = keyring_find_any(d->keyring, nth, &len);
	return psk && derive(d, s, psk, len, master);
}

static bool make(struct dissector *d, struct session *s, unsigned nth)
{
	struct key_trial *k = &s->making->trial;
	enum key_source source;

	if (k->made && k->nth == nth)
		return true;
	k->made = false;
	if (!candidate(d, s, nth, k->master, &source))
		return false;
	if (!schedule_epoch(d->schedule, &k->keys, s->agreed.suite, k->master, s->agreed.client_random,
			    s->making->server_random))
		return false;
	k->keys.encrypt_then_mac = s->agreed.encrypt_then_mac;
	s->key_source = (uint8_t)source;
	k->nth = nth;
	k->made = true;
	return true;
}

static bool try(struct dissector *d, const struct session *s, bool from_client, const struct passage *p, long *len)
{
	struct epoch_keys settled;
	const struct epoch_keys *keys = s->making ? &s->making->trial.keys : &settled;

	if (!s->making) {
		settled.suite = s->agreed.suite;
		settled.encrypt_then_mac = s->agreed.encrypt_then_mac;
		unfold(s->keys, &settled.client, SESSION_KEYS);
	}
	*len = record_open(d->protector, keys, from_client, &p->record, p->fragment, p->fragment_len, d->plain);
	return *len >= 0;
}

/* Where many keys may be the right one, trying them all costs: after some records in vain not again
 * until the keyring changes. */
static bool tired(const struct dissector *d, struct key_trial *k)
{
	if (k->version != keyring_version(d->keyring)) {
		k->version = keyring_version(d->keyring);
		k->failures = 0;
		k->made = false;
	}
	return k->failures >= FAILURES_MAX;
}

static enum opening open_first(struct dissector *d, struct session *s, bool from_client, const struct passage *p,
			       long *len)
{
	unsigned nth = 0;

	if (session_hopeless(s))
		return OPENING_NO_KEY;
	if (tired(d, &s->making->trial))
		return OPENING_REFUSED;
	for (; make(d, s, nth); nth++) {
		if (!try(d, s, from_client, p, len))
			continue;
		s->proven = s->agreed.has_random[SIDE_CLIENT] = true;
		session_remember(d, s);
		return OPENING_DONE;
	}
	if (!nth)
		return OPENING_NO_KEY;
	s->making->trial.failures++;
	return OPENING_REFUSED;
}

enum opening session_open(struct dissector *d, struct session *s, bool from_client, const struct passage *p, long *len)
{
	if (!s->proven)
		return open_first(d, s, from_client, p, len);
	return try(d, s, from_client, p, len) ? OPENING_DONE : OPENING_REFUSED;
}

void session_remember(struct dissector *d, struct session *s)
{
	const struct agreement *g = &s->agreed;
	const struct making *m = s->making;
	struct stored_session stored = { .suite = g->suite_number, .extended_master = g->extended_master,
					 .identity = s->identity, .identity_len = s->identity_len };

	if (!s->proven)
		return;
	memcpy(stored.master, m->trial.master, MASTER_SECRET);
	if (m->session_id_len)
		session_store_put(d->resumables, m->session_id, m->session_id_len, &stored);
	if (m->has_ticket[SIDE_SERVER])
		session_store_put(d->resumables, m->ticket[SIDE_SERVER], sizeof(m->ticket[0]), &stored);
	OPENSSL_cleanse(&stored, sizeof(stored));
}

bool session_finished(struct dissector *d, const struct session *s, enum side side, const uint8_t *transcript, size_t len,
		      uint8_t verify[VERIFY_DATA])
{
	return schedule_finished(d->schedule, verify, s->agreed.suite, s->making->trial.master, side == SIDE_CLIENT, transcript,
				 len);
}
