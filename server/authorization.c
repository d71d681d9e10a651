/* server/authorization.c - is it that UE? (TS 24.538 6.3.1.2.1, TS 33.501 Y.2)
 *
 * Edition cr: the UE Service ID must be associated with the identity that DTLS authenticated. On
 * coap nobody was authenticated; there the UE Service IDs of the table are taken (policy T18).
 * Edition pre-cr: UE Credential Information must be there and must not name another UE. Its content
 * was never specified: an authenticationType, and where it has a member `identity`, that is the
 * UE Service ID or the PSK identity of the UE (ours). */
#include <string.h>

#include "server/exchange.h"

static bool is_psk_identity(const struct identity *who, const uint8_t *octets, size_t len)
{
	return who->psk_identity_len == len && !memcmp(who->psk_identity, octets, len);
}

static bool names_ue(const struct json *json, int member, const char *id, const struct identity *who)
{
	char text[SERVICE_ID_ROOM];
	long len = json_string(json, member, text, sizeof(text));

	if (len < 0)
		return false;
	return !strcmp(text, id) || (who && is_psk_identity(who, (const uint8_t *)text, (size_t)len));
}

static bool credential_check(struct exchange *x, const struct identity *who)
{
	const struct msgin5g *c = &x->content;
	const char *id = x->answer.ue_service_id;
	char type[64];

	if (c->node[ELEMENT_CREDENTIAL] < 0)
		return exchange_refuse(x, REFUSAL_CREDENTIAL_MISSING, NULL, -1);
	if (c->times[ELEMENT_CREDENTIAL] > 1 && !exchange_refuse(x, REFUSAL_CREDENTIAL_DUPLICATE, NULL, -1))
		return false;
	int credential = c->node[ELEMENT_CREDENTIAL];
	if (c->json.nodes[credential].kind != KIND_OBJECT)
		return exchange_refuse(x, REFUSAL_CREDENTIAL_TYPE, NULL, -1);
	if (json_string(&c->json, json_member(&c->json, credential, "authenticationType"), type, sizeof(type)) <= 0)
		return exchange_refuse(x, REFUSAL_CREDENTIAL_EMPTY, NULL, -1);
	int identity = json_member(&c->json, credential, "identity");
	return identity < 0 || names_ue(&c->json, identity, id, who) ||
	       exchange_refuse(x, REFUSAL_CREDENTIAL_VALUE, NULL, -1);
}

bool authorization_check(struct exchange *x)
{
	const char *id = x->answer.ue_service_id;
	bool pre_cr = x->server->config.pre_cr;
	const struct identity *who = ues_find(&x->server->ues, id, NULL, 0);

	if (!id[0] || (x->answer.has_block1 && exchange_deviates(x, DEVIATION_TRUSTS_BODIES)))
		return true;	/* only a fault lets a request come so far that names nobody */
	if (pre_cr && !credential_check(x, who))
		return false;
	if (!who)
		return exchange_refuse(x, REFUSAL_UE_UNKNOWN, NULL, -1);
	return pre_cr || !x->secure || ues_find(&x->server->ues, id, x->in->identity, x->in->identity_len) ||
	       exchange_refuse(x, REFUSAL_UE_OF_ANOTHER, NULL, -1);
}
