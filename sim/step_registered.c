/* sim/step_registered.c - registered: what the server holds of a UE, as an oracle says, or will say soon. */
#include <stdio.h>
#include <string.h>

#include "sim/step_files.h"

/* What an answer tells is stored by then; what a Gateway UE was told reaches the server later. */
enum { HEAR_MS = 10, LOOK_AGAIN_MS = 100, WITHIN_MS = 1000, GATEWAY_WITHIN_MS = 5000 };

const struct node_key step_keys_REGISTERED[] = { { .name = "within", .kind = NODE_SCALAR },
						 { .name = "not", .kind = NODE_SCALAR },
						 { .name = "profile", .kind = NODE_SCALAR },
						 { .name = "or", .kind = NODE_SCALAR },
						 { 0 } };

static int read_profile(struct step *s, const struct node *n, const struct columns *columns, struct error *error)
{
	char text[32];

	return columns_fill(n, columns, text, sizeof(text), error) || step_read_profile(s, n, text, error) ? -1 : 0;
}

int step_read_REGISTERED(struct step *s, const struct node *map, const struct columns *columns, struct error *error)
{
	const struct node *within = node_get(map, "within"), *not = node_get(map, "not"), *profile = node_get(map, "profile");
	const struct node *or = node_get(map, "or");

	if ((within && columns_duration(within, columns, &s->expect.within_ns, error)) || (not && node_bool(not, &s->fails, error)))
		return -1;
	if (or && (!profile || read_profile(s, or, columns, error)))
		return profile ? -1 : node_error(or, error, "or which profile?");
	s->or_profile = s->request.profile;
	if (!profile)
		return 0;
	s->about_profile = true;
	if (s->fails)
		return node_error(profile, error, "a UE that is not registered has no profile");
	return read_profile(s, profile, columns, error);
}

static const char *service_id(const struct play *p, const char *name)
{
	for (size_t i = 0; i < p->actor_count; i++)
		if (!strcmp(p->actors[i].name, name))
			return p->actors[i].identity->ue_service_id;
	return p->setting->far.gateway_id;
}

/* The profile that is stored is the one that was sent; else GOT says what there is. */
static bool profile_is(const struct stored *stored, enum profile_choice sent_as, const struct binding *binding, char *got, size_t size)
{
	uint8_t room[DATAGRAM_MAX];
	struct buffer payload = buffer_on(room, sizeof(room));
	const struct json_node *node = &stored->entry.nodes[stored->profile];
	bool none = node->kind == KIND_NULL;
	struct json is, sent;
	struct range at;
	char where[160];

	if (sent_as == PROFILE_NONE || none) {
		snprintf(got, size, "%s", none ? "none" : "one");
		return none && sent_as == PROFILE_NONE;
	}
	at = request_profile(&payload, sent_as, binding);
	json_read(&sent, room, at);
	json_read(&is, stored->entry.bytes, node->value);
	bool same = json_same_value(&sent, &is, NULL, where, sizeof(where));
	snprintf(got, size, "another one, at '%s'", where);
	return same;
}

/* Which of two profiles there is, where the specification leaves it open: told, not judged. */
static bool is_either(struct play *p, const struct stored *stored, const struct step *s)
{
	const struct binding *binding = p->setting->request.binding;
	char got[240];

	if (!s->or_profile)
		return false;
	bool first = profile_is(stored, s->request.profile, binding, got, sizeof(got));
	if (!first && !profile_is(stored, s->or_profile, binding, got, sizeof(got)))
		return false;
	snprintf(p->said, sizeof(p->said), "the server holds the profile '%s'", profile_choice_word(first ? s->request.profile : s->or_profile));
	return true;
}

/* DONE: as it should be; BROKEN: not, as P says. */
static enum progress look(struct play *p, const struct step *s, const struct oracle_text *text)
{
	struct stored stored;
	struct error why;
	char got[240];

	if (oracle_find(text, service_id(p, s->ue), &stored, &why)) {
		p->ours = true;
		return play_break(p, s, "the oracle cannot be believed: %s", why.text);
	}
	if (stored.found == s->fails)
		return play_break(p, s, "expected %s registration of %s at the server, got %s", s->fails ? "no" : "a", s->ue,
				  s->fails ? "one" : "none");
	if (!s->about_profile || is_either(p, &stored, s) ||
	    profile_is(&stored, s->request.profile, p->setting->request.binding, got, sizeof(got)))
		return STEP_DONE;
	return play_break(p, s, "expected %s Client Profile stored for %s, got %s",
			  s->request.profile == PROFILE_NONE ? "no" : "the registration's", s->ue, got);
}

static enum progress ask(struct play *p, const struct step *s, uint64_t now_ns)
{
	const struct oracle *oracle = &p->setting->oracle;
	bool gateway = p->setting->far.gateway_id, anew = !p->asking;
	uint64_t within_ns = s->expect.within_ns ? s->expect.within_ns : (gateway ? GATEWAY_WITHIN_MS : WITHIN_MS) * (uint64_t)NS_PER_MS;
	struct oracle_text text;
	struct error why;
	enum oracle_said said = oracle->ask ? oracle->ask(oracle->arg, p, anew, &text, &why) : ORACLE_FAILS;
	enum progress progress;

	p->asking = said == ORACLE_IS_ASKED;
	p->look_again_ns = now_ns + (p->asking ? HEAR_MS : LOOK_AGAIN_MS) * (uint64_t)NS_PER_MS;
	if (p->asking)
		return STEP_WAITING;
	if (said == ORACLE_FAILS) {
		p->ours = true;
		return play_break(p, s, "%s", oracle->ask ? why.text : "there is no oracle to ask");
	}
	progress = look(p, s, &text);
	if (progress != STEP_BROKEN || p->ours)
		return progress;
	if (now_ns < p->step_began_ns + within_ns)
		return STEP_WAITING;
	p->unheard = gateway;
	p->unseen = !gateway;
	return STEP_BROKEN;
}

enum progress step_go_on_REGISTERED(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	(void)sink;
	return now_ns < p->look_again_ns ? STEP_WAITING : ask(p, s, now_ns);
}

enum progress step_begin_REGISTERED(struct play *p, const struct step *s, uint64_t now_ns, struct sink *sink)
{
	(void)sink;
	p->asking = false;
	return ask(p, s, now_ns);
}
