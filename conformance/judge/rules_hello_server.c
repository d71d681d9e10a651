/* conformance/judge/rules_hello_server.c - HelloVerifyRequest and ServerHello (groups B, I, J, K). */
#include "conformance/judge/cipher.h"
#include "conformance/judge/rules_hello.h"

enum { DTLS_1_0 = 0xfeff, DTLS_1_2 = 0xfefd, RECORD_ALERT = 21, HANDSHAKE_FAILURE = 40, DECODE_ERROR = 50, PROTOCOL_VERSION = 70 };

static const struct offer *offer_of(const struct subject *s) { return &s->association->offer; }

static bool offered(const struct offer *offer, uint16_t suite)
{
	for (unsigned i = 0; i < offer->suite_count; i++)
		if (offer->suites[i] == suite)
			return true;
	return offer->suite_count == SUITES_KEPT;
}

/* --- HelloVerifyRequest --- */

/* Of the ClientHello, whichever of its copies was answered. */
static bool is_number_of_a_copy(const struct subject *s)
{
	return s->now->record->seq >= offer_of(s)->seq_before && s->now->record->seq <= offer_of(s)->seq;
}

/* Or of an earlier one, with another cookie or none: its answer may come late. */
static bool is_number_of_any(const struct subject *s)
{
	uint64_t after = s->now->record->seq - offer_of(s)->seq_first;

	return after < 64 && offer_of(s)->seqs >> after & 1;
}

/* The flight before it may be lost: the client or a crowd had to repeat itself. */
static bool may_be_a_repetition(const struct subject *s)
{
	const struct offer *offer = offer_of(s);

	return s->now->record->seq > offer->seq && (offer->seq != offer->seq_before || strain_around(s->strain, s->at_ns));
}

static const char hello_unseen[] = "the ClientHello that it answers may not have been seen, and the vantage point is not known "
				   "(--vantage)";

/* A number behind that of the last ClientHello seen, where the capture may lack the next. */
static bool may_answer_another(const struct subject *s)
{
	return s->context->vantage == VANTAGE_UNKNOWN && s->now->record->seq > offer_of(s)->seq;
}

/* DTLS12-17. */
enum answer verify_uses_the_hellos_number(const struct subject *s, struct note *note)
{
	struct hello_verify h;

	if (!subject_hello_verify(s, &h) || !offer_of(s)->seen)
		return NOT_ASKED;
	if (is_number_of_any(s))
		return HELD;
	if (may_answer_another(s))
		return cannot_say(note, "the record sequence number of the ClientHello", hello_unseen);
	related_to(note, offer_of(s)->frame);
	return broken(note, (struct range){ 5, 6 }, "the record sequence number of the ClientHello", "%llu instead of %llu",
		      (unsigned long long)s->now->record->seq, (unsigned long long)offer_of(s)->seq);
}

/* DTLS12-18 (T9). */
enum answer verify_version_is_known(const struct subject *s, struct note *note)
{
	struct hello_verify h;

	if (!subject_hello_verify(s, &h))
		return NOT_ASKED;
	if (h.version == DTLS_1_0 || h.version == DTLS_1_2)
		return HELD;
	return broken(note, WHERE_WHOLE, "server_version {254,255}, or {254,253}", "{%u,%u}", h.version >> 8, h.version & 0xff);
}

/* DTLS12-23. */
enum answer verify_is_stateless(const struct subject *s, struct note *note)
{
	if (s->now->handshake->type != HANDSHAKE_HELLO_VERIFY_REQUEST || s->now->from_client || !offer_of(s)->seen)
		return NOT_ASKED;
	if (!s->association->verify.unanswered || s->association->verify.count < offer_of(s)->hellos)
		return HELD;
	related_to(note, s->association->verify.frame);
	return broken(note, WHERE_WHOLE, "no HelloVerifyRequest without a ClientHello", "another, not asked for");
}

/* --- ServerHello --- */

