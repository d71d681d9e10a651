/* cli/watch.c - datagrams to observations to findings, the capture written beside them. */
#include "cli/watch.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "wire/hex.h"

static void saw(void *arg, const struct observation *observation) { judge_observation(arg, observation); }

static int open_files(struct watch *w, const struct context *context, const char *pcap, const char *keylog, struct error *error)
{
	char *text;

	if (keylog && !(w->keylog = fopen(keylog, "w")))
		return error_errno(error, keylog);
	if (keylog)
		setvbuf(w->keylog, NULL, _IOLBF, 0);	/* others read along */
	if (!pcap)
		return 0;
	text = context_write(context);
	w->pcapng = text ? pcapng_begin_early(pcap, text, error) : NULL;
	free(text);
	return w->pcapng ? 0 : -1;
}

int watch_record(struct watch *w, const struct context *context, const char *pcap, const char *keylog, struct error *error)
{
	*w = (struct watch){ 0 };
	if (!open_files(w, context, pcap, keylog, error))
		return 0;
	watch_free(w);
	return -1;
}

static void write_context(struct pcapng *out, const struct context *context)
{
	char *text = context_write(context);

	assert(text);
	pcapng_context(out, text);
	free(text);
}

void watch_judge(struct watch *w, const struct context *context, bool guess, void (*found)(void *arg, const struct finding *), void *arg)
{
	struct port_hint hints[SERVERS_MOST];
	struct dissector_config config = { .hints = hints, .hint_count = context->server_count, .guess = guess };

	for (unsigned i = 0; i < context->server_count; i++)
		hints[i] = (struct port_hint){ context->servers[i].port,
					       context->servers[i].secure ? TRANSPORT_COAPS : TRANSPORT_COAP };
	if (w->pcapng)
		write_context(w->pcapng, context);
	w->keyring = keyring_new();
	w->judge = judge_new(context, found, arg);
	w->dissector = dissector_new(&config, w->keyring, saw, w->judge);
	early_end(&w->early, w->dissector, w->keyring);
}

int watch_files(struct watch *w, const struct context *context, const char *pcap, const char *keylog, struct error *error)
{
	if (watch_record(w, context, pcap, keylog, error))
		return -1;
	w->blind = true;
	if (w->pcapng)
		write_context(w->pcapng, context);
	return 0;
}

int watch_open(struct watch *w, const struct context *context, bool guess, const char *pcap, const char *keylog,
	       void (*found)(void *arg, const struct finding *), void *arg, struct error *error)
{
	if (watch_record(w, context, pcap, keylog, error))
		return -1;
	watch_judge(w, context, guess, found, arg);
	return 0;
}

void watch_crowd(struct watch *w, size_t ues)
{
	enum { EXCHANGES = 4096, CLEAR_FLOWS = 1024, MASTERS = 1 << 14, OTHERS = 4096 };	/* OTHERS: of UEs that came again */

	dissector_limit(w->dissector, ues + OTHERS, CLEAR_FLOWS);
	keyring_limit(w->keyring, MASTERS);
	judge_settle(w->judge, EXCHANGES, ues + OTHERS);
}

void watch_datagram(void *arg, const struct datagram *datagram)
{
	struct watch *w = arg;

	if (w->pcapng)
		pcapng_datagram(w->pcapng, datagram);
	if (w->dissector)
		dissector_datagram(w->dissector, datagram);
	else if (!w->blind)
		early_datagram(&w->early, datagram);
}

static void write_line(struct watch *w, const char *line)
{
	if (w->pcapng)
		pcapng_keylog(w->pcapng, line);
	if (w->keylog)
		fprintf(w->keylog, "%s\n", line);
}

void watch_keylog(void *arg, const char *line)
{
	struct watch *w = arg;

	write_line(w, line);
	if (w->keyring)
		keyring_line(w->keyring, line, NULL);
	else if (!w->blind)
		early_keylog(&w->early, line);
}

void watch_master(struct watch *w, const uint8_t client_random[HELLO_RANDOM], const uint8_t master[MASTER_SECRET])
{
	char random[2 * HELLO_RANDOM + 1], secret[2 * MASTER_SECRET + 1], line[256];

	if (w->keyring)
		keyring_master(w->keyring, client_random, master);
	if (!w->pcapng && !w->keylog)
		return;
	hex_format(random, sizeof(random), client_random, HELLO_RANDOM);
	hex_format(secret, sizeof(secret), master, MASTER_SECRET);
	snprintf(line, sizeof(line), "CLIENT_RANDOM %s %s", random, secret);
	write_line(w, line);
}

/* A short write may show only when the file is closed. */
static int close_keylog(struct watch *w, struct error *error)
{
	FILE *out = w->keylog;
	bool bad = out && ferror(out);

	w->keylog = NULL;
	bad = (out && fclose(out)) || bad;
	return bad ? error_set(error, "the key log cannot be written: %s", strerror(errno ? errno : EIO)) : 0;
}

int watch_end(struct watch *w, uint64_t at_ns, struct error *error)
{
	struct pcapng *pcapng = w->pcapng;

	if (w->dissector)
		dissector_end(w->dissector);
	if (w->judge)
		judge_end(w->judge, at_ns);
	w->pcapng = NULL;
	if (pcapng && pcapng_end(pcapng, at_ns, error))
		return -1;
	return close_keylog(w, error);
}

void watch_free(struct watch *w)
{
	early_end(&w->early, NULL, NULL);
	if (w->pcapng)
		pcapng_drop(w->pcapng);
	if (w->keylog)
		fclose(w->keylog);
	if (w->dissector)
		dissector_free(w->dissector);
	if (w->judge)
		judge_free(w->judge);
	if (w->keyring)
		keyring_free(w->keyring);
	*w = (struct watch){ 0 };
}
