/* sim/gateway_conduct.c - how a Gateway UE deviates, when it is told to. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sim/gateway_state.h"
#include "wire/nearest.h"

static const char *const deviations[] = {
#define GATEWAY_DEVIATION(name, word, text) word,
#include "sim/gateway_deviation.def"
#undef GATEWAY_DEVIATION
	NULL
};

static const char *const refusal_words[] = {
	"",
#define REFUSAL(name, word, code, text) word,
#include "sim/gateway_refusal.def"
#undef REFUSAL
	NULL
};

static int index_of(const char *const *words, const char *word, struct error *error)
{
	const char *near;

	for (int i = 0; words[i]; i++)
		if (!strcmp(words[i], word))
			return i;
	near = nearest_word(word, words);
	return error_set(error, "unknown deviation of a Gateway UE '%s'%s%s%s", word, near ? " (did you mean '" : "",
			 near ? near : "", near ? "'?)" : "");
}

static int read_mutations(struct gateway_edit *edit, const char *words, struct error *error)
{
	char *copy = strdup(words), *rest = copy;
	int bad = 0;

	assert(copy);
	for (char *one; !bad && (one = strsep(&rest, ";"));) {
		edit->list = realloc(edit->list, (edit->count + 1) * sizeof(*edit->list));
		assert(edit->list);
		bad = mutation_parse(&edit->list[edit->count++], one + strspn(one, " "), error);
	}
	free(copy);
	return bad;
}

int gateway_deviate(struct gateway *g, const char *words, const char *mutation, struct error *error)
{
	static const char tolerates[] = "tolerates ";
	struct gateway_conduct *c = &g->conduct;
	bool lenient = !strncmp(words, tolerates, sizeof(tolerates) - 1);
	int i = lenient ? index_of(refusal_words, words + sizeof(tolerates) - 1, error) : index_of(deviations, words, error);

	if (i < 0)
		return -1;
	if (lenient)
		c->tolerates |= 1u << i;
	else
		c->deviates |= 1u << i;
	if (!mutation)
		return 0;
	if (c->edit_count == sizeof(c->edits) / sizeof(*c->edits))
		return error_set(error, "too many deviations of a Gateway UE");
	c->edits[c->edit_count].leg = (enum gateway_deviation)i;
	return read_mutations(&c->edits[c->edit_count++], mutation, error);
}

bool gateway_strike(const struct gateway *g, enum gateway_deviation leg, struct buffer *octets)
{
	bool struck = false;

	for (unsigned i = 0; i < g->conduct.edit_count; i++)
		for (size_t k = 0; k < g->conduct.edits[i].count && g->conduct.edits[i].leg == leg; k++)
			struck |= !mutation_apply(&g->conduct.edits[i].list[k], octets, g->config.binding, NULL);
	return struck;
}

void gateway_conduct_free(struct gateway_conduct *c)
{
	for (unsigned i = 0; i < c->edit_count; i++)
		free(c->edits[i].list);
}
