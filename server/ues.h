/* server/ues.h - the UEs the server was told of, found by UE Service ID in one step. */
#ifndef SERVER_UES_H
#define SERVER_UES_H

#include <stddef.h>
#include <stdint.h>

#include "wire/identity.h"
#include "wire/table.h"

struct ue;

/* Made once from a pool that must not change afterwards. */
struct ues {
	struct table by_service_id;	/* of struct ue */
	struct ue *list;
};

void ues_init(struct ues *, const struct identities *);
void ues_free(struct ues *);
/* A provisioned UE of that UE Service ID; where PSK is given, with that PSK identity as well. NULL: none. */
const struct identity *ues_find(const struct ues *, const char *ue_service_id, const uint8_t *psk_identity, size_t len);

#endif
