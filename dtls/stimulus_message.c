/* dtls/stimulus_message.c - ClientHello, ClientKeyExchange and Finished, bent (RFC 5246 7.4.1.2, RFC 6347 4.2.1, RFC 4279 2). */
#include <ctype.h>
#include <string.h>

#include "dtls/stimulus_files.h"
#include "wire/cursor.h"

/* Where things stand in a ClientHello's body. */
struct hello_places {
	size_t random, cookie, cookie_len, suites, suites_len, compressions, compressions_len, extensions;	/* of the length fields */
	bool sound;
};

/* client_version(2) random(32) session_id<1> cookie<1> cipher_suites<2> compression_methods<1> extensions<2> */
static struct hello_places places(const struct buffer *body)
{
	struct cursor c = cursor_of(body->bytes, body->len);
	struct hello_places p = { 0 };

	cursor_take(&c, 2);
	p.random = c.at;
	cursor_take(&c, 32);
	cursor_take(&c, cursor_u8(&c));
	p.cookie = c.at;
	p.cookie_len = cursor_u8(&c);
	cursor_take(&c, p.cookie_len);
	p.suites = c.at;
	p.suites_len = cursor_u16(&c);
	cursor_take(&c, p.suites_len);
	p.compressions = c.at;
	p.compressions_len = cursor_u8(&c);
	cursor_take(&c, p.compressions_len);
	p.extensions = c.at;
	p.sound = !c.failed;
	return p;
}

static bool is_hello(const struct message_out *m, struct hello_places *p)
{
	if (m->type != HANDSHAKE_CLIENT_HELLO)
		return false;
	*p = places(m->body);
	return p->sound;
}

static void put_number(struct buffer *b, size_t at, size_t value, size_t octets)
{
	for (size_t i = 0; i < octets; i++)
		b->bytes[at + i] = (uint8_t)(value >> 8 * (octets - 1 - i));
}

void stimulus_unknown_suites(const struct stimuli *s, uint32_t number, struct message_out *m)
{
	static const uint8_t unknown[] = { 0x12, 0x34, 0xfa, 0xfa };	/* 0xFAFA: GREASE, RFC 8701 */
	struct hello_places p;

	(void)s, (void)number;
	if (!is_hello(m, &p))
		return;
	put_number(m->body, p.suites, p.suites_len + sizeof(unknown), 2);
	buffer_splice(m->body, p.suites + 2, 0, unknown, sizeof(unknown));
}

void stimulus_one_suite(const struct stimuli *s, uint32_t number, struct message_out *m)
{
	const uint8_t suite[] = { (uint8_t)(number >> 8), (uint8_t)number };
	struct hello_places p;

	(void)s;
	if (!is_hello(m, &p))
		return;
	put_number(m->body, p.suites, 2, 2);
	buffer_splice(m->body, p.suites + 2, p.suites_len, suite, 2);
}

void stimulus_unknown_extension(const struct stimuli *s, uint32_t number, struct message_out *m)
{
	static const uint8_t extension[] = { 0xfa, 0xfa, 0x00, 0x02, 0xab, 0xcd };
	struct hello_places p;

	(void)s, (void)number;
	if (!is_hello(m, &p))
		return;
	if (p.extensions + 2 > m->body->len)
		buffer_u16(m->body, 0);
	put_number(m->body, p.extensions, m->body->len - p.extensions - 2 + sizeof(extension), 2);
	buffer_bytes(m->body, extension, sizeof(extension));
}

void stimulus_no_extensions(const struct stimuli *s, uint32_t number, struct message_out *m)
{
	struct hello_places p;

	(void)s, (void)number;
	if (is_hello(m, &p))
		m->body->len = p.extensions;
}

void stimulus_trailing_octets(const struct stimuli *s, uint32_t number, struct message_out *m)
{
	struct hello_places p;

	(void)s, (void)number;
	if (is_hello(m, &p))
		buffer_u24(m->body, 0xabcdef);
}

void stimulus_hello_version(const struct stimuli *s, uint32_t number, struct message_out *m)
{
	struct hello_places p;

	(void)s;
	if (is_hello(m, &p))
		put_number(m->body, 0, number, 2);
}

void stimulus_compression(const struct stimuli *s, uint32_t number, struct message_out *m)
{
	const uint8_t method = (uint8_t)number;
	struct hello_places p;

	(void)s;
	if (!is_hello(m, &p))
		return;
	put_number(m->body, p.compressions, p.compressions_len + 1, 1);
	buffer_splice(m->body, p.compressions + 1, 0, &method, 1);
}

/* Only the first that bears one: the server must ask again (RFC 6347 4.2.1), and then all is well. */
void stimulus_wrong_cookie(const struct stimuli *s, uint32_t number, struct message_out *m)
{
	struct hello_places p;

	(void)number;
	if (is_hello(m, &p) && p.cookie_len && s->hellos == 2)
		m->body->bytes[p.cookie + p.cookie_len] ^= 1;
}

void stimulus_changed_hello(const struct stimuli *s, uint32_t number, struct message_out *m)
{
	struct hello_places p;

	(void)number;
	if (is_hello(m, &p) && p.cookie_len && s->hellos == 2)
		m->body->bytes[p.random + 31] ^= 1;
}

/* identity<2>, in plain PSK all there is (RFC 4279 2). */
static void set_identity(struct message_out *m, const uint8_t *identity, size_t len)
{
	m->body->len = 0;
	buffer_u16(m->body, (uint16_t)len);
	buffer_bytes(m->body, identity, len);
}

void stimulus_identity_length(const struct stimuli *s, uint32_t number, struct message_out *m)
{
	uint8_t identity[1024];
	size_t len = number < sizeof(identity) ? number : sizeof(identity);

	(void)s;
	memset(identity, 'x', sizeof(identity));
	if (m->type == HANDSHAKE_CLIENT_KEY_EXCHANGE)
		set_identity(m, identity, len);
}

void stimulus_identity_case(const struct stimuli *s, uint32_t number, struct message_out *m)
{
	(void)s, (void)number;
	for (size_t i = 2; m->type == HANDSHAKE_CLIENT_KEY_EXCHANGE && i < m->body->len; i++)
		m->body->bytes[i] = (uint8_t)toupper(m->body->bytes[i]);
}

void stimulus_identity_nul(const struct stimuli *s, uint32_t number, struct message_out *m)
{
	(void)s, (void)number;
	if (m->type != HANDSHAKE_CLIENT_KEY_EXCHANGE || m->body->len < 2)
		return;
	buffer_u8(m->body, 0);
	put_number(m->body, 0, m->body->len - 2, 2);
}

void stimulus_wrong_finished(const struct stimuli *s, uint32_t number, struct message_out *m)
{
	(void)s, (void)number;
	if (m->type == HANDSHAKE_FINISHED && m->body->len)
		m->body->bytes[0] ^= 1;
}

void stimulus_skip_message_seq(const struct stimuli *s, uint32_t number, struct message_out *m)
{
	(void)s, (void)number;
	if (m->type == HANDSHAKE_CLIENT_KEY_EXCHANGE)
		m->omit = true;
}
