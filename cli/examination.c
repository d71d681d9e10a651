/* cli/examination.c - captures through dissector and judge. */
#include "cli/examination.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/session_table.h"
#include "cli/setup.h"

static bool wants(void *arg, const struct finding *finding)
{
	struct examination *e = arg;
	uint16_t *kept = &e->kept[finding->clause - clause_row((enum clause_id)0)][finding->verdict];

	if (e->sides && !(finding->by & e->sides))
		return false;
	if (*kept == FINDINGS_KEPT && !e->keeps_all) {
		e->result->left_out[finding->verdict]++;
		return false;
	}
	*kept += *kept < FINDINGS_KEPT;
	return true;
}

static void found(void *arg, const struct finding *finding)
{
	struct check_result *r = ((struct examination *)arg)->result;

	if (!(r->finding_count & (r->finding_count - 1))) {	/* at every power of two */
		size_t room = r->finding_count ? 2 * r->finding_count : 1;
		r->findings = realloc(r->findings, room * sizeof(*r->findings));
		assert(r->findings);
	}
	r->findings[r->finding_count++] = *finding;
}

static void saw(void *arg, const struct observation *observation)
{
	struct examination *e = arg;

	judge_observation(e->judge, observation);
	if (e->looks_on)
		e->looks_on(e->looker, observation);
}

/* With the context complete: at the first datagram, or at the end where there was none. */
static void start(struct examination *e)
{
	struct port_hint hints[SERVERS_MOST];
	struct dissector_config config = { .hints = hints, .hint_count = e->context.server_count, .guess = !e->ours };

	if (e->dissector)
		return;
	for (unsigned i = 0; i < e->context.server_count; i++)
		hints[i] = (struct port_hint){ e->context.servers[i].port,
					       e->context.servers[i].secure ? TRANSPORT_COAPS : TRANSPORT_COAP };
	e->judge = judge_new(&e->context, found, e);
	judge_wants(e->judge, wants);
	judge_limit(e->judge, EXCHANGES_KEPT);
	e->dissector = dissector_new(&config, e->keyring, saw, e);
}

static void take_datagram(void *arg, const struct datagram *datagram)
{
	struct examination *e = arg;
	struct datagram d = *datagram;

	d.frame += e->frames;
	start(e);
	dissector_datagram(e->dissector, &d);
}

static void take_keylog(void *arg, const char *text, size_t len)
{
	struct examination *e = arg;

	if (keyring_log(e->keyring, text, len, &e->error))
		error_prepend(&e->error, "decryption secrets in the capture: ");
}

static void take_context(void *arg, const char *text, size_t len)
{
	struct examination *e = arg;

	if (e->dissector)
		return;
	context_free(&e->context);
	if (context_read(&e->context, text, len, &e->error)) {
		error_prepend(&e->error, "judging context in the capture: ");
		context_default(&e->context);
		return;
	}
	e->ours = true;
	setup_judging(&e->context, e->options, NULL);	/* was read before: no error */
}

static int read_keylog(struct keyring *keyring, const char *path, struct error *error)
{
	FILE *in = fopen(path, "r");
	char *line = NULL;
	size_t room = 0;
	unsigned before = keyring_version(keyring);
	int bad = 0;

	if (!in)
		return error_errno(error, path);
	for (unsigned number = 1; !bad && getline(&line, &room, in) > 0; number++) {
		bad = keyring_line(keyring, line, error);
		if (bad)
			error_prepend(error, "%s:%u:1: ", path, number);
	}
	if (!bad && ferror(in))
		bad = error_errno(error, path);
	if (!bad && keyring_version(keyring) == before)
		complain(0, "%s: no line CLIENT_RANDOM in it: it opens no session of DTLS 1.2", path);
	free(line);
	fclose(in);
	return bad;
}

static int read_side(struct examination *e, const char *word, struct error *error)
{
	if (word && !strcmp(word, "server"))
		e->sides = SIDE_SERVER | SIDE_GATEWAY;
	else if (word && !strcmp(word, "client"))
		e->sides = SIDE_CLIENT | SIDE_DEVICE;
	else if (word && strcmp(word, "both"))
		return error_set(error, "--side: unknown word '%s'", word);
	return 0;
}

int examination_begin(struct examination *e, const struct judging_options *options, struct check_result *result,
		      struct error *error)
{
	*e = (struct examination){ .options = options, .result = result };
	e->keyring = keyring_new();
	context_default(&e->context);
	result->context = &e->context;
	if (setup_judging(&e->context, options, error) || read_side(e, options->side, error) ||
	    (options->psk_file && target_read_psk_file(&e->ues, options->psk_file, error)) ||
	    (options->keylog && read_keylog(e->keyring, options->keylog, error)))
		return -1;
	keyring_identities(e->keyring, &e->ues);	/* whose UE Service ID is whose a PSK file does not say */
	return 0;
}

static void add_file(struct check_result *r, const char *path, uint32_t frames)
{
	r->files = realloc(r->files, (r->file_count + 1) * sizeof(*r->files));
	assert(r->files);
	r->frames_before = realloc(r->frames_before, (r->file_count + 1) * sizeof(*r->frames_before));
	assert(r->frames_before);
	r->frames_before[r->file_count] = frames;
	r->files[r->file_count] = strdup(path);
	assert(r->files[r->file_count]);
	r->file_count++;
}

int examination_read(struct examination *e, const char *path, struct capture_tally *tally, struct error *error)
{
	struct capture_sinks sinks = { take_datagram, take_keylog, take_context, e };

	add_file(e->result, path, e->frames);
	e->error.text[0] = '\0';
	int bad = capture_read(path, &sinks, tally, error);
	if (!bad && e->error.text[0])
		bad = error_set(error, "%s: %s", path, e->error.text);
	e->frames += (uint32_t)tally->packets;
	e->result->packets += tally->packets;
	e->result->datagrams += tally->datagrams;
	e->end_ns = tally->last_ns > e->end_ns ? tally->last_ns : e->end_ns;
	return bad;
}

void examination_end(struct examination *e)
{
	struct check_result *r = e->result;

	start(e);
	dissector_end(e->dissector);
	judge_end(e->judge, e->end_ns);
	judge_add(&r->tally, e->judge);
	judge_free(e->judge);		/* the room goes to the session table */
	e->judge = NULL;
	r->messages = r->tally.messages;
	session_table(r, e->dissector);
	check_result_count(r);
}

void examination_free(struct examination *e)
{
	if (e->dissector)
		dissector_free(e->dissector);
	if (e->judge)
		judge_free(e->judge);
	keyring_free(e->keyring);
	free(e->ues.list);
	context_free(&e->context);
}
