/* sim/prepared.c - making a message with marks in it, finding them, and putting a UE's own in their place. */
#include "sim/prepared.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sim/gateway.h"

/* Marks that nothing else in a message is equal to. */
static const uint8_t token_mark[8] = { 0xf0, 0x4d, 0x35, 0x47, 0xe1, 0x7e, 0x57, 0x9b };
static const char name_mark[] = "%ue-service-id-of-m5gtest%";
static const char layer2_mark[LAYER2_DIGITS + 1] = "~2~of~";
enum { MID_MARK = 0x9d3b, NAME_MARK_LEN = sizeof(name_mark) - 1 };

/* Before N octets from FROM; NULL: none. */
static const uint8_t *find(const uint8_t *from, const uint8_t *end, const void *what, size_t n)
{
	return from < end ? memmem(from, (size_t)(end - from), what, n) : NULL;
}

/* Copies what was built without the names, and notes where they were. */
static int cut_names(struct prepared *p, const struct sent *sent, struct error *error)
{
	const uint8_t *from = sent->bytes, *end = sent->bytes + sent->len;
	const uint8_t *at;

	p->bytes = malloc(sent->len ? sent->len : 1);
	assert(p->bytes);
	while ((at = find(from, end, name_mark, NAME_MARK_LEN))) {
		if (p->name_count == PREPARED_NAMES)
			return error_set(error, "the UE Service ID stands in it more than %d times", PREPARED_NAMES);
		memcpy(p->bytes + p->len, from, (size_t)(at - from));
		p->len = (uint16_t)(p->len + (at - from));
		p->names[p->name_count++] = p->len;
		from = at + NAME_MARK_LEN;
	}
	memcpy(p->bytes + p->len, from, (size_t)(end - from));
	p->len = (uint16_t)(p->len + (end - from));
	return 0;
}

/* In the octets without the names. */
static void note_layer2(struct prepared *p)
{
	const uint8_t *at = find(p->bytes, p->bytes + p->len, layer2_mark, LAYER2_DIGITS);

	p->layer2 = (uint16_t)(at ? at - p->bytes : 0);
	while (at && p->names_before_layer2 < p->name_count && p->names[p->names_before_layer2] <= p->layer2)
		p->names_before_layer2++;
}

/* Both stand before any name: the header and the token open the message. */
static void note_ids(struct prepared *p, const struct sent *sent)
{
	p->type = sent->type;
	p->mid = sent->mid;
	p->token_len = sent->token_len;
	memcpy(p->token, sent->token, sizeof(p->token));
	p->own_mid = p->len >= 4 && sent->mid == MID_MARK;
	p->own_token = sent->token_len == sizeof(token_mark) && !memcmp(sent->token, token_mark, sizeof(token_mark));
}

int prepared_build(struct prepared *p, const struct request_plan *plan, const struct request_setting *setting, struct error *error)
{
	/* A count of 1 turns the last octets of the base: the token comes out as its mark. */
	struct client client = { .mid_known = true, .mid = MID_MARK, .token_count = 1 };
	struct sent sent;

	*p = (struct prepared){ 0 };
	memcpy(client.token_base, token_mark, sizeof(token_mark));
	client.token_base[4] ^= 1;
	if (request_build(&sent, plan, setting, &(struct request_names){ .ue = name_mark, .layer2_id = layer2_mark }, &client, NULL, error))
		return -1;
	if (cut_names(p, &sent, error)) {
		prepared_free(p);
		return -1;
	}
	note_ids(p, &sent);
	note_layer2(p);
	p->deliberate = *sent.deliberate ? strdup(sent.deliberate) : NULL;
	return 0;
}

void prepared_free(struct prepared *p)
{
	free(p->bytes);
	free(p->deliberate);
	*p = (struct prepared){ 0 };
}

static size_t copy_with_names(const struct prepared *p, const char *name, size_t name_len, uint8_t *out)
{
	size_t from = 0, n = 0;

	for (unsigned i = 0; i < p->name_count; i++) {
		memcpy(out + n, p->bytes + from, p->names[i] - from);
		n += p->names[i] - from;
		from = p->names[i];
		memcpy(out + n, name, name_len);
		n += name_len;
	}
	memcpy(out + n, p->bytes + from, p->len - from);
	return n + p->len - from;
}

static void write_layer2(const struct prepared *p, const char *name, size_t name_len, uint8_t *out)
{
	char digits[LAYER2_DIGITS + 1];

	device_layer2(digits, name);
	memcpy(out + p->layer2 + p->names_before_layer2 * name_len, digits, LAYER2_DIGITS);
}

size_t prepared_write(const struct prepared *p, uint16_t mid, const uint8_t token[8], const char *name, size_t name_len,
		      uint8_t *out)
{
	if (p->len + p->name_count * name_len > DATAGRAM_MAX)
		return 0;
	size_t n = copy_with_names(p, name, name_len, out);
	if (p->own_mid) {
		out[2] = (uint8_t)(mid >> 8);
		out[3] = (uint8_t)mid;
	}
	if (p->own_token)
		memcpy(out + 4, token, 8);
	if (p->layer2)
		write_layer2(p, name, name_len, out);
	return n;
}

bool prepared_has_token(const struct prepared *p, const uint8_t own[8], const uint8_t *token, size_t len)
{
	return len == p->token_len && !memcmp(token, p->own_token ? own : p->token, len);
}
