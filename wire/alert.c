/* wire/alert.c - the names of alerts. */
#include "wire/alert.h"

#include <stddef.h>
#include <string.h>

static const struct {
	uint8_t number;
	const char *name;
} alerts[] = {
#define ALERT(name, number, word, clause) { number, word },
#include "wire/alert.def"
#undef ALERT
};

const char *alert_name(uint8_t description)
{
	for (size_t i = 0; i < sizeof(alerts) / sizeof(*alerts); i++)
		if (alerts[i].number == description)
			return alerts[i].name;
	return NULL;
}

/* OpenSSL leaves "_RESERVED" out. */
int alert_named(const char *text)
{
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz_");

	for (size_t i = 0; i < sizeof(alerts) / sizeof(*alerts); i++) {
		size_t letters = strspn(alerts[i].name, "abcdefghijklmnopqrstuvwxyz_");
		letters -= alerts[i].name[letters] == 'R';	/* the underscore before it */
		if (letters == len && !memcmp(alerts[i].name, text, len))
			return alerts[i].number;
	}
	return -1;
}
