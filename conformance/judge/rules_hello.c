/* conformance/judge/rules_hello.c - ClientHello and HelloRequest (groups B, I, J). */
#include <string.h>

#include "conformance/judge/cipher.h"
#include "conformance/judge/rules_hello.h"

enum { DTLS_1_0 = 0xfeff, SECP256R1 = 23, UNCOMPRESSED = 0, RAW_PUBLIC_KEY = 2 };

static const struct offer *offer_of(const struct subject *s) { return &s->association->offer; }

static bool is_message(const struct subject *s, uint8_t type)
{
	const struct handshake *h = s->now->handshake;

	return h->type == type && h->complete && h->body && !h->again;
}

bool subject_client_hello(const struct subject *s, struct client_hello *h)
{
	bool counts = !s->now->handshake->again || s->association->verify.unanswered;

	return counts && client_hello_of(h, s->now);
}

bool subject_server_hello(const struct subject *s, struct server_hello *h)
{
	return is_message(s, HANDSHAKE_SERVER_HELLO) && !s->now->from_client &&
	       server_hello_read(h, s->now->handshake->body, s->now->handshake->body_len);
}

bool subject_hello_verify(const struct subject *s, struct hello_verify *h)
{
	return is_message(s, HANDSHAKE_HELLO_VERIFY_REQUEST) && !s->now->from_client &&
	       hello_verify_read(h, s->now->handshake->body, s->now->handshake->body_len);
}

bool suites_offer(struct span suites, unsigned kind, bool without)
{
	struct cursor c = cursor_of(suites.bytes, suites.len);

	while (cursor_left(&c) >= 2) {
		uint16_t suite = cursor_u16(&c);
		if (suite != CIPHER_RENEGOTIATION_INFO && !(cipher_kinds(suite) & kind) == without)
			return true;
	}
	return false;
}

/* --- ClientHello --- */

/* The ClientHello from before once more: its timer expired, and no HelloVerifyRequest may have reached the client,
 * or a client that was behind had not looked at it yet. */
static bool is_perhaps_retransmission(const struct subject *s, const struct client_hello *h)
{
	const struct offer *offer = offer_of(s);

	return s->now->handshake->again && (!s->association->verify.heard || s->now->datagram->jitter_ns) && offer->seen &&
	       offer->params == client_hello_params(h) && offer->cookie == span_hash(h->cookie);
}

/* Another offer: the hello that it repeats may be missing from the capture. */
static bool may_begin_anew(const struct subject *s, const struct client_hello *h)
{
	return s->context->vantage == VANTAGE_UNKNOWN && client_hello_params(h) != offer_of(s)->params;
}

/* DTLS12-19: the second repeats the first, and adds the cookie. */
enum answer second_hello_repeats_the_first(const struct subject *s, struct note *note)
{
	const struct offer *offer = offer_of(s);
	struct client_hello h;

	if (!s->association->verify.unanswered || !offer->seen || !subject_client_hello(s, &h) ||
	    is_perhaps_retransmission(s, &h) || may_begin_anew(s, &h))
		return NOT_ASKED;
	related_to(note, offer->frame);
	if (client_hello_params(&h) != offer->params)
		return broken(note, WHERE_WHOLE, "version, random, session_id, cipher suites and compression repeated",
			      "a ClientHello that differs in one of them");
	if (span_hash(h.cookie) != s->association->verify.cookie)
		return broken(note, WHERE_WHOLE, "the cookie of the HelloVerifyRequest", h.cookie.len ? "another" : "none");
	return HELD;
}

/* DTLS12-24: every HelloVerifyRequest is answered with its cookie. */
enum answer cookie_is_returned(const struct subject *s, struct note *note)
{
	struct client_hello h;

