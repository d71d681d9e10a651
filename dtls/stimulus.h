/* dtls/stimulus.h - handshakes of our own client made wrong, or merely unusual, on purpose.
 *
 * Words of dtls/stimulus.def, several with "; " between: "fragment 20; reverse". They become hooks of
 * a connection (dtls/connection.h): each bends messages, flights or records, and the transcript stays
 * honest, so that what must succeed does. */
#ifndef DTLS_STIMULUS_H
#define DTLS_STIMULUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dtls/connection.h"
#include "wire/error.h"

enum { STIMULI_AT_ONCE = 4 };

struct stimuli;

struct stimulus_fact {
	const char *word, *text;
	bool takes_number;
	void (*message)(const struct stimuli *, uint32_t number, struct message_out *);
	void (*flight)(uint32_t number, struct piece *, size_t *count);
	void (*record)(uint32_t number, struct record_out *);
	void (*profile)(uint32_t number, struct connection_profile *);
};

struct stimuli {
	struct {
		const struct stimulus_fact *fact;
		uint32_t number;
	} list[STIMULI_AT_ONCE];
	unsigned count;
	unsigned hellos;		/* ClientHellos made so far */
};

/* -1: an unknown word (the nearest is named), a missing or unwanted number, too many. */
int stimuli_parse(struct stimuli *, const char *words, struct error *);
/* Before connection_new; and after it, before connection_start. STIMULI must outlive the connection. */
void stimuli_profile(const struct stimuli *, struct connection_profile *);
void stimuli_hook(struct stimuli *, struct connection *);
const struct stimulus_fact *stimulus_row(unsigned index);	/* NULL: past the end */

#endif
