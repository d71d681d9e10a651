/* server/null.c - the null servers: what each does with a message, whatever it says. */
#include "server/null.h"

#include <string.h>

#include "wire/buffer.h"
#include "wire/message.h"

static void silent(void *self, const struct in *in, struct sink *sink)
{
	(void)self, (void)in, (void)sink;
}

static void say(const struct in *in, struct sink *sink, const void *bytes, size_t len)
{
	struct out out = { .link = in->link, .bytes = bytes, .len = len };

	sink->send(sink->world, &out);
}

static void echoes(void *self, const struct in *in, struct sink *sink)
{
	(void)self;
	say(in, sink, in->bytes, in->len);
}

static void resets(void *self, const struct in *in, struct sink *sink)
{
	uint8_t room[4];
	struct buffer b = buffer_on(room, sizeof(room));

	(void)self;
	if (in->len < 4)
		return;
	message_begin(&b, TYPE_RST, CODE_EMPTY, (uint16_t)(in->bytes[2] << 8 | in->bytes[3]), NULL, 0);
	say(in, sink, b.bytes, b.len);
}

/* In an ACK with the Message ID and the Token, to whatever has them. */
static void say_code(const struct in *in, struct sink *sink, uint8_t code)
{
	uint8_t room[16];
	struct buffer b = buffer_on(room, sizeof(room));
	struct message m;

	if (in->len < 4)
		return;
	message_read(&m, in->bytes, in->len);
	message_begin(&b, TYPE_ACK, code, m.mid, m.bytes + m.token.at, m.token.len);
	say(in, sink, b.bytes, b.len);
}

static void changed(void *self, const struct in *in, struct sink *sink)
{
	(void)self;
	say_code(in, sink, CODE_CHANGED);
}

static void refuses(void *self, const struct in *in, struct sink *sink)
{
	(void)self;
	say_code(in, sink, CODE_BAD_REQUEST);
}

static void event(void *self, uint32_t link, enum link_event what, uint64_t now_ns, struct sink *sink)
{
	(void)self, (void)link, (void)what, (void)now_ns, (void)sink;
}

static uint64_t tick(void *self, uint64_t now_ns, struct sink *sink)
{
	(void)self, (void)now_ns, (void)sink;
	return NEVER;
}

static uint64_t deadline(void *self)
{
	(void)self;
	return NEVER;
}

#define OPS(name) { .input = name, .event = event, .tick = tick, .deadline = deadline }

static const struct null_server rows[] = {
#define NULL_SERVER(name, word, links, text) { word, text, links, &(const struct engine_ops)OPS(name) },
#include "server/null.def"
#undef NULL_SERVER
};

const struct null_server *null_server_row(unsigned index)
{
	return index < sizeof(rows) / sizeof(*rows) ? &rows[index] : NULL;
}

const struct null_server *null_server_named(const char *word)
{
	for (unsigned i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (!strcmp(rows[i].word, word))
			return &rows[i];
	return NULL;
}
