/* wire/alert.h - alerts by number and word (rows in wire/alert.def). */
#ifndef WIRE_ALERT_H
#define WIRE_ALERT_H

#include <stdint.h>

enum alert_level { ALERT_WARNING = 1, ALERT_FATAL = 2 };

enum alert_description {
#define ALERT(name, number, ...) ALERT_##name = number,
#include "wire/alert.def"
#undef ALERT
};

const char *alert_name(uint8_t description);	/* NULL: not in the table */
/* The number of the alert that TEXT begins with; -1: none. */
int alert_named(const char *text);

#endif
