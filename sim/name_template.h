/* sim/name_template.h - a name with a number in it: "ue{n}@example.org", "{n:06}" (zeros), "{n:04x}" (hexadecimal). */
#ifndef SIM_NAME_TEMPLATE_H
#define SIM_NAME_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/error.h"

enum { NAME_TEMPLATE_TEXT = 128, NAME_NUMBER_ROOM = 24 };

struct name_template {
	char text[NAME_TEMPLATE_TEXT];	/* before the number, NUL, after the number, NUL */
	uint8_t before, after;		/* lengths; AFTER starts at text + before + 1 */
	uint8_t width;			/* at least so many digits */
	bool hexadecimal, numbered;	/* numbered: there is a {n}; else all of it is `before` */
};

/* -1: an open brace, another word than n, two numbers, or too long. */
int name_template_parse(struct name_template *, const char *text, struct error *);
/* The digits of N as this template writes them, not terminated; their length, at most NAME_NUMBER_ROOM. */
size_t name_number(const struct name_template *, uint32_t n, char digits[NAME_NUMBER_ROOM]);
/* The whole name, terminated; its length, or 0 where it does not fit. */
size_t name_format(const struct name_template *, uint32_t n, char *out, size_t size);

#endif
