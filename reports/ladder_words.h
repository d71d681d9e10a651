/* reports/ladder_words.h - one observation in a few words. */
#ifndef REPORTS_LADDER_WORDS_H
#define REPORTS_LADDER_WORDS_H

#include "wire/observation.h"

/* "CON POST mid 0x1234 ...", "ClientHello", "Alert close_notify", "dark: Application data, 40 octets". */
void ladder_words(char *text, size_t size, const struct observation *);

#endif
