/* wire/mutation_edit.h - what the files that carry out mutations share; nobody else includes it. */
#ifndef WIRE_MUTATION_EDIT_H
#define WIRE_MUTATION_EDIT_H

#include "wire/message.h"
#include "wire/mutation.h"

struct edit {
	const struct mutation *what;
	struct buffer *out;		/* the message's octets */
	const struct message *message;	/* their reading, before the edit */
	const struct binding *binding;
	struct error *error;
};

/* All return 0, or -1 with the error set and the octets as they were. */
int edit_header(const struct edit *);	/* mutation_header.c: version type token-length code message-id token */
int edit_option(const struct edit *);	/* mutation_option.c */
int edit_payload(const struct edit *);	/* mutation_payload.c: payload marker octets */
int edit_member(const struct edit *);	/* mutation_member.c: elements and members of the JSON object */

/* REMOVE octets at AT give way to LEN others, which do not lie in the message. */
int edit_splice(const struct edit *, size_t at, size_t remove, const void *bytes, size_t len);
int edit_append(const struct edit *, const void *bytes, size_t len);
int edit_flip(const struct edit *, struct range);	/* the lowest bit of its last octet */
int edit_truncate(const struct edit *, struct range);	/* the message ends in the middle of it */
int edit_absent(const struct edit *);		/* -1: the target is not in the message */
int edit_unreadable(const struct edit *);	/* -1: an error of form hides where the target is */

#endif
