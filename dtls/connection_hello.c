/* dtls/connection_hello.c - the two hellos written and checked (RFC 5246 7.4.1, 5746 3, 7627 5, 5077 3). */
#include <openssl/crypto.h>
#include <string.h>

#include "dtls/connection_parts.h"
#include "wire/cursor.h"

enum { EMPTY_RENEGOTIATION_INFO_SCSV = 0x00ff, SNI_HOST_NAME = 0, SIGNATURE_ECDSA_SHA256 = 0x0403 };

/* --- extensions --- */

static size_t vector_begin(struct buffer *b, size_t octets)
{
	buffer_number(b, 0, octets);
	return b->len;
}

/* The length of what was written since. */
static void vector_end(struct buffer *b, size_t since, size_t octets)
{
	size_t len = b->len - since;

	if (b->failed)
		return;
	for (size_t i = 0; i < octets; i++)
		b->bytes[since - octets + i] = (uint8_t)(len >> 8 * (octets - 1 - i));
}

static size_t extension_begin(struct buffer *b, uint16_t number)
{
	buffer_u16(b, number);
	return vector_begin(b, 2);
}

static void extension_empty(struct buffer *b, uint16_t number)
{
	vector_end(b, extension_begin(b, number), 2);
}

/* RFC 5746 3.4, 3.5 (client), 3.6, 3.7 (server): empty at first, then the last Finished. */
static void write_renegotiation_info(const struct connection *c, struct buffer *b)
{
	size_t at = extension_begin(b, EXTENSION_RENEGOTIATION_INFO);
	size_t inner = vector_begin(b, 1);

	if (c->up_epoch) {
		buffer_bytes(b, c->verify[CLIENT], VERIFY_DATA);
		if (c->profile->server)
			buffer_bytes(b, c->verify[SERVER], VERIFY_DATA);
	}
	vector_end(b, inner, 1);
	vector_end(b, at, 2);
}

static void write_server_name(const struct connection *c, struct buffer *b)
{
	size_t at = extension_begin(b, EXTENSION_SERVER_NAME);
	size_t list = vector_begin(b, 2);

	buffer_u8(b, SNI_HOST_NAME);
	buffer_u16(b, (uint16_t)strlen(c->profile->server_name));
	buffer_text(b, c->profile->server_name);
	vector_end(b, list, 2);
	vector_end(b, at, 2);
}

static void write_point_formats(struct buffer *b)
{
	size_t at = extension_begin(b, EXTENSION_POINT_FORMATS);

	buffer_u8(b, 1);
	buffer_u8(b, 0);	/* uncompressed */
	vector_end(b, at, 2);
}

static void write_groups(struct buffer *b)
{
	size_t at = extension_begin(b, EXTENSION_SUPPORTED_GROUPS);

	buffer_u16(b, 4);
	buffer_u16(b, GROUP_SECP256R1);
	buffer_u16(b, GROUP_X25519);
	vector_end(b, at, 2);
}

static void write_signature_algorithms(struct buffer *b)
{
	size_t at = extension_begin(b, EXTENSION_SIGNATURE_ALGORITHMS);

	buffer_u16(b, 2);
	buffer_u16(b, SIGNATURE_ECDSA_SHA256);
	vector_end(b, at, 2);
}

static void write_ticket(const struct connection *c, struct buffer *b)
{
	const struct kept *k = c->up_epoch ? NULL : c->kept;
	size_t at = extension_begin(b, EXTENSION_SESSION_TICKET);

	if (k)
		buffer_bytes(b, k->ticket, k->ticket_len);
	vector_end(b, at, 2);
}

static bool offers_kx(const struct connection *c, enum key_exchange kx)
{
	for (int i = 0; i < PROFILE_SUITES && c->profile->suites[i]; i++) {
		const struct suite *s = suite_by_number(c->profile->suites[i]);
		if (s && s->kx == kx)
			return true;
	}
	return false;
}

static bool offers_shares(const struct connection *c)
{
	return offers_kx(c, KX_ECDHE_PSK) || offers_kx(c, KX_ECDHE_ECDSA);
}

static void write_client_extensions(const struct connection *c, struct buffer *b)
{
	if (c->profile->server_name)
		write_server_name(c, b);
	if (!c->profile->no_renegotiation_info)
		write_renegotiation_info(c, b);
	if (!c->profile->no_extended_master)
		extension_empty(b, EXTENSION_EXTENDED_MASTER_SECRET);
	if (c->profile->tickets)
		write_ticket(c, b);
	if (offers_shares(c)) {
		write_groups(b);
		write_point_formats(b);
	}
	if (offers_kx(c, KX_ECDHE_ECDSA))
		write_signature_algorithms(b);
}

