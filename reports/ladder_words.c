/* reports/ladder_words.c - one observation in a few words. */
#include "reports/ladder_words.h"

#include <stdio.h>

#include "wire/alert.h"

struct word {
	uint8_t number;
	const char *text;
};

static const struct word record_types[] = {
#define RECORD_TYPE(number, text) { number, text },
#include "reports/record.def"
#undef RECORD_TYPE
	{ 0, NULL },
};

static const struct word handshakes[] = {
#define HANDSHAKE(number, text) { number, text },
#include "reports/record.def"
#undef HANDSHAKE
	{ 0, NULL },
};

static const char *word_of(const struct word *list, uint8_t number, const char *otherwise)
{
	for (; list->text; list++)
		if (list->number == number)
			return list->text;
	return otherwise;
}

static void handshake_words(char *text, size_t size, const struct handshake *h)
{
	const char *name = word_of(handshakes, h->type, "unknown handshake message");

	if (h->fragment_length < h->length)
		snprintf(text, size, "%s, octets %u to %u of %u", name, h->fragment_offset,
			 h->fragment_offset + h->fragment_length, h->length);
	else
		snprintf(text, size, "%s", name);
}

static void record_words(char *text, size_t size, const struct observation *o)
{
	const struct record *r = o->record;
	const char *alert = alert_name(o->alert_description);

	if (r->type == 21 && o->plain)
		snprintf(text, size, "Alert %s%s", alert ? alert : "unknown",
			 o->alert_level == 2 ? " (fatal)" : "");
	else
		snprintf(text, size, "%s", word_of(record_types, r->type, "record of an unknown type"));
}

void ladder_words(char *text, size_t size, const struct observation *o)
{
	text[0] = '\0';
	switch (o->kind) {
	case OBS_MESSAGE: message_format(text, size, o->message); return;
	case OBS_HANDSHAKE: handshake_words(text, size, o->handshake); return;
	case OBS_RECORD: record_words(text, size, o); return;
	case OBS_DARK:
		snprintf(text, size, "dark: %s, %u octets",
			 word_of(record_types, o->record ? o->record->type : 0, "record"),
			 o->record ? o->record->length : (uint32_t)o->datagram->len);
		return;
	case OBS_STRAY: snprintf(text, size, "no DTLS, no CoAP (%zu octets)", o->datagram->len); return;
	}
}
