/* sim/client_fault.c - the rows of client_fault.def, and how they strike. */
#include "sim/client_fault.h"

#include <assert.h>
#include <string.h>

#include "sim/request.h"

#define BOTH "coap coaps"
#define COAP "coap"
#define COAPS "coaps"

static const struct client_fault faults[] = {
#define CLIENT_FAULT(word_, links_, strike_, expected_, clause_, text_, ...) \
	{ .word = word_, .text = text_, .expected = expected_, .clause = clause_, .links = links_, \
	  .strike = CLIENT_STRIKE_##strike_, __VA_ARGS__ },
#include "sim/client_fault.def"
#undef CLIENT_FAULT
};

const struct client_fault *client_fault_row(unsigned index)
{
	return index < sizeof(faults) / sizeof(*faults) ? &faults[index] : NULL;
}

const struct client_fault *client_fault_named(const char *word)
{
	for (unsigned i = 0; i < sizeof(faults) / sizeof(*faults); i++)
		if (!strcmp(faults[i].word, word))
			return &faults[i];
	return NULL;
}

bool client_fault_concerns(const struct client_fault *f, uint8_t transport)
{
	return !strcmp(f->links, BOTH) || !strcmp(f->links, transport == TRANSPORT_COAPS ? COAPS : COAP);
}

bool client_deviates(const struct client *c, enum client_deviation deviation)
{
	return c->fault && c->fault->deviation == deviation;
}

/* "drop content-format; insert option 12 0": each part by itself. */
static void mutate(const char *words, struct buffer *octets, const struct binding *binding)
{
	struct mutation one;
	char copy[128], *rest = copy;

	assert(strlen(words) < sizeof(copy));
	strcpy(copy, words);
	for (char *part; (part = strsep(&rest, ";"));) {
		int bad = mutation_parse(&one, part + strspn(part, " "), NULL);
		assert(!bad);
		if (!bad)
			mutation_apply(&one, octets, binding, NULL);
	}
}

void client_fault_strike(const struct client *c, enum client_strike what, struct buffer *octets, struct wish *wish)
{
	static const struct wish none;

	if (!c->fault || c->fault->strike != what)
		return;
	if (c->fault->mutation)
		mutate(c->fault->mutation, octets, c->binding);
	if (memcmp(&c->fault->wish, &none, sizeof(none)))
		*wish = c->fault->wish;
}

void client_fault_strike_request(const struct client *c, struct sent *sent)
{
	struct buffer octets = { .bytes = sent->bytes, .len = sent->len, .size = sizeof(sent->bytes) };

	if (!c->fault || *sent->deliberate)
		return;
	if (sent->kind == MSGIN5G_NONE) {
		client_fault_strike(c, CLIENT_STRIKE_PING, &octets, &sent->wish);
	} else {
		client_fault_strike(c, CLIENT_STRIKE_REQUEST, &octets, &sent->wish);
		client_fault_strike(c, sent->kind == MSGIN5G_REG ? CLIENT_STRIKE_REG : CLIENT_STRIKE_DEREG, &octets, &sent->wish);
	}
	sent->len = octets.len;
	request_read_back(sent);
}
