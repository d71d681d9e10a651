/* tests/peers/msgin5g_server.c - an MSGin5G server on libcoap's public API: nothing of ours in it.
 *
 * usage: SERVER COAP-PORT COAPS-PORT [FILE]; 0: the kernel chooses. It prints "listening on URI" for each and serves until
 * SIGTERM. FILE is written anew at each registration: who is registered, for an oracle hook.
 * UE n, from 1 to 16, is ueN@example.org; over coaps PSK identity ueN with the key "secret of UE 00N". */
#include <coap3/coap.h>
#include <json-c/json.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { UES = 16, NO_UE = -1, WAIT_MS = 200 };

#define TRIGGERING "msgin5gClientTriggeringInformation"
#define AVAILABILITY "msgin5gClientCommunicationAvailability"

/* What JSON a Client Profile must and may bring (TS 24.538 6.3.1.1.1 d)5), names by the default binding). */
static const struct member {
	const char *object, *name;	/* looked at where the object is there */
	json_type type;
	bool required;
	const char *needs;		/* another member of the object, or NULL */
} members[] = {
	{ TRIGGERING, "msgin5gUeId", json_type_string, true, NULL },
	{ TRIGGERING, "msgin5gClientPorts", json_type_array, true, NULL },
	{ AVAILABILITY, "scheduledCommunicationTime", json_type_string, true, NULL },
	{ AVAILABILITY, "communicationDurationTime", json_type_int, true, NULL },
	{ AVAILABILITY, "periodicCommunicationIndicator", json_type_string, false, "periodicCommunicationInterval" },
	{ AVAILABILITY, "periodicCommunicationInterval", json_type_int, false, NULL },
	{ AVAILABILITY, "dataSizeIndication", json_type_int, false, NULL },
	{ AVAILABILITY, "storeAndForwardOption", json_type_boolean, false, NULL },
};

static struct ue {
	char service_id[40], identity[16], secret[32];
	coap_bin_const_t key;
	bool registered;
	struct json_object *profile;	/* owned; NULL: none */
} ues[UES];

static const char *registrations;	/* the file, or NULL */

static volatile sig_atomic_t stopped;

static void on_signal(int signal) { stopped = signal; }

static void provision(void)
{
	for (int i = 0; i < UES; i++) {
		struct ue *ue = &ues[i];
		snprintf(ue->service_id, sizeof(ue->service_id), "ue%d@example.org", i + 1);
		snprintf(ue->identity, sizeof(ue->identity), "ue%d", i + 1);
		snprintf(ue->secret, sizeof(ue->secret), "secret of UE %03d", i + 1);
		ue->key = (coap_bin_const_t){ .length = strlen(ue->secret), .s = (const uint8_t *)ue->secret };
	}
}

static int ue_of_identity(const coap_bin_const_t *identity)
{
	for (int i = 0; i < UES; i++)
		if (identity->length == strlen(ues[i].identity) && !memcmp(identity->s, ues[i].identity, identity->length))
			return i;
	return NO_UE;
}

static int ue_of_service_id(const char *service_id)
{
	for (int i = 0; i < UES; i++)
		if (!strcmp(service_id, ues[i].service_id))
			return i;
	return NO_UE;
}

static const coap_bin_const_t *key_of(coap_bin_const_t *identity, coap_session_t *session, void *arg)
{
	int ue = ue_of_identity(identity);

	(void)session, (void)arg;
	return ue == NO_UE ? NULL : &ues[ue].key;
}

static const char *text_of(struct json_object *object, const char *name)
{
	struct json_object *value;

	if (!json_object_object_get_ex(object, name, &value) || !json_object_is_type(value, json_type_string))
		return "";
	return json_object_get_string(value);
}

/* RFC 8259 and nothing behind it; NULL: no JSON object. */
static struct json_object *parse(const uint8_t *bytes, size_t len)
{
	struct json_tokener *tokener = json_tokener_new();

	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	struct json_object *root = json_tokener_parse_ex(tokener, (const char *)bytes, (int)len);
	bool whole = json_tokener_get_error(tokener) == json_tokener_success && json_tokener_get_parse_end(tokener) == len;
	json_tokener_free(tokener);
	if (whole && json_object_is_type(root, json_type_object))
		return root;
	json_object_put(root);
	return NULL;
}

static bool is_whole(struct json_object *value, int64_t from, int64_t to)
{
	return json_object_is_type(value, json_type_int) && json_object_get_int64(value) >= from && json_object_get_int64(value) <= to;
}

