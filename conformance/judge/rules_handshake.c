/* conformance/judge/rules_handshake.c - order, numbers and fragments of handshake messages; PSK (groups B, J, K). */
#include <string.h>

#include "conformance/judge/cipher.h"
#include "conformance/judge/rules.h"
#include "wire/utf8.h"

enum { RECORD_ALERT = 21, UNKNOWN_PSK_IDENTITY = 115, IDENTITY_MOST = 128 };
static const char akma_prefix[] = "3GPP-AKMA";

static const struct way *way_of(const struct subject *s)
{
	return &s->association->ways[s->now->from_client ? WAY_CLIENT : WAY_SERVER];
}

static bool is_message(const struct subject *s, uint8_t type, bool from_client)
{
	const struct handshake *h = s->now->handshake;

	return h->type == type && h->complete && h->body && !h->again && s->now->from_client == from_client;
}

static bool has_psk(const struct subject *s) { return s->association->chosen.seen && s->association->psk; }

/* --- DTLS --- */

/* DTLS12-25: numbers from 0, one more each. A gap may be a loss. */
enum answer message_seq_counts(const struct subject *s, struct note *note)
{
	const struct handshake *h = s->now->handshake;
	const struct association *a = s->association;
	const struct way *w = way_of(s);
	bool client_hello = h->type == HANDSHAKE_CLIENT_HELLO && s->now->from_client;
	bool first = client_hello && !a->verify.unanswered && (!a->offer.seen || a->chosen.seen);

	if (h->fragment_offset || h->again || h->type == HANDSHAKE_HELLO_REQUEST || (!a->from_start && !client_hello))
		return NOT_ASKED;
	note->by = (uint8_t)s->by;
	if (first && h->message_seq && s->context->vantage == VANTAGE_UNKNOWN)
		return cannot_say(note, "message_seq 0 in the first ClientHello", "%u in the first that was seen, and the vantage point is "
				  "not known (--vantage)", h->message_seq);
	if (first)
		return h->message_seq ? broken(note, (struct range){ 4, 2 }, "message_seq 0 in the first ClientHello", "%u",
					       h->message_seq)
				      : HELD;
	unsigned due = w->rank >= 0 ? w->rank_seq + 1u : s->now->from_client ? 0 : a->requested;
	if (h->message_seq <= due || s->context->vantage == VANTAGE_UNKNOWN || s->context->impaired)
		return HELD;
	return broken(note, (struct range){ 4, 2 }, "message_seq one more than that of the message before",
		      "%u where %u was due", h->message_seq, due);
}

/* DTLS12-27. */
enum answer fragments_fit(const struct subject *s, struct note *note)
{
	const struct handshake *h = s->now->handshake;

	if (h->fragment_offset <= h->length && h->fragment_length <= h->length - h->fragment_offset)
		return HELD;
	note->by = (uint8_t)s->by;
	return broken(note, (struct range){ 6, 6 }, "fragments inside the message's length", "%u octets at %u of %u",
		      h->fragment_length, h->fragment_offset, h->length);
}

/* DTLS12-31. */
enum answer finished_opens_the_epoch(const struct subject *s, struct note *note)
{
	const struct record *r = s->now->record;

	if (s->now->handshake->type != HANDSHAKE_FINISHED || s->now->handshake->again || !s->association->from_start)
		return NOT_ASKED;
	note->by = (uint8_t)s->by;
	if (r->epoch > way_of(s)->epoch && s->context->vantage == VANTAGE_UNKNOWN)
		return cannot_say(note, "Finished in the epoch that its ChangeCipherSpec began", "epoch %u, and a ChangeCipherSpec may not "
				  "have been seen: the vantage point is not known (--vantage)", r->epoch);
	if (!r->epoch || r->epoch != way_of(s)->epoch)
		return broken(note, (struct range){ 3, 2 }, "Finished in the epoch that its ChangeCipherSpec began",
			      "epoch %u, after ChangeCipherSpec %u", r->epoch, way_of(s)->epoch);
	return HELD;
}

/* DTLS12-33. */
enum answer messages_are_in_order(const struct subject *s, struct note *note)
{
	const struct handshake *h = s->now->handshake;
	const struct way *w = way_of(s);
	int rank = handshake_rank(s->now->from_client, h->type);

	if (rank < 0 || h->again || h->fragment_offset || w->rank < 0 || h->message_seq <= w->rank_seq)
		return rank >= 0 && !h->again ? HELD : NOT_ASKED;
	if (rank > w->rank || (rank == 0 && w->rank == 0))	/* a second ClientHello or HelloVerifyRequest */
		return HELD;
	if (h->type == HANDSHAKE_CLIENT_HELLO)
		return NOT_ASKED;	/* a new handshake */
	note->by = (uint8_t)s->by;
	return broken(note, (struct range){ 0, 1 }, "handshake messages in the prescribed order", "type %u too late", h->type);
}

