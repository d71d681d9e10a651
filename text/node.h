/* text/node.h - YAML as a tree of nodes that know their file, line and column.
 *
 * The libyaml door. A document is read whole, then checked against tables of keys before anyone
 * uses it: every error is `file:line:column: what`. No anchors, tags or merges; duplicate keys are
 * errors. Scalars stay text: whoever reads one says what it must be. */
#ifndef TEXT_NODE_H
#define TEXT_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/error.h"
#include "wire/nearest.h"	/* for those who check tables of keys */

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
	enum node_kind kind;
	const char *file;		/* the document's */
	unsigned line, column;		/* from 1, in characters */
	const char *key;		/* in a map: its key, else NULL */
	unsigned key_line, key_column;
	const char *text;		/* scalar, NUL-terminated; NULL otherwise */
	bool quoted;			/* the scalar was written in quotes: a text, never a number or word */
	struct node *child, *next;	/* children of a list or map, in order */
	size_t count;			/* of children */
};

struct document;

/* Beyond these a file is refused: whoever writes tables never comes near. */
enum { DOCUMENT_OCTETS = 8 << 20, DOCUMENT_DEPTH = 32 };

/* NULL: cannot be read, no YAML, nothing in it, more than one document, a key twice in a map, an
 * anchor, alias, tag or merge key, U+0000. PATH is kept for messages. Free with document_free. */
struct document *document_read(const char *path, struct error *);
struct document *document_parse(const char *name, const char *text, size_t len, struct error *);
const struct node *document_root(const struct document *);
void document_free(struct document *);

/* Puts "file:line:column: ..." before the text; returns -1. */
int node_error(const struct node *, struct error *, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The child of a map under KEY, or NULL. */
const struct node *node_get(const struct node *map, const char *key);

/* A table of keys that a map may hold. Ends with { .name = NULL }. */
struct node_key {
	const char *name;
	enum node_kind kind;
	bool required;
	bool any_kind;			/* then kind is not checked */
};
/* -1: not a map, an unknown key (the nearest known one is named), a wrong kind, a missing one. */
int node_check(const struct node *, const struct node_key *keys, struct error *);

/* Readers of scalars; -1 with a place and what was expected. Text and octets may stand in quotes (and
 * "" is a text, nothing at all is none); numbers and words may not. */
int node_text(const struct node *, char *out, size_t size, struct error *);
int node_number(const struct node *, uint64_t min, uint64_t max, uint64_t *out, struct error *);	/* 10, 0x0a */
int node_bool(const struct node *, bool *out, struct error *);			/* yes no true false */
int node_duration(const struct node *, uint64_t *ns, struct error *);		/* 20ms 1.5s 5min; a bare 0 */
/* 20ms..40ms; a single duration is both. FROM is never above TO. */
int node_durations(const struct node *, uint64_t *from_ns, uint64_t *to_ns, struct error *);
int node_share(const struct node *, double *share, struct error *);		/* 1% 0.5% to 0.01 0.005 */
int node_rate(const struct node *, double *per_second, struct error *);		/* 500/s 30/min 0.1/s */
int node_octets(const struct node *, uint8_t *out, size_t size, size_t *len, struct error *);	/* "hex:..", or text */
/* The index of the scalar in WORDS (ends with NULL), or -1. */
int node_word(const struct node *, const char *const *words, struct error *);

/* "20ms", LEN characters, to nanoseconds; units ns us ms s min h; false: no such form, or too long. */
bool duration_parse(const char *text, size_t len, uint64_t *ns);

#endif
