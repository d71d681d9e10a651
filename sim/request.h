/* sim/request.h - the message a step sends: the right one, then what is wrong on purpose. */
#ifndef SIM_REQUEST_H
#define SIM_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/client.h"
#include "sim/transfer.h"
#include "wire/error.h"
#include "wire/msgin5g.h"
#include "wire/mutation.h"
#include "wire/uri.h"

enum profile_choice { PROFILE_NONE, PROFILE_FULL, PROFILE_TRIGGERING, PROFILE_AVAILABILITY, PROFILE_OTHER, PROFILE_LARGE,
		      PROFILE_BOTH };

enum { LONG_TOKEN_LEAST = 9, LONG_TOKEN_MOST = 512 };

/* What a step's words ask for; owned by the step. */
struct request_plan {
	enum msgin5g_kind kind;		/* REG or DEREG; NONE: an Empty CON (ping), or `octets` */
	enum message_type type;		/* CON unless said */
	enum profile_choice profile;
	bool credential;		/* add UE Credential Information whatever the edition */
	bool client_address;		/* DEREG: add MSGin5G Client address to the payload */
	bool same_mid, same_token;	/* those of the UE's last message */
	bool individual, urgent;	/* to a Gateway UE: of a UE behind it; not to be bulked (23.554 8.2.7) */
	uint32_t wait_s;		/* likewise: Wait time; 0: not said */
	char bulk[3][32];		/* a bulk registration for these UEs; "" none */
	uint16_t pad;			/* an unknown member fills the payload up to so many octets; 0: none */
	bool has_token;
	uint8_t token[15];
	uint8_t token_len;
	uint16_t long_token;		/* so many octets (RFC 8974); 0: not said */
	struct block_plan piece;		/* in blocks; neither: in one message */
	bool alone;			/* of these one by itself, piece.num1 */
	char as[132];			/* whose UE Service ID; "": the UE's own */
	struct mutation *but;		/* applied in order */
	size_t but_count;
	uint8_t *octets;		/* sent as they are, instead of a message */
	size_t octets_len;
	struct wish wish;
	char wish_words[48];		/* as the table had it; "" none */
};

/* What all requests of a target share. */
struct request_setting {
	const struct binding *binding;
	struct uri uri;			/* of the transport in use */
	bool pre_cr;			/* the credential element is mandatory */
	bool gateway;			/* the peer is a Gateway UE: constrained devices speak, or UEs behind it */
};

/* Who is written into a request. */
struct request_names {
	const char *ue;			/* UE Service ID; of a device: Application ID */
	const char *layer2_id;		/* of a device */
	const char *bulk[3];		/* UE Service IDs */
	size_t bulk_count;
};

/* Builds into SENT. -1: a mutation does not fit this message. */
int request_build(struct sent *, const struct request_plan *, const struct request_setting *, const struct request_names *,
		  struct client *, struct sink *, struct error *);

const char *profile_choice_word(enum profile_choice);
/* The Client Profile that a registration with CHOICE has: where it stands in PAYLOAD, which is filled. */
struct range request_profile(struct buffer *payload, enum profile_choice, const struct binding *);

/* What the octets really say decides what an answer must match. */
void request_read_back(struct sent *);

#endif
