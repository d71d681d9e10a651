/* conformance/judge/rules_state.c - stored state, as far as answers tell it (group A: S03, S10; OPT-06; MSG-11).
 *
 * Judged only where this server has shown that it answers differently: a first and a renewed
 * registration, or the de-registration of a known and of an unknown UE (facts 7). */
#include "conformance/judge/rules.h"

static const char not_observable[] = "state is not observable: this server was not seen to answer %s differently";
static const char unseen[] = "what changed it may not have been seen, and the vantage point is not known (--vantage)";
static const char of_registrations[] = "first and renewed registrations";
static const char of_leaves[] = "the de-registration of known and of unknown UEs";

static bool tells_registrations(const struct subject *s) { return service_tells_registrations(s->peer->service); }
static bool tells_leaves(const struct subject *s) { return service_tells_deregistrations(s->peer->service); }

/* Of a constrained device at a Gateway UE: S2-GW-01 and S2-GW-02 instead of group A. */
static bool is_device(const struct subject *s) { return s->exchange->asked.device_said != MSGIN5G_NONE; }

static bool first_answer_to(const struct subject *s, enum msgin5g_kind kind)
{
	return is_first_response(s) && exchange_procedure(s->exchange) == kind && !exchange_is(s->exchange, TRAIT_DELIBERATE) &&
	       !exchange_is(s->exchange, TRAIT_UE_NOT_ITS_OWN);
}

static bool is_unauthorized(const struct exchange *x)
{
	return x->response.code == CODE_UNAUTHORIZED || x->response.code == CODE_FORBIDDEN;
}

/* The answer to a renewal, or to a leave, of a UE that is registered. Another answer than such a UE's:
 * the registration is not there. */
static enum answer is_registered(const struct subject *s, struct note *note, const char *expected)
{
	const struct exchange *x = s->exchange;
	bool renewal = first_answer_to(s, MSGIN5G_REG), leave = first_answer_to(s, MSGIN5G_DEREG);

	if ((!renewal && !leave) || x->belief != BELIEF_PRESENT || CODE_CLASS(x->response.code) == 5)
		return NOT_ASKED;
	/* A renewal refused says nothing; nor does a leave that its UE is not authorized to, or one accepted where every leave is. */
	if (renewal ? !exchange_succeeded(x) : is_unauthorized(x) || (exchange_succeeded(x) && !tells_leaves(s)))
		return NOT_ASKED;
	if (renewal ? !tells_registrations(s) : !tells_leaves(s))
		return cannot_say(note, expected, not_observable, renewal ? of_registrations : of_leaves);
	if (renewal ? x->response.code == CODE_CHANGED : exchange_succeeded(x))
		return HELD;
	if (s->context->vantage == VANTAGE_UNKNOWN)
		return cannot_say(note, expected, unseen);
	return broken(note, WHERE_CODE, expected, "%s, this server's answer to %s", NOW_TEXT(s),
		      renewal ? "a first registration" : "the de-registration of an unknown UE");
}

enum answer reg_is_stored(const struct subject *s, struct note *note)
{
	return s->exchange->foreign_leave || is_device(s) ? NOT_ASKED : is_registered(s, note, "the registration accepted before is stored");
}

/* DEREG-S02.a, by what is left: another UE's de-registration was refused, and has deleted nothing. */
enum answer refused_dereg_deletes_nothing(const struct subject *s, struct note *note)
{
	if (!s->exchange->foreign_leave)
		return NOT_ASKED;
	return is_registered(s, note, "nothing deleted by the de-registration that was refused to another UE");
}

enum answer mapping_is_stored(const struct subject *s, struct note *note)
{
	return is_device(s) ? is_registered(s, note, "the mapping of the registration accepted before is stored") : NOT_ASKED;
}

