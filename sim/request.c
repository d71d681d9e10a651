/* sim/request.c - building what a step sends. */
#include "sim/request.h"

#include <stdio.h>
#include <string.h>

static const struct client_profile profiles[] = {
	[PROFILE_FULL] = { .ue_id = "msisdn-33600000001", .ports = { 5683, 49152 }, .port_count = 2,
			   .scheduled_time = "2030-01-01T00:00:00Z", .duration_s = 600, .periodic = PERIODIC_YES,
			   .interval_s = 3600, .data_size = 1024, .store_and_forward = STORE_YES },
	[PROFILE_TRIGGERING] = { .ue_id = "msisdn-33600000001", .ports = { 5683 }, .port_count = 1 },
	[PROFILE_AVAILABILITY] = { .scheduled_time = "2030-01-01T00:00:00Z", .duration_s = 600 },
	[PROFILE_BOTH] = { .ue_id = "msisdn-33600000001", .ports = { 5683 }, .port_count = 1,	/* the two above */
			   .scheduled_time = "2030-01-01T00:00:00Z", .duration_s = 600 },
	[PROFILE_OTHER] = { .ue_id = "msisdn-33600000002", .ports = { 40000 }, .port_count = 1,
			    .scheduled_time = "2031-01-01T00:00:00Z", .duration_s = 60, .periodic = PERIODIC_NO,
			    .interval_s = 60, .store_and_forward = STORE_NO },
	[PROFILE_LARGE] = { .ue_id = "msisdn-33600000001",
			    .ports = { 50001, 50002, 50003, 50004, 50005, 50006, 50007, 50008 }, .port_count = 8,
			    .scheduled_time = "2030-01-01T00:00:00Z", .duration_s = 4294967295u, .periodic = PERIODIC_YES,
			    .interval_s = 4294967295u, .data_size = 4294967295u, .segment_size = 2048,
			    .store_and_forward = STORE_NO },
};

const char *profile_choice_word(enum profile_choice choice)
{
	static const char *const words[] = { "none", "full", "triggering", "availability", "other", "large", "both" };

	return words[choice];
}

/* An unknown member at the object's end, so that the payload has SIZE octets; a smaller one stays as it is. */
static void pad(struct buffer *payload, size_t size)
{
	static const char name[] = ",\"padding\":\"";
	static const char end[] = "\"}";
	size_t others = sizeof(name) - 1 + sizeof(end) - 1;

	if (!payload->len || payload->len - 1 + others > size)
		return;
	payload->len--;
	buffer_text(payload, name);
	while (payload->len + sizeof(end) - 1 < size)
		buffer_u8(payload, 'x');
	buffer_text(payload, end);
}

static bool build_of_ue(struct buffer *payload, const struct request_plan *plan, const struct request_setting *setting,
			const struct request_names *names)
{
	struct request_content content = {
		.kind = plan->kind,
		.ue_service_id = names->ue,
		.credential = setting->pre_cr || plan->credential ? "PSK" : NULL,
		.profile = plan->kind == MSGIN5G_REG && plan->profile != PROFILE_NONE ? &profiles[plan->profile] : NULL,
		.client_address = plan->client_address ? "coap://192.0.2.7/client" : NULL,
		.urgent = plan->urgent,
		.wait_s = plan->wait_s,
	};
	return msgin5g_build_request(payload, setting->binding, &content);
}

struct range request_profile(struct buffer *payload, enum profile_choice choice, const struct binding *binding)
{
	struct request_content content = { .kind = MSGIN5G_REG, .ue_service_id = "-", .profile = &profiles[choice] };
	struct json json;
	int node;

	msgin5g_build_request(payload, binding, &content);
	json_read(&json, payload->bytes, (struct range){ 0, (uint32_t)payload->len });
	node = json_member(&json, 0, binding->members[ELEMENT_PROFILE]);
	return node < 0 ? (struct range){ 0, 0 } : json.nodes[node].value;
}

static bool build_of_device(struct buffer *payload, const struct request_plan *plan, const struct request_setting *setting,
			    const struct request_names *names)
{
	struct device_content content = { .kind = plan->kind, .layer2_id = names->layer2_id, .application_id = names->ue,
					  .credential = setting->pre_cr || plan->credential ? "PSK" : NULL };
	return msgin5g_build_device(payload, setting->binding, &content);
}

static bool build_payload(struct buffer *payload, const struct request_plan *plan, const struct request_setting *setting,
			  const struct request_names *names)
{
	struct bulk_content bulk = { .ue_service_id = names->ue, .credential = setting->pre_cr ? "PSK" : NULL, .individuals = names->bulk, .count = names->bulk_count,
				     .number = (uint32_t)names->bulk_count };
	bool built = names->bulk_count ? msgin5g_build_bulk(payload, setting->binding, &bulk)
		     : setting->gateway && !plan->individual ? build_of_device(payload, plan, setting, names)
							     : build_of_ue(payload, plan, setting, names);
	if (!built)
		return false;
	pad(payload, plan->pad);
	return !payload->failed;
}

/* A long token is the usual one, again and again. */
static struct writer begin(struct buffer *out, const struct sent *sent, const struct request_plan *plan)
{
	uint8_t token[LONG_TOKEN_MOST];

	if (!plan->long_token)
		return message_begin(out, plan->type, CODE_POST, sent->mid, sent->token, sent->token_len);
	for (unsigned i = 0; i < plan->long_token; i++)
		token[i] = sent->token[i % sent->token_len];
	return message_begin(out, plan->type, CODE_POST, sent->mid, token, plan->long_token);
}

