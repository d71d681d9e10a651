/* cli/oracle.h - who prints what an oracle says (sim/oracle.h): a target's hook, or our own server, in the same words. */
#ifndef CLI_ORACLE_H
#define CLI_ORACLE_H

#include "server/server.h"
#include "sim/oracle.h"

/* A server of ours, and what it said last. All zero, SERVER NULL (a null server): there is no oracle. */
struct told {
	const struct server *server;
	char *text;
};

struct oracle server_oracle(struct told *);	/* which must outlive it */
void told_free(struct told *);			/* its text, not the server */

struct hook_question;

/* A command that is run for each question, beside the run: it has five seconds, and 16 MiB. */
struct hook_oracle {
	const char *command;		/* for the shell; borrowed */
	struct hook_question *questions;
	struct error why;		/* of the first question that went wrong: no other is asked then; "": none did */
};

struct oracle hook_oracle(struct hook_oracle *, const char *command);	/* both must outlive it */
void hook_oracle_free(struct hook_oracle *);	/* what still runs is killed */

#endif
