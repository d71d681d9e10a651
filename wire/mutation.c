/* wire/mutation.c - carrying out a mutation: which edit a target asks for, and what all edits need. */
#include "wire/mutation.h"

#include <string.h>

#include "wire/mutation_edit.h"

int edit_absent(const struct edit *e)
{
	return error_set(e->error, "'%s': the message has nothing there", e->what->words);
}

int edit_unreadable(const struct edit *e)
{
	return error_set(e->error, "'%s': the message is too wrong already to find that in it", e->what->words);
}

static int no_room(const struct edit *e)
{
	return error_set(e->error, "'%s': no room for it in %zu octets", e->what->words, e->out->size);
}

int edit_splice(const struct edit *e, size_t at, size_t remove, const void *bytes, size_t len)
{
	if (len > remove && len - remove > e->out->size - e->out->len)
		return no_room(e);
	buffer_splice(e->out, at, remove, bytes, len);
	return 0;
}

int edit_append(const struct edit *e, const void *bytes, size_t len)
{
	if (len > e->out->size - e->out->len)
		return no_room(e);
	buffer_bytes(e->out, bytes, len);
	return 0;
}

int edit_flip(const struct edit *e, struct range where)
{
	if (!where.len)
		return edit_absent(e);
	e->out->bytes[where.at + where.len - 1] ^= 1;
	return 0;
}

int edit_truncate(const struct edit *e, struct range where)
{
	if (!where.len)
		return edit_absent(e);
	e->out->len = where.at + where.len / 2;
	return 0;
}

int mutation_apply(const struct mutation *m, struct buffer *out, const struct binding *binding, struct error *error)
{
	struct message message;
	struct edit edit = { m, out, &message, binding, error };

	message_read(&message, out->bytes, out->len);
	switch (m->target) {
	case TARGET_VERSION:
	case TARGET_TYPE:
	case TARGET_TOKEN_LENGTH:
	case TARGET_CODE:
	case TARGET_MESSAGE_ID:
	case TARGET_TOKEN:
		return edit_header(&edit);
	case TARGET_OPTION:
		return edit_option(&edit);
	case TARGET_ELEMENT:
	case TARGET_MEMBER:
		return edit_member(&edit);
	case TARGET_PAYLOAD:
	case TARGET_MARKER:
	case TARGET_OCTETS:
		return edit_payload(&edit);
	}
	return edit_absent(&edit);
}
