/* server/null.h - servers that serve nothing: no case of a suite may pass on them. */
#ifndef SERVER_NULL_H
#define SERVER_NULL_H

#include "wire/engine.h"

/* An engine without state: its self is NULL. */
struct null_server {
	const char *word;		/* "resets-everything" */
	const char *text;
	const char *links;		/* on which it listens at all: "coap", "coaps" or "coap coaps" */
	const struct engine_ops *ops;
};

const struct null_server *null_server_named(const char *word);	/* NULL: no such */
const struct null_server *null_server_row(unsigned index);	/* NULL: past the end */

#endif
