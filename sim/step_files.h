/* sim/step_files.h - what each step's file gives the table in sim/step.c. */
#ifndef SIM_STEP_FILES_H
#define SIM_STEP_FILES_H

#include "sim/play.h"
#include "sim/step.h"

#define STEP(name, ...) \
	extern const struct node_key step_keys_##name[]; \
	int step_read_##name(struct step *, const struct node *, const struct columns *, struct error *); \
	enum progress step_begin_##name(struct play *, const struct step *, uint64_t, struct sink *); \
	enum progress step_go_on_##name(struct play *, const struct step *, uint64_t, struct sink *);
#include "sim/step.def"
#undef STEP

/* The keys that every message-sending step takes. */
#define REQUEST_KEYS \
	{ .name = "as", .kind = NODE_SCALAR }, { .name = "but", .kind = NODE_LIST }, { .name = "profile", .kind = NODE_SCALAR }, \
	{ .name = "type", .kind = NODE_SCALAR }, { .name = "token", .kind = NODE_SCALAR }, \
	{ .name = "same", .kind = NODE_SCALAR }, { .name = "wish", .kind = NODE_SCALAR }, \
	{ .name = "wait", .kind = NODE_SCALAR }, { .name = "manual", .kind = NODE_LIST }, \
	{ .name = "credential", .kind = NODE_SCALAR }, { .name = "client-address", .kind = NODE_SCALAR }, \
	{ .name = "individual", .kind = NODE_SCALAR }, { .name = "urgent", .kind = NODE_SCALAR }, \
	{ .name = "wait-time", .kind = NODE_SCALAR }, { .name = "bulk", .kind = NODE_LIST }, \
	{ .name = "pad", .kind = NODE_SCALAR }, { .name = "blocks", .kind = NODE_SCALAR }, \
	{ .name = "block", .kind = NODE_SCALAR }, { .name = "answer-blocks", .kind = NODE_SCALAR }

/* Opens the link if need be, builds and sends the step's request; then waits as the step says. */
enum progress request_begin(struct play *, const struct step *, uint64_t now_ns, struct sink *);
enum progress request_go_on(struct play *, const struct step *, uint64_t now_ns, struct sink *);
/* After sending: DONE where an expect follows or the step does not wait; else until it concludes. */
enum progress request_wait(struct play *, const struct step *, uint64_t now_ns);

#endif
