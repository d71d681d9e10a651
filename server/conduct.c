/* server/conduct.c - which faults are on, and where they strike. */
#include "server/conduct.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "wire/message.h"

enum { MUTATIONS_A_FAULT = 4 };

/* "drop content-format; insert option 12 0": each part by itself. */
static int read_mutations(struct lapse *l, struct error *error)
{
	const char *at = l->fault->mutation;

	l->mutations = calloc(MUTATIONS_A_FAULT, sizeof(*l->mutations));
	assert(l->mutations);
	while (at && *at) {
		char words[128];
		size_t len = strcspn(at, ";");
		if (l->count == MUTATIONS_A_FAULT || len >= sizeof(words))
			return error_set(error, "fault '%s': mutation too long", l->fault->word);
		memcpy(words, at, len);
		words[len] = '\0';
		if (mutation_parse(&l->mutations[l->count++], words, error))
			return error_prepend(error, "fault '%s'", l->fault->word);
		at += len + strspn(at + len, "; ");
	}
	return 0;
}

static int begin_lapse(struct conduct *c, const struct fault *f, struct error *error)
{
	struct lapse *l = &c->lapses[c->count++];

	*l = (struct lapse){ .fault = f };
	c->deviates[f->deviation] = true;
	c->alike |= f->alike;
	if (f->strike == STRIKE_RECEPTION)
		c->receptions[f->reception] = (uint8_t)f->reaction;
	if (f->strike == STRIKE_REFUSAL && f->reaction)
		c->refusals[f->refusal] = (uint8_t)f->reaction;
	return f->mutation ? read_mutations(l, error) : 0;
}

int conduct_init(struct conduct *c, const struct fault *const *faults, struct error *error)
{
	size_t count = 0;

	*c = (struct conduct){ 0 };
	while (faults && faults[count])
		count++;
	c->lapses = calloc(count + 1, sizeof(*c->lapses));
	assert(c->lapses);
	for (size_t i = 0; i < count; i++)
		if (begin_lapse(c, faults[i], error)) {
			conduct_free(c);
			return -1;
		}
	return 0;
}

void conduct_free(struct conduct *c)
{
	for (size_t i = 0; i < c->count; i++)
		free(c->lapses[i].mutations);
	free(c->lapses);
	*c = (struct conduct){ 0 };
}

enum reaction conduct_reception(const struct conduct *c, enum reception r)
{
	return c->receptions[r] ? (enum reaction)c->receptions[r] : reception_fact(r)->reaction;
}

enum reaction conduct_refusal(const struct conduct *c, enum refusal r) { return (enum reaction)c->refusals[r]; }

static bool strikes_response(const struct fault *f, const struct leaving *l)
{
	bool success = CODE_CLASS(l->code) == 2;

	switch (f->strike) {
	case STRIKE_ANSWER: return true;
	case STRIKE_SUCCESS: return success && l->success;
	case STRIKE_REG: return success && l->request == MSGIN5G_REG;
	case STRIKE_DEREG: return success && l->request == MSGIN5G_DEREG;
	case STRIKE_ERROR: return !success;
	case STRIKE_NON: return l->to_non;
	case STRIKE_REFUSAL: return l->refusal == f->refusal;
	case STRIKE_BEHAVIOUR: case STRIKE_WIRE: case STRIKE_REPEAT: case STRIKE_RESET: case STRIKE_ACK:
	case STRIKE_RECEPTION: case STRIKE_HANDSHAKE: case STRIKE_GATEWAY:
		return false;
	}
	return false;
}

static bool strikes(const struct fault *f, const struct leaving *l)
{
	if (f->strike == STRIKE_WIRE)
		return true;
	switch (l->kind) {
	case LEAVES_RESPONSE: return strikes_response(f, l);
	case LEAVES_REPEAT: return f->strike == STRIKE_REPEAT;
	case LEAVES_RESET: return f->strike == STRIKE_RESET;
	case LEAVES_ACK: return f->strike == STRIKE_ACK;
	}
	return false;
}

/* A fault of the DTLS links leaves the clear ones alone, and the other way round. */
static bool on_this_link(const struct fault *f, bool secure)
{
	if (secure)
		return strstr(f->links, "coaps") != NULL;
	return strcmp(f->links, "coaps") != 0;
}

static bool is_turn(struct lapse *l)
{
	uint32_t n = ++l->seen;

	if (n <= l->fault->after)
		return false;
	return !l->fault->every || n % l->fault->every == 0;
}

/* Where several faults have a wish, the last one's holds. What a mutation does not find it leaves as it is. */
static void strike(const struct lapse *l, const struct binding *b, struct buffer *octets, struct manner *m)
{
	static const struct wish none;
	bool struck = false;

	for (size_t i = 0; i < l->count; i++)
		struck |= !mutation_apply(&l->mutations[i], octets, b, NULL);
	if (memcmp(&l->fault->wish, &none, sizeof(none))) {
		m->wish = l->fault->wish;
		struck = true;
	}
	if (l->fault->reaction == REACTION_DIE && l->fault->strike != STRIKE_REFUSAL)
		struck = m->dies = true;
	if (struck)
		m->deliberate = l->fault->text;
}

void conduct_strike(struct conduct *c, const struct leaving *leaving, const struct binding *b, struct buffer *octets,
		    struct manner *m)
{
	for (size_t i = 0; i < c->count; i++) {
		struct lapse *l = &c->lapses[i];
		if (on_this_link(l->fault, leaving->secure) && strikes(l->fault, leaving) && is_turn(l))
			strike(l, b, octets, m);
	}
}