	if (!s->association->verify.unanswered || !subject_client_hello(s, &h) || is_perhaps_retransmission(s, &h))
		return NOT_ASKED;
	if (span_hash(h.cookie) == s->association->verify.cookie)
		return HELD;
	if (may_begin_anew(s, &h))
		return NOT_ASKED;
	related_to(note, s->association->verify.frame);
	return broken(note, WHERE_WHOLE, "the cookie exchange handled in every handshake", "a ClientHello without that cookie");
}

/* CDTLS-11: where the server's URI has a name. */
enum answer client_names_the_server(const struct subject *s, struct note *note)
{
	struct client_hello h;
	struct span name;

	if (s->now->record->epoch || !subject_client_hello(s, &h))
		return NOT_ASKED;
	if (hello_extension(h.extensions, EXTENSION_SERVER_NAME, &name))
		return HELD;
	for (unsigned i = 0; i < s->context->server_count; i++)
		if (s->context->servers[i].secure && s->context->servers[i].host_is_name)
			return broken(note, WHERE_WHOLE, "server_name in the ClientHello", "none");
	return NOT_ASKED;
}

/* The extension is a list of values of so many octets, its length of as many before it, and VALUE is among them. */
static bool lists(const struct client_hello *h, uint16_t extension, size_t octets, uint16_t value)
{
	struct span all;

	if (!hello_extension(h->extensions, extension, &all))
		return false;
	struct cursor c = cursor_of(all.bytes, all.len);
	struct span list = span_read(&c, octets);
	for (c = cursor_of(list.bytes, list.len); cursor_left(&c) >= octets;)
		if ((octets == 1 ? cursor_u8(&c) : cursor_u16(&c)) == value)
			return true;
	return false;
}

/* CDTLS-13.b: who takes a raw public key (RFC 7250 3) says which. */
enum answer raw_key_hello_has_the_curve(const struct subject *s, struct note *note)
{
	static const char expected[] = "secp256r1 among the supported curves, and uncompressed points";
	struct client_hello h;

	if (s->now->record->epoch || !subject_client_hello(s, &h) || !lists(&h, EXTENSION_SERVER_CERTIFICATE_TYPE, 1, RAW_PUBLIC_KEY))
		return NOT_ASKED;
	if (!lists(&h, EXTENSION_SUPPORTED_GROUPS, 2, SECP256R1))
		return broken(note, WHERE_WHOLE, expected, "not that curve");
	return lists(&h, EXTENSION_POINT_FORMATS, 1, UNCOMPRESSED) ? HELD : broken(note, WHERE_WHOLE, expected, "not those points");
}

/* AKMA-04. */
enum answer akma_client_names_the_server(const struct subject *s, struct note *note)
{
	struct client_hello h;
	struct span name;

	if (!subject_client_hello(s, &h))
		return NOT_ASKED;
	if (hello_extension(h.extensions, EXTENSION_SERVER_NAME, &name))
		return HELD;
	return broken(note, WHERE_WHOLE, "server_name with the AF's host name in the ClientHello", "none");
}

/* AKMA-03. */
enum answer akma_client_offers_psk(const struct subject *s, struct note *note)
{
	struct client_hello h;

	if (!subject_client_hello(s, &h))
		return NOT_ASKED;
	return suites_offer(h.suites, CIPHER_PSK, false) ? HELD
						   : broken(note, WHERE_WHOLE, "at least one PSK cipher suite offered", "none");
}

/* DTLS12-43, the client's part. */
enum answer client_signals_renegotiation_info(const struct subject *s, struct note *note)
{
	struct client_hello h;
	struct span data;

	if (!subject_client_hello(s, &h))
		return NOT_ASKED;
	bool scsv = false;
	for (size_t i = 0; i + 1 < h.suites.len; i += 2)
		scsv |= h.suites.bytes[i] == 0 && h.suites.bytes[i + 1] == CIPHER_RENEGOTIATION_INFO;
	if (scsv || hello_extension(h.extensions, EXTENSION_RENEGOTIATION_INFO, &data))
		return HELD;
	note->by = SIDE_CLIENT;
	return broken(note, WHERE_WHOLE, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV or renegotiation_info in the ClientHello", "neither");
}

/* DTLS12-45: required of who implements RFC 7627, so of everybody under RFC 7925 16. */
enum answer client_asks_extended_master(const struct subject *s, struct note *note)
{
	struct client_hello h;
	struct span data;