void hello_write_client(struct connection *c, struct buffer *b)
{
	const struct negotiation *g = &c->run->agreed;

	buffer_u16(b, DTLS_1_2);
	buffer_bytes(b, g->random[CLIENT], HELLO_RANDOM);
	buffer_u8(b, g->session_id_len);
	buffer_bytes(b, g->session_id, g->session_id_len);
	buffer_u8(b, g->cookie_len);
	buffer_bytes(b, g->cookie, g->cookie_len);
	size_t suites = vector_begin(b, 2);
	for (int i = 0; i < PROFILE_SUITES && c->profile->suites[i]; i++)
		buffer_u16(b, c->profile->suites[i]);
	vector_end(b, suites, 2);
	buffer_u8(b, 1);
	buffer_u8(b, 0);	/* no compression */
	size_t extensions = vector_begin(b, 2);
	write_client_extensions(c, b);
	vector_end(b, extensions, 2);
	if (b->len == extensions)
		b->len -= 2;	/* none: then not even their length */
}

/* A hook may have made another hello of it: what was said counts, for keys as for what is recognised. */
void hello_reread(struct connection *c, const struct buffer *b)
{
	struct negotiation *g = &c->run->agreed;
	struct client_hello said;
	struct span x;

	client_hello_read(&said, b->bytes, b->len);
	g->extended_offered = hello_extension(said.extensions, EXTENSION_EXTENDED_MASTER_SECRET, &x);
	if (said.random)
		memcpy(g->random[CLIENT], said.random, HELLO_RANDOM);
	if (said.session_id.len && said.session_id.len <= sizeof(g->session_id)) {
		g->session_id_len = (uint8_t)said.session_id.len;
		memcpy(g->session_id, said.session_id.bytes, said.session_id.len);
	}
}

void hello_write_server(struct connection *c, struct buffer *b)
{
	const struct negotiation *g = &c->run->agreed;

	buffer_u16(b, DTLS_1_2);
	buffer_bytes(b, g->random[SERVER], HELLO_RANDOM);
	buffer_u8(b, g->session_id_len);
	buffer_bytes(b, g->session_id, g->session_id_len);
	buffer_u16(b, g->suite->number);
	buffer_u8(b, 0);
	size_t extensions = vector_begin(b, 2);
	if (g->secure)
		write_renegotiation_info(c, b);
	if (g->extended_master)
		extension_empty(b, EXTENSION_EXTENDED_MASTER_SECRET);
	if (g->ticket_expected)
		extension_empty(b, EXTENSION_SESSION_TICKET);
	if (g->suite->kx != KX_PSK)
		write_point_formats(b);
	vector_end(b, extensions, 2);
	if (b->len == extensions)
		b->len -= 2;
}

/* --- what the peer says --- */

static bool refuse(struct connection *c, enum alert_description description, const char *why)
{
	connection_fail(c, description, why);
	return false;
}

static bool expected_info(const struct connection *c, struct span info)
{
	uint8_t right[1 + 2 * VERIFY_DATA];
	struct buffer b = buffer_on(right, sizeof(right));
	bool of_server = !c->profile->server;

	buffer_u8(&b, !c->up_epoch ? 0 : of_server ? 2 * VERIFY_DATA : VERIFY_DATA);
	if (c->up_epoch) {
		buffer_bytes(&b, c->verify[CLIENT], VERIFY_DATA);
		if (of_server)
			buffer_bytes(&b, c->verify[SERVER], VERIFY_DATA);
	}
	return info.len == b.len && !CRYPTO_memcmp(info.bytes, right, b.len);
}

/* RFC 5746 3.4-3.7. SCSV: the client's other way to say it in its first hello. */
static bool check_renegotiation_info(struct connection *c, struct span extensions, bool scsv)
{
	struct negotiation *g = &c->run->agreed;
	struct span info;

	if (c->profile->no_renegotiation_info)
		return true;
	g->secure = hello_extension(extensions, EXTENSION_RENEGOTIATION_INFO, &info);
	if (g->secure && !expected_info(c, info))
		return refuse(c, ALERT_HANDSHAKE_FAILURE, "the renegotiation_info is not that of this association");
	if (!g->secure && c->up_epoch && c->secure)
		return refuse(c, ALERT_HANDSHAKE_FAILURE, "the renegotiation_info is missing");
	if (scsv && c->up_epoch)
		return refuse(c, ALERT_HANDSHAKE_FAILURE, "the renegotiation signal in a renegotiation");
	g->secure = g->secure || scsv;
	return true;
}

