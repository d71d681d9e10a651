/* cli/setup.c - options to target, context, reports; every refusal names the option. */
#include "cli/setup.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/akma.h"
#include "text/binding_file.h"
#include "wire/nearest.h"

const char *setup_datadir(void)
{
	const char *said = getenv("M5GTEST_DATADIR");

	return said && *said ? said : PKGDATADIR;
}

static int unknown_word(const char *option, const char *text, const char *const *words, const char *list, struct error *error)
{
	const char *near = nearest_word(text, words);
	char known[200] = "";

	if (near)
		return error_set(error, "%s: unknown word '%s' (did you mean '%s'?)", option, text, near);
	for (size_t i = 0, n = 0; !*list && words[i] && n < sizeof(known); i++)
		n += (size_t)snprintf(known + n, sizeof(known) - n, "%s%s", i ? ", " : ", expected one of: ", words[i]);
	return error_set(error, "%s: unknown word '%s'%s%s", option, text, known, list);
}

static int word_of(const char *option, const char *text, const char *const *words, struct error *error)
{
	for (int i = 0; words[i]; i++)
		if (!strcmp(words[i], text))
			return i;
	return unknown_word(option, text, words, "", error);
}

int setup_own_dtls(bool *own, const char *word, struct error *error)
{
	if (word && strcmp(word, "own") && strcmp(word, "openssl"))
		return error_set(error, "--dtls: '%s' is neither own nor openssl", word);
	*own = word ? !strcmp(word, "own") : *own;
	return 0;
}

/* Long tables are not printed: LIST says where they stand. */
int setup_faults(const struct fault **faults, const struct words *words, struct error *error)
{
	const char *known[1000];
	unsigned n = 0;

	for (; fault_row(n) && n + 1 < sizeof(known) / sizeof(*known); n++)
		known[n] = fault_row(n)->word;
	known[n] = NULL;
	for (unsigned i = 0; i < words->count; i++)
		if (!(faults[i] = fault_named(words->list[i])))
			return unknown_word("--fault", words->list[i], known, " (m5gtest list faults)", error);
	return 0;
}

int setup_both_faults(const struct fault **faults, const struct client_fault **ours, const struct words *words, struct error *error)
{
	struct words rest = { .count = 0 };

	for (unsigned i = 0; i < words->count; i++) {
		const struct client_fault *one = client_fault_named(words->list[i]);
		if (one && *ours)
			return error_set(error, "--fault: '%s' and '%s': one fault of our own UE at a time", (*ours)->word, one->word);
		if (one)
			*ours = one;
		else
			rest.list[rest.count++] = words->list[i];
	}
	return setup_faults(faults, &rest, error);
}

static int set_features(struct context *context, const char *list, struct error *error)
{
	char *copy = strdup(list), *rest = copy;
	int bad = 0;

	for (char *word; !bad && (word = strsep(&rest, ","));) {
		uint32_t bit = applies_named(word);
		if (!bit || !strncmp(word, "edition:", 8))
			bad = error_set(error, "--features: unknown feature '%s'", word);
		context->features |= bit;
	}
	free(copy);
	return bad;
}

static int set_binding(struct context *context, const char *path, struct error *error)
{
	if (!strcmp(path, "default")) {
		binding_default(&context->binding);
		return 0;
	}
	return binding_read(&context->binding, path, error);
}

static int set_server(struct context *context, const char *text, struct error *error)
{
	if (uri_parse_gateway(&context->servers[0], text, error))
		return error_prepend(error, "--server: ");
	context->server_count = 1;
	return 0;
}

static int set_words(struct context *context, const struct judging_options *o, struct error *error)
{
	static const char *const editions[] = { "cr", "pre-cr", NULL }, *const rulebooks[] = { "ts24538", "rfc7252", NULL };
	static const char *const vantages[] = { "unknown", "client", "server", NULL };
	int edition = o->edition ? word_of("--edition", o->edition, editions, error) : (int)context->edition;
	int rulebook = o->rulebook ? word_of("--rulebook", o->rulebook, rulebooks, error) : (int)context->rulebook;
	int vantage = o->vantage ? word_of("--vantage", o->vantage, vantages, error) : (int)context->vantage;

	if (edition < 0 || rulebook < 0 || vantage < 0)
		return -1;
	context->edition = (enum edition)edition;
	context->rulebook = (enum rulebook)rulebook;
	context->vantage = (enum vantage)vantage;
	return 0;
}

int setup_judging(struct context *context, const struct judging_options *o, struct error *error)
{
	if (set_words(context, o, error))
		return -1;
	context->strict |= o->strict;
	context->binding_confirmed |= o->binding_confirmed;
	for (unsigned i = 0; i < o->readings.count; i++)
		if (reading_take(context, o->readings.list[i], error))
			return error_prepend(error, "--reading: ");
	if ((o->features && set_features(context, o->features, error)) ||
	    (o->binding && set_binding(context, o->binding, error)) || (o->server && set_server(context, o->server, error)))
		return -1;
	return 0;
}

int setup_context(struct context *context, const struct judging_options *o, struct error *error)
{
	context_default(context);
	return setup_judging(context, o, error);
}

