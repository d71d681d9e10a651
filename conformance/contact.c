/* conformance/contact.c - what the first answers tell of a server and of the way to it. */
#include "conformance/contact.h"

#include <stdio.h>
#include <string.h>

#include "sim/expectation.h"
#include "wire/engine.h"
#include "wire/json.h"
#include "wire/message.h"

static void add_member(struct first_contact *c, const char *name)
{
	for (unsigned i = 0; i < c->member_count; i++)
		if (!strcmp(c->members[i], name))
			return;
	if (c->member_count < CONTACT_MEMBERS)
		snprintf(c->members[c->member_count++], sizeof(c->members[0]), "%s", name);
}

static void note_members(struct first_contact *c, const struct message *m)
{
	struct json json;
	char name[64];

	json_read(&json, m->bytes, m->payload);
	for (int i = json.node_count ? json.nodes[0].child : -1; i >= 0; i = json.nodes[i].next) {
		const struct range at = json.nodes[i].name;
		if (json.nodes[0].kind != KIND_OBJECT || !at.len || at.len >= sizeof(name))
			continue;
		memcpy(name, m->bytes + at.at, at.len);
		name[at.len] = '\0';
		add_member(c, name);
	}
}

static void measure(struct contact_link *l, const struct transaction *t)
{
	uint64_t took = t->concluded_ns - t->started_ns;

	if (t->copies != 1 || t->concluded_ns < t->started_ns)
		return;
	l->least_ns = !l->samples || took < l->least_ns ? took : l->least_ns;
	l->most_ns = took > l->most_ns ? took : l->most_ns;
	l->samples++;
}

void contact_hear(struct first_contact *c, unsigned transport, const struct transaction *t, const struct binding *binding)
{
	struct contact_link *l = &c->links[transport];
	struct message m;

	if (t->state != TRANSACTION_ANSWERED && t->state != TRANSACTION_RESET)
		return;
	l->heard = true;
	measure(l, t);
	if (t->state == TRANSACTION_RESET)
		return;
	message_read(&m, t->reply, t->reply_len);
	note_members(c, &m);
	if (t->sent.kind != MSGIN5G_REG || *t->sent.deliberate)
		return;
	l->code = l->code ? l->code : m.code;
	l->accepted |= reply_kind_of(t, binding) == REPLY_SUCCESS;
}

uint64_t contact_jitter_ns(const struct first_contact *c, uint64_t least_ns)
{
	uint64_t jitter = least_ns;

	for (int i = 0; i < 2; i++) {
		uint64_t spread = 4 * (c->links[i].most_ns - c->links[i].least_ns);
		jitter = c->links[i].samples && spread > jitter ? spread : jitter;
	}
	return jitter;
}

uint64_t contact_silence_ns(const struct first_contact *c, unsigned transport, uint64_t most_ns)
{
	const struct contact_link *l = &c->links[transport];
	uint64_t enough = NS_PER_S / 2 + 8 * l->most_ns;

	return l->samples && enough < most_ns ? enough : most_ns;
}
