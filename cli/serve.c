/* cli/serve.c - m5gtest serve: the reference server on real sockets, by the book or with named faults. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/akma.h"
#include "cli/commands.h"
#include "cli/interruption.h"
#include "cli/load_setup.h"
#include "cli/registrations.h"
#include "cli/session.h"
#include "cli/setup.h"
#include "cli/watch.h"
#include "net/host.h"
#include "reports/report.h"
#include "server/server.h"
#include "sim/gateway.h"

struct serve {
	const struct options *options;
	struct context context;
	struct target pool;		/* for its UEs; */
	struct scenario *scenario;	/* of --scenario, whose they are, or NULL */
	struct host *host;
	struct watch watch;
	struct server *server;
	struct gateway *gateway;	/* of --gateway, or NULL */
	struct uri gateway_uri;		/* where devices come to it */
	struct identity gateway_identity;	/* where it has an uplink */
	const struct fault *faults[WORDS_MAX + 1];
	char stimuli[512];		/* of the faults */
	struct uri uris[WORDS_MAX];
	unsigned uri_count;
	bool own_dtls;
	struct error unwritten;		/* why the registrations could not be written; "": they were */
};

/* Port 0: the kernel chooses, and the line printed says what it chose. */
static int read_listen(struct uri *uri, const char *text, int (*parse)(struct uri *, const char *, struct error *), struct error *error)
{
	const char *host = strstr(text, "://");
	size_t len = host ? (size_t)(host - text) + 3 + strcspn(host + 3, "/") : strlen(text);
	bool any = len > 2 && !strncmp(text + len - 2, ":0", 2);
	char copy[300];

	snprintf(copy, sizeof(copy), "%.*s%s", (int)(any ? len - 2 : len), text, text + len);
	if (parse(uri, copy, error))
		return -1;
	uri->port = any ? 0 : uri->port;
	return 0;
}

/* The whole list anew: nobody who reads it meets half of one. */
static int write_registrations(struct serve *s, struct error *error)
{
	const char *path = s->options->serving.registrations;

	return path ? report_file(path, registrations_write, s->server, error) : 0;
}

static void registrations_changed(void *arg)
{
	struct serve *s = arg;

	if (write_registrations(s, &s->unwritten))
		host_stop(s->host);
}

static int check_faults(const struct serve *s, struct error *error)
{
	for (unsigned i = 0; s->faults[i] && !s->options->serving.gateway; i++)
		if (s->faults[i]->gateway)
			return error_set(error, "--fault %s is a Gateway UE's: say --gateway too", s->faults[i]->word);
	return 0;
}

static int read_words(struct serve *s, struct error *error)
{
	static const char *const defaults[] = { "coap://127.0.0.1", "coaps://127.0.0.1", NULL };
	const struct serving_options *o = &s->options->serving;
	const char *const *list = o->listen.count ? o->listen.list : defaults;

	if (s->options->reporting.pcap && !strcmp(s->options->reporting.pcap, "-"))
		return error_set(error, "--pcap: serve says on standard output where it listens: name a file");
	s->own_dtls = true;
	if (setup_faults(s->faults, &o->faults, error) || check_faults(s, error) || setup_own_dtls(&s->own_dtls, s->options->running.dtls, error))
		return -1;
	for (; *list; list++)
		if (read_listen(&s->uris[s->uri_count++], *list, uri_parse, error))
			return error_prepend(error, "--listen: ");
	if (o->gateway && read_listen(&s->gateway_uri, o->gateway, uri_parse_gateway, error))
		return error_prepend(error, "--gateway: ");
	return 0;
}

static int read_pool(struct serve *s, struct error *error)
{
	const char *words = s->options->serving.scenario;

	target_embedded(&s->pool);
	if (words) {
		s->scenario = load_scenario(words, error);
		int bad = !s->scenario || load_override_ues(s->scenario, s->options->loading.ues, error);
		free(s->pool.ues.list);
		s->pool.ues = (struct identities){ 0 };
		if (!bad && s->scenario->population.certificate.made)
			bad = error_set(error, "--scenario %s: its certificates are made anew by each process: give file and key", words);
		if (!bad && s->scenario->population.certificate.is && !s->own_dtls)
			bad = error_set(error, "UEs with certificates come in by our own DTLS only, not --dtls openssl");
		return bad || load_identities(&s->pool.ues, s->scenario, error) ? -1 : 0;
	}
	return s->options->judging.psk_file ? target_read_psk_file(&s->pool.ues, s->options->judging.psk_file, error) : 0;
}

/* As it is said; an AKMA application function's where the scenario's keys come from AKMA. */
static const char *hint_of(const struct serve *s)
{
	const char *said = s->options->serving.psk_hint;

	return said || !s->scenario || !s->scenario->population.akma.is ? said : AKMA_HINT;
}

static int listen_on(struct serve *s, struct sink *sink, struct uri *uri, struct error *error)
{
	struct listen_wanted wanted = { .transport = uri->secure ? TRANSPORT_COAPS : TRANSPORT_COAP, .keys = &s->pool.ues, .own_dtls = s->own_dtls,
					.identity_hint = hint_of(s), .renegotiation = true,
					.stimuli = faults_stimuli(s->faults, s->stimuli, sizeof(s->stimuli)) };
	struct endpoint bound;
	char text[ENDPOINT_TEXT];

	if (host_resolve(&wanted.at, uri, error) || host_listen(s->host, sink, &wanted, &bound, error))
		return -1;
	uri->port = bound.port;
	if (!uri->secure)
		server_nosec_port(s->server, bound.port);
	printf("listening on %s://%s%s\n", uri->secure ? "coaps" : "coap", endpoint_format(text, sizeof(text), &bound), "/msgin5g");
	return 0;
}

