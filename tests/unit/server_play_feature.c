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

/* Block1 (27), Block2 (23): NUM << 4, 8 for more, the size. */
static void play_block(struct play *p, const char *name, const char *words)
{
	struct room r = play_request(p, MSGIN5G_REG, "ue1@example.org", words);

	play_say(p, name, 1, &r);
}

/* A registration in two blocks, of 64 octets and of 18: {"msgin5gServiceId": ... "ueServiceId": and the rest. */
#define FIRST "insert block1 hex:0a; replace payload hex:" \
	"7b226d7367696e3567536572766963654964223a224d5347696e3547222c226d" \
	"65737361676554797065223a22524547222c227565536572766963654964223a"
#define SECOND "; replace payload hex:" "22756531406578616d706c652e6f7267227d"

static void play_blocks(struct play *p)
{
	static const struct {
		const char *name, *words;
	} rows[] = {
		{ "the only block", "insert block1 hex:06" },
		{ "block-size", "insert block1 hex:07" },
		{ "block-missing", "insert block1 hex:16" },
		{ "answer in blocks", "insert block2 hex:00" },
		{ "its second block", "insert block2 hex:10; drop payload; drop content-format" },
		{ "a block behind its last", "insert block2 hex:f0; drop payload; drop content-format" },
		{ "first of two", FIRST },
		{ "first of two again", FIRST },
		{ "block-format", "insert block1 hex:12; replace content-format 60" SECOND },
		{ "first of two once more", FIRST },
		{ "second of two", "insert block1 hex:12" SECOND },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		play_block(p, rows[i].name, rows[i].words);
	struct room unknown = play_request(p, MSGIN5G_REG, "other@example.org", "insert block1 hex:06");
	play_say(p, "ue-unknown in a block", 1, &unknown);
}

/* Blocks of 1024 octets until there is no room. */
static void play_large_body(struct play *p)
{
	struct room r = play_request(p, MSGIN5G_REG, "ue1@example.org", "insert block1 hex:0e");

	for (unsigned num = 0; num < 5; num++) {
		char words[40] = "insert block1 hex:0e";
		words[18] = (char)('0' + num);
		r = play_request(p, MSGIN5G_REG, "ue1@example.org", words);
		size_t payload = (size_t)((uint8_t *)memchr(r.bytes + 10, '{', r.len - 10) - r.bytes);
		memset(r.bytes + payload, ' ', 1024);
		r.len = payload + 1024;
		play_say(p, num < 4 ? "a block of 1024 octets" : "body-too-large", 1, &r);
	}
}

void play_features(struct play *p, const char *fault)
{
	world_begin_featured(&p->world, fault, false);
	play_token(p, "token of 9", 9);
	play_token(p, "token of 64", 64);
	play_token(p, "token-too-long", 65);
	play_blocks(p);
	play_large_body(p);
	world_end(&p->world);
	world_begin_featured(&p->world, fault, true);
	play_block(p, "not-fresh", NULL);
	play_block(p, "a false Echo", "insert echo hex:0102030405060708090a0b0c");
	world_end(&p->world);
}