void setup_ues(struct context *context, const struct identities *ues)
{
	free(context->ues.list);
	context->ues = (struct identities){ .list = calloc(ues->count + 1, sizeof(*ues->list)), .count = ues->count };
	for (size_t i = 0; i < ues->count && context->ues.list; i++) {
		context->ues.list[i] = ues->list[i];
		memset(context->ues.list[i].psk, 0, sizeof(context->ues.list[i].psk));
		context->ues.list[i].psk_len = 0;
		context->ues.list[i].akma = NULL;
	}
}

/* RFC 7925 17 rules renegotiation out: with it the embedded server does none. */
int setup_features(struct target *target, struct context *context, uint32_t features, struct error *error)
{
	if (target->embedded && features & APPLIES_RFC7925) {
		features &= ~(uint32_t)APPLIES_RENEG;
		target->declared_no |= APPLIES_RENEG;
	}
	context->features = target->declared_yes = features;
	target->declared_no &= ~features;
	if (target->embedded && features & APPLIES_AKMA && akma_take_over(target, error))
		return -1;
	setup_ues(context, &target->ues);
	return 0;
}

int setup_target(struct target *target, struct context *context, const struct options *o, const char *words,
		 struct error *error)
{
	static const char *const suts[] = { "server", "gateway", NULL };
	int sut = o->running.sut ? word_of("--sut", o->running.sut, suts, error) : 0;

	if (sut < 0 || target_read(target, words, error))
		return -1;
	if ((o->judging.psk_file && target_read_psk_file(&target->ues, o->judging.psk_file, error)) ||
	    akma_derive_keys(&target->ues, error))
		return -1;
	if (o->running.far_side && !sut)
		return error_set(error, "--far-side is for --sut gateway");
	if (!sut && target->uri[TRANSPORT_COAP].ether)
		return error_set(error, "%s: only a Gateway UE hears Ethernet frames: say --sut gateway", words);
	if (sut)
		target_be_gateway(target);
	if (sut && !target->has[TRANSPORT_COAP])
		return error_set(error, "%s: devices speak coap to a Gateway UE here, not coaps", words);
	if (!o->judging.binding && !*target->binding)
		context->binding = target->written;
	else if (!o->judging.binding && strcmp(target->binding, "default") && set_binding(context, target->binding, error))
		return -1;
	if (!o->judging.edition && target->edition >= 0)
		context->edition = (enum edition)target->edition;
	/* The embedded server is known to speak the default binding (T19). */
	context->binding_confirmed |= target->binding_confirmed || (target->embedded && !strcmp(context->binding.name, "default"));
	if (setup_features(target, context, context->features | target->declared_yes, error))
		return -1;
	context->vantage = VANTAGE_CLIENT;
	if (target->ack_timeout_ns) {
		context->timing.ack_timeout_ns = target->ack_timeout_ns;
		context->timing.declared = true;
	}
	return 0;
}

int setup_chance(const char *option, const char *text, uint32_t *millionths, struct error *error)
{
	char *end;
	double percent = text ? strtod(text, &end) : 0;

	if (text && (end == text || (*end && strcmp(end, "%")) || !(percent >= 0 && percent <= 100)))
		return error_set(error, "%s: '%s' is no percentage", option, text);
	*millionths = (uint32_t)lround(percent * 10000);
	return 0;
}

struct report_style setup_style(const struct reporting_options *o)
{
	bool terminal = isatty(STDOUT_FILENO);
	const char *no_color = getenv("NO_COLOR");
	bool colour = o->color && !strcmp(o->color, "always");

	if (!o->color || !strcmp(o->color, "auto"))
		colour = terminal && !(no_color && *no_color);
	return (struct report_style){ .colour = colour, .quiet = o->quiet, .verbose = o->verbose, .shell_is_terminal = terminal };
}

int setup_reports(struct wanted_reports *wanted, const struct reporting_options *o, struct error *error)
{
	static const char *const colors[] = { "auto", "always", "never", NULL };
	bool capture = o->pcap && !strcmp(o->pcap, "-"), stdout_taken = capture, console = false;

	if (o->color && word_of("--color", o->color, colors, error) < 0)
		return -1;
	wanted->count = 0;
	for (unsigned i = 0; i < o->reports.count; i++) {
		struct wanted_report *one = &wanted->list[wanted->count++];
		one->format = report_wanted(o->reports.list[i], &one->path, error);
		if (!one->format)
			return -1;
		if (!strcmp(one->path, "-") && stdout_taken)
			return error_set(error, "--report: %s", capture ? "standard output is the capture's (--pcap -)" : "two reports on standard output");
		if (report_reach(one->path, error))
			return -1;
		stdout_taken |= !strcmp(one->path, "-");
		console |= !strcmp(one->format->word, "console");
	}
	if ((!stdout_taken || capture) && !console)
		wanted->list[wanted->count++] = (struct wanted_report){ report_format_named("console"), capture ? NULL : "-" };
	return 0;
}

int setup_write_load(const struct wanted_reports *wanted, const struct load_result *result, const struct reporting_options *o,
		     struct error *error)
{
	struct report_style style = setup_style(o);

	for (unsigned i = 0; i < wanted->count; i++)
		if (report_load_to(wanted->list[i].format, wanted->list[i].path, result, &style, error))
			return -1;
	return 0;
}
