/* wire/hex.c - octets as hexadecimal text and back, and the dump. */
#include "wire/hex.h"

#include <assert.h>
#include <string.h>

static const char digits[] = "0123456789abcdef";

char *hex_format(char *text, size_t size, const uint8_t *bytes, size_t len)
{
	size_t n = 0;

	assert(size);
	if (2 * len + 1 > size) {
		len = size > 3 ? (size - 3) / 2 : 0;
		n = 1;
	}
	for (size_t i = 0; i < len; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	text[2 * len] = '\0';
	if (n && size > 2)
		strcpy(text + 2 * len, "..");
	return text;
}

static int value_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20; /* small letter */
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

long hex_read(uint8_t *out, size_t size, const char *text, size_t len)
{
	if (len % 2 || len / 2 > size)
		return -1;
	for (size_t i = 0; i < len / 2; i++) {
		int high = value_of(text[2 * i]), low = value_of(text[2 * i + 1]);
		if (high < 0 || low < 0)
			return -1;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return (long)(len / 2);
}

enum { ROW = 16 };

/* The run of marked octets inside one row, in brackets. */
static char edge(size_t i, size_t from, size_t to)
{
	if (from >= to)
		return ' ';
	return i == from ? '[' : i == to ? ']' : ' ';
}

static void dump_row(FILE *out, const uint8_t *bytes, size_t row, size_t end, size_t from, size_t to)
{
	fprintf(out, "%04zx ", row);
	for (size_t i = row; i < row + ROW; i++) {
		fputc(edge(i, from, to), out);
		if (i < end)
			fprintf(out, "%02x", bytes[i]);
		else
			fputs("  ", out);
	}
	fprintf(out, "%c ", edge(row + ROW, from, to));
	for (size_t i = row; i < end; i++)
		fputc(bytes[i] >= 0x20 && bytes[i] < 0x7f ? bytes[i] : '.', out);
	fputc('\n', out);
}

void hex_dump(FILE *out, const uint8_t *bytes, size_t len, size_t mark_at, size_t mark_len)
{
	for (size_t row = 0; row < len; row += ROW) {
		size_t end = len - row < ROW ? len : row + ROW;
		size_t from = mark_at > row ? mark_at : row;
		size_t to = mark_at + mark_len < end ? mark_at + mark_len : end;
		dump_row(out, bytes, row, end, from, to);
	}
}
