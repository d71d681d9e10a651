/* cli/target_text.h - a target file as `m5gtest init` writes it: what was found, and beside it how it is known. */
#ifndef CLI_TARGET_TEXT_H
#define CLI_TARGET_TEXT_H

#include <stdio.h>

#include "conformance/judge/context.h"

struct target_text {
	const char *source;		/* "first contact with ...", a sentence's end */
	const char *file;		/* the file's name, for the command that uses it; NULL: standard output */
	char name[128];
	struct target_text_link {
		char uri[600];		/* "" there is none */
		char remark[200];	/* how it answers, or why it stands as a comment */
		bool answers;
	} links[2];			/* by enum transport */
	const char *binding_file;	/* absolute; NULL: default, or as PROPOSED says */
	const struct binding *proposed;	/* of a capture; its `named` elements and values are written; or NULL */
	bool named[ELEMENT_COUNT], valued[VALUE_COUNT];
	const char *members;		/* what was seen, in words, or "" */
	bool confirmed;
	enum edition edition;
	const struct identities *ues;
	uint32_t seen, not_seen;	/* features that were probed */
	bool probed;			/* a server was asked at all */
};

void target_text_write(FILE *, const struct target_text *);

#endif
