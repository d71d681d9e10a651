/* tests/unit/conformance_scene.h - the runner in virtual time, before a server that does as its script says.
 *
 *     scene_new(cases) -> s->script = ... -> scene_play -> scene_verdict, scene_reason
 *
 * No sockets: the sink puts what would arrive into a queue, the scene delivers it in order of time. */
#ifndef TESTS_CONFORMANCE_SCENE_H
#define TESTS_CONFORMANCE_SCENE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conformance/runner.h"
#include "wire/heap.h"

struct scene;

/* What the scripted server does with one CoAP message on LINK. */
struct script_server {
	void (*serve)(struct scene *, uint32_t link, const uint8_t *bytes, size_t len);
	uint64_t answer_after_ns;
	bool deaf[2];			/* by enum transport: as if lost; over coaps no handshake ends */
	bool refuses_handshakes;	/* LINK_FAILED */
	bool no_icmp_peace;		/* each message is answered by ICMP */
	bool cannot_open;		/* the sink has no link to give */
};

struct scene_link {
	uint8_t transport;
	bool open;
	const struct identity *identity;
};

enum { SCENE_LINKS = 4000 };

struct scene {
	struct target target;
	struct context context;
	struct case_table cases;
	struct runner_config config;
	struct served served;
	struct runner *runner;
	struct run_result result;
	struct sink sink;
	struct heap queue;
	uint64_t now_ns, stop_at_ns;	/* the scene leaves the runner alone from then on; 0: never */
	struct scene_link links[SCENE_LINKS];
	uint32_t link_count;
	unsigned open, open_at_most;	/* links */
	struct script_server script;
	unsigned heard, restarts;	/* messages that reached the server */
	uint64_t dead_until_ns;		/* it hears nothing until then */
	uint64_t away_until_ns;		/* the runner has no processor until then */
	unsigned told;			/* cases that were told to be over */
};

/* CASES: rows below "cases:"; a target over both links with eight UEs and a stranger. */
struct scene *scene_new(const char *cases);
void scene_play(struct scene *);	/* until the runner is done, or stop_at_ns; then fills result */
void scene_free(struct scene *);

enum verdict scene_verdict(const struct scene *, const char *id, enum transport);
const char *scene_reason(const struct scene *, const char *id, enum transport);	/* "" none */
/* Both links where TRANSPORT is 2. REASON: how the reason begins; NULL: not looked at. */
void scene_assert(const struct scene *, const char *id, unsigned transport, enum verdict, const char *reason);

/* The server by the book, as far as the cases here go: REG 2.01, DEREG 2.04, ping RST, else 4.00. */
void serve_well(struct scene *, uint32_t link, const uint8_t *bytes, size_t len);
/* An answer with CODE and JSON to the request in BYTES. */
void scene_answer(struct scene *, uint32_t link, const uint8_t *bytes, size_t len, uint8_t code, const char *json);
void scene_send(struct scene *, uint32_t link, const uint8_t *bytes, size_t len);
bool scene_says(const uint8_t *bytes, size_t len, const char *word);	/* WORD occurs in the octets */
int scene_restart(void *scene);	/* for config.restart: the server is there at once */
struct endpoint scene_endpoint(uint32_t link);	/* ours */

/* --- cases in one line --- */
#define CASE(id, more) "  - {id: " id ", title: t, rules: [M5G-REG-S04], " more "}\n"
#define REGISTERS "steps: [{register: u1}, {expect: {result: success}}], after: [{deregister: u1}]"
#define REG_1 CASE("REG-1", REGISTERS)
#define AFTER_1(id, more) CASE(id, "twin: REG-1, " more)

#endif
