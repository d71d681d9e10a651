/* text/document.c - YAML by libyaml's events into a tree of nodes; what tables do not need is refused. */
#include "text/node.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "wire/table.h"

/* Everything a document owns hangs in one list. */
struct block {
	struct block *next;
	max_align_t bytes[];
};

struct document {
	struct block *blocks;
	const char *name;
	const struct node *root;
};

/* An open list or map. */
struct level {
	struct node *node;
	struct node **tail;
	const char *key;		/* of a map: read, its value not yet */
	yaml_mark_t key_mark;
	struct table keys;		/* of a map: its children so far, by key */
};

struct reading {
	struct document *document;
	struct error *error;
	yaml_parser_t parser;
	unsigned depth;
	struct level levels[DOCUMENT_DEPTH];
};

static void *hold(struct document *d, size_t size)
{
	struct block *b = calloc(1, sizeof(*b) + size);

	assert(b);
	b->next = d->blocks;
	d->blocks = b;
	return b->bytes;
}

static const char *hold_text(struct document *d, const char *text, size_t len)
{
	char *copy = hold(d, len + 1);

	memcpy(copy, text, len);
	return copy;
}

static int refuse(struct reading *r, yaml_mark_t mark, const char *what)
{
	return error_set(r->error, "%s:%zu:%zu: %s", r->document->name, mark.line + 1, mark.column + 1, what);
}

/* The reader of octets knows only an offset. */
static yaml_mark_t mark_of(const char *text, size_t offset)
{
	yaml_mark_t mark = { 0 };

	for (size_t i = 0; i < offset; i++) {
		if (text[i] == '\n')
			mark.line++, mark.column = 0;
		else if ((text[i] & 0xc0) != 0x80)
			mark.column++;
	}
	return mark;
}

static int refuse_syntax(struct reading *r, const char *text, size_t len)
{
	const yaml_parser_t *p = &r->parser;
	char what[256];

	if (p->error == YAML_READER_ERROR) {
		size_t offset = p->problem_offset < len ? p->problem_offset : len;
		return refuse(r, mark_of(text, offset), p->problem);
	}
	if (p->context)
		snprintf(what, sizeof(what), "%s, %s from %zu:%zu on", p->problem, p->context, p->context_mark.line + 1,
			 p->context_mark.column + 1);
	else
		snprintf(what, sizeof(what), "%s", p->problem ? p->problem : "no YAML");
	return refuse(r, p->problem_mark, what);
}

static bool key_equal(const void *entry, const void *key) { return !strcmp(((const struct node *)entry)->key, key); }

/* A new node, linked into what is open; in a map it takes the key read before it. */
static struct node *add(struct reading *r, enum node_kind kind, yaml_mark_t mark)
{
	struct node *node = hold(r->document, sizeof(*node));

	node->kind = kind;
	node->file = r->document->name;
	node->line = (unsigned)mark.line + 1;
	node->column = (unsigned)mark.column + 1;
	if (!r->depth) {
		r->document->root = node;
		return node;
	}
	struct level *up = &r->levels[r->depth - 1];
	if (up->node->kind == NODE_MAP) {
		node->key = up->key;
		node->key_line = (unsigned)up->key_mark.line + 1;
		node->key_column = (unsigned)up->key_mark.column + 1;
		table_put(&up->keys, table_hash(up->key, strlen(up->key), 0), node);
		up->key = NULL;
	}
	*up->tail = node;
	up->tail = &node->next;
	up->node->count++;
	return node;
}

static bool wants_key(const struct reading *r)
{
	return r->depth && r->levels[r->depth - 1].node->kind == NODE_MAP && !r->levels[r->depth - 1].key;
}