/* Registering again, or leaving again, shows that the registration is gone. */
static enum answer is_deleted(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	bool again = first_answer_to(s, MSGIN5G_REG), leave = first_answer_to(s, MSGIN5G_DEREG);

	if ((!again && !leave) || x->belief != BELIEF_ABSENT || x->refused_before || CODE_CLASS(x->response.code) == 5)
		return NOT_ASKED;
	if (again && !exchange_succeeded(x))
		return NOT_ASKED;
	if (again ? !tells_registrations(s) : !tells_leaves(s))
		return cannot_say(note, "the registration is deleted", not_observable,
				  again ? of_registrations : of_leaves);
	if (again ? x->response.code == CODE_CREATED : !exchange_succeeded(x))
		return HELD;
	if (s->context->vantage == VANTAGE_UNKNOWN)
		return cannot_say(note, "the registration is deleted by the de-registration before", unseen);
	return broken(note, WHERE_CODE, "the registration is deleted by the de-registration before",
		      "%s, this server's answer to %s", NOW_TEXT(s),
		      again ? "a renewed registration" : "the de-registration of a registered UE");
}

enum answer dereg_is_deleted(const struct subject *s, struct note *note)
{
	return is_device(s) ? NOT_ASKED : is_deleted(s, note);
}

enum answer mapping_is_deleted(const struct subject *s, struct note *note)
{
	return is_device(s) ? is_deleted(s, note) : NOT_ASKED;
}

/* After a refused registration of an unregistered UE, the next one is a first one. */
static enum answer nothing_stored(const struct subject *s, struct note *note, bool bad_option)
{
	const struct exchange *x = s->exchange;

	if (!first_answer_to(s, MSGIN5G_REG) || x->belief != BELIEF_ABSENT || !x->refused_before ||
	    (x->refused_before == CODE_BAD_OPTION) != bad_option || !exchange_succeeded(x))
		return NOT_ASKED;
	if (!tells_registrations(s))
		return cannot_say(note, "nothing is stored by the refused registration", not_observable, of_registrations);
	if (x->response.code == CODE_CREATED)
		return HELD;
	if (s->context->vantage == VANTAGE_UNKNOWN)
		return cannot_say(note, "nothing is stored by the registration refused before", unseen);
	return broken(note, WHERE_CODE, "nothing is stored by the registration refused before",
		      "%s, this server's answer to a renewed registration", NOW_TEXT(s));
}

enum answer bad_option_has_no_effect(const struct subject *s, struct note *note) { return nothing_stored(s, note, true); }

enum answer refused_mapping_is_not_stored(const struct subject *s, struct note *note)
{
	return is_device(s) ? nothing_stored(s, note, false) : NOT_ASKED;
}

/* S10: a success answer is enough to fail; then what is stored. */
enum answer refused_reg_is_not_stored(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_first_response(s) || x->asked.said != MSGIN5G_REG)
		return NOT_ASKED;
	if (exchange_is(x, TRAIT_UE_SAID))
		return nothing_stored(s, note, false);
	if (!exchange_succeeded(x))
		return HELD;
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_CODE, "no success: without a sound UE Service ID verification fails", "%s", NOW_TEXT(s));
}

/* MSG-11 (T14): a second execution shows where the second answer is another, or would have to be. */
enum answer duplicate_is_executed_once(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	bool reg = exchange_procedure(x) == MSGIN5G_REG;

	if (!is_response(s) || s->first_response || x->asked_by.seen < 2 || exchange_procedure(x) == MSGIN5G_OTHER ||
	    exchange_procedure(x) == MSGIN5G_NONE || !x->response.seen)
		return NOT_ASKED;
	if (s->now->message->code != x->response.code) {
		related_to(note, x->response.frame);
		return broken(note, WHERE_CODE, "the request of a duplicate executed once, so the first answer again", "%s",
			      NOW_TEXT(s));
	}
	/* A second registration, or leave, would have been answered otherwise. */
	if (!exchange_succeeded(x) || (reg && x->response.code != CODE_CREATED))
		return NOT_ASKED;
	if (reg ? tells_registrations(s) : tells_leaves(s))
		return HELD;
	return cannot_say(note, "the request of a duplicate executed once", not_observable,
			  reg ? of_registrations : of_leaves);
}