static bool was_offered(const struct connection *c, uint16_t extension)
{
	switch (extension) {
	case EXTENSION_RENEGOTIATION_INFO:
		return !c->profile->no_renegotiation_info;
	case EXTENSION_EXTENDED_MASTER_SECRET:
		return !c->profile->no_extended_master;
	case EXTENSION_SESSION_TICKET:
		return c->profile->tickets;
	case EXTENSION_SERVER_NAME:
		return c->profile->server_name;
	case EXTENSION_POINT_FORMATS:
	case EXTENSION_SUPPORTED_GROUPS:
		return offers_shares(c);
	default:
		return false;
	}
}

static bool check_server_extensions(struct connection *c, struct span extensions)
{
	struct cursor x = cursor_of(extensions.bytes, extensions.len);

	while (cursor_left(&x)) {
		uint16_t number = cursor_u16(&x);
		size_t len = cursor_u16(&x);
		if (!cursor_take(&x, len))
			return refuse(c, ALERT_DECODE_ERROR, "the ServerHello's extensions end too early");
		if (!was_offered(c, number))
			return refuse(c, ALERT_UNSUPPORTED_EXTENSION, "an extension in the ServerHello that was not offered");
	}
	return true;
}

static bool is_resumed(const struct connection *c, const struct server_hello *h)
{
	const struct negotiation *g = &c->run->agreed;

	return g->session_id_len && h->session_id.len == g->session_id_len &&
	       !memcmp(h->session_id.bytes, g->session_id, g->session_id_len);
}

static bool check_session(struct connection *c, const struct server_hello *h)
{
	struct negotiation *g = &c->run->agreed;
	const struct kept *k = c->kept;

	g->resumed = is_resumed(c, h);
	if (g->resumed && k->suite != h->suite)
		return refuse(c, ALERT_ILLEGAL_PARAMETER, "another suite than that of the session resumed");
	/* RFC 7627 5.3; but who offers none where there was one, on purpose, wants to see what comes of it. */
	if (g->resumed && g->extended_offered && k->extended_master != g->extended_master)
		return refuse(c, ALERT_HANDSHAKE_FAILURE, "the extended master secret is not as in the session resumed");
	if (g->resumed)
		return true;
	if (h->session_id.len > sizeof(g->session_id))
		return refuse(c, ALERT_DECODE_ERROR, "a session id of more than 32 octets");
	g->session_id_len = (uint8_t)h->session_id.len;
	memcpy(g->session_id, h->session_id.bytes, g->session_id_len);
	return true;
}

static bool in_profile(const struct connection *c, uint16_t number)
{
	for (int i = 0; i < PROFILE_SUITES && c->profile->suites[i]; i++)
		if (c->profile->suites[i] == number)
			return true;
	return false;
}

bool hello_check_server(struct connection *c, const struct server_hello *h)
{
	struct negotiation *g = &c->run->agreed;
	struct span x;

	if (h->version != DTLS_1_2)
		return refuse(c, ALERT_PROTOCOL_VERSION, "the server chose a version that is not DTLS 1.2");
	g->suite = suite_by_number(h->suite);
	if (!g->suite || !in_profile(c, h->suite))
		return refuse(c, ALERT_ILLEGAL_PARAMETER, "the server chose a suite that was not offered");
	if (h->compression)
		return refuse(c, ALERT_ILLEGAL_PARAMETER, "the server chose a compression");
	if (!check_server_extensions(c, h->extensions) || !check_renegotiation_info(c, h->extensions, false))
		return false;
	g->extended_master = hello_extension(h->extensions, EXTENSION_EXTENDED_MASTER_SECRET, &x);
	g->ticket_expected = hello_extension(h->extensions, EXTENSION_SESSION_TICKET, &x);
	return check_session(c, h);
}

/* --- a server's choices --- */

bool hello_offers(struct span suites, uint16_t number)
{
	struct cursor s = cursor_of(suites.bytes, suites.len);

	while (cursor_left(&s) >= 2)
		if (cursor_u16(&s) == number)
			return true;
	return false;
}

/* The first of ours that is in the client's list; no list: secp256r1 (RFC 8422 4). */
static uint16_t choose_group(struct span extensions)
{
	struct span groups;

	if (!hello_extension(extensions, EXTENSION_SUPPORTED_GROUPS, &groups))
		return GROUP_SECP256R1;
	if (groups.len < 2)
		return 0;
	groups = (struct span){ groups.bytes + 2, groups.len - 2 };
	if (hello_offers(groups, GROUP_SECP256R1))
		return GROUP_SECP256R1;
	return hello_offers(groups, GROUP_X25519) ? GROUP_X25519 : 0;
}