/* DTLS12-16. */
enum answer cookie_is_asked_for(const struct subject *s, struct note *note)
{
	struct server_hello h;
	struct hello_verify v;

	if (s->now->record->epoch || !s->association->from_start)
		return NOT_ASKED;
	if (subject_hello_verify(s, &v))
		return HELD;
	if (!subject_server_hello(s, &h) || s->association->verify.count)
		return NOT_ASKED;
	if (s->context->vantage == VANTAGE_UNKNOWN && offer_of(s)->cookie)	/* who gave it is not in the capture */
		return NOT_ASKED;
	related_to(note, offer_of(s)->frame);
	return broken(note, WHERE_WHOLE, "a HelloVerifyRequest first, to a ClientHello without cookie", "a ServerHello");
}

/* DTLS12-20. */
enum answer server_hello_uses_the_hellos_number(const struct subject *s, struct note *note)
{
	struct server_hello h;

	if (s->now->record->epoch || !subject_server_hello(s, &h) || !s->association->verify.count || !offer_of(s)->seen)
		return NOT_ASKED;
	if (is_number_of_a_copy(s))
		return HELD;
	if (may_be_a_repetition(s))
		return NOT_ASKED;
	if (may_answer_another(s))
		return cannot_say(note, "the record sequence number of the ClientHello with the cookie", hello_unseen);
	related_to(note, offer_of(s)->frame);
	return broken(note, (struct range){ 5, 6 }, "the record sequence number of the ClientHello with the cookie",
		      "%llu instead of %llu", (unsigned long long)s->now->record->seq, (unsigned long long)offer_of(s)->seq);
}

/* DTLS12-21 (T10), -22: a cookie that was not given to this client, for these parameters. */
static bool cookie_is_wrong(const struct subject *s)
{
	const struct association *a = s->association;

	return s->context->vantage != VANTAGE_UNKNOWN && a->offer.clear && a->offer.cookie && a->from_start && a->offer.cookie != a->verify.cookie;
}

enum answer wrong_cookie_counts_as_none(const struct subject *s, struct note *note)
{
	struct hello_verify v;

	(void)note;
	if (!cookie_is_wrong(s) || s->association->chosen.seen)
		return NOT_ASKED;
	return subject_hello_verify(s, &v) ? HELD : NOT_ASKED;
}

/* The same, by the alert that aborts: a record row of its clause. */
enum answer wrong_cookie_aborts_nothing(const struct subject *s, struct note *note)
{
	if (!cookie_is_wrong(s) || s->association->chosen.seen || s->now->from_client ||
	    s->now->record->type != RECORD_ALERT)
		return NOT_ASKED;
	related_to(note, s->association->offer.frame);
	return broken(note, (struct range){ 0, 1 }, "a wrong cookie taken as none: a new HelloVerifyRequest", "an alert");
}

enum answer cookie_is_bound(const struct subject *s, struct note *note)
{
	struct server_hello h;
	struct hello_verify v;
	bool wrong = cookie_is_wrong(s);

	if (s->association->chosen.seen || (!wrong && !s->association->params_changed))
		return NOT_ASKED;
	if (subject_hello_verify(s, &v))
		return HELD;
	if (!subject_server_hello(s, &h))
		return NOT_ASKED;
	related_to(note, offer_of(s)->frame);
	return broken(note, WHERE_WHOLE, "the cookie refused: it is of another client, or of other parameters", "a ServerHello");
}

/* DTLS12-34. */
enum answer server_picks_from_the_offer(const struct subject *s, struct note *note)
{
	const struct offer *offer = offer_of(s);
	struct server_hello h;

	if (!subject_server_hello(s, &h) || !offer->seen)
		return NOT_ASKED;
	related_to(note, offer->frame);
	if (!offered(offer, h.suite))
		return broken(note, WHERE_WHOLE, "a cipher suite from the offer", "0x%04x", h.suite);
	if (h.version < offer->version)	/* counted downwards */
		return broken(note, (struct range){ 0, 2 }, "a version not above the one offered", "{%u,%u}", h.version >> 8,
			      h.version & 0xff);
	if (h.compression)
		return broken(note, WHERE_WHOLE, "null compression", "method %u", h.compression);
	return HELD;
}

