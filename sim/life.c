/* sim/life.c - reading a life: a table of words, each with its keys. */
#include "sim/life.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/step.h"
#include "wire/dice.h"

int life_span_read(struct life_span *s, const struct node *n, struct error *error)
{
	s->spread = SPREAD_EVEN;
	return node_durations(n, &s->from_ns, &s->to_ns, error);
}

uint64_t life_span_draw(const struct life_span *s, uint64_t *dice)
{
	double share = dice_share(dice);

	if (s->spread == SPREAD_EXPONENTIAL)
		return (uint64_t)(-log1p(-share) * (double)s->from_ns);
	return s->from_ns + (uint64_t)(share * (double)(s->to_ns - s->from_ns));
}

/* The request parts are read by the steps of cases: one vocabulary, one reader. */
static int read_request(struct life_step *l, const struct node *map, struct error *error)
{
	struct step step = { 0 };
	int bad = step_read_request(&step, map, NULL, error);

	step.request.kind = l->word == LIFE_REGISTER ? MSGIN5G_REG : l->word == LIFE_DEREGISTER ? MSGIN5G_DEREG : MSGIN5G_NONE;
	l->request = step.request;
	l->profile_said = node_get(map, "profile") != NULL;
	return bad;
}

int life_read_but(struct request_plan *plan, const struct node *list, struct error *error)
{
	struct node only = *list;	/* a map with this key alone */
	struct node map = { .kind = NODE_MAP, .child = &only, .count = 1 };
	struct step step = { 0 };

	only.next = NULL;
	int bad = step_read_request(&step, &map, NULL, error);
	plan->but = step.request.but;
	plan->but_count = step.request.but_count;
	return bad;
}

static int read_wait(struct life_step *l, const struct node *map, struct error *error)
{
	static const char *const words[] = { "even", "exponential", NULL };
	const struct node *wait = node_get(map, "wait"), *spread = node_get(map, "spread");

	if (life_span_read(&l->wait, wait, error))
		return -1;
	int which = spread ? node_word(spread, words, error) : SPREAD_EVEN;
	if (which < 0)
		return -1;
	l->wait.spread = (enum spread)which;
	if (which == SPREAD_EXPONENTIAL && l->wait.from_ns != l->wait.to_ns)
		return node_error(wait, error, "an exponential wait has a mean, not a span");
	return 0;
}

static int read_close(struct life_step *l, const struct node *map, struct error *error)
{
	const struct node *silently = node_get(map, "silently");

	return silently ? node_bool(silently, &l->silently, error) : 0;
}

static int read_leave(struct life_step *l, const struct node *map, struct error *error)
{
	return node_share(node_get(map, "leave"), &l->share, error);
}

static int read_again(struct life_step *l, const struct node *map, struct error *error)
{
	const struct node *n = node_get(map, "again");
	uint64_t times;

	l->times = LIFE_FOR_EVER;
	if (!n->quoted && !strcmp(n->text, "for-ever"))
		return 0;
	if (node_number(n, 1, UINT16_MAX, &times, error))
		return -1;
	l->times = (uint32_t)times;
	return 0;
}

static int read_nothing(struct life_step *l, const struct node *map, struct error *error)
{
	(void)l, (void)map, (void)error;
	return 0;
}

#define SCALAR(name_) { .name = name_, .kind = NODE_SCALAR }
#define LIST_OF(name_) { .name = name_, .kind = NODE_LIST }

