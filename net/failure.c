/* net/failure.c - why a handshake or an association ended, in the specification's words. */
#include <ctype.h>
#include <openssl/err.h>
#include <stdio.h>

#include "net/association.h"
#include "net/link.h"

/* RFC 5246 7.2 spells alerts with underscores, OpenSSL with spaces and capitals. */
static void spell(char *text, size_t size, const char *name)
{
	size_t i;

	for (i = 0; name[i] && i + 1 < size; i++)
		text[i] = name[i] == ' ' ? '_' : (char)tolower((unsigned char)name[i]);
	text[i] = '\0';
}

void association_alert(const SSL *ssl, int where, int code)
{
	struct association *a = SSL_get_app_data(ssl);
	char name[40];

	if (where & SSL_CB_HANDSHAKE_DONE)
		a->handshake_done = true;
	if (!(where & SSL_CB_ALERT) || ((where & SSL_CB_WRITE) && (code & 0xff) == SSL_AD_CLOSE_NOTIFY))
		return;		/* our own goodbye is no reason for anything */
	spell(name, sizeof(name), SSL_alert_desc_string_long(code));
	snprintf(a->alert, sizeof(a->alert), "%s alert %s", where & SSL_CB_READ ? "the peer's" : "our", name);
}

/* What the peer left unanswered, by what we said last. */
static const char *silence(const SSL *ssl)
{
	OSSL_HANDSHAKE_STATE state = SSL_get_state(ssl);

	if (state == TLS_ST_CW_CLNT_HELLO)
		return "no answer to ClientHello";
	if (state == TLS_ST_CW_FINISHED)
		return "no answer to Finished (perhaps the PSK is another)";
	return "no answer in the handshake";
}

void association_note_failure(struct association *a)
{
	unsigned long code = ERR_peek_last_error();
	int reason = ERR_GET_REASON(code);
	const char *words = code ? ERR_reason_error_string(code) : NULL;

	if (code && reason == SSL_R_READ_TIMEOUT_EXPIRED)
		link_why(a->link, "%s", silence(a->ssl));
	else if (a->alert[0] && words && reason < SSL_AD_REASON_OFFSET)
		link_why(a->link, "%s: %s", a->alert, words);
	else if (a->alert[0])
		link_why(a->link, "%s", a->alert);
	else
		link_why(a->link, "%s", words ? words : "the association ended");
	ERR_clear_error();
}