/* Where the Gateway UE registers itself: --uplink, over coap. */
static int read_uplink(struct serve *s, struct gateway_uplink *uplink, struct error *error)
{
	const char *words = s->options->serving.uplink;

	*uplink = (struct gateway_uplink){ .transport = TRANSPORT_COAP, .identity = &s->gateway_identity,
					   .timing = { .ack_timeout_ns = 2ull * NS_PER_S, .ack_random_permille = 1500, .max_retransmit = 4 } };
	snprintf(s->gateway_identity.ue_service_id, sizeof(s->gateway_identity.ue_service_id), "gateway@example.org");
	if (uri_parse(&uplink->uri, words, error) || host_resolve(&uplink->server, &uplink->uri, error))
		return error_prepend(error, "--uplink: ");
	return uplink->uri.secure ? error_set(error, "--uplink: a Gateway UE speaks coap to its server here, not coaps") : 0;
}

/* A Gateway UE for constrained devices (24.538 6.3.2.2); the wire of that leg is this project's reading. */
static int open_gateway(struct serve *s, struct error *error)
{
	struct gateway_config config = { .binding = &s->context.binding, .path = "msgin5g",
					 .pre_cr = s->context.edition == EDITION_PRE_CR };
	struct listen_wanted wanted = { .transport = TRANSPORT_COAP };
	struct gateway_uplink uplink;
	struct endpoint bound;
	struct uri *uri = &s->gateway_uri;
	char text[600];

	if (!s->options->serving.gateway)
		return s->options->serving.uplink ? error_set(error, "--uplink is a Gateway UE's: say --gateway too") : 0;
	if (s->options->serving.uplink && read_uplink(s, &uplink, error))
		return -1;
	if (s->options->serving.uplink)
		config.uplink = &uplink;
	config.bulk = config.uplink;
	if (host_resolve(&wanted.at, uri, error))
		return error_prepend(error, "--gateway: ");
	if (uri->secure)
		return error_set(error, "--gateway: devices speak coap here, not coaps");
	s->gateway = gateway_new(&config);
	for (unsigned i = 0; s->faults[i]; i++)
		if (s->faults[i]->strike == STRIKE_GATEWAY && gateway_deviate(s->gateway, s->faults[i]->gateway, s->faults[i]->mutation, error))
			return -1;
	if (host_listen(s->host, host_engine(s->host, &gateway_engine, s->gateway, true), &wanted, &bound, error))
		return -1;
	uri->port = bound.port;
	snprintf(uri->path, sizeof(uri->path), "/msgin5g");
	s->context.gateways |= 1ull << s->context.server_count;
	s->context.servers[s->context.server_count++] = *uri;
	printf("gateway for devices on %s (this project's reading of that leg)\n", uri_format(text, sizeof(text), uri));
	return 0;
}

static int open_all(struct serve *s, struct error *error)
{
	const struct options *o = s->options;
	struct host_config host = { .seed = (uint64_t)time(NULL), .interface = s->gateway_uri.interface, .tap = o->reporting.pcap ? watch_datagram : NULL, .tap_arg = &s->watch, .keylog = watch_keylog,
				    .keylog_arg = &s->watch };
	struct server_config server = { .binding = &s->context.binding, .ues = &s->pool.ues, .path = "/msgin5g",
					.pre_cr = s->context.edition == EDITION_PRE_CR, .faults = s->faults[0] ? s->faults : NULL,
					.changed = registrations_changed, .arg = s };
	struct sink *sink;

	s->host = host_new(&host, error);
	s->server = s->host ? server_new(&server, error) : NULL;
	if (!s->server || write_registrations(s, error))
		return -1;
	sink = host_engine(s->host, &server_engine, s->server, true);
	for (unsigned i = 0; i < s->uri_count; i++)
		if (listen_on(s, sink, &s->uris[i], error))
			return -1;
	if (open_gateway(s, error))
		return -1;
	for (unsigned i = 0; i < s->uri_count && i < 2; i++)
		s->context.servers[s->context.server_count++] = s->uris[i];
	s->context.vantage = VANTAGE_SERVER;
	return watch_files(&s->watch, &s->context, o->reporting.pcap, o->judging.keylog, error);
}

static int serve_until_signal(struct serve *s, struct error *error)
{
	int bad;

	fflush(stdout);
	bad = session_loop(s->host, NULL, NULL, error);
	if (*s->unwritten.text)
		bad = error_set(error, "%s", s->unwritten.text);
	return watch_end(&s->watch, host_now(s->host), error) || bad ? -1 : 0;
}

int command_serve(const struct options *options)
{
	static struct serve s;
	struct error error;
	int status;

	s = (struct serve){ .options = options };
	if (options->operand_count)
		return complain(EXIT_USAGE, "serve takes no operand: say --listen URI");
	if (setup_context(&s.context, &options->judging, &error) || read_words(&s, &error) || read_pool(&s, &error))
		return complain_of(&error);
	if (open_all(&s, &error) || serve_until_signal(&s, &error))
		status = complain(EXIT_OURS, "%s", error.text);
	else
		status = 128 + interruption_signal();
	if (s.host)
		host_free(s.host);
	server_free(s.server);
	gateway_free(s.gateway);
	watch_free(&s.watch);
	context_free(&s.context);
	if (s.scenario)
		load_identities_free(&s.pool.ues);
	target_free(&s.pool);
	scenario_free(s.scenario);
	return status;
}
