/* sim/step_send.c - send, ping, repeat and replay: messages that are no registration. */
#include <stdlib.h>
#include <string.h>

#include "sim/step_files.h"
#include "wire/hex.h"

const struct node_key step_keys_SEND[] = { { .name = "octets", .kind = NODE_SCALAR, .required = true },
					   { .name = "wish", .kind = NODE_SCALAR },
					   { .name = "wait", .kind = NODE_SCALAR },
					   { .name = "manual", .kind = NODE_LIST },
					   { 0 } };
const struct node_key step_keys_PING[] = { { .name = "but", .kind = NODE_LIST },
					   { .name = "type", .kind = NODE_SCALAR },
					   { .name = "wish", .kind = NODE_SCALAR },
					   { .name = "wait", .kind = NODE_SCALAR },
					   { .name = "manual", .kind = NODE_LIST },
					   { 0 } };
const struct node_key step_keys_REPEAT[] = { { .name = "wait", .kind = NODE_SCALAR }, { .name = "earlier", .kind = NODE_SCALAR }, { 0 } };
const struct node_key step_keys_REPLAY[] = { { .name = "wait", .kind = NODE_SCALAR }, { 0 } };

static int read_octets(struct step *s, const struct node *n, const struct columns *columns, struct error *error)
{
	char text[2 * DATAGRAM_MAX + 8];

	if (columns_fill(n, columns, text, sizeof(text), error))
		return -1;
	s->request.octets = malloc(DATAGRAM_MAX);
	long len = strncmp(text, "hex:", 4) ? -1 : hex_read(s->request.octets, DATAGRAM_MAX, text + 4, strlen(text + 4));
	if (len < 0)
		return node_error(n, error, "expected \"hex:\" and pairs of hexadecimal digits");
	s->request.octets_len = (size_t)len;
	return 0;
}

int step_read_SEND(struct step *s, const struct node *map, const struct columns *columns, struct error *error)
{
	return read_octets(s, node_get(map, "octets"), columns, error) || step_read_request(s, map, columns, error) ? -1 : 0;
}

int step_read_PING(struct step *s, const struct node *map, const struct columns *columns, struct error *error)
{
	return step_read_request(s, map, columns, error);
}

int step_read_REPEAT(struct step *s, const struct node *map, const struct columns *columns, struct error *error)
{
	const struct node *earlier = node_get(map, "earlier");

	return (earlier && node_bool(earlier, &s->earlier, error)) || step_read_request(s, map, columns, error) ? -1 : 0;
}

int step_read_REPLAY(struct step *s, const struct node *map, const struct columns *columns, struct error *error)
{
	return step_read_request(s, map, columns, error);
}

enum progress step_begin_SEND(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	return request_begin(p, s, now_ns, sink);
}

enum progress step_go_on_SEND(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	return request_go_on(p, s, now_ns, sink);
}

enum progress step_begin_PING(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	return request_begin(p, s, now_ns, sink);
}

enum progress step_go_on_PING(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	return request_go_on(p, s, now_ns, sink);
}

static enum progress again(struct play *p, const struct step *s, bool record, uint64_t now_ns, struct sink *sink)
{
	struct actor *a = p->current;

	if (a->client.state != CLIENT_UP || !a->client.last.sent.len)
		return play_break(p, s, "%s has sent nothing that could be sent again", a->name);
	struct transaction last = a->client.last;
	if (s->earlier && !a->before.sent.len)
		return play_break(p, s, "%s has sent one message only", a->name);
	if (s->earlier)
		a->client.last = a->before;
	a->before = last;
	client_repeat(&a->client, record, now_ns, sink);
	return request_wait(p, s, now_ns);
}

enum progress step_begin_REPEAT(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	return again(p, s, false, now_ns, sink);
}

enum progress step_go_on_REPEAT(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	(void)sink;
	return request_wait(p, s, now_ns);
}

enum progress step_begin_REPLAY(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	return again(p, s, true, now_ns, sink);
}

enum progress step_go_on_REPLAY(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	(void)sink;
	return request_wait(p, s, now_ns);
}
