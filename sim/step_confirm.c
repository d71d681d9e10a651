/* sim/step_confirm.c - confirm: an ACK or RST for a separate response, where the UE does not say it by itself. */
#include <string.h>

#include "sim/step_files.h"

const struct node_key step_keys_CONFIRM[] = { { .name = "with", .kind = NODE_SCALAR }, { 0 } };

int step_read_CONFIRM(struct step *s, const struct node *map, const struct columns *columns, struct error *error)
{
	const struct node *with = node_get(map, "with");
	char word[8] = "ack";

	if (with && columns_fill(with, columns, word, sizeof(word), error))
		return -1;
	s->request.type = strcmp(word, "rst") ? TYPE_ACK : TYPE_RST;
	if (strcmp(word, "rst") && strcmp(word, "ack"))
		return node_error(with, error, "'%s' is neither ack nor rst", word);
	return 0;
}

/* A piggybacked response needs none, one in a NON takes none (RFC 7252 5.2). */
enum progress step_begin_CONFIRM(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	struct client *c = &p->current->client;
	struct message m;
	uint8_t room[4];
	struct buffer b = buffer_on(room, sizeof(room));

	(void)now_ns;
	if (c->state != CLIENT_UP || c->last.state != TRANSACTION_ANSWERED)
		return STEP_DONE;
	message_read(&m, c->last.reply, c->last.reply_len);
	if (m.type != TYPE_CON)
		return STEP_DONE;
	message_begin(&b, s->request.type, CODE_EMPTY, m.mid, NULL, 0);
	sink->send(sink->world, &(struct out){ .link = c->link, .bytes = room, .len = b.len,
					       .deliberate = s->request.type == TYPE_RST ? "rst" : NULL });
	return STEP_DONE;
}

enum progress step_go_on_CONFIRM(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	(void)p, (void)s, (void)now_ns, (void)sink;
	return STEP_DONE;
}
