/* sim/name_template.c - reading "ue{n:04}@example.org" and writing the names. */
#include "sim/name_template.h"

#include <string.h>

/* "n", "n:6", "n:06", "n:04x"; LEN characters between the braces. */
static bool read_number(struct name_template *t, const char *text, size_t len)
{
	size_t i = 1;

	if (!len || text[0] != 'n')
		return false;
	if (len > 1 && text[i++] != ':')
		return false;
	for (; i < len && text[i] >= '0' && text[i] <= '9'; i++) {
		t->width = (uint8_t)(t->width * 10 + (text[i] - '0'));
		if (t->width >= NAME_NUMBER_ROOM)
			return false;
	}
	if (i < len && text[i] == 'x') {
		t->hexadecimal = true;
		i++;
	}
	return i == len && (len == 1 || len > 2);
}

int name_template_parse(struct name_template *t, const char *text, struct error *error)
{
	const char *open = strchr(text, '{'), *close = open ? strchr(open, '}') : NULL;
	size_t len = strlen(text);

	*t = (struct name_template){ 0 };
	if (len + 2 > sizeof(t->text))
		return error_set(error, "a name of at most %zu characters", sizeof(t->text) - 2);
	if (!open && !strchr(text, '}')) {
		memcpy(t->text, text, len);
		t->before = (uint8_t)len;
		return 0;
	}
	if (!close || strpbrk(close + 1, "{}") || !read_number(t, open + 1, (size_t)(close - open) - 1))
		return error_set(error, "'%s': the number is written {n}, {n:06} or {n:04x}, once", text);
	t->numbered = true;
	t->before = (uint8_t)(open - text);
	t->after = (uint8_t)strlen(close + 1);
	memcpy(t->text, text, t->before);
	memcpy(t->text + t->before + 1, close + 1, t->after);
	return 0;
}

size_t name_number(const struct name_template *t, uint32_t n, char digits[NAME_NUMBER_ROOM])
{
	char reversed[NAME_NUMBER_ROOM];
	const unsigned base = t->hexadecimal ? 16 : 10;
	size_t len = 0;

	do {
		reversed[len++] = "0123456789abcdef"[n % base];
		n /= base;
	} while (n);
	while (len < t->width)
		reversed[len++] = '0';
	for (size_t i = 0; i < len; i++)
		digits[i] = reversed[len - 1 - i];
	return len;
}

size_t name_format(const struct name_template *t, uint32_t n, char *out, size_t size)
{
	char digits[NAME_NUMBER_ROOM];
	size_t number = t->numbered ? name_number(t, n, digits) : 0;
	size_t len = t->before + number + t->after;

	if (len + 1 > size)
		return 0;
	memcpy(out, t->text, t->before);
	memcpy(out + t->before, digits, number);
	memcpy(out + t->before + number, t->text + t->before + 1, t->after);
	out[len] = '\0';
	return len;
}
