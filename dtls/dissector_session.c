/* dtls/dissector_session.c - the session table: one row a handshake, and why one stays dark. */
#include <assert.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dtls/dissection.h"
#include "wire/fold.h"
#include "wire/hex.h"

enum { LOOK_FOR_DEAD = 64 };

static void session_free(struct session *s)
{
	session_forget_keys(s);
	free(s->identity);
	OPENSSL_clear_free(s->making, sizeof(*s->making));
	free(s);
}

/* The oldest that no record can ask for any more. */
static void forget_one(struct dissector *d)
{
	struct session **link = &d->first_session;

	for (int i = 0; i < LOOK_FOR_DEAD && *link && (*link)->next; i++, link = &(*link)->next) {
		struct session *s = *link;
		if (!s->dead)
			continue;
		*link = s->next;
		session_free(s);
		d->sessions_kept--;
		d->tally.sessions_forgotten++;
		return;
	}
}

struct session *session_new(struct dissector *d, struct association *a, uint16_t epoch, uint32_t frame)
{
	struct session *s = calloc(1, sizeof(*s));

	assert(s);
	s->making = OPENSSL_zalloc(sizeof(*s->making));
	assert(s->making);
	if (d->sessions_kept >= SESSIONS_KEPT)
		forget_one(d);
	s->number = ++d->session_count;
	s->flow = a->flow->number;
	s->association = a->number;
	s->first_frame = frame;
	s->epoch = epoch;
	s->ends[SIDE_CLIENT] = a->flow->ends[a->client_end]->endpoint;
	s->ends[SIDE_SERVER] = a->flow->ends[!a->client_end]->endpoint;
	*(d->first_session ? &d->last_session->next : &d->first_session) = s;
	d->last_session = s;
	d->sessions_kept++;
	return s;
}

void session_reset(struct session *s)
{
	s->agreed = (struct agreement){ 0 };
	s->key_source = KEY_NONE;
	s->proven = false;
	OPENSSL_cleanse(s->making, sizeof(*s->making));
}

void session_forget_keys(struct session *s)
{
	if (s->making)
		OPENSSL_cleanse(&s->making->trial, sizeof(s->making->trial));
	if (s->keys)
		OPENSSL_cleanse(s->keys, folded_size(s->keys));
	free(s->keys);
	s->keys = NULL;
}

void session_settle(struct session *s)
{
	struct epoch_keys *keys = &s->making->trial.keys;

	_Static_assert(SESSION_KEYS % 8 == 0, "keys are folded");
	if (!s->proven)
		return;
	s->keys = fold(NULL, &keys->client, SESSION_KEYS);
	OPENSSL_clear_free(s->making, sizeof(*s->making));
	s->making = NULL;
	free(s->identity);
	s->identity = NULL;
	s->identity_len = 0;
}

void sessions_free(struct dissector *d)
{
	for (struct session *s = d->first_session, *next; s; s = next) {
		next = s->next;
		session_free(s);
	}
}

void session_identity(struct session *s, struct span identity)
{
	free(s->identity);
	s->identity = malloc(identity.len + 1);
	assert(s->identity);
	if (identity.len)
		memcpy(s->identity, identity.bytes, identity.len);
	s->identity_len = (uint16_t)identity.len;	/* of a vector that says its length in two octets */
}

/* 'ue1', or its octets in hexadecimal where it is not plain text. */
static const char *identity_quote(const struct session *s, char *text, size_t size)
{
	char hex[64];

	for (size_t i = 0; i < s->identity_len; i++)
		if (s->identity[i] < ' ' || s->identity[i] > '~') {
			snprintf(text, size, "%s", hex_format(hex, sizeof(hex), s->identity, s->identity_len));
			return text;
		}
	snprintf(text, size, "'%.*s'", (int)s->identity_len, (const char *)s->identity);
	return text;
}

/* What no key can help with; NULL: nothing. */
static const char *why_never(const struct session *s)
{
	const struct agreement *g = &s->agreed;

	if (g->version == DTLS_1_3)
		return "DTLS 1.3: recognised, not opened (let one side offer DTLS 1.2 only)";
	if (g->version == DTLS_1_0)
		return "DTLS 1.0: recognised, not opened (only DTLS 1.2 is)";
	if (g->version == DTLS_BAD)
		return "DTLS from before its RFC (version 0x0100): recognised, not opened";
	if (g->connection_ids)
		return "connection ids: recognised, not opened (let one side offer none)";
	if (s->middle)
		return "handshake not in the capture: joined in the middle; give the file that has it as well, or capture from its start";
	if (!g->has_random[SIDE_SERVER])
		return "no ServerHello in the capture: its keys cannot be made; capture from the handshake on";
	if (g->truncated_hmac)
		return "truncated HMAC: recognised, not opened";
	return NULL;
}

bool session_hopeless(const struct session *s) { return why_never(s) || !s->agreed.suite; }