/* --- PSK --- */

/* PSK-01. RSA_PSK has a certificate. */
enum answer psk_has_no_certificate(const struct subject *s, struct note *note)
{
	if (!has_psk(s) || s->now->from_client || (cipher_kinds(s->association->chosen.suite) & CIPHER_RSA))
		return NOT_ASKED;
	if (is_message(s, HANDSHAKE_SERVER_HELLO_DONE, false))
		return HELD;
	if (s->now->handshake->type != HANDSHAKE_CERTIFICATE && s->now->handshake->type != HANDSHAKE_CERTIFICATE_REQUEST)
		return NOT_ASKED;
	return broken(note, (struct range){ 0, 1 }, "no Certificate and no CertificateRequest with a PSK suite",
		      s->now->handshake->type == HANDSHAKE_CERTIFICATE ? "a Certificate" : "a CertificateRequest");
}

/* The hint of a ServerKeyExchange: it comes first in every PSK key exchange (RFC 4279 2, 3; RFC 5489 2). */
static struct span hint_of(const struct subject *s)
{
	struct cursor c = cursor_of(s->now->handshake->body, s->now->handshake->body_len);

	return span_read(&c, 2);
}

/* PSK-02 (T7). */
enum answer psk_has_no_hint(const struct subject *s, struct note *note)
{
	if (!has_psk(s) || (s->context->features & APPLIES_AKMA))
		return NOT_ASKED;
	note->by = SIDE_SERVER;
	if (is_message(s, HANDSHAKE_SERVER_KEY_EXCHANGE, false)) {
		bool pure = cipher_kinds(s->association->chosen.suite) & CIPHER_PURE;
		if (!pure && !hint_of(s).len)
			return HELD;
		return broken(note, WHERE_WHOLE, "no psk_identity_hint, so no ServerKeyExchange in plain PSK",
			      pure ? "a ServerKeyExchange" : "a hint");
	}
	return is_message(s, HANDSHAKE_SERVER_HELLO_DONE, false) ? HELD : NOT_ASKED;
}

/* AKMA-06: sent, with the string inside. */
enum answer akma_hint_is_sent(const struct subject *s, struct note *note)
{
	static const char expected[] = "a ServerKeyExchange whose psk_identity_hint contains \"3GPP-AKMA\"";

	if (is_message(s, HANDSHAKE_SERVER_KEY_EXCHANGE, false)) {
		struct span hint = hint_of(s);
		return hint.len && memmem(hint.bytes, hint.len, akma_prefix, strlen(akma_prefix))
			       ? HELD
			       : broken(note, WHERE_WHOLE, expected, "a hint without it");
	}
	if (!is_message(s, HANDSHAKE_SERVER_HELLO_DONE, false) || !s->association->from_start)
		return NOT_ASKED;
	return s->association->key_exchange_seen ? NOT_ASKED : broken(note, WHERE_WHOLE, expected, "no ServerKeyExchange");
}

static bool identity_of(const struct subject *s, struct span *identity)
{
	if (!is_message(s, HANDSHAKE_CLIENT_KEY_EXCHANGE, true) || (s->association->chosen.seen && !s->association->psk))
		return false;
	struct cursor c = cursor_of(s->now->handshake->body, s->now->handshake->body_len);
	*identity = span_read(&c, 2);
	return !c.failed;
}

/* AKMA-07. */
enum answer akma_identity_has_prefix(const struct subject *s, struct note *note)
{
	struct span identity;

	if (!identity_of(s, &identity))
		return NOT_ASKED;
	if (identity.len > strlen(akma_prefix) && memcmp(identity.bytes, akma_prefix, strlen(akma_prefix)) == 0)
		return HELD;
	return broken(note, WHERE_WHOLE, "a psk_identity of \"3GPP-AKMA\" and the A-KID", "one without the prefix");
}

/* AKMA-10: unverified, a note. */
enum answer akid_is_a_nai(const struct subject *s, struct note *note)
{
	struct span identity;

	if (!identity_of(s, &identity) || identity.len <= strlen(akma_prefix) ||
	    memcmp(identity.bytes, akma_prefix, strlen(akma_prefix)) != 0)
		return NOT_ASKED;
	if (memchr(identity.bytes, '@', identity.len))
		return HELD;
	return broken(note, WHERE_WHOLE, "an A-KID of the form username@realm", "one without \"@\"");
}

/* PSK-07. */
enum answer identity_is_utf8(const struct subject *s, struct note *note)
{
	struct span identity;