static int read_key(struct reading *r, const yaml_event_t *e)
{
	struct level *up = &r->levels[r->depth - 1];
	const char *key = hold_text(r->document, (const char *)e->data.scalar.value, e->data.scalar.length);
	const struct node *first = table_find(&up->keys, table_hash(key, strlen(key), 0), key);
	char what[256];

	if (first) {
		snprintf(what, sizeof(what), "key '%.100s' occurs again, first at %u:%u", key, first->key_line,
			 first->key_column);
		return refuse(r, e->start_mark, what);
	}
	if (!strcmp(key, "<<") && e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
		return refuse(r, e->start_mark, "merge keys are not used here");
	up->key = key;
	up->key_mark = e->start_mark;
	return 0;
}

static int read_scalar(struct reading *r, const yaml_event_t *e)
{
	size_t len = e->data.scalar.length;

	if (e->data.scalar.anchor || e->data.scalar.tag)
		return refuse(r, e->start_mark, "anchors and tags are not used here");
	if (memchr(e->data.scalar.value, '\0', len))
		return refuse(r, e->start_mark, "U+0000 in a text; write octets as hex:00");
	if (wants_key(r))
		return read_key(r, e);
	struct node *node = add(r, NODE_SCALAR, e->start_mark);
	node->text = hold_text(r->document, (const char *)e->data.scalar.value, len);
	node->quoted = e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	return 0;
}

static int open_level(struct reading *r, enum node_kind kind, const yaml_event_t *e)
{
	bool map = kind == NODE_MAP;

	if (map ? e->data.mapping_start.anchor || e->data.mapping_start.tag
		: e->data.sequence_start.anchor || e->data.sequence_start.tag)
		return refuse(r, e->start_mark, "anchors and tags are not used here");
	if (wants_key(r))
		return refuse(r, e->start_mark, "a key must be a single value");
	if (r->depth == DOCUMENT_DEPTH)
		return refuse(r, e->start_mark, "nested too deep");
	struct node *node = add(r, kind, e->start_mark);
	struct level *level = &r->levels[r->depth++];
	*level = (struct level){ .node = node, .tail = &node->child };
	table_init(&level->keys, key_equal);
	return 0;
}

static int close_level(struct reading *r)
{
	table_free(&r->levels[--r->depth].keys);
	return 0;
}

static int read_event(struct reading *r, const yaml_event_t *e)
{
	switch (e->type) {
	case YAML_DOCUMENT_START_EVENT:
		return r->document->root ? refuse(r, e->start_mark, "a second document in the file") : 0;
	case YAML_ALIAS_EVENT:
		return refuse(r, e->start_mark, "aliases are not used here");
	case YAML_SCALAR_EVENT:
		return read_scalar(r, e);
	case YAML_SEQUENCE_START_EVENT:
		return open_level(r, NODE_LIST, e);
	case YAML_MAPPING_START_EVENT:
		return open_level(r, NODE_MAP, e);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		return close_level(r);
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_END_EVENT:
		break;
	}
	return 0;
}

static int read_events(struct reading *r, const char *text, size_t len)
{
	yaml_event_type_t type = YAML_NO_EVENT;

	yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r->parser, (const unsigned char *)text, len);
	while (type != YAML_STREAM_END_EVENT) {
		yaml_event_t event;
		if (!yaml_parser_parse(&r->parser, &event))
			return refuse_syntax(r, text, len);
		type = event.type;
		int status = read_event(r, &event);
		yaml_event_delete(&event);
		if (status)
			return status;
	}
	return r->document->root ? 0 : error_set(r->error, "%s:1:1: nothing in it", r->document->name);
}

struct document *document_parse(const char *name, const char *text, size_t len, struct error *error)
{
	struct document *d = calloc(1, sizeof(*d));
	struct reading r = { .document = d, .error = error };

	assert(d);
	d->name = hold_text(d, name, strlen(name));
	if (len >= 3 && !memcmp(text, "\xef\xbb\xbf", 3))
		text += 3, len -= 3;	/* no column of its own */
	int made = yaml_parser_initialize(&r.parser);
	assert(made);
	int status = len > DOCUMENT_OCTETS ? error_set(error, "%s: more than %d octets", name, DOCUMENT_OCTETS)
					   : read_events(&r, text, len);
	yaml_parser_delete(&r.parser);
	while (r.depth)
		close_level(&r);
	if (!status)
		return d;
	document_free(d);
	return NULL;
}

struct document *document_read(const char *path, struct error *error)
{
	FILE *file = fopen(path, "re");
	struct document *d = NULL;

	if (!file) {
		error_errno(error, path);
		return NULL;
	}
	/* One octet more than is allowed: whether it is there, document_parse sees. */
	char *text = malloc(DOCUMENT_OCTETS + 1);
	assert(text);
	size_t len = fread(text, 1, DOCUMENT_OCTETS + 1, file);
	if (ferror(file))
		error_errno(error, path);
	else
		d = document_parse(path, text, len, error);
	free(text);
	fclose(file);
	return d;
}

const struct node *document_root(const struct document *d) { return d->root; }

void document_free(struct document *d)
{
	if (!d)
		return;
	while (d->blocks) {
		struct block *b = d->blocks;
		d->blocks = b->next;
		free(b);
	}
	free(d);
}