/* Keys were tried. */
static void why_failed(const struct session *s, char *text, size_t size)
{
	char identity[160];

	switch ((enum key_source)s->key_source) {
	case KEY_LOG_ANY:
		snprintf(text, size, "no ClientHello in the capture, and no line of the key log opens it (another session's?)");
		return;
	case KEY_LOG:
		snprintf(text, size, "the key log's secret does not open it (another session's?)");
		return;
	case KEY_RESUMED:
		snprintf(text, size, "the secret of the session it resumes does not open it; give a key log (--keylog)");
		return;
	case KEY_PSK:
		snprintf(text, size, "the PSK given for %s does not open it (wrong key?)",
			 identity_quote(s, identity, sizeof(identity)));
		return;
	case KEY_PSK_ANY:
		snprintf(text, size, "no PSK given without an identity opens it, and none is given for %s",
			 identity_quote(s, identity, sizeof(identity)));
		return;
	case KEY_NONE:
		break;
	}
	text[0] = '\0';
}

static const char *kx_name(enum key_exchange kx)
{
	switch (kx) {
	case KX_PSK:
		return "PSK";
	case KX_DHE_PSK:
		return "DHE_PSK";
	case KX_ECDHE_PSK:
		return "ECDHE_PSK";
	case KX_RSA_PSK:
		return "RSA_PSK";
	case KX_RSA:
		return "RSA";
	case KX_DHE_RSA:
		return "DHE_RSA";
	case KX_ECDHE_RSA:
		return "ECDHE_RSA";
	case KX_ECDHE_ECDSA:
		return "ECDHE_ECDSA";
	}
	return "?";
}

/* No key was there to be tried. */
static void why_no_key(const struct session *s, char *text, size_t size)
{
	const struct agreement *g = &s->agreed;
	enum key_exchange kx = g->suite->kx;
	bool psk = kx == KX_DHE_PSK || kx == KX_ECDHE_PSK || kx == KX_RSA_PSK;
	char identity[160];

	if (!g->has_random[SIDE_CLIENT])
		snprintf(text, size, "no ClientHello in the capture: give a key log (--keylog) of this session alone; its lines are tried");
	else if (g->resumed)
		snprintf(text, size, "resumes a session whose secret is not known: give a key log (--keylog) of either side");
	else if (kx != KX_PSK)
		snprintf(text, size, "%s: %s a key log (--keylog) of either side", kx_name(kx),
			 psk ? "the PSK alone cannot open it; give" : "give");
	else if (!g->exchanged)
		snprintf(text, size, "no ClientKeyExchange in the capture: give a key log (--keylog) of either side");
	else if (g->extended_master && !s->making->session_hash_len)
		snprintf(text, size, "part of its handshake is not in the capture, which the extended master secret needs: "
				     "give a key log (--keylog)");
	else
		snprintf(text, size, "no PSK for identity %s: give --psk-file",
			 identity_quote(s, identity, sizeof(identity)));
}

const char *session_why(const struct session *s, char *text, size_t size)
{
	const char *never = why_never(s);

	text[0] = '\0';
	if (s->proven)
		return text;
	if (never)
		snprintf(text, size, "%s", never);
	else if (!s->agreed.suite)
		snprintf(text, size, "cipher suite 0x%04X: not one we can open", s->agreed.suite_number);
	else if (s->key_source != KEY_NONE)
		why_failed(s, text, size);
	else
		why_no_key(s, text, size);
	return text;
}

static const char *source_name(const struct session *s)
{
	switch (s->proven ? (enum key_source)s->key_source : KEY_NONE) {
	case KEY_LOG:
	case KEY_LOG_ANY:
		return "key log";
	case KEY_RESUMED:
		return "resumed session";
	case KEY_PSK:
		return "psk file";
	case KEY_PSK_ANY:
		return "psk without identity";
	case KEY_NONE:
		break;
	}
	return "none";
}

static void report_fill(struct session_report *r, const struct session *s)
{
	*r = (struct session_report){ .client = s->ends[SIDE_CLIENT], .server = s->ends[SIDE_SERVER] };
	r->flow = s->flow;
	r->association = s->association;
	r->session = s->number;
	r->version = s->agreed.version;
	r->suite = s->agreed.suite_number;
	r->psk_identity_len = s->identity_len < sizeof(r->psk_identity) ? s->identity_len : sizeof(r->psk_identity);
	if (s->identity)
		memcpy(r->psk_identity, s->identity, r->psk_identity_len);
	r->key_source = source_name(s);
	r->opened = s->opened;
	r->failed = s->failed;
	r->dark = s->dark;
	r->first_frame = s->first_frame;
	r->extended_master_secret = s->agreed.extended_master;
	r->resumed = s->agreed.resumed;
	r->middle = s->middle;
	r->finished_verified = s->finished == FINISHED_BOTH;
	r->finished_wrong = s->finished & ~FINISHED_BOTH;
	if (s->dark)
		session_why(s, r->why_dark, sizeof(r->why_dark));
}

void dissector_sessions(const struct dissector *d, void (*each)(void *arg, const struct session_report *), void *arg)
{
	struct session_report report;

	for (const struct session *s = d->first_session; s; s = s->next) {
		report_fill(&report, s);
		each(arg, &report);
	}
}