/* DTLS12-35. */
enum answer extensions_were_offered(const struct subject *s, struct note *note)
{
	const struct offer *offer = offer_of(s);
	struct server_hello h;
	struct span data;
	uint16_t number;
	uint64_t seen = 0;

	if (!subject_server_hello(s, &h) || !offer->seen)
		return NOT_ASKED;
	related_to(note, offer->frame);
	for (size_t at = 0; hello_next_extension(h.extensions, &at, &number, &data);) {
		bool asked = number < 64 ? offer->extensions >> number & 1
					 : number == EXTENSION_RENEGOTIATION_INFO ? offer->renegotiation_info : offer->unknown;
		if (!asked)
			return broken(note, WHERE_WHOLE, "extensions that the client offered", "extension %u", number);
		if (number < 64 && seen >> number & 1)
			return broken(note, WHERE_WHOLE, "no extension twice", "extension %u", number);
		seen |= number < 64 ? 1ull << number : 0;
	}
	return HELD;
}

/* DTLS12-36.a: what the server cannot know is ignored. */
enum answer unknown_offer_is_ignored(const struct subject *s, struct note *note)
{
	struct server_hello h;

	(void)note;
	return subject_server_hello(s, &h) && offer_of(s)->seen && offer_of(s)->unknown && !offer_of(s)->trailing ? HELD : NOT_ASKED;
}

static bool is_refusing_alert(const struct subject *s)
{
	return s->now->record->type == RECORD_ALERT && !s->now->from_client && !s->now->record->epoch && offer_of(s)->seen &&
	       !s->association->chosen.seen;
}

enum answer unknown_offer_is_not_refused(const struct subject *s, struct note *note)
{
	const struct offer *offer = offer_of(s);

	if (!is_refusing_alert(s) || !offer->known || !offer->unknown || offer->trailing)
		return NOT_ASKED;
	related_to(note, offer->frame);
	return broken(note, WHERE_WHOLE, "unknown cipher suites and extensions ignored", "alert %u", s->now->alert_description);
}

/* DTLS12-36.b. Without a sign of RFC 5746 it may be refused (RFC 5746 4.3). */
enum answer bare_hello_is_accepted(const struct subject *s, struct note *note)
{
	struct server_hello h;

	(void)note;
	return subject_server_hello(s, &h) && offer_of(s)->seen && offer_of(s)->bare ? HELD : NOT_ASKED;
}

enum answer bare_hello_is_not_refused(const struct subject *s, struct note *note)
{
	const struct offer *offer = offer_of(s);

	if (!is_refusing_alert(s) || !offer->bare || !offer->known || !offer->renegotiation_info || offer->unknown ||
	    offer->session_id || offer->version == DTLS_1_0 ||
	    s->now->alert_description != HANDSHAKE_FAILURE)
		return NOT_ASKED;
	related_to(note, offer->frame);
	return broken(note, WHERE_WHOLE, "a ClientHello without extensions accepted", "alert %u", s->now->alert_description);
}

/* DTLS12-36.c. */
enum answer trailing_octets_are_not_taken(const struct subject *s, struct note *note)
{
	struct server_hello h;

	if (!subject_server_hello(s, &h) || !offer_of(s)->seen || !offer_of(s)->trailing)
		return NOT_ASKED;
	related_to(note, offer_of(s)->frame);
	return broken(note, WHERE_WHOLE, "decode_error for octets after the ClientHello's extensions", "a ServerHello");
}

enum answer trailing_octets_are_named(const struct subject *s, struct note *note)
{
	if (!is_refusing_alert(s) || !offer_of(s)->trailing)
		return NOT_ASKED;
	if (s->now->alert_description == DECODE_ERROR)
		return HELD;
	related_to(note, offer_of(s)->frame);
	return broken(note, WHERE_WHOLE, "decode_error for octets after the ClientHello's extensions", "alert %u",
		      s->now->alert_description);
}

