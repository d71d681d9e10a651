/* server/store.h - who is registered: UE Service ID and Client Profile (24.538 6.3.1.2.1 a)). */
#ifndef SERVER_STORE_H
#define SERVER_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/table.h"

enum { SERVICE_ID_ROOM = 512, STORE_MAX = 1 << 20 };

struct registration {
	uint64_t hash;
	uint64_t at_ns;			/* of the last REG */
	uint8_t *profile;		/* the JSON text as it came, or NULL */
	size_t profile_len;
	bool left;			/* a fault: it left, and something of it stayed */
	char ue_service_id[];
};

struct store {
	struct table registrations;
	uint64_t changes;		/* counted: whoever tells of them compares */
};

enum stored { STORED_NEW, STORED_RENEWED, STORED_FULL };

void store_init(struct store *);
void store_free(struct store *);
/* A renewal replaces the profile, also by none (unspecified; "report, don't judge"). PROFILE is copied. */
enum stored store_put(struct store *, const char *ue_service_id, const uint8_t *profile, size_t len, uint64_t now_ns);
bool store_remove(struct store *, const char *ue_service_id);	/* false: was not in */
void store_clear(struct store *);

/* --- for faults --- */
/* As if it were removed, but the entry stays, and its profile where KEEPS_PROFILE. */
bool store_leave(struct store *, const char *ue_service_id, bool keeps_profile);
/* The profile alone, where there is such a registration; UE_SERVICE_ID NULL: everyone's. LEN 0: none any more. */
void store_set_profile(struct store *, const char *ue_service_id, const uint8_t *profile, size_t len);

/* NULL where it is not in, or left. */
const struct registration *store_find(const struct store *, const char *ue_service_id);

#endif
