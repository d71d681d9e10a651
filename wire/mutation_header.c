/* wire/mutation_header.c - mutations of the four octets of the header, and of the token. */
#include "wire/mutation_edit.h"

/* A field in the header as one number of 32 bits (the box in wire/message.h). */
static const struct field {
	unsigned shift;
	uint32_t mask;
	struct range octets;
} fields[] = {
	[TARGET_VERSION] = { 30, 0x3, { 0, 1 } },
	[TARGET_TYPE] = { 28, 0x3, { 0, 1 } },
	[TARGET_TOKEN_LENGTH] = { 24, 0xf, { 0, 1 } },
	[TARGET_CODE] = { 16, 0xff, { 1, 1 } },
	[TARGET_MESSAGE_ID] = { 0, 0xffff, { 2, 2 } },
};

static int edit_field(const struct edit *e, const struct field *field)
{
	struct buffer header = buffer_on(e->out->bytes, 4);
	uint32_t value = 0;

	if (e->what->verb == MUTATION_TRUNCATE)
		return edit_truncate(e, field->octets);
	if (e->what->value_kind == MUTATION_SAME)
		return 0;
	for (int i = 0; i < 4; i++)
		value = value << 8 | e->out->bytes[i];
	if (e->what->verb == MUTATION_FLIP)
		value ^= UINT32_C(1) << field->shift;
	else
		value = (value & ~(field->mask << field->shift)) | (uint32_t)e->what->value_number << field->shift;
	buffer_u32(&header, value);
	return 0;
}

/* Token and token length together. A token of more than 12 octets takes the form of RFC 8974 2.1,
 * one of 9 to 12 its plain number there. */
static int replace_token(const struct edit *e, const uint8_t *token, size_t len)
{
	uint8_t room[2 + MUTATION_VALUE];
	struct buffer b = buffer_on(room, sizeof(room));
	unsigned nibble = len < 13 ? (unsigned)len : len < 269 ? 13 : 14;

	if (nibble == 13)
		buffer_u8(&b, (uint8_t)(len - 13));
	else if (nibble == 14)
		buffer_u16(&b, (uint16_t)(len - 269));
	buffer_bytes(&b, token, len);
	if (edit_splice(e, e->message->token.at, e->message->token.len, b.bytes, b.len))
		return -1;
	e->out->bytes[0] = (uint8_t)((e->out->bytes[0] & 0xf0) | nibble);
	return 0;
}

static int edit_token(const struct edit *e)
{
	const struct mutation *m = e->what;

	if (message_anomaly(e->message, ANOMALY_TOKEN_LENGTH) || message_anomaly(e->message, ANOMALY_TOKEN_TRUNCATED))
		return edit_unreadable(e);
	if (m->verb == MUTATION_FLIP)
		return edit_flip(e, e->message->token);
	if (m->verb == MUTATION_TRUNCATE)
		return edit_truncate(e, e->message->token);
	if (m->value_kind == MUTATION_SAME)
		return 0;
	return replace_token(e, m->value, m->value_len); /* drop and empty: no octets */
}

int edit_header(const struct edit *e)
{
	if (e->message->len < 4)
		return edit_absent(e);
	return e->what->target == TARGET_TOKEN ? edit_token(e) : edit_field(e, &fields[e->what->target]);
}
