/* wire/mutation_option.c - mutations of options: what follows is encoded anew, so that it stays the same. */
#include "wire/mutation_edit.h"

/* Options FROM to TO (not included) of the message. */
struct run {
	unsigned from, to;
};

/* Where option I begins; beyond the last: where the payload marker is or would be. */
static size_t start_of(const struct message *m, unsigned i)
{
	if (i < m->options_kept)
		return m->options[i].whole.at;
	if (!i)
		return m->token.at + m->token.len;
	return m->options[i - 1].whole.at + m->options[i - 1].whole.len;
}

/* TIMES options of the number with that value in the place of RUN; the option after them gets its
 * new delta. */
static int replace_run(const struct edit *e, struct run run, unsigned times, const void *value, size_t len)
{
	uint8_t room[4096];
	struct buffer b = buffer_on(room, sizeof(room));
	struct writer w = { .out = &b };
	const struct message *m = e->message;
	size_t at = start_of(m, run.from), end = start_of(m, run.to);

	if (run.from)
		w.last = m->options[run.from - 1].number;
	while (times--)
		writer_option(&w, e->what->number, value, len);
	if (run.to < m->options_kept) {
		const struct option *next = &m->options[run.to];
		writer_option_head(&w, next->number, next->value.len);
		end = next->value.at;
	}
	if (b.failed)
		return error_set(e->error, "'%s': the options get too long", e->what->words);
	return edit_splice(e, at, end - at, b.bytes, b.len);
}

/* All options of the number; where there is none, the empty run where it would stand. */
static struct run run_of(const struct message *m, uint32_t number)
{
	struct run run = { 0, 0 };

	while (run.from < m->options_kept && m->options[run.from].number < number)
		run.from++;
	for (run.to = run.from; run.to < m->options_kept && m->options[run.to].number == number;)
		run.to++;
	return run;
}

/* The value that the words give, in ROOM where it is a number; `same` is the value there. */
static struct buffer value_of(const struct edit *e, const struct option *there, uint8_t room[4])
{
	const struct mutation *m = e->what;
	struct buffer b = buffer_on(room, 4);

	if (m->value_kind == MUTATION_SAME) {
		b.bytes = e->out->bytes + there->value.at;
		b.len = there->value.len;
	} else if (m->value_kind == MUTATION_NUMBER) {
		size_t octets = 0;
		while (octets < 4 && m->value_number >> 8 * octets)
			octets++;
		buffer_number(&b, m->value_number, octets);
	} else {
		b.bytes = (uint8_t *)(uintptr_t)m->value;
		b.len = m->value_len;
	}
	return b;
}

/* In the middle of the value; of an option without one, in the middle of its head. */
static int truncate_option(const struct edit *e, const struct option *o)
{
	if (!o->value.len && o->whole.len == 1)
		return error_set(e->error, "'%s': an option of one octet has no middle", e->what->words);
	return edit_truncate(e, o->value.len ? o->value : o->whole);
}

static int edit_run(const struct edit *e, struct run run)
{
	const struct option *first = &e->message->options[run.from];
	const uint8_t *there = e->out->bytes + first->value.at;
	struct run one = { run.from, run.from + 1 }, after = { run.to, run.to };
	uint8_t room[4];
	struct buffer value;

	switch (e->what->verb) {
	case MUTATION_DROP:
		return replace_run(e, run, 0, NULL, 0);
	case MUTATION_DUPLICATE:
		return replace_run(e, one, 2, there, first->value.len);
	case MUTATION_EMPTY:
		return replace_run(e, one, 1, NULL, 0);
	case MUTATION_REPLACE:
		value = value_of(e, first, room);
		return replace_run(e, one, 1, value.bytes, value.len);
	case MUTATION_INSERT:
		value = value_of(e, first, room);
		return replace_run(e, after, 1, value.bytes, value.len);
	case MUTATION_FLIP:
		return edit_flip(e, first->value);
	case MUTATION_TRUNCATE:
		return truncate_option(e, first);
	case MUTATION_RETYPE:
	case MUTATION_COUNT:
		break;
	}
	return edit_absent(e);
}

int edit_option(const struct edit *e)
{
	const struct message *m = e->message;
	struct run run = run_of(m, e->what->number);
	bool fresh = e->what->verb == MUTATION_INSERT && e->what->value_kind != MUTATION_SAME;

	/* Only a message read to its end, with all options kept and numbered up to 65535, can be encoded anew. */
	if (!m->whole || m->option_count > m->options_kept || message_anomaly(m, ANOMALY_OPTION_NUMBER))
		return edit_unreadable(e);
	if (run.from == run.to && !fresh)
		return edit_absent(e);
	return edit_run(e, run);
}
