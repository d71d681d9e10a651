/* wire/mutation_payload.c - mutations of the payload, of its marker, and of the octets at the end. */
#include "wire/mutation_edit.h"

static bool has_marker(const struct message *m)
{
	return m->payload.len || message_anomaly(m, ANOMALY_MARKER_ALONE);
}

static int insert_payload(const struct edit *e)
{
	uint8_t room[1 + MUTATION_VALUE];
	struct buffer b = buffer_on(room, sizeof(room));

	if (e->message->payload.len)
		return error_set(e->error, "'%s': the message has a payload already", e->what->words);
	if (!has_marker(e->message))
		buffer_u8(&b, 0xff);
	buffer_bytes(&b, e->what->value, e->what->value_len);
	return edit_append(e, b.bytes, b.len);
}

static int edit_content(const struct edit *e)
{
	const struct mutation *m = e->what;
	struct range there = e->message->payload;

	if (m->verb == MUTATION_INSERT)
		return insert_payload(e);
	if (!has_marker(e->message))
		return edit_absent(e);
	switch (m->verb) {
	case MUTATION_DROP:
		e->out->len = there.at - 1;
		return 0;
	case MUTATION_DUPLICATE:
		return edit_append(e, e->out->bytes + there.at, there.len);
	case MUTATION_EMPTY:
		e->out->len = there.at;
		return 0;
	case MUTATION_REPLACE:
		if (m->value_kind == MUTATION_SAME)
			return 0;
		return edit_splice(e, there.at, there.len, m->value, m->value_len);
	case MUTATION_FLIP:
		return edit_flip(e, there);
	case MUTATION_TRUNCATE:
		return edit_truncate(e, there);
	case MUTATION_INSERT:
	case MUTATION_RETYPE:
	case MUTATION_COUNT:
		break;
	}
	return edit_absent(e);
}

static int edit_marker(const struct edit *e)
{
	uint32_t at = e->message->payload.at - 1;

	if (e->what->verb == MUTATION_INSERT && !has_marker(e->message))
		return edit_append(e, "\xff", 1);
	if (!has_marker(e->message))
		return edit_absent(e);
	if (e->what->verb == MUTATION_DROP)
		return edit_splice(e, at, 1, NULL, 0);
	if (e->what->verb == MUTATION_FLIP)
		return edit_flip(e, (struct range){ at, 1 });
	return edit_splice(e, at, 0, "\xff", 1); /* duplicate, or insert beside the one there */
}

static int edit_octets(const struct edit *e)
{
	if (e->what->verb == MUTATION_INSERT)
		return edit_append(e, e->what->value, e->what->value_len);
	if (e->what->verb == MUTATION_FLIP)
		return edit_flip(e, (struct range){ 0, (uint32_t)e->out->len });
	if (e->what->number >= e->out->len)
		return error_set(e->error, "'%s': the message has %zu octets", e->what->words, e->out->len);
	e->out->len = e->what->number;
	return 0;
}

int edit_payload(const struct edit *e)
{
	if (e->what->target == TARGET_OCTETS)
		return edit_octets(e);
	if (!e->message->whole)
		return edit_unreadable(e);
	return e->what->target == TARGET_MARKER ? edit_marker(e) : edit_content(e);
}