/* DTLS12-45.b. */
enum answer server_returns_extended_master(const struct subject *s, struct note *note)
{
	struct server_hello h;
	struct span data;

	if (!subject_server_hello(s, &h) || !(offer_of(s)->extensions >> EXTENSION_EXTENDED_MASTER_SECRET & 1))
		return NOT_ASKED;
	if (hello_extension(h.extensions, EXTENSION_EXTENDED_MASTER_SECRET, &data))
		return HELD;
	related_to(note, offer_of(s)->frame);
	return broken(note, WHERE_WHOLE, "extended_master_secret in the ServerHello, as the client offered it", "none");
}

/* DTLS12-43, the server's part. */
enum answer server_signals_renegotiation_info(const struct subject *s, struct note *note)
{
	struct server_hello h;
	struct span info;

	if (s->now->record->epoch || !subject_server_hello(s, &h) || !offer_of(s)->renegotiation_info)
		return NOT_ASKED;
	note->by = SIDE_SERVER;
	if (!hello_extension(h.extensions, EXTENSION_RENEGOTIATION_INFO, &info))
		return broken(note, WHERE_WHOLE, "an empty renegotiation_info in the ServerHello", "none");
	if (info.len == 1 && info.bytes[0] == 0)
		return HELD;
	return broken(note, WHERE_WHOLE, "an empty renegotiation_info in the ServerHello", "one of %zu octets", info.len);
}

/* DTLS12-44, the server's part; PROF-01, PROF-02. */
static enum answer picks_1_2(const struct subject *s, struct note *note, const char *expected)
{
	struct server_hello h;

	if (!subject_server_hello(s, &h))
		return NOT_ASKED;
	note->by = SIDE_SERVER;
	if (h.version != DTLS_1_0)
		return HELD;
	related_to(note, offer_of(s)->frame);
	return broken(note, (struct range){ 0, 2 }, expected, "DTLS 1.0");
}

enum answer server_picks_1_2(const struct subject *s, struct note *note)
{
	return picks_1_2(s, note, "DTLS 1.2, or a fatal protocol_version");
}

/* The same, by the alert that refuses. */
enum answer old_version_is_named(const struct subject *s, struct note *note)
{
	const struct observation *o = s->now;

	if (o->record->type != RECORD_ALERT || o->from_client || o->record->epoch || s->association->chosen.seen ||
	    !offer_of(s)->seen || offer_of(s)->version != DTLS_1_0)
		return NOT_ASKED;
	note->by = SIDE_SERVER;
	related_to(note, offer_of(s)->frame);
	if (o->alert_level == 2 && o->alert_description == PROTOCOL_VERSION)
		return HELD;
	return broken(note, WHERE_WHOLE, "a fatal protocol_version where DTLS 1.2 is not offered", "level %u, description %u",
		      o->alert_level, o->alert_description);
}

enum answer dtls_1_0_is_refused(const struct subject *s, struct note *note)
{
	return picks_1_2(s, note, "no DTLS 1.0: the handshake fails");
}

/* PROF-02. */
enum answer dtls_1_2_is_supported(const struct subject *s, struct note *note)
{
	struct server_hello h;

	if (!subject_server_hello(s, &h) || offer_of(s)->version == DTLS_1_0)
		return NOT_ASKED;
	if (h.version != DTLS_1_0)
		return HELD;
	return broken(note, (struct range){ 0, 2 }, "DTLS 1.2, which the client offered", "DTLS 1.0");
}

/* DTLS12-15, the server's part. */
enum answer server_picks_aead(const struct subject *s, struct note *note)
{
	struct server_hello h;
	struct span data;