static const struct life_fact {
	struct node_key keys[6];	/* beside the word itself */
	bool of_time;			/* the word's value is no name */
	int (*read)(struct life_step *, const struct node *map, struct error *);
} facts[] = {
	[LIFE_HANDSHAKE] = { .read = read_nothing },
	[LIFE_REGISTER] = { .keys = { SCALAR("profile"), SCALAR("credential"), LIST_OF("but"), SCALAR("urgent"), SCALAR("wait-time") }, .read = read_request },
	[LIFE_DEREGISTER] = { .keys = { SCALAR("client-address"), SCALAR("credential"), LIST_OF("but") }, .read = read_request },
	[LIFE_PING] = { .keys = { LIST_OF("but") }, .read = read_request },
	[LIFE_WAIT] = { .keys = { SCALAR("spread") }, .of_time = true, .read = read_wait },
	[LIFE_CLOSE] = { .keys = { SCALAR("silently") }, .read = read_close },
	[LIFE_REBOOT] = { .read = read_nothing },
	[LIFE_MOVE] = { .read = read_nothing },
	[LIFE_LEAVE] = { .of_time = true, .read = read_leave },
	[LIFE_AGAIN] = { .of_time = true, .read = read_again },
};

static const struct { const char *word, *text; } words[] = {
#define LIFE(name, word, text) { word, text },
#include "sim/life.def"
#undef LIFE
};

const char *life_word_text(unsigned row, const char **word)
{
	*word = row < LIFE_WORDS ? words[row].word : NULL;
	return row < LIFE_WORDS ? words[row].text : NULL;
}

static int no_word(const struct node *map, struct error *error)
{
	const char *known[LIFE_WORDS + 1] = { NULL };

	for (unsigned i = 0; i < LIFE_WORDS; i++)
		known[i] = words[i].word;
	const char *near = map->child ? nearest_word(map->child->key, known) : NULL;
	return node_error(map, error, "no step of a life among its keys%s%s%s", near ? " (did you mean '" : "", near ? near : "",
			  near ? "'?)" : "");
}

static int word_of(const struct node *map, const struct node **argument)
{
	for (unsigned i = 0; i < LIFE_WORDS; i++)
		if ((*argument = node_get(map, words[i].word)))
			return (int)i;
	return -1;
}

static int check_keys(const struct node *map, unsigned word, struct error *error)
{
	struct node_key keys[8] = { { .name = words[word].word, .kind = NODE_SCALAR, .required = true } };

	for (unsigned i = 0; facts[word].keys[i].name; i++)
		keys[i + 1] = facts[word].keys[i];
	return node_check(map, keys, error);
}

static int read_step(struct life_step *l, const struct node *map, struct error *error)
{
	const struct node *argument = NULL;
	int word = map->kind == NODE_MAP ? word_of(map, &argument) : -1;

	if (map->kind != NODE_MAP)
		return node_error(map, error, "a step is a map, such as {register: self}");
	if (word < 0)
		return no_word(map, error);
	if (check_keys(map, (unsigned)word, error))
		return -1;
	if (!facts[word].of_time && strcmp(argument->text, "self") != 0)
		return node_error(argument, error, "a life knows only 'self', not '%.40s'", argument->text);
	l->word = (enum life_word)word;
	return facts[word].read(l, map, error);
}

/* Something must take time, or a life that begins again never lets go. */
static int check_again(const struct life *life, const struct node *list, struct error *error)
{
	if (life->steps[life->count - 1].word != LIFE_AGAIN)
		return 0;
	for (unsigned i = 0; i < life->count; i++) {
		const struct life_step *l = &life->steps[i];
		if (l->request.kind != MSGIN5G_NONE || l->word == LIFE_PING || l->wait.to_ns)
			return 0;
	}
	return node_error(list, error, "a life that begins again must have a request or a wait");
}

int life_read(struct life *life, const struct node *list, struct error *error)
{
	if (!list->count || list->count > LIFE_STEPS)
		return node_error(list, error, "a life has from 1 to %d steps", LIFE_STEPS);
	for (const struct node *n = list->child; n; n = n->next) {
		if (life->count && life->steps[life->count - 1].word == LIFE_AGAIN)
			return node_error(n, error, "nothing comes after 'again'");
		if (read_step(&life->steps[life->count++], n, error))
			return -1;
	}
	return check_again(life, list, error);
}

void life_free(struct life *life)
{
	for (unsigned i = 0; i < life->count; i++)
		free(life->steps[i].request.but);
	life->count = 0;
}
