/* cli/load_parts.c - a load in parts, a thread each. */
#include "cli/load_parts.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct load_part_thread {
	struct load_parts *all;
	struct generator generator;
	struct load_result snapshot;	/* of its last second, or its end; guarded by the lock, empty before the first */
	struct load_now now;
	struct error error;
	pthread_t thread;
	bool bad;
};

struct load_parts {
	struct load_parts_config config;
	struct load_part_thread *parts;
	pthread_mutex_t lock;
	pthread_barrier_t opened;
	bool (*interrupted)(void);
};

struct load_parts *load_parts_new(const struct load_parts_config *config)
{
	struct load_parts *all = calloc(1, sizeof(*all));

	assert(all && config->count);
	all->config = *config;
	all->parts = calloc(config->count, sizeof(*all->parts));
	assert(all->parts);
	pthread_mutex_init(&all->lock, NULL);
	pthread_barrier_init(&all->opened, NULL, config->count);
	return all;
}

/* What all parts have alike comes from the first. */
static int add(struct load_result *sum, const struct load_result *part, struct error *error)
{
	if (!sum->target) {
		sum->target = strdup(part->target ? part->target : "");
		assert(sum->target);
		sum->context = part->context;
		sum->seed = part->seed;
		sum->embedded = part->embedded;
		sum->virtual_time = part->virtual_time;
		sum->judged = part->judged;
		sum->start_ns = part->start_ns;
	}
	return load_result_merge(sum, part, error);
}

/* --- each second --- */

/* All snapshots together: in virtual time each part has a clock of its own, and the slowest says which second is over.
 * The lock is held. */
static void tell(struct load_parts *all)
{
	struct load_result sum;
	struct load_now now = { .result = &sum, .second = UINT64_MAX };

	load_result_init(&sum, all->config.generator.scenario);
	for (unsigned i = 0; i < all->config.count; i++) {
		struct load_part_thread *p = &all->parts[i];
		if (p->now.second < now.second)
			now.second = p->now.second;
		if (!p->snapshot.rules)
			continue;
		add(&sum, &p->snapshot, NULL);	/* of one run: no error */
		now.live += p->now.live;
		now.open += p->now.open;
		now.registered += p->now.registered;
	}
	all->config.each_second(all->config.arg, &now);
	load_result_free(&sum);
}

static void leave(struct load_part_thread *p, const struct generator *g, bool ended)
{
	struct load_result snapshot;
	struct population_now state;

	generator_snapshot(g, &snapshot);
	generator_look(g, &state);
	pthread_mutex_lock(&p->all->lock);
	load_result_free(&p->snapshot);
	p->snapshot = snapshot;
	p->now = (struct load_now){ .second = ended ? UINT64_MAX : snapshot.took_ns / NS_PER_S, .live = state.live, .open = state.open,
				    .registered = state.registered };
	tell(p->all);
	pthread_mutex_unlock(&p->all->lock);
}

static void each_second(void *arg, struct generator *g) { leave(arg, g, false); }

/* --- from beginning to end --- */

static int open_part(struct load_part_thread *p)
{
	struct generator_config config = p->all->config.generator;
	unsigned index = (unsigned)(p - p->all->parts);

	config.shards = (config.shards ? config.shards : 1) * p->all->config.count;
	config.shard = config.shard * p->all->config.count + index;
	config.each_second = each_second;
	config.arg = p;
	return generator_open(&p->generator, &config, &p->error);
}

static bool all_opened(const struct load_parts *all)
{
	for (unsigned i = 0; i < all->config.count; i++)
		if (all->parts[i].bad)
			return false;
	return true;
}

static void *run_part(void *arg)
{
	struct load_part_thread *p = arg;

	p->bad = open_part(p) != 0;
	pthread_barrier_wait(&p->all->opened);
	if (!all_opened(p->all))
		return NULL;
	generator_run(&p->generator);
	leave(p, &p->generator, true);
	generator_conclude(&p->generator, p->all->interrupted());
	if (p->generator.failed) {
		p->error = p->generator.error;
		p->bad = true;
	}
	return NULL;
}

static int put_together(struct load_parts *all, struct load_result *result, struct error *error)
{
	int bad = 0;

	for (unsigned i = 0; i < all->config.count; i++) {
		struct load_part_thread *p = &all->parts[i];
		if (p->bad && error)
			*error = p->error;
		bad |= p->bad;
		if (p->generator.result.part_count)	/* it ran */
			bad |= add(result, &p->generator.result, bad ? NULL : error) != 0;
	}
	load_result_conclude(result);
	return bad ? -1 : 0;
}

/* Where there is no thread to be had, those that began wait for ever at the barrier: this is the end. */
static void begin(struct load_part_thread *p)
{
	int failed = pthread_create(&p->thread, NULL, run_part, p);

	assert(!failed);
	(void)failed;
}

int load_parts_run(struct load_parts *all, struct load_result *result, bool (*interrupted)(void), struct error *error)
{
	all->interrupted = interrupted;
	load_result_init(result, all->config.generator.scenario);
	for (unsigned i = 0; i < all->config.count; i++)
		all->parts[i].all = all;
	for (unsigned i = 1; i < all->config.count; i++)
		begin(&all->parts[i]);
	run_part(&all->parts[0]);	/* in this thread */
	for (unsigned i = 1; i < all->config.count; i++)
		pthread_join(all->parts[i].thread, NULL);
	return put_together(all, result, error);
}

void load_parts_stop(struct load_parts *all)
{
	for (unsigned i = 0; i < all->config.count; i++)
		if (all->parts[i].generator.host)
			host_stop(all->parts[i].generator.host);
}

void load_parts_free(struct load_parts *all)
{
	if (!all)
		return;
	for (unsigned i = 0; i < all->config.count; i++) {
		generator_free(&all->parts[i].generator);
		load_result_free(&all->parts[i].snapshot);
	}
	pthread_barrier_destroy(&all->opened);
	pthread_mutex_destroy(&all->lock);
	free(all->parts);
	free(all);
}
