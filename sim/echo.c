/* sim/echo.c - keeping the last Echo of a link, and answering challenges. */
#include "sim/echo.h"

#include <string.h>

#include "sim/client_fault.h"
#include "wire/msgin5g.h"
#include "wire/mutation.h"

void echo_forget(struct client *c)
{
	if (!client_deviates(c, CLIENT_DEVIATION_CARRIES_ECHO))
		c->echo_len = 0;
}

/* In the place of one that is there. */
static void put(struct client *c, struct sent *sent, bool again)
{
	struct mutation put = { .verb = again ? MUTATION_REPLACE : MUTATION_INSERT, .target = TARGET_OPTION, .number = OPTION_ECHO,
				.value_kind = MUTATION_OCTETS, .value_len = c->echo_len };
	struct buffer octets = { .bytes = sent->bytes, .len = sent->len, .size = sizeof(sent->bytes) };

	memcpy(put.value, c->echo, c->echo_len);
	if (!mutation_apply(&put, &octets, c->binding, NULL))
		sent->len = octets.len;
	if (!client_deviates(c, CLIENT_DEVIATION_CARRIES_ECHO))
		c->echo_len = 0;
}

void echo_add(struct client *c, struct sent *sent)
{
	struct message m;

	if (!c->echo_len || sent->kind == MSGIN5G_NONE)
		return;
	message_read(&m, sent->bytes, sent->len);
	if (m.whole && m.version == 1 && !message_format_error(&m) && message_is_request(&m) && !message_option(&m, OPTION_ECHO, 0))
		put(c, sent, false);
}

static void keep(struct client *c, const struct message *m, const struct option *o)
{
	bool challenge = m->code == CODE_UNAUTHORIZED;

	if (client_deviates(c, challenge ? CLIENT_DEVIATION_IGNORES_CHALLENGE : CLIENT_DEVIATION_FORGETS_ECHO) ||
	    o->value.len > sizeof(c->echo))
		return;
	c->echo_len = (uint8_t)o->value.len;
	memcpy(c->echo, m->bytes + o->value.at, c->echo_len);
}

bool echo_take(struct client *c, const struct in *in, const struct message *m, struct sink *sink)
{
	const struct option *o = message_option(m, OPTION_ECHO, 0);
	struct sent again = c->last.sent;
	struct message asked;

	if (!o || !o->value.len || !transaction_open(&c->last))
		return false;
	keep(c, m, o);
	if (m->code != CODE_UNAUTHORIZED || c->last.challenged || !(c->automatic & AUTOMATIC_ECHO) || !c->echo_len ||
	    again.kind == MSGIN5G_NONE)
		return false;
	message_read(&asked, again.bytes, again.len);
	if (message_option(&asked, OPTION_ECHO, 0))
		put(c, &again, true);
	client_renew(c, &again, sink);
	client_send(c, &again, in->at_ns, sink);
	c->last.challenged = true;
	return true;
}
