/* dtls/cookie.c - cookies made and known again without memory. */
#include "dtls/cookie.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "dtls/reassembly.h"
#include "dtls/record.h"
#include "dtls/stimulus.h"
#include "wire/hello.h"

enum { PARAMETERS = 1024 };

bool cookie_secret_make(uint8_t secret[COOKIE_SECRET])
{
	if (RAND_bytes(secret, COOKIE_SECRET) == 1)
		return true;
	ERR_clear_error();
	return false;
}

static void put(struct buffer *b, struct span s)
{
	buffer_u16(b, (uint16_t)s.len);
	buffer_bytes(b, s.bytes, s.len);
}

static bool cookie_make(const uint8_t secret[COOKIE_SECRET], const struct endpoint *from, const struct client_hello *h,
			uint8_t cookie[COOKIE_LENGTH])
{
	uint8_t room[PARAMETERS];
	struct buffer b = buffer_on(room, sizeof(room));
	unsigned len = 0;

	buffer_bytes(&b, from, sizeof(*from));
	buffer_u16(&b, h->version);
	buffer_bytes(&b, h->random, HELLO_RANDOM);
	put(&b, h->session_id);
	put(&b, h->suites);
	put(&b, h->compressions);
	if (b.failed)
		return false;
	if (HMAC(EVP_sha256(), secret, COOKIE_SECRET, b.bytes, b.len, cookie, &len) && len == COOKIE_LENGTH)
		return true;
	ERR_clear_error();
	return false;
}

/* As the ClientHello's record is numbered, so is the answer's; its version is 1.0 whatever comes (RFC 6347 4.2.1). */
static void ask(struct buffer *reply, const struct record_out *r, const struct buffer *body)
{
	const struct handshake h = { .type = HANDSHAKE_HELLO_VERIFY_REQUEST, .length = (uint32_t)body->len,
				     .fragment_length = (uint32_t)body->len };
	struct record record = r->header;
	uint8_t header[HANDSHAKE_HEADER];

	handshake_header_write(header, &h);
	for (int copies = r->twice ? 2 : 1; copies; copies--, record.seq++) {
		record_header_write(reply, &record, HANDSHAKE_HEADER + (uint16_t)body->len);
		buffer_bytes(reply, header, sizeof(header));
		buffer_bytes(reply, body->bytes, body->len);
	}
}

static bool hello_of(struct client_hello *hello, struct record *r, const uint8_t *datagram, size_t len)
{
	const uint8_t *fragment;
	struct handshake h;
	size_t n;

	return record_read(r, datagram, len, 0, &fragment, &n) && !r->overruns && r->type == RECORD_HANDSHAKE && !r->epoch &&
	       handshake_read(&h, fragment, n) && h.type == HANDSHAKE_CLIENT_HELLO && !h.fragment_offset &&
	       h.fragment_length == h.length && h.length <= n - HANDSHAKE_HEADER &&
	       client_hello_read(hello, fragment + HANDSHAKE_HEADER, h.length);
}

bool cookie_brought(const uint8_t *datagram, size_t len)
{
	struct client_hello hello;
	struct record r;

	return hello_of(&hello, &r, datagram, len) && hello.cookie.len;
}

static bool is_good(const struct client_hello *hello, const struct buffer *verify)
{
	struct hello_verify asked;

	return hello_verify_read(&asked, verify->bytes, verify->len) && asked.cookie.len && hello->cookie.len == asked.cookie.len &&
	       !CRYPTO_memcmp(hello->cookie.bytes, asked.cookie.bytes, asked.cookie.len);
}

enum cookie_verdict cookie_screen(const uint8_t secret[COOKIE_SECRET], const struct endpoint *from, const uint8_t *datagram,
				  size_t len, const struct stimuli *bent, struct buffer *reply)
{
	struct client_hello hello;
	uint8_t cookie[COOKIE_LENGTH], room[COOKIE_REPLY / 2];
	struct buffer body = buffer_on(room, sizeof(room));
	struct record_out out = { .omit = false };
	struct record r;

	if (!hello_of(&hello, &r, datagram, len) || !cookie_make(secret, from, &hello, cookie))
		return COOKIE_NO_HELLO;
	out.header = (struct record){ .type = RECORD_HANDSHAKE, .version = DTLS_1_0, .seq = r.seq };
	buffer_u16(&body, DTLS_1_0);
	buffer_u8(&body, COOKIE_LENGTH);
	buffer_bytes(&body, cookie, COOKIE_LENGTH);
	if (bent)
		stimuli_bend_verify(bent, &body, &out);
	if (out.omit || is_good(&hello, &body))
		return COOKIE_GOOD;
	ask(reply, &out, &body);
	return body.failed || reply->failed ? COOKIE_NO_HELLO : COOKIE_ASKED;
}
