/* tests/unit/dtls_watch.c - writing down what a dissector saw. */
#include "tests/unit/dtls_watch.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pcap/capture.h"

static void saw(void *arg, const struct observation *o)
{
	struct watch *w = arg;
	struct seen *s = &w->seen[w->count < WATCH_SEEN ? w->count : WATCH_SEEN - 1];

	*s = (struct seen){ .kind = o->kind, .frame = o->datagram->frame, .flow = o->flow };
	s->association = o->association;
	s->session = o->session;
	s->from_client = o->from_client;
	s->opened_by = o->opened_by;
	s->has_record = o->record;
	if (o->record)
		s->record = *o->record;
	s->has_handshake = o->handshake;
	if (o->handshake)
		s->handshake = *o->handshake;
	s->alert_level = o->alert_level;
	s->alert_description = o->alert_description;
	s->len = o->plain_len;
	if (o->plain_len)
		memcpy(s->body, o->plain, o->plain_len < WATCH_BODY ? o->plain_len : WATCH_BODY);
	s->mid = o->message ? o->message->mid : 0;
	snprintf(s->why, sizeof(s->why), "%s", o->dark_because ? o->dark_because : "");
	w->kinds[o->kind]++;
	w->count++;
}

static struct watch *watch_by(const struct dissector_config *config)
{
	struct watch *w = calloc(1, sizeof(*w));

	ck_assert_ptr_nonnull(w);
	w->keyring = keyring_new();
	w->dissector = dissector_new(config, w->keyring, saw, w);
	return w;
}

struct watch *watch_new(bool guess) { return watch_by(&(struct dissector_config){ .guess = guess }); }

struct watch *watch_crowd(const struct port_hint *hint)
{
	struct watch *w = watch_by(&(struct dissector_config){ .hints = hint, .hint_count = 1 });

	dissector_limit(w->dissector, 100, 1);
	return w;
}

void watch_free(struct watch *w)
{
	dissector_free(w->dissector);
	keyring_free(w->keyring);
	free(w);
}

static void keep(void *arg, const struct session_report *report)
{
	struct watch *w = arg;

	if (w->session_count < WATCH_SESSIONS)
		w->sessions[w->session_count] = *report;
	w->session_count++;
}

void watch_sessions(struct watch *w)
{
	dissector_end(w->dissector);
	w->session_count = 0;
	dissector_sessions(w->dissector, keep, w);
}

static void on_datagram(void *arg, const struct datagram *datagram)
{
	dissector_datagram(((struct watch *)arg)->dissector, datagram);
}

static void on_keylog(void *arg, const char *text, size_t len)
{
	ck_assert_int_eq(keyring_log(((struct watch *)arg)->keyring, text, len, NULL), 0);
}

static bool shared_path(char *path, size_t size, const char *name)
{
	const char *shared = getenv("M5GTEST_SHARED");

	snprintf(path, size, "%s/captures/%s", shared ? shared : "../shared", name);
	if (!access(path, R_OK))
		return true;
	fprintf(stderr, "# skipped: %s is not there\n", path);
	return false;
}

bool watch_capture(struct watch *w, const char *name)
{
	const struct capture_sinks sinks = { .datagram = on_datagram, .keylog = on_keylog, .arg = w };
	struct capture_tally tally = { 0 };
	struct error error;
	char path[512];

	if (!shared_path(path, sizeof(path), name))
		return false;
	ck_assert_msg(!capture_read(path, &sinks, &tally, &error), "%s: %s", name, error.text);
	watch_sessions(w);
	return true;
}

bool watch_keylog(struct watch *w, const char *name)
{
	char path[512], text[4096];
	FILE *f;

	if (!shared_path(path, sizeof(path), name) || !(f = fopen(path, "r")))
		return false;
	on_keylog(w, text, fread(text, 1, sizeof(text), f));
	fclose(f);
	return true;
}

const struct seen *watch_nth(const struct watch *w, enum obs_kind kind, unsigned nth)
{
	for (unsigned i = 0; i < w->count && i < WATCH_SEEN; i++)
		if (w->seen[i].kind == kind && !nth--)
			return &w->seen[i];
	return NULL;
}