	if (!subject_client_hello(s, &h))
		return NOT_ASKED;
	if (hello_extension(h.extensions, EXTENSION_EXTENDED_MASTER_SECRET, &data))
		return HELD;
	note->by = SIDE_CLIENT;
	note->as_warn = !(s->context->features & APPLIES_RFC7925);
	return broken(note, WHERE_WHOLE, "extended_master_secret in the ClientHello", "none");
}

/* DTLS12-44, the client's part. */
enum answer client_offers_1_2(const struct subject *s, struct note *note)
{
	struct client_hello h;

	if (!subject_client_hello(s, &h))
		return NOT_ASKED;
	note->by = SIDE_CLIENT;
	return h.version == DTLS_1_0 ? broken(note, (struct range){ 0, 2 }, "no version below DTLS 1.2 offered", "DTLS 1.0")
				     : HELD;
}

/* DTLS12-15, the client's part. */
enum answer client_offers_aead_only(const struct subject *s, struct note *note)
{
	struct client_hello h;
	struct span data;

	if (!subject_client_hello(s, &h))
		return NOT_ASKED;
	note->by = SIDE_CLIENT;
	if (suites_offer(h.suites, CIPHER_AEAD, true))
		return broken(note, WHERE_WHOLE, "AEAD cipher suites only", "another offered");
	if (hello_extension(h.extensions, EXTENSION_TRUNCATED_HMAC, &data) ||
	    hello_extension(h.extensions, EXTENSION_ENCRYPT_THEN_MAC, &data))
		return broken(note, WHERE_WHOLE, "no truncated_hmac, no encrypt_then_mac", "one of them");
	return HELD;
}

/* DTLS12-42: a ClientHello in a later epoch asks to renegotiate, a HelloRequest too. */
enum answer nobody_renegotiates(const struct subject *s, struct note *note)
{
	const struct handshake *h = s->now->handshake;
	bool hello = h->type == HANDSHAKE_CLIENT_HELLO && s->now->from_client;
	bool request = h->type == HANDSHAKE_HELLO_REQUEST && !s->now->from_client;
	bool accepted = h->type == HANDSHAKE_SERVER_HELLO && !s->now->from_client;

	if (!hello && !request && !accepted)
		return NOT_ASKED;
	if (!s->now->record->epoch)
		return HELD;
	note->by = (uint8_t)s->by;
	return broken(note, WHERE_WHOLE, "renegotiation neither asked for nor granted",
		      hello ? "a ClientHello in the session" : request ? "a HelloRequest" : "a ServerHello in the session");
}

static bool is_new_hello_request(const struct subject *s)
{
	return s->now->handshake->type == HANDSHAKE_HELLO_REQUEST && !s->now->from_client && !s->now->handshake->again;
}

/* DTLS12-52.a. */
enum answer hello_request_waits(const struct subject *s, struct note *note)
{
	const struct association *a = s->association;

	if (!is_new_hello_request(s) || !a->complete)
		return NOT_ASKED;
	if (!a->ways[WAY_CLIENT].data && !a->ways[WAY_SERVER].data)
		return broken(note, WHERE_WHOLE, "no HelloRequest right after the connection was made", "one before any data");
	return HELD;
}

/* DTLS12-52.b. */
enum answer hello_request_stands_alone(const struct subject *s, struct note *note)
{
	if (!is_new_hello_request(s))
		return NOT_ASKED;
	return s->association->complete ? HELD : broken(note, WHERE_WHOLE, "no HelloRequest while a handshake runs", "one");
}
