/* conformance/judge/exchange.c - what an exchange says of itself. */
#include "conformance/judge/exchange.h"

#include "conformance/judge/peer.h"

enum msgin5g_kind exchange_procedure(const struct exchange *x)
{
	if (x->asked.device_said && !exchange_is(x, TRAIT_INDIVIDUAL))
		return (enum msgin5g_kind)x->asked.device_said;
	return (enum msgin5g_kind)x->asked.said;
}

bool exchange_succeeded(const struct exchange *x)
{
	if (!x->response.seen || CODE_CLASS(x->response.code) != 2 || x->said == RESULT_FAILURE)
		return false;
	return x->said == RESULT_SUCCESS || x->response.code == CODE_CREATED || x->response.code == CODE_CHANGED;
}

void exchange_settle(struct exchange *x, bool answered)
{
	bool counted = x->entered.generation == x->peer->generation;

	x->peer->open -= counted && x->entered.open;
	x->entered.open = false;
	if (!answered)
		return;
	x->peer->unanswered -= counted && x->entered.unanswered;
	x->entered.unanswered = false;
	if (x->peer->waiting == x)
		x->peer->waiting = NULL;
}