	if (!subject_server_hello(s, &h))
		return NOT_ASKED;
	note->by = SIDE_SERVER;
	if (!(cipher_kinds(h.suite) & CIPHER_AEAD))
		return broken(note, WHERE_WHOLE, "an AEAD cipher suite", "0x%04x", h.suite);
	if (hello_extension(h.extensions, EXTENSION_TRUNCATED_HMAC, &data) ||
	    hello_extension(h.extensions, EXTENSION_ENCRYPT_THEN_MAC, &data))
		return broken(note, WHERE_WHOLE, "no truncated_hmac, no encrypt_then_mac", "one of them");
	return HELD;
}

/* AKMA-05. */
enum answer akma_server_picks_psk(const struct subject *s, struct note *note)
{
	struct server_hello h;

	if (!subject_server_hello(s, &h))
		return NOT_ASKED;
	if (cipher_kinds(h.suite) & CIPHER_PSK)
		return HELD;
	return broken(note, WHERE_WHOLE, "a PSK cipher suite selected", "0x%04x", h.suite);
}

/* CDTLS-12, -13, -14: the mandatory suite, offered alone, and picked; or refused by an alert. */
static bool offered_alone(const struct subject *s, uint16_t suite)
{
	const struct offer *offer = offer_of(s);

	return offer->seen && offer->suite_count == 1 && offer->suites[0] == suite;
}

static enum answer is_picked(const struct subject *s, uint16_t suite)
{
	struct server_hello h;

	return offered_alone(s, suite) && subject_server_hello(s, &h) && h.suite == suite ? HELD : NOT_ASKED;
}

static enum answer is_not_refused(const struct subject *s, struct note *note, uint16_t suite, const char *expected)
{
	/* Another alert, or one for an offer that is wrong besides, does not refuse the suite. */
	if (!offered_alone(s, suite) || offer_of(s)->version == DTLS_1_0 || offer_of(s)->trailing || offer_of(s)->session_id || s->now->from_client ||
	    s->now->record->type != RECORD_ALERT || s->now->alert_description != HANDSHAKE_FAILURE || s->association->chosen.seen)
		return NOT_ASKED;
	related_to(note, offer_of(s)->frame);
	note->by = SIDE_SERVER;
	return broken(note, WHERE_WHOLE, expected, "alert %u", s->now->alert_description);
}

enum answer psk_ccm_8_is_picked(const struct subject *s, struct note *note)
{
	(void)note;
	return is_picked(s, CIPHER_PSK_AES_128_CCM_8);
}

enum answer psk_ccm_8_is_not_refused(const struct subject *s, struct note *note)
{
	return is_not_refused(s, note, CIPHER_PSK_AES_128_CCM_8, "TLS_PSK_WITH_AES_128_CCM_8 accepted");
}

enum answer ecdsa_ccm_8_is_picked(const struct subject *s, struct note *note)
{
	(void)note;
	return is_picked(s, CIPHER_ECDHE_ECDSA_AES_128_CCM_8);
}

enum answer ecdsa_ccm_8_is_not_refused(const struct subject *s, struct note *note)
{
	return is_not_refused(s, note, CIPHER_ECDHE_ECDSA_AES_128_CCM_8, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8 accepted");
}

/* PSK-08. */
enum answer ccm_needs_1_2(const struct subject *s, struct note *note)
{
	struct server_hello h;
	struct client_hello c;

	if (subject_server_hello(s, &h) && (cipher_kinds(h.suite) & CIPHER_CCM)) {
		note->by = SIDE_SERVER;
		return h.version != DTLS_1_0 ? HELD : broken(note, (struct range){ 0, 2 }, "a CCM suite with DTLS 1.2 only", "DTLS 1.0");
	}
	if (!subject_client_hello(s, &c) || !suites_offer(c.suites, CIPHER_CCM, false))
		return NOT_ASKED;
	note->by = SIDE_CLIENT;
	return c.version != DTLS_1_0 ? HELD : broken(note, (struct range){ 0, 2 }, "CCM suites offered with DTLS 1.2 only", "DTLS 1.0");
}
