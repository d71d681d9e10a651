/* cli/load_parts.h - a load in parts, a thread each: host, population, judge and, embedded, server are the thread's own.
 *
 *     part 0: generator --+                 threads share what does not change (setup), and a snapshot each,
 *     part 1: generator --+--> snapshots    left at every second of the part's own clock
 */
#ifndef CLI_LOAD_PARTS_H
#define CLI_LOAD_PARTS_H

#include "cli/generator.h"
#include "reports/metrics.h"

struct load_parts;

struct load_parts_config {
	struct generator_config generator;	/* shard of shards of the whole: each part takes its share; each_second is ours */
	unsigned count;				/* of parts, 1 at least */
	/* Each second of a part, in its thread, one at a time, and once more when all have ended: what all parts
	 * have done so far; valid until it returns. */
	void (*each_second)(void *arg, const struct load_now *);
	void *arg;
};

struct load_parts *load_parts_new(const struct load_parts_config *);
/* Opens all parts; where one cannot be opened none runs. Runs them to the end and fills RESULT (initialised here).
 * INTERRUPTED: asked at the end. -1: an error of the world. */
int load_parts_run(struct load_parts *, struct load_result *result, bool (*interrupted)(void), struct error *);
/* Ends all parts soon: safe in a signal handler. */
void load_parts_stop(struct load_parts *);
void load_parts_free(struct load_parts *);

#endif
