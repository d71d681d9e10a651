/* conformance/judge/clause.c - the rows of spec/rules.tsv and their words. */
#include "conformance/judge/clause.h"

#include <assert.h>
#include <string.h>

static const struct clause rows[CLAUSE_COUNT] = {
#define CLAUSE(name, id_, group_, applies_, level_, ground_, binds_, observable_, source_, text_, same_, remark_)      \
	[CLAUSE_##name] = {.id = id_,                                                                                  \
			   .group = group_,                                                                            \
			   .applies = applies_,                                                                        \
			   .level = level_,                                                                            \
			   .ground = ground_,                                                                          \
			   .binds = binds_,                                                                            \
			   .observable = observable_,                                                                  \
			   .source = source_,                                                                          \
			   .text = text_,                                                                              \
			   .same_as = same_,                                                                           \
			   .remark = remark_},
#include "conformance/judge/clause.def"
#undef CLAUSE
};

static const char *const applies_words[] = {
	"coaps",     "psk",   "cert",   "rpk",        "akma",           "rfc7925", "reneg",
	"resume",    "block", "echo",   "long-token", "timers",         "gateway", "bulk",
	"multicast", "cid",   "dtls13", "edition:cr", "edition:pre-cr",
};
enum { APPLIES_WORDS = sizeof(applies_words) / sizeof(applies_words[0]) };

const struct clause *clause_row(enum clause_id id)
{
	assert(id < CLAUSE_COUNT);
	return &rows[id];
}

const struct clause *clause_named(const char *id)
{
	for (unsigned i = 0; i < CLAUSE_COUNT; i++)
		if (strcmp(rows[i].id, id) == 0)
			return &rows[i];
	return NULL;
}

const char *level_word(enum level level)
{
	static const char *const words[] = {"must", "should", "may", "note", "untestable"};

	return words[level];
}

const char *ground_word(enum ground ground)
{
	static const char *const words[] = {"keyword", "definition", "derived"};

	return words[ground];
}

const char *side_word(unsigned side)
{
	switch (side) {
	case SIDE_CLIENT:
		return "client";
	case SIDE_SERVER:
		return "server";
	case SIDE_BOTH:
		return "both";
	case SIDE_GATEWAY:
		return "gateway";
	case SIDE_DEVICE:
		return "device";
	}
	return "nobody";
}

const char *applies_word(unsigned bit)
{
	return bit < APPLIES_WORDS ? applies_words[bit] : NULL;
}

uint32_t applies_named(const char *word)
{
	for (unsigned bit = 0; bit < APPLIES_WORDS; bit++)
		if (strcmp(applies_words[bit], word) == 0)
			return 1u << bit;
	return 0;
}
