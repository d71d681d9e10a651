/* cli/trial.c - a session for the self-test, and its capture judged again. */
#include "cli/trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/sameness.h"
#include "cli/session.h"
#include "cli/setup.h"

/* "edition:pre-cr", "timers reneg": what must be declared for the fault to be seen. */
static int declare(struct target *target, struct context *context, const char *needs, struct error *error)
{
	char copy[128], *rest = copy;

	snprintf(copy, sizeof(copy), "%s", needs ? needs : "");
	for (char *word; (word = strsep(&rest, " "));) {
		uint32_t bit = applies_named(word);
		if (!*word || !strcmp(word, "oracle") || !strcmp(word, "loss"))
			continue;
		if (!bit)
			return error_set(error, "needs '%s', which is no feature", word);
		if (bit == APPLIES_EDITION_PRE_CR) {
			context->edition = EDITION_PRE_CR;
			continue;
		}
		if (setup_features(target, context, context->features | bit, error))
			return -1;
	}
	return 0;
}

static int set_up(const struct trial_setting *setting, const struct trial *t, struct target *target, struct context *context,
		  struct error *error)
{
	struct options options = { .judging = *setting->judging };
	bool gateway = t->needs && strstr(t->needs, "gateway");
	const char *links = t->links ? t->links : "coap coaps";

	if (gateway)
		options.running.sut = "gateway";
	if (t->edition)
		options.judging.edition = t->edition;
	if (setup_context(context, &options.judging, error) || setup_target(target, context, &options, "embedded", error) ||
	    declare(target, context, t->needs, error))
		return -1;
	target->has[TRANSPORT_COAPS] = !gateway && strstr(links, "coaps");
	target->has[TRANSPORT_COAP] = !strcmp(links, "coap") || !strncmp(links, "coap ", 5);
	return 0;
}

static void capture_path(char *path, size_t size)
{
	const char *temporary = getenv("TMPDIR");

	snprintf(path, size, "%s/m5gtest-selftest-%ld.pcapng", temporary && *temporary ? temporary : P_tmpdir, (long)getpid());
}

int trial_run(const struct trial_setting *setting, const struct trial *t, struct trial_result *result, struct error *error)
{
	const struct fault *faults[] = { t->fault, NULL };
	char capture[512];
	struct target target = { 0 };
	struct raw_list live = { 0 };
	struct session_config config = { .target = &target, .context = &result->context, .cases = setting->cases, .jobs = 1,
					 .seed = t->seed, .own_dtls = setting->own_dtls, .case_globs = setting->case_globs, .impairment = t->impairment,
					 .faults = t->fault ? faults : NULL, .client_fault = t->client_fault, .null_server = t->null_server, .pcap = capture,
					 .found = raw_list_add, .arg = &live };
	int bad;

	*result = (struct trial_result){ 0 };
	capture_path(capture, sizeof(capture));
	bad = set_up(setting, t, &target, &result->context, error) || session_run(&config, &result->run, error) ||
	      sameness_check(capture, &live, &result->same, result->difference, sizeof(result->difference), error);
	remove(capture);
	raw_list_free(&live);
	target_free(&target);
	return bad ? -1 : 0;
}

void trial_free(struct trial_result *result)
{
	run_result_free(&result->run);
	context_free(&result->context);
}