static const struct suite *choose_suite(const struct connection *c, const struct client_hello *h)
{
	for (int i = 0; i < PROFILE_SUITES && c->profile->suites[i]; i++) {
		const struct suite *s = suite_by_number(c->profile->suites[i]);
		if (!s || !hello_offers(h->suites, s->number))
			continue;
		if (s->kx == KX_ECDHE_ECDSA && !c->profile->credential)
			continue;
		if (s->kx == KX_PSK || c->run->agreed.group)
			return s;
	}
	return NULL;
}

static const struct stored_session *offered_session(const struct connection *c, const struct client_hello *h)
{
	const struct stored_session *found = NULL;
	struct span ticket;

	if (!c->profile->store || c->up_epoch)
		return NULL;
	if (c->profile->tickets && hello_extension(h->extensions, EXTENSION_SESSION_TICKET, &ticket) &&
	    ticket.len <= STORED_ID_MAX)
		found = session_store_find(c->profile->store, ticket.bytes, ticket.len);
	if (!found && h->session_id.len <= STORED_ID_MAX)
		found = session_store_find(c->profile->store, h->session_id.bytes, h->session_id.len);
	return found;
}

/* RFC 7627 5.3: with and without extended master secret do not mix. A PSK that is no longer known
 * resumes nothing. */
static bool resume(struct connection *c, const struct client_hello *h)
{
	struct negotiation *g = &c->run->agreed;
	const struct stored_session *s = offered_session(c, h);
	struct resumption r = { 0 };

	bool as_it_was = s && (s->extended_master == g->extended_master || has_habit(c->profile, HABIT_RESUMES_ANY));

	if (!as_it_was || !hello_offers(h->suites, s->suite) ||
	    !in_profile(c, s->suite))
		return false;
	if (s->identity_len) {
		c->identity = c->profile->find(c->arg, s->identity, s->identity_len);
		if (!c->identity)
			return false;
	}
	r.suite = s->suite;
	r.extended_master = s->extended_master;
	memcpy(r.master, s->master, MASTER_SECRET);
	connection_keep(c, &r);
	OPENSSL_cleanse(&r, sizeof(r));
	g->suite = suite_by_number(s->suite);
	g->session_id_len = (uint8_t)h->session_id.len;
	memcpy(g->session_id, h->session_id.bytes, g->session_id_len);
	return true;
}

/* RFC 5246 7.4.1.4: no two of one number; and the last ends where the block does. */
static bool extensions_wrong(struct span extensions)
{
	struct span data, first;
	uint16_t number;
	size_t at = 0;

	while (hello_next_extension(extensions, &at, &number, &data))
		if (!hello_extension(extensions, number, &first) || first.bytes != data.bytes)
			return true;
	return at != extensions.len;
}

bool hello_check_client(struct connection *c, const struct client_hello *h)
{
	struct negotiation *g = &c->run->agreed;
	struct span x;

	if (h->version > DTLS_1_2)	/* smaller numbers are younger versions */
		return refuse(c, has_habit(c->profile, HABIT_OLD_FAILS) ? ALERT_HANDSHAKE_FAILURE : ALERT_PROTOCOL_VERSION,
			      "the client offers no DTLS 1.2");
	if (!memchr(h->compressions.bytes, 0, h->compressions.len))
		return refuse(c, ALERT_ILLEGAL_PARAMETER, "a ClientHello without null compression");
	if (extensions_wrong(h->extensions))
		return refuse(c, ALERT_ILLEGAL_PARAMETER, "an extension twice, or cut short");
	if (!check_renegotiation_info(c, h->extensions, hello_offers(h->suites, EMPTY_RENEGOTIATION_INFO_SCSV)))
		return false;
	g->extended_master = !c->profile->no_extended_master &&
			     hello_extension(h->extensions, EXTENSION_EXTENDED_MASTER_SECRET, &x);
	g->ticket_expected = c->profile->tickets && c->profile->store &&
			     hello_extension(h->extensions, EXTENSION_SESSION_TICKET, &x);
	g->resumed = resume(c, h);
	if (g->resumed)
		return true;
	g->group = choose_group(h->extensions);
	g->suite = choose_suite(c, h);
	if (!g->suite)
		return refuse(c, ALERT_HANDSHAKE_FAILURE, "no cipher suite in common");
	if (c->profile->store && !g->ticket_expected) {
		g->session_id_len = sizeof(g->session_id);
		connection_random(g->session_id, sizeof(g->session_id));
	}
	return true;
}
