/* sim/step.c - reading steps: the table of words, the columns, the arguments they share. */
#include "sim/step.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/step_files.h"

static const struct step_fact rows[] = {
#define STEP(name, word_, argument_, role_, text_) \
	{ .word = word_, .text = text_, .role = STEP_##role_, .argument = NODE_##argument_, .keys = step_keys_##name, .read = step_read_##name, \
	  .begin = step_begin_##name, .go_on = step_go_on_##name },
#include "sim/step.def"
#undef STEP
};
enum { ROWS = sizeof(rows) / sizeof(*rows) };

const struct step_fact *step_fact_row(unsigned index) { return index < ROWS ? &rows[index] : NULL; }

static const char *column_value(const struct columns *columns, const char *name, size_t len)
{
	for (unsigned i = 0; columns && i < columns->count; i++)
		if (strlen(columns->names[i]) == len && !strncmp(columns->names[i], name, len))
			return columns->values[i];
	return NULL;
}

int columns_fill(const struct node *node, const struct columns *columns, char *text, size_t size, struct error *error)
{
	const char *from = node->text;
	size_t n = 0;

	if (node->kind != NODE_SCALAR)
		return node_error(node, error, "expected a word");
	while (*from && n < size) {
		size_t len = *from == '$' ? strspn(from + 1, "abcdefghijklmnopqrstuvwxyz-") : 0;
		if (!len) {
			text[n++] = *from++;
			continue;
		}
		const char *value = column_value(columns, from + 1, len);
		if (!value)
			return node_error(node, error, "'$%.*s' is no column of this case's table", (int)len, from + 1);
		n += (size_t)snprintf(text + n, size - n, "%s", value);
		from += 1 + len;
	}
	if (n >= size)
		return node_error(node, error, "longer than %zu characters", size - 1);
	text[n] = '\0';
	return 0;
}

int columns_duration(const struct node *node, const struct columns *columns, uint64_t *ns, struct error *error)
{
	struct node filled = *node;
	char text[32];

	if (columns_fill(node, columns, text, sizeof(text), error))
		return -1;
	filled.text = text;
	return node_duration(&filled, ns, error);
}

static const struct step_fact *fact_of(const struct node *map, const struct node **argument, struct error *error)
{
	const char *words[ROWS + 1];

	for (const struct node *n = map->child; n; n = n->next)
		for (int i = 0; i < ROWS; i++)
			if (!strcmp(rows[i].word, n->key)) {
				*argument = n;
				return &rows[i];
			}
	for (int i = 0; i < ROWS; i++)
		words[i] = rows[i].word;
	words[ROWS] = NULL;
	const char *near = map->child ? nearest_word(map->child->key, words) : NULL;
	node_error(map, error, "no step among its keys%s%s%s", near ? " (did you mean '" : "", near ? near : "",
		   near ? "'?)" : "");
	return NULL;
}

/* The step's own keys and its word. */
static int check_keys(const struct step_fact *fact, const struct node *map, struct error *error)
{
	struct node_key keys[24] = { { .name = fact->word, .kind = fact->argument, .required = true } };
	size_t n = 1;

	for (const struct node_key *k = fact->keys; k->name; k++) {
		assert(n + 1 < sizeof(keys) / sizeof(*keys));
		keys[n++] = *k;
	}
	return node_check(map, keys, error);
}

static int read_step(struct step *step, const struct node *map, const struct columns *columns, struct error *error)
{
	const struct node *argument = NULL;

	if (map->kind != NODE_MAP)
		return node_error(map, error, "a step is a map, such as {register: u1}");
	step->node = map;
	step->fact = fact_of(map, &argument, error);
	if (!step->fact || check_keys(step->fact, map, error))
		return -1;
	if (step->fact->argument == NODE_SCALAR && columns_fill(argument, columns, step->ue, sizeof(step->ue), error))
		return -1;
	return step->fact->read(step, map, columns, error);
}

int steps_read(struct step **steps, size_t *count, const struct node *list, const struct columns *columns,
	       struct error *error)
{
	*steps = NULL;
	*count = 0;
	if (!list)
		return 0;
	if (list->kind != NODE_LIST)
		return node_error(list, error, "expected a list of steps");
	*steps = calloc(list->count ? list->count : 1, sizeof(**steps));
	assert(*steps);
	for (const struct node *n = list->child; n; n = n->next)
		if (read_step(&(*steps)[(*count)++], n, columns, error))
			return -1;
	return 0;
}

void steps_free(struct step *steps, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(steps[i].request.but);
		free(steps[i].request.octets);
	}
	free(steps);
}
