/* cli/proposal.h - what a capture's registrations look like: which member may stand for which information element.
 *
 * Certain are only the Message Type values (24.538 7.1): what holds REG or DEREG in a member at the top is taken for a
 * registration or de-registration, and the rest is concluded from there. */
#ifndef CLI_PROPOSAL_H
#define CLI_PROPOSAL_H

#include "wire/binding.h"
#include "wire/identity.h"
#include "wire/observation.h"

enum { PROPOSAL_MESSAGES = 4000, PROPOSAL_MEMBERS = 12, PROPOSAL_UES = 64 };

struct proposal_message;

struct proposal {
	struct proposal_message *messages;	/* as they came; at most PROPOSAL_MESSAGES */
	size_t count, requests;
	struct endpoint servers[2];	/* by enum transport: of the first request; family none: there was none */
	char paths[2][256];
	/* --- by proposal_end --- */
	struct binding binding;
	bool named[ELEMENT_COUNT], valued[VALUE_COUNT];
	bool pre_cr;			/* registrations carry what looks like a credential */
	char members[400];		/* the members seen, and what nothing could be made of */
	struct identities ues;		/* each UE Service ID that was seen */
};

void proposal_look(void *proposal, const struct observation *);	/* for examination's looks_on */
void proposal_end(struct proposal *);
void proposal_free(struct proposal *);

#endif
