/* sim/step_registered.c - registered: what a Gateway UE has told the server, which is ours here. */
#include <string.h>

#include "sim/step_files.h"

enum { LOOK_AGAIN_MS = 100, WITHIN_S = 5 };

const struct node_key step_keys_REGISTERED[] = { { .name = "within", .kind = NODE_SCALAR }, { .name = "not", .kind = NODE_SCALAR }, { 0 } };

int step_read_REGISTERED(struct step *s, const struct node *map, const struct columns *columns, struct error *error)
{
	const struct node *within = node_get(map, "within"), *not = node_get(map, "not");

	s->expect.within_ns = WITHIN_S * (uint64_t)NS_PER_S;
	if (within && columns_duration(within, columns, &s->expect.within_ns, error))
		return -1;
	return not ? node_bool(not, &s->fails, error) : 0;
}

static const char *service_id(const struct play *p, const char *name)
{
	for (size_t i = 0; i < p->actor_count; i++)
		if (!strcmp(p->actors[i].name, name))
			return p->actors[i].identity->ue_service_id;
	return p->setting->far.gateway_id;
}

enum progress step_go_on_REGISTERED(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	const struct far_side *far = &p->setting->far;
	bool held = far->holds && far->holds(far->arg, service_id(p, s->ue));
	bool over = now_ns >= p->step_began_ns + s->expect.within_ns;

	(void)sink;
	if (held != s->fails)
		return STEP_DONE;
	p->unheard = over;
	if (over)
		return play_break(p, s, "expected %s registration of %s at the server, got %s", s->fails ? "no" : "a", s->ue,
				  held ? "one" : "none");
	p->look_again_ns = now_ns + LOOK_AGAIN_MS * (uint64_t)NS_PER_MS;
	return STEP_WAITING;
}

enum progress step_begin_REGISTERED(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	return step_go_on_REGISTERED(p, s, now_ns, sink);
}
