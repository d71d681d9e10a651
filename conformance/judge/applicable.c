/* conformance/judge/applicable.c - does a row hold in this context, and what is it worth when broken? */
#include <string.h>

#include "conformance/judge/judge.h"

/* Whether these hold is seen from the traffic: a DTLS association, its cipher suite. */
enum { FROM_TRAFFIC = APPLIES_COAPS | APPLIES_PSK };

static bool named_in(const char *words, const char *id)
{
	size_t len = strlen(id);

	for (const char *at = strstr(words, id); at; at = strstr(at + len, id))
		if ((at == words || at[-1] == ' ') && (at[len] == '\0' || at[len] == ' '))
			return true;
	return false;
}

static bool has_secure_server(const struct context *context)
{
	for (unsigned i = 0; i < context->server_count; i++)
		if (context->servers[i].secure)
			return true;
	return context->server_count == 0;
}

static const char *feature_missing(uint32_t applies, const struct context *context)
{
	uint32_t have = context->features | context->probed | FROM_TRAFFIC | (context->timing.declared ? APPLIES_TIMERS : 0);

	have |= context->edition == EDITION_CR ? APPLIES_EDITION_CR : APPLIES_EDITION_PRE_CR;
	if (applies & ~have & APPLIES_EDITION_CR)
		return "of edition cr";
	if (applies & ~have & APPLIES_EDITION_PRE_CR)
		return "of edition pre-cr";
	if (applies & ~have & APPLIES_TIMERS)
		return "the target's timers are not declared";
	if (applies & ~have)
		return "a feature that is not declared";
	return NULL;
}

const char *clause_not_applicable(const struct clause *clause, const struct context *context)
{
	const struct rule *rule = rule_of((enum clause_id)(clause - clause_row((enum clause_id)0)));

	if (clause->same_as[0])
		return "reported by the row it is the same as";
	if (context->rulebook == RULEBOOK_RFC7252 && (clause->group == 'A' || clause->group == 'B'))
		return "not of rulebook rfc7252";
	if ((clause->applies & APPLIES_COAPS) && !has_secure_server(context))
		return "the target has no coaps";
	if (rule && (rule->needs & NEEDS_SERVER_URI) && !context->server_count)
		return "the server's URI is not known";
	if (rule && (rule->needs & NEEDS_CONNECTIONLESS) && context->connected)
		return "not seen by connected sockets";
	return feature_missing(clause->applies, context);
}

/* A should row that a reading with values names follows the reading, and strictness does not touch it. */
static bool read_literally(const char *id, const struct context *context, bool *literal)
{
	for (unsigned i = 0; reading_row(i); i++) {
		const struct reading_fact *fact = reading_row(i);
		if (!*fact->values || !named_in(fact->rules, id))
			continue;
		*literal = context->readings[fact->reading] != 0;
		return true;
	}
	return false;
}

static enum verdict of_level(const struct clause *clause, const struct context *context)
{
	bool literal;

	switch (clause->level) {
	case LEVEL_MUST:
		return clause->ground == GROUND_DERIVED ? VERDICT_WARN : VERDICT_FAIL;
	case LEVEL_SHOULD:
		if (read_literally(clause->id, context, &literal))
			return literal ? VERDICT_FAIL : VERDICT_WARN;
		return context->strict ? VERDICT_FAIL : VERDICT_WARN;
	case LEVEL_MAY:
	case LEVEL_NOTE:
	case LEVEL_UNTESTABLE:
		break;
	}
	return VERDICT_NOTE;
}

/* What nobody declared is at most warned. */
enum verdict clause_verdict(const struct clause *clause, const struct context *context)
{
	enum verdict verdict = of_level(clause, context);
	bool undeclared = clause->applies & context->probed & ~context->features;

	return undeclared && verdict == VERDICT_FAIL ? VERDICT_WARN : verdict;
}
