/* sim/scenario_conduct.c - what goes wrong, on purpose or by the wire, how UEs take it, and when it ends. */
#include "sim/scenario.h"
#include "wire/engine.h"

#define SCALAR(name_) { .name = name_, .kind = NODE_SCALAR }
#define NEEDED(name_) { .name = name_, .kind = NODE_SCALAR, .required = true }

static int read_duration(const struct node *map, const char *key, uint64_t *ns, struct error *error)
{
	const struct node *n = node_get(map, key);

	return n ? node_duration(n, ns, error) : 0;
}

static int read_share(const struct node *map, const char *key, double *share, struct error *error)
{
	const struct node *n = node_get(map, key);

	return n ? node_share(n, share, error) : 0;
}

static int read_count(const struct node *map, const char *key, uint64_t *count, struct error *error)
{
	const struct node *n = node_get(map, key);

	return n ? node_number(n, 1, UINT32_MAX, count, error) : 0;
}

/* --- misbehaving shares --- */

static int read_misbehaviour(struct misbehaviour *m, const struct node *map, struct error *error)
{
	static const struct node_key keys[] = { NEEDED("share"), { .name = "but", .kind = NODE_LIST, .required = true },
						SCALAR("in"), { 0 } };
	static const char *const words[] = { "register", "deregister", NULL };
	const struct node *in;

	if (node_check(map, keys, error) || node_share(node_get(map, "share"), &m->share, error) ||
	    life_read_but(&m->request, node_get(map, "but"), error))
		return -1;
	if (!m->request.but_count)
		return node_error(map, error, "wrong in what? but: says nothing");
	in = node_get(map, "in");
	int which = in ? node_word(in, words, error) : 0;
	m->deregister = which == 1;
	m->request.kind = m->deregister ? MSGIN5G_DEREG : MSGIN5G_REG;
	return which < 0 ? -1 : 0;
}

int scenario_read_misbehaviours(struct scenario *s, const struct node *list, struct error *error)
{
	double sum = 0;

	if (list->count > SCENARIO_SHARES)
		return node_error(list, error, "more than %d misbehaving shares", SCENARIO_SHARES);
	for (const struct node *n = list->child; n; n = n->next) {
		struct misbehaviour *m = &s->misbehaviours[s->misbehaviour_count++];
		if (read_misbehaviour(m, n, error))
			return -1;
		sum += m->share;
	}
	return sum > 1.000001 ? node_error(list, error, "the shares sum to more than 100%%") : 0;
}

/* --- outages --- */

static int read_outage(struct outage *o, const struct node *map, struct error *error)
{
	static const struct node_key keys[] = { NEEDED("at"), NEEDED("share"), NEEDED("back"), SCALAR("from"), { 0 } };
	static const char *const words[] = { "same-port", "other-port", NULL };
	const struct node *from;

	if (node_check(map, keys, error) || read_duration(map, "at", &o->at_ns, error) ||
	    read_share(map, "share", &o->share, error) || life_span_read(&o->back, node_get(map, "back"), error))
		return -1;
	from = node_get(map, "from");
	int which = from ? node_word(from, words, error) : 0;
	o->other_port = which == 1;
	return which < 0 ? -1 : 0;
}

int scenario_read_outages(struct scenario *s, const struct node *list, struct error *error)
{
	if (list->count > SCENARIO_SHARES)
		return node_error(list, error, "more than %d outages", SCENARIO_SHARES);
	for (const struct node *n = list->child; n; n = n->next) {
		struct outage *o = &s->outages[s->outage_count++];
		if (read_outage(o, n, error))
			return -1;
		if (s->outage_count > 1 && o->at_ns < o[-1].at_ns)
			return node_error(n, error, "earlier than the one before");
	}
	return 0;
}

/* --- the wire --- */

static int read_impair(struct impair_plan *p, const struct node *map, struct error *error)
{
	static const struct node_key keys[] = { SCALAR("loss"), SCALAR("duplicate"), SCALAR("reorder"), SCALAR("delay"), { 0 } };
	const struct node *delay = node_get(map, "delay");

	if (node_check(map, keys, error) || read_share(map, "loss", &p->loss, error) ||
	    read_share(map, "duplicate", &p->duplicate, error) || read_share(map, "reorder", &p->reorder, error))
		return -1;
	return delay ? node_durations(delay, &p->delay_min_ns, &p->delay_max_ns, error) : 0;
}

/* --- how UEs take a failure, and their timers --- */

int scenario_read_on_failure(struct conduct_plan *c, const struct node *n, struct error *error)
{
	static const char *const words[] = { "end", "go-on", NULL };
	static const struct node_key keys[] = { NEEDED("retry"), { 0 } };

	if (n->kind == NODE_MAP) {
		c->on_failure = FAILURE_RETRIES;
		return node_check(n, keys, error) || life_span_read(&c->retry, node_get(n, "retry"), error) ? -1 : 0;
	}
	int which = node_word(n, words, error);
	c->on_failure = which == 1 ? FAILURE_GOES_ON : FAILURE_ENDS;
	return which < 0 ? -1 : 0;
}

static int read_timing(struct conduct_plan *c, const struct node *map, struct error *error)
{
	static const struct node_key keys[] = { SCALAR("ack-timeout"), SCALAR("max-retransmit"), SCALAR("answer-within"), { 0 } };
	const struct node *most = node_get(map, "max-retransmit");
	uint64_t n = c->max_retransmit;

	if (node_check(map, keys, error) || read_duration(map, "ack-timeout", &c->ack_timeout_ns, error) ||
	    read_duration(map, "answer-within", &c->answer_within_ns, error) ||
	    (most && node_number(most, 0, 16, &n, error)))
		return -1;
	c->max_retransmit = (uint8_t)n;
	return c->ack_timeout_ns < NS_PER_MS ? node_error(map, error, "an ack-timeout below 1ms is a flood") : 0;
}

/* --- the end --- */

static int read_stop(struct stop_plan *p, const struct node *map, struct error *error)
{
	static const struct node_key keys[] = { SCALAR("after"), SCALAR("drain"), SCALAR("bad"), SCALAR("findings"), { 0 } };

	return node_check(map, keys, error) || read_duration(map, "after", &p->after_ns, error) ||
	       read_duration(map, "drain", &p->drain_ns, error) || read_count(map, "bad", &p->bad, error) ||
	       read_count(map, "findings", &p->findings, error) ? -1 : 0;
}

int scenario_read_conduct(struct scenario *s, const struct node *root, struct error *error)
{
	const struct node *misbehave = node_get(root, "misbehave"), *outages = node_get(root, "outages");
	const struct node *impair = node_get(root, "impair"), *on_failure = node_get(root, "on-failure");
	const struct node *timing = node_get(root, "timing"), *stop = node_get(root, "stop");

	s->conduct = (struct conduct_plan){ .ack_timeout_ns = 2ull * NS_PER_S, .max_retransmit = 4,
					    .answer_within_ns = 10ull * NS_PER_S };
	s->stop = (struct stop_plan){ .after_ns = NEVER, .drain_ns = 5ull * NS_PER_S };
	if ((misbehave && scenario_read_misbehaviours(s, misbehave, error)) || (outages && scenario_read_outages(s, outages, error)) ||
	    (impair && read_impair(&s->impair, impair, error)) || (on_failure && scenario_read_on_failure(&s->conduct, on_failure, error)) ||
	    (timing && read_timing(&s->conduct, timing, error)))
		return -1;
	return stop ? read_stop(&s->stop, stop, error) : 0;
}
