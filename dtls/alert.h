/* dtls/alert.h - alerts by number and word (rows in dtls/alert.def). */
#ifndef DTLS_ALERT_H
#define DTLS_ALERT_H

#include <stdint.h>

enum alert_level { ALERT_WARNING = 1, ALERT_FATAL = 2 };

enum alert_description {
#define ALERT(name, number, ...) ALERT_##name = number,
#include "dtls/alert.def"
#undef ALERT
};

const char *alert_name(uint8_t description);	/* NULL: not in the table */

#endif
