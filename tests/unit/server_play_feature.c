/* tests/unit/server_play_feature.c - the conversation's last part: with the features that a server may do without. */
#include <string.h>

#include "tests/unit/server_play.h"

/* Header, a token length nibble and its extension (RFC 8974 2.1), a token of 'x's, and the rest of POST. */
static void play_token(struct play *p, const char *name, size_t octets)
{
	struct room r = play_request(p, MSGIN5G_REG, "ue1@example.org", "drop token");
	uint8_t rest[sizeof(r.bytes)];
	size_t head = octets < 13 ? 4 : 5, len = r.len - 4;

	memcpy(rest, r.bytes + 4, len);
	r.bytes[0] = (uint8_t)((r.bytes[0] & 0xf0) | (octets < 13 ? octets : 13));
	r.bytes[4] = (uint8_t)(octets - 13);
	memset(r.bytes + head, 'x', octets);
	memcpy(r.bytes + head + octets, rest, len);
	r.len = head + octets + len;
	play_say(p, name, 1, &r);
}

void play_features(struct play *p, const char *fault)
{
	world_begin_featured(&p->world, fault);
	play_token(p, "token of 9", 9);
	play_token(p, "token of 64", 64);
	play_token(p, "token-too-long", 65);
	world_end(&p->world);
}
