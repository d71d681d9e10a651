/* dtls/schedule_once.c - the key schedule for those who make few keys: contexts made for one call. */
#include "dtls/schedule.h"

bool prf(enum suite_hash hash, const uint8_t *secret, size_t secret_len, const char *label, const uint8_t *seed,
	 size_t seed_len, uint8_t *out, size_t out_len)
{
	struct schedule *s = schedule_new();
	bool ok = schedule_prf(s, hash, secret, secret_len, label, seed, seed_len, out, out_len);

	schedule_free(s);
	return ok;
}

bool master_secret_make(uint8_t master[MASTER_SECRET], const struct suite *suite, const uint8_t *premaster, size_t len,
			const uint8_t client_random[HELLO_RANDOM], const uint8_t server_random[HELLO_RANDOM],
			const uint8_t *session_hash, size_t session_hash_len)
{
	struct schedule *s = schedule_new();
	bool ok = schedule_master(s, master, suite, premaster, len, client_random, server_random, session_hash,
				  session_hash_len);

	schedule_free(s);
	return ok;
}

bool epoch_keys_make(struct epoch_keys *keys, const struct suite *suite, const uint8_t master[MASTER_SECRET],
		     const uint8_t client_random[HELLO_RANDOM], const uint8_t server_random[HELLO_RANDOM])
{
	struct schedule *s = schedule_new();
	bool ok = schedule_epoch(s, keys, suite, master, client_random, server_random);

	schedule_free(s);
	return ok;
}

bool finished_make(uint8_t verify[12], const struct suite *suite, const uint8_t master[MASTER_SECRET], bool client,
		   const uint8_t *transcript_hash, size_t hash_len)
{
	struct schedule *s = schedule_new();
	bool ok = schedule_finished(s, verify, suite, master, client, transcript_hash, hash_len);

	schedule_free(s);
	return ok;
}
