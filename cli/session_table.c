/* cli/session_table.c - what `check` says of each DTLS session. */
#include "cli/session_table.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dtls/suite.h"
#include "wire/hex.h"
#include "wire/utf8.h"

static char *copied(const char *text)
{
	char *copy = strdup(text);

	assert(copy);
	return copy;
}

static char *endpoint_words(const struct endpoint *e)
{
	char text[ENDPOINT_TEXT];

	return copied(endpoint_format(text, sizeof(text), e));
}

/* RFC 4347, RFC 6347, RFC 9147 */
static char *version_words(uint16_t version)
{
	static const struct { uint16_t number; const char *words; } versions[] = {
		{ 0xfeff, "DTLS 1.0" }, { 0x0100, "DTLS 1.0 of old OpenSSL" }, { 0xfefd, "DTLS 1.2" },
		{ 0xfefc, "DTLS 1.3" }, { 0, "" },
	};
	char text[24];

	for (size_t i = 0; i < sizeof(versions) / sizeof(*versions); i++)
		if (versions[i].number == version)
			return copied(versions[i].words);
	snprintf(text, sizeof(text), "version 0x%04x", version);
	return copied(text);
}

static char *suite_words(uint16_t number)
{
	/* RFC 8446 B.4: of DTLS 1.3, which is recognised and not opened. */
	static const char *const newer[] = { "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
					     "TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_8_SHA256" };
	const struct suite *suite = suite_by_number(number);
	char text[24];

	if (suite)
		return copied(suite->name);
	if (number >= 0x1301 && number <= 0x1305)
		return copied(newer[number - 0x1301]);
	if (!number)
		return copied("");
	snprintf(text, sizeof(text), "0x%04x", number);
	return copied(text);
}

/* Text as it is, other octets in hexadecimal. */
static char *identity_words(const uint8_t *bytes, size_t len)
{
	char text[2 * 132 + 8] = "hex:";

	if (utf8_valid(bytes, len, NULL) && !memchr(bytes, '\0', len)) {
		memcpy(text, bytes, len);
		text[len] = '\0';
	} else {
		hex_format(text + 4, sizeof(text) - 4, bytes, len);
	}
	return copied(text);
}

static void add_row(void *arg, const struct session_report *s)
{
	struct check_result *r = arg;
	struct session_row *row;

	if (!(r->session_count & (r->session_count - 1))) {	/* at every power of two */
		size_t room = r->session_count ? 2 * r->session_count : 1;
		r->sessions = realloc(r->sessions, room * sizeof(*r->sessions));
		assert(r->sessions);
	}
	row = &r->sessions[r->session_count++];
	row->client = endpoint_words(&s->client);
	row->server = endpoint_words(&s->server);
	row->version = version_words(s->version);
	row->suite = suite_words(s->suite);
	row->identity = identity_words(s->psk_identity, s->psk_identity_len);
	row->key_source = copied(s->key_source);
	row->why_dark = copied(s->why_dark);
	row->finished_verified = s->finished_verified;
	row->finished_wrong = s->finished_wrong;
	row->opened = s->opened;
	row->failed = s->failed;
	row->dark = s->dark;
	row->first_frame = s->first_frame;
}

void session_table(struct check_result *result, const struct dissector *dissector)
{
	dissector_sessions(dissector, add_row, result);
}
