/* conformance/judge/clause.h - the rows of spec/rules.tsv, made into a table by the build
 * (conformance/judge/clause.def, written by spec/rules.awk). The single source of id, text, level
 * and ground of every rule. */
#ifndef JUDGE_CLAUSE_H
#define JUDGE_CLAUSE_H

#include <stdint.h>

enum level { LEVEL_MUST, LEVEL_SHOULD, LEVEL_MAY, LEVEL_NOTE, LEVEL_UNTESTABLE };
enum ground { GROUND_KEYWORD, GROUND_DEFINITION, GROUND_DERIVED };
enum side { SIDE_CLIENT = 1, SIDE_SERVER = 2, SIDE_BOTH = 3, SIDE_GATEWAY = 4, SIDE_DEVICE = 8 };

/* Features and editions under which a row holds; 0: always. All bits of a row must be set in the context. */
enum applies {
	APPLIES_COAPS = 1 << 0, APPLIES_PSK = 1 << 1, APPLIES_CERT = 1 << 2, APPLIES_RPK = 1 << 3,
	APPLIES_AKMA = 1 << 4, APPLIES_RFC7925 = 1 << 5, APPLIES_RENEG = 1 << 6, APPLIES_RESUME = 1 << 7,
	APPLIES_BLOCK = 1 << 8, APPLIES_ECHO = 1 << 9, APPLIES_LONG_TOKEN = 1 << 10, APPLIES_TIMERS = 1 << 11,
	APPLIES_GATEWAY = 1 << 12, APPLIES_BULK = 1 << 13, APPLIES_MULTICAST = 1 << 14, APPLIES_CID = 1 << 15,
	APPLIES_DTLS13 = 1 << 16, APPLIES_EDITION_CR = 1 << 17, APPLIES_EDITION_PRE_CR = 1 << 18
};

enum clause_id {
#define CLAUSE(name, ...) CLAUSE_##name,	/* CLAUSE_COAP_MSG_37, CLAUSE_M5G_REG_S02_a */
#include "conformance/judge/clause.def"
#undef CLAUSE
	CLAUSE_COUNT
};

struct clause {
	const char *id;			/* "COAP-MSG-37" */
	char group;			/* 'A' .. 'N' */
	uint32_t applies;		/* enum applies bits */
	enum level level;
	enum ground ground;
	uint8_t binds;			/* enum side bits */
	const char *observable, *source, *text, *same_as, *remark;	/* same_as: "" or another id */
};

const struct clause *clause_row(enum clause_id);
const struct clause *clause_named(const char *id);	/* NULL: no such */
const char *level_word(enum level);
const char *ground_word(enum ground);
const char *side_word(unsigned side);
/* The word of one bit of `applies` ("edition:cr"), or NULL past the last; and back: 0 unknown. */
const char *applies_word(unsigned bit);
uint32_t applies_named(const char *word);

#endif