static bool value_is_right(const struct member *m, struct json_object *value)
{
	if (!json_object_is_type(value, m->type))
		return false;
	for (size_t i = 0; m->type == json_type_array && i < json_object_array_length(value); i++)
		if (!is_whole(json_object_array_get_idx(value, i), 1, 65535))
			return false;
	if (!strcmp(m->name, "periodicCommunicationIndicator"))
		return !strcmp(json_object_get_string(value), "PERIODICALLY") || !strcmp(json_object_get_string(value), "ON_DEMAND");
	return m->type != json_type_int || is_whole(value, 0, INT64_MAX);
}

static bool profile_is_right(struct json_object *root)
{
	struct json_object *profile, *part, *value;

	if (!json_object_object_get_ex(root, "msgin5gClientProfile", &profile))
		return true;
	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++) {
		const struct member *m = &members[i];
		if (!json_object_object_get_ex(profile, m->object, &part))
			continue;
		bool there = json_object_object_get_ex(part, m->name, &value);
		if (there ? !value_is_right(m, value) || (m->needs && !json_object_object_get_ex(part, m->needs, &value)) : m->required)
			return false;
	}
	return true;
}

static void answer(coap_pdu_t *response, coap_pdu_code_t code, const char *result, bool success, const char *service_id)
{
	struct json_object *root = json_object_new_object();
	uint8_t format[4];
	const char *text;

	json_object_object_add(root, result, json_object_new_string(success ? "success" : "failure"));
	json_object_object_add(root, "ueServiceId", json_object_new_string(service_id));
	text = json_object_to_json_string_ext(root, JSON_C_TO_STRING_PLAIN);
	coap_pdu_set_code(response, code);
	coap_add_option(response, COAP_OPTION_CONTENT_FORMAT,
			coap_encode_var_safe(format, sizeof(format), COAP_MEDIATYPE_APPLICATION_JSON), format);
	coap_add_data(response, strlen(text), (const uint8_t *)text);
	json_object_put(root);
}

static void refuse(coap_pdu_t *response, coap_pdu_code_t code, const char *why)
{
	coap_pdu_set_code(response, code);
	coap_add_data(response, strlen(why), (const uint8_t *)why);
}

/* An option's value, or OTHERWISE where it is absent. */
static unsigned option_of(const coap_pdu_t *request, coap_option_num_t number, unsigned otherwise)
{
	coap_opt_iterator_t iterator;
	coap_opt_t *option = coap_check_option(request, number, &iterator);

	return option ? coap_decode_var_bytes(coap_opt_value(option), coap_opt_length(option)) : otherwise;
}

static bool has_option(const coap_pdu_t *request, coap_option_num_t number)
{
	coap_opt_iterator_t iterator;

	return coap_check_option(request, number, &iterator);
}

static void write_registrations(void)
{
	struct json_object *list = json_object_new_array();
	char path[4096];

	for (int i = 0; i < UES; i++) {
		if (!ues[i].registered)
			continue;
		struct json_object *one = json_object_new_object();
		json_object_object_add(one, "ue-service-id", json_object_new_string(ues[i].service_id));
		json_object_object_add(one, "client-profile", json_object_get(ues[i].profile));
		json_object_array_add(list, one);
	}
	snprintf(path, sizeof(path), "%s.new", registrations);
	if (json_object_to_file(path, list) || rename(path, registrations))
		perror(registrations);
	json_object_put(list);
}

/* The Client Profile of a registration replaces the one before; a de-registration leaves none. */
static void keep(struct ue *ue, bool registers, struct json_object *root)
{
	struct json_object *profile = NULL;

	if (registers)
		json_object_object_get_ex(root, "msgin5gClientProfile", &profile);
	json_object_put(ue->profile);
	ue->profile = json_object_get(profile);
	ue->registered = registers;
	if (registrations)
		write_registrations();
}

/* TS 24.538 6.3.1.2: what it is, whose it is, and then it is done. */
static void carry_out(coap_session_t *session, struct json_object *root, coap_pdu_t *response)
{
	const char *type = text_of(root, "messageType"), *service_id = text_of(root, "ueServiceId");
	int ue = ue_of_service_id(service_id);

	if (strcmp(text_of(root, "msgin5gServiceId"), "MSGin5G") || (strcmp(type, "REG") && strcmp(type, "DEREG")) || !*service_id) {
		refuse(response, COAP_RESPONSE_CODE_BAD_REQUEST, "neither registration nor de-registration");
		return;
	}
	if (ue == NO_UE || (coap_session_get_proto(session) == COAP_PROTO_DTLS &&
			    ue_of_identity(coap_session_get_psk_identity(session)) != ue)) {
		refuse(response, COAP_RESPONSE_CODE_FORBIDDEN, "not this UE's UE Service ID");
		return;
	}
	if (!strcmp(type, "REG") && !profile_is_right(root)) {
		refuse(response, COAP_RESPONSE_CODE_BAD_REQUEST, "the Client Profile is not right");
		return;
	}
	bool before = ues[ue].registered, registers = !strcmp(type, "REG");
	keep(&ues[ue], registers, root);
	if (registers)
		answer(response, before ? COAP_RESPONSE_CODE_CHANGED : COAP_RESPONSE_CODE_CREATED, "registrationResult", true, service_id);
	else
		answer(response, COAP_RESPONSE_CODE_CHANGED, "deregistrationResult", before, service_id);
}

