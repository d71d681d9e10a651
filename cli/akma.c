/* cli/akma.c - keys of a pool that come from AKMA: TS 33.535 Annex A, TS 24.109 K.3.2. */
#include "cli/akma.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dtls/akma.h"
#include "wire/engine.h"
#include "wire/hex.h"

#define AF_FQDN "msgin5g.example.org"

int akma_derive_key(struct identity *ue, struct error *error)
{
	const struct akma_subscription *a = ue->akma;
	uint8_t k_akma[AKMA_KEY], ua[UA_PROTOCOL];

	memcpy(k_akma, a->key, sizeof(k_akma));
	akma_ua_of_suite(ua, a->suite);
	if ((a->is_k_ausf && !akma_k_akma(k_akma, a->key, a->supi)) || !akma_k_af(ue->psk, k_akma, a->af_fqdn, ua))
		return error_set(error, "the key of '%s' cannot be derived", ue->name);
	ue->psk_len = AKMA_KEY;
	return 0;
}

int akma_derive_keys(struct identities *ues, struct error *error)
{
	for (size_t i = 0; i < ues->count; i++)
		if (ues->list[i].akma && akma_derive_key(&ues->list[i], error))
			return -1;
	return 0;
}

/* RID, A-TID and the home network's realm (33.535 6.1, 23.003 28.2; how an A-TID is written is this project's reading). */
static int subscribe(struct identity *ue, unsigned n, struct error *error)
{
	struct akma_subscription *a = calloc(1, sizeof(*a));
	uint8_t a_tid[AKMA_KEY];
	char text[2 * AKMA_KEY + 1];

	assert(a);
	*a = (struct akma_subscription){ .is_k_ausf = true, .af_fqdn = AF_FQDN, .suite = 0xc0a8 };
	ue->akma = a;
	for (unsigned i = 0; i < AKMA_KEY; i++)
		a->key[i] = (uint8_t)(i + n);
	snprintf(a->supi, sizeof(a->supi), "00101000000%04u", n + 1);
	if (!akma_a_tid(a_tid, a->key, a->supi))
		return error_set(error, "the A-TID of '%s' cannot be derived", ue->name);
	snprintf(a->a_kid, sizeof(a->a_kid), "0%s@5gc.mnc001.mcc001.3gppnetwork.org",
		 hex_format(text, sizeof(text), a_tid, sizeof(a_tid)));
	ue->psk_identity_len = (size_t)snprintf((char *)ue->psk_identity, sizeof(ue->psk_identity), "3GPP-AKMA%s", a->a_kid);
	return akma_derive_key(ue, error);
}

int akma_take_over(struct target *t, struct error *error)
{
	size_t kept = 0;

	if (t->ues.list[0].akma)
		return 0;
	for (size_t i = 0; i < t->ues.count; i++) {
		struct identity *ue = &t->ues.list[i];
		if (!strcmp(ue->name, "short") || !strcmp(ue->name, "long"))
			continue;
		t->ues.list[kept] = *ue;
		if (subscribe(&t->ues.list[kept], (unsigned)kept, error))
			return -1;
		kept++;
	}
	t->ues.count = kept;
	return uri_parse(&t->uri[TRANSPORT_COAPS], "coaps://" AF_FQDN "/msgin5g", error);
}
