/* reports/escape.c - text of unknown origin made safe for each output language. */
#include "reports/escape.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "wire/utf8.h"

enum sort {
	PLAIN,
	CONTROL,	/* U+0000 to U+001F, U+007F to U+009F */
	FORBIDDEN	/* no UTF-8, or a character that XML 1.0 2.2 has no place for */
};

/* One character, or one octet that belongs to none. */
struct piece {
	const char *at;
	size_t len;
	enum sort sort;
};

static size_t announced(unsigned char lead)
{
	return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
}

static enum sort sort_of(const uint8_t *c, size_t len)
{
	if ((len == 1 && (c[0] < 0x20 || c[0] == 0x7f)) || (len == 2 && c[0] == 0xc2 && c[1] < 0xa0))
		return CONTROL;
	if (len == 3 && c[0] == 0xef && c[1] == 0xbf && c[2] >= 0xbe)	/* U+FFFE, U+FFFF */
		return FORBIDDEN;
	return PLAIN;
}

/* Start with at = the text and len = 0; false at its end. */
static bool piece_next(struct piece *p)
{
	p->at += p->len;
	if (!*p->at)
		return false;
	size_t len = announced((unsigned char)*p->at);
	const uint8_t *octets = (const uint8_t *)p->at;
	if (strnlen(p->at, len) == len && utf8_valid(octets, len, NULL)) {
		p->len = len;
		p->sort = sort_of(octets, len);
	} else {
		p->len = 1;
		p->sort = FORBIDDEN;
	}
	return true;
}

/* The piece as \xNN, each backslash as SLASH. */
static void put_octets(FILE *out, const struct piece *p, const char *slash)
{
	for (size_t i = 0; i < p->len; i++)
		fprintf(out, "%sx%02x", slash, (unsigned char)p->at[i]);
}

static void put_plain(FILE *out, const struct piece *p) { fwrite(p->at, 1, p->len, out); }

static struct piece piece_of(const char *text) { return (struct piece){ .at = text ? text : "" }; }

void escape_console(FILE *out, const char *text)
{
	for (struct piece p = piece_of(text); piece_next(&p);) {
		if (p.sort == PLAIN)
			put_plain(out, &p);
		else if (*p.at == '\n')
			fputs("\\n", out);
		else
			put_octets(out, &p, "\\");
	}
}

static const char *xml_entity(char c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";	/* XML 1.0 2.4: "]]>" must not stand in text */
	case '"': return "&quot;";
	case '\'': return "&apos;";
	case '\t': return "&#9;";
	case '\n': return "&#10;";	/* by reference: attribute values are normalized (3.3.3) */
	case '\r': return "&#13;";
	default: return NULL;
	}
}

void escape_xml(FILE *out, const char *text)
{
	for (struct piece p = piece_of(text); piece_next(&p);) {
		const char *entity = xml_entity(*p.at);
		if (entity)
			fputs(entity, out);
		else if (p.sort == PLAIN)
			put_plain(out, &p);
		else
			put_octets(out, &p, "\\");
	}
}

/* TAP 14, "Escaping": '#' would open a directive. */
void escape_tap(FILE *out, const char *text)
{
	for (struct piece p = piece_of(text); piece_next(&p);) {
		if (*p.at == '#' || *p.at == '\\')
			fputc('\\', out);
		if (p.sort == PLAIN)
			put_plain(out, &p);
		else if (*p.at == '\n')
			fputc(' ', out);
		else
			put_octets(out, &p, "\\\\");
	}
}

/* YAML 1.2 5.7. A control character's escape names its code point: of C2 80 to C2 9F the second octet. */
void escape_yaml(FILE *out, const char *text)
{
	fputc('"', out);
	for (struct piece p = piece_of(text); piece_next(&p);) {
		if (*p.at == '"' || *p.at == '\\')
			fprintf(out, "\\%c", *p.at);
		else if (*p.at == '\n')
			fputs("\\n", out);
		else if (p.sort == CONTROL)
			fprintf(out, "\\x%02x", (unsigned char)p.at[p.len - 1]);
		else if (p.sort == FORBIDDEN)
			put_octets(out, &p, "\\\\");
		else
			put_plain(out, &p);
	}
	fputc('"', out);
}

/* GitHub Actions toolkit, "command.ts": %, CR and LF in messages; ':' and ',' in properties too. */
void escape_github(FILE *out, const char *text, bool property)
{
	for (struct piece p = piece_of(text); piece_next(&p);) {
		if (strchr("%\r\n", *p.at) || (property && strchr(":,", *p.at)))
			fprintf(out, "%%%02X", (unsigned char)*p.at);
		else if (p.sort == PLAIN)
			put_plain(out, &p);
		else
			put_octets(out, &p, "\\");
	}
}

char *escape_json(const char *text)
{
	char *clean;
	size_t len;

	if (!text)
		return NULL;
	FILE *out = open_memstream(&clean, &len);
	assert(out);
	for (struct piece p = piece_of(text); piece_next(&p);) {
		if (p.sort == FORBIDDEN)
			put_octets(out, &p, "\\");
		else
			put_plain(out, &p);
	}
	fclose(out);
	return clean;
}