static void on_post(coap_resource_t *resource, coap_session_t *session, const coap_pdu_t *request, const coap_string_t *query,
		    coap_pdu_t *response)
{
	struct json_object *root;
	const uint8_t *bytes = NULL;
	size_t len = 0;

	(void)resource, (void)query;
	coap_get_data(request, &len, &bytes);
	if (has_option(request, COAP_OPTION_BLOCK1) || has_option(request, COAP_OPTION_BLOCK2)) {
		refuse(response, COAP_RESPONSE_CODE_BAD_OPTION, "no block-wise transfer");
	} else if (has_option(request, COAP_OPTION_IF_MATCH) || has_option(request, COAP_OPTION_IF_NONE_MATCH)) {
		refuse(response, COAP_RESPONSE_CODE_PRECONDITION_FAILED, "the resource exists, and has no entity tag");
	} else if (option_of(request, COAP_OPTION_ACCEPT, COAP_MEDIATYPE_APPLICATION_JSON) != COAP_MEDIATYPE_APPLICATION_JSON) {
		refuse(response, COAP_RESPONSE_CODE_NOT_ACCEPTABLE, "JSON only");
	} else if (option_of(request, COAP_OPTION_CONTENT_FORMAT, COAP_MEDIATYPE_APPLICATION_JSON) != COAP_MEDIATYPE_APPLICATION_JSON) {
		refuse(response, COAP_RESPONSE_CODE_UNSUPPORTED_CONTENT_FORMAT, "JSON only");
	} else if (!(root = parse(bytes, len))) {
		refuse(response, COAP_RESPONSE_CODE_BAD_REQUEST, "no JSON object");
	} else {
		carry_out(session, root, response);
		json_object_put(root);
	}
}

/* True where it listens; prints where. "127.0.0.1:40001 UDP" is libcoap's form. */
static bool listen_on(coap_context_t *context, const char *scheme, coap_proto_t proto, int port)
{
	coap_address_t at;

	coap_address_init(&at);
	at.size = sizeof(at.addr.sin);
	at.addr.sin.sin_family = AF_INET;
	at.addr.sin.sin_port = htons((uint16_t)port);
	at.addr.sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	coap_endpoint_t *endpoint = coap_new_endpoint(context, &at, proto);
	if (!endpoint)
		return false;
	const char *text = coap_endpoint_str(endpoint);
	printf("listening on %s://%.*s/msgin5g\n", scheme, (int)strcspn(text, " "), text);
	return true;
}

int main(int argc, char **argv)
{
	coap_dtls_spsk_t psk = { .version = COAP_DTLS_SPSK_SETUP_VERSION, .validate_id_call_back = key_of };
	struct sigaction action = { .sa_handler = on_signal };

	if (argc != 3 && argc != 4)
		return 2;
	registrations = argv[3];
	provision();
	if (registrations)
		write_registrations();
	coap_startup();
	coap_set_log_level(LOG_CRIT);
	coap_dtls_set_log_level(LOG_CRIT);
	sigaction(SIGTERM, &action, NULL);
	coap_context_t *context = coap_new_context(NULL);
	psk.psk_info.key = ues[0].key;
	coap_resource_t *resource = coap_resource_init(coap_make_str_const("msgin5g"), 0);
	coap_register_request_handler(resource, COAP_REQUEST_POST, on_post);
	coap_add_resource(context, resource);
	if (!coap_context_set_psk2(context, &psk) || !listen_on(context, "coap", COAP_PROTO_UDP, (int)strtol(argv[1], NULL, 10)) ||
	    !listen_on(context, "coaps", COAP_PROTO_DTLS, (int)strtol(argv[2], NULL, 10)))
		return 3;
	fflush(stdout);
	while (!stopped)
		coap_io_process(context, WAIT_MS);	/* a signal just before it waits is seen after that */
	coap_free_context(context);
	coap_cleanup();
	for (int i = 0; i < UES; i++)
		json_object_put(ues[i].profile);
	return 0;
}
