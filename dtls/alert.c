/* dtls/alert.c - the name of an alert. */
#include "dtls/alert.h"

#include <stddef.h>

static const struct {
	uint8_t number;
	const char *name;
} alerts[] = {
#define ALERT(name, number, word, clause) { number, word },
#include "dtls/alert.def"
#undef ALERT
};

const char *alert_name(uint8_t description)
{
	for (size_t i = 0; i < sizeof(alerts) / sizeof(*alerts); i++)
		if (alerts[i].number == description)
			return alerts[i].name;
	return NULL;
}
