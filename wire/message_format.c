/* wire/message_format.c - a message in one line for people. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "wire/hex.h"
#include "wire/message.h"

/* Text that fills and then stays full. */
struct line {
	char *text;
	size_t size, len;
};

__attribute__((format(printf, 2, 3))) static void add(struct line *l, const char *format, ...)
{
	va_list list;

	if (l->len >= l->size)
		return;
	va_start(list, format);
	int n = vsnprintf(l->text + l->len, l->size - l->len, format, list);
	va_end(list);
	l->len += n > 0 ? (size_t)n : 0;
}

const char *type_name(unsigned type)
{
	static const char *const names[] = { "CON", "NON", "ACK", "RST" };

	return names[type & 3];
}

/* A path segment; what is not printable is percent-encoded, as is what would be read as another segment. */
static void add_segment(struct line *l, const uint8_t *value, size_t len)
{
	add(l, "/");
	for (size_t i = 0; i < len; i++)
		if (value[i] > 0x20 && value[i] < 0x7f && value[i] != '/' && value[i] != '%')
			add(l, "%c", value[i]);
		else
			add(l, "%%%02X", value[i]);
}

static void add_options(struct line *l, const struct message *m)
{
	const struct option *o = message_option(m, OPTION_URI_PATH, 0);
	uint32_t format;

	if (o)
		add(l, " ");
	for (unsigned nth = 0; (o = message_option(m, OPTION_URI_PATH, nth)); nth++)
		add_segment(l, m->bytes + o->value.at, o->value.len);
	if (message_option_uint(m, OPTION_CONTENT_FORMAT, &format))
		add(l, " %" PRIu32, format);
}

char *message_format(char *text, size_t size, const struct message *m)
{
	struct line l = { text, size, 0 };
	char code[48], token[20];
	const struct anomaly *wrong = message_format_error(m);

	if (m->len < 4) {
		snprintf(text, size, "no CoAP message (%zu octets)", m->len);
		return text;
	}
	bool by_name = CODE_CLASS(m->code) == 0 && code_name(m->code);
	add(&l, "%s %s mid 0x%04x", type_name(m->type),
	    by_name ? code_name(m->code) : code_format(code, sizeof(code), m->code), m->mid);
	if (m->token.len)
		add(&l, " token %s", hex_format(token, sizeof(token), m->bytes + m->token.at, m->token.len));
	add_options(&l, m);
	add(&l, " (%zu octets%s%s)", m->len, wrong ? ", " : "", wrong ? anomaly_fact(wrong->kind)->word : "");
	return text;
}