	if (!identity_of(s, &identity))
		return NOT_ASKED;
	if (utf8_valid(identity.bytes, identity.len, NULL))
		return HELD;
	return broken(note, WHERE_WHOLE, "a psk_identity in UTF-8", "octets that are not UTF-8");
}

/* The server goes on after the identity: its ChangeCipherSpec or Finished. */
static bool server_accepts(const struct subject *s)
{
	const struct observation *o = s->now;

	return !o->from_client && s->association->identity_seen && o->record->epoch == 0 && o->record->type == 20;
}

static bool server_alerts(const struct subject *s)
{
	const struct observation *o = s->now;

	return !o->from_client && s->association->identity_seen && o->record->type == RECORD_ALERT &&
	       !s->association->complete;
}

/* PSK-03.a. An identity that is in no pool we know may be a good one. */
enum answer unknown_identity_is_refused(const struct subject *s, struct note *note)
{
	const struct identity *identity = s->association->identity;

	if (!identity || !identity->unprovisioned)
		return NOT_ASKED;
	if (server_alerts(s))
		return HELD;
	return server_accepts(s) ? broken(note, WHERE_WHOLE, "the handshake fails for an unknown identity", "it goes on") : NOT_ASKED;
}

/* PSK-03.b (T8). */
enum answer unknown_identity_is_not_told(const struct subject *s, struct note *note)
{
	const struct identity *identity = s->association->identity;

	if (!server_alerts(s))
		return NOT_ASKED;
	note->as_warn = !(s->context->features & APPLIES_RFC7925);
	if (s->now->alert_description == UNKNOWN_PSK_IDENTITY)
		return broken(note, WHERE_WHOLE, "decrypt_error, or silence, for an unknown identity", "unknown_psk_identity");
	return identity && identity->unprovisioned ? HELD : NOT_ASKED;
}

/* PSK-05. */
enum answer long_identity_works(const struct subject *s, struct note *note)
{
	const struct association *a = s->association;
	bool edge = a->identity_len == 1 || (a->identity_len >= 100 && a->identity_len <= IDENTITY_MOST);

	if (!a->identity || a->identity->unprovisioned || !edge || a->ways[WAY_CLIENT].bent)
		return NOT_ASKED;
	note->by = SIDE_SERVER;
	if (server_accepts(s))
		return HELD;
	return server_alerts(s) ? broken(note, WHERE_WHOLE, "identities of up to 128 octets accepted", "an alert for one of %u",
					 a->identity_len)
				: NOT_ASKED;
}

/* PSK-06. */
enum answer identity_is_compared_exactly(const struct subject *s, struct note *note)
{
	if (!s->association->identity_alike)
		return NOT_ASKED;
	if (server_alerts(s))
		return HELD;
	return server_accepts(s) ? broken(note, WHERE_WHOLE, "the identity compared octet by octet",
					  "one accepted that is only alike")
				 : NOT_ASKED;
}

/* PSK-09. */
enum answer odd_identity_fails_cleanly(const struct subject *s, struct note *note)
{
	const struct association *a = s->association;

	if (!a->identity_seen || (a->identity_len && a->identity_len <= IDENTITY_MOST))
		return NOT_ASKED;
	if (server_alerts(s))
		return HELD;
	return server_accepts(s) ? broken(note, WHERE_WHOLE, "a clean failure for an empty identity or one above 128 octets",
					  "one of %u octets accepted", a->identity_len)
				 : NOT_ASKED;
}

/* DTLS12-28. What the way does to datagrams may shorten an interval: an eighth and the jitter are let pass. Copies
 * that follow at once are a crowd's or the network's, and say nothing of a timer. */
enum answer flight_timer_doubles(const struct subject *s, struct note *note)
{
	enum { FIRST_MS = 1000, MOST_MS = 60000, AT_ONCE_MS = 100 };
	const uint64_t ms = 1000000;
	const struct association *a = s->association;
	uint64_t waited = way_waited(a, s->now), before = a->ways[s->now->from_client ? WAY_CLIENT : WAY_SERVER].pace.gap_ns;
	uint64_t least = before ? 2 * before : FIRST_MS * ms;

	if (waited < AT_ONCE_MS * ms)
		return NOT_ASKED;
	note->by = (uint8_t)s->by;
	if (least > MOST_MS * ms)
		least = MOST_MS * ms;
	if (waited + least / 8 + (before ? JITTER_OF_TWO : 1) * jitter_now(s) >= least)
		return HELD;
	return broken(note, WHERE_WHOLE, before ? "a flight repeated after twice the time before, up to 60 s" : "a flight repeated after 1 s at least",
		      "after %u ms%s", (unsigned)(waited / ms), before ? ", no more than before" : "");
}