/* 24.538 6.3.1.1: POST, Content-Format 50, the server's address in Uri-Path, JSON. */
static bool build_message(struct buffer *out, const struct sent *sent, const struct request_plan *plan,
			  const struct request_setting *setting, const struct request_names *names)
{
	uint8_t room[DATAGRAM_MAX];
	struct buffer payload = buffer_on(room, sizeof(room));

	if (!build_payload(&payload, plan, setting, names))
		return false;
	struct writer w = begin(out, sent, plan);
	uri_path_options(&setting->uri, &w);
	writer_option_uint(&w, OPTION_CONTENT_FORMAT, 50);
	uri_query_options(&setting->uri, &w);
	writer_payload(&w, payload.bytes, payload.len);
	return !out->failed && !payload.failed;
}

static void say_deliberate(struct sent *sent, const struct request_plan *plan)
{
	size_t n = 0;

	for (size_t i = 0; i < plan->but_count && n < sizeof(sent->deliberate); i++)
		n += (size_t)snprintf(sent->deliberate + n, sizeof(sent->deliberate) - n, "%s%s", n ? "; " : "",
				      plan->but[i].words);
	if (*plan->wish_words && n < sizeof(sent->deliberate))
		n += (size_t)snprintf(sent->deliberate + n, sizeof(sent->deliberate) - n, "%s%s", n ? "; " : "",
				      plan->wish_words);
	if (plan->type != TYPE_CON && n < sizeof(sent->deliberate))
		n += (size_t)snprintf(sent->deliberate + n, sizeof(sent->deliberate) - n, "%stype %s", n ? "; " : "",
				      type_name(plan->type));
	if (plan->pad && n < sizeof(sent->deliberate))
		n += (size_t)snprintf(sent->deliberate + n, sizeof(sent->deliberate) - n, "%spad %u", n ? "; " : "", plan->pad);
	if (plan->long_token && n < sizeof(sent->deliberate))
		n += (size_t)snprintf(sent->deliberate + n, sizeof(sent->deliberate) - n, "%stoken of %u octets", n ? "; " : "", plan->long_token);
	if (plan->alone && n < sizeof(sent->deliberate))
		n += (size_t)snprintf(sent->deliberate + n, sizeof(sent->deliberate) - n, "%sblock %u", n ? "; " : "", plan->piece.num1);
	if (plan->octets && n < sizeof(sent->deliberate))
		n += (size_t)snprintf(sent->deliberate + n, sizeof(sent->deliberate) - n, "%soctets", n ? "; " : "");
	if ((plan->same_mid || plan->same_token || plan->credential) && n < sizeof(sent->deliberate))
		snprintf(sent->deliberate + n, sizeof(sent->deliberate) - n, "%s%s", n ? "; " : "",
			 plan->same_mid ? "same message-id" : plan->same_token ? "same token" : "credential");
}

static void choose_ids(struct sent *sent, const struct request_plan *plan, struct client *client, struct sink *sink)
{
	const struct sent before = client->last.sent;

	sent->mid = plan->same_mid ? before.mid : client_next_mid(client, sink);
	if (plan->same_token) {
		sent->token_len = before.token_len;
		memcpy(sent->token, before.token, sizeof(sent->token));
	} else if (plan->has_token) {
		sent->token_len = plan->token_len;
		memcpy(sent->token, plan->token, sizeof(sent->token));
	} else if (plan->kind != MSGIN5G_NONE) {
		sent->token_len = 8;
		client_next_token(client, sent->token, sink);
	}
}

void request_read_back(struct sent *sent)
{
	struct message m;

	message_read(&m, sent->bytes, sent->len);
	sent->long_token = message_anomaly(&m, ANOMALY_TOKEN_LENGTH);
	if (sent->long_token)
		message_read_long_token(&m, sent->bytes, sent->len);
	sent->type = m.type;
	sent->code = m.code;
	sent->mid = m.mid;
	sent->token_len = m.token.len <= sizeof(sent->token) ? (uint8_t)m.token.len : 0;
	memcpy(sent->token, m.bytes + m.token.at, sent->token_len);
}

/* One block, and nothing before or after it. */
static void cut_out(struct sent *sent, struct buffer *out, const struct block_plan *piece)
{
	struct sent whole = *sent;

	whole.len = out->len;
	transfer_cut(sent, &whole, piece);
	out->len = sent->len;
}

int request_build(struct sent *sent, const struct request_plan *plan, const struct request_setting *setting,
		  const struct request_names *names, struct client *client, struct sink *sink, struct error *error)
{
	memset(sent, 0, sizeof(*sent));
	struct buffer out = buffer_on(sent->bytes, sizeof(sent->bytes));

	choose_ids(sent, plan, client, sink);
	if (plan->octets)
		buffer_bytes(&out, plan->octets, plan->octets_len);
	else if (plan->kind == MSGIN5G_NONE)
		message_begin(&out, plan->type, CODE_EMPTY, sent->mid, NULL, 0);
	else if (!build_message(&out, sent, plan, setting, names))
		return error_set(error, "the message does not fit %u octets", (unsigned)sizeof(sent->bytes));
	if (plan->alone)
		cut_out(sent, &out, &plan->piece);
	for (size_t i = 0; i < plan->but_count; i++)
		if (mutation_apply(&plan->but[i], &out, setting->binding, error))
			return -1;
	if (out.failed)
		return error_set(error, "the message does not fit %u octets", (unsigned)sizeof(sent->bytes));
	sent->len = out.len;
	sent->kind = (uint8_t)plan->kind;
	sent->wish = plan->wish;
	say_deliberate(sent, plan);
	request_read_back(sent);
	return 0;
}
