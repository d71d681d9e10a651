/* conformance/judge/rules_hello.h - what the rules of hello messages share. */
#ifndef JUDGE_RULES_HELLO_H
#define JUDGE_RULES_HELLO_H

#include "conformance/judge/rules.h"

/* The hello at hand, whole and for the first time; false: it is none. */
bool subject_client_hello(const struct subject *, struct client_hello *);
bool subject_server_hello(const struct subject *, struct server_hello *);
bool subject_hello_verify(const struct subject *, struct hello_verify *);
/* A suite of that KIND among those offered; WITHOUT: one that is not of it. */
bool suites_offer(struct span suites, unsigned kind, bool without);

#endif
