/* wire/message_facts.c - the rows of option.def and anomaly.def, and finding one. */
#include <string.h>

#include "wire/message.h"

static const struct option_fact options[] = {
#define OPTION(name_, number_, text_, word_, format_, min_, max_, repeatable_, where_, clause_) \
	{ .number = number_, .name = text_, .word = word_, .clause = clause_, .format = FORMAT_##format_, \
	  .min = min_, .max = max_, .repeatable = repeatable_, .where = where_ },
#include "wire/option.def"
#undef OPTION
};

enum option_row {
#define OPTION(name, ...) ROW_##name,
#include "wire/option.def"
#undef OPTION
	ROW_COUNT
};

static const struct anomaly_fact anomalies[] = {
#define ANOMALY(name, word_, weight_, rule_, clause_, text_) \
	[ANOMALY_##name] = { .kind = ANOMALY_##name, .word = word_, .rule = rule_, .clause = clause_, \
			     .text = text_, .weight = WEIGHT_##weight_ },
#include "wire/anomaly.def"
#undef ANOMALY
};

/* A switch, not a search: the reader asks once an option. */
const struct option_fact *option_fact(uint32_t number)
{
	switch (number) {
#define OPTION(name, number_, ...) \
	case number_: \
		return &options[ROW_##name];
#include "wire/option.def"
#undef OPTION
	}
	return NULL;
}

const struct option_fact *option_fact_named(const char *word)
{
	for (size_t i = 0; i < ROW_COUNT; i++)
		if (!strcmp(options[i].word, word))
			return &options[i];
	return NULL;
}

const struct option_fact *option_fact_row(unsigned row) { return row < ROW_COUNT ? &options[row] : NULL; }

const struct anomaly_fact *anomaly_fact(enum anomaly_kind kind) { return &anomalies[kind]; }
