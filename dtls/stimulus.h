/* dtls/stimulus.h - handshakes of our own engine made wrong, or merely unusual, on purpose.
 *
 * Words of wire/stimulus.h, habits of dtls/habit.def, or the names of dtls/stimulus.def for some of them, several with ";"
 * between: "fragment 20; reverse", "insert client-hello.cipher-suites hex:1301". They become hooks of a
 * connection (dtls/connection.h): each bends messages, flights or records, and the transcript stays
 * honest, so that what must succeed does. */
#ifndef DTLS_STIMULUS_H
#define DTLS_STIMULUS_H

#include "dtls/connection.h"
#include "wire/stimulus.h"

enum { STIMULI_AT_ONCE = 16 };

/* A row of dtls/stimulus.def. */
struct stimulus_fact {
	const char *word;
	bool takes_number;
	const char *stands_for, *text;
};

/* Of one connection. */
struct stimuli {
	struct stimulus *list;
	size_t count;
	uint64_t habits;		/* enum habit bits */
	uint8_t made[256];		/* messages of each type so far: for first and second */
	void (*then)(void *arg, struct record_out *);	/* asked about each record as well, or NULL */
	void *then_arg;
};

/* -1: an unknown word (the nearest is named), a wrong value, too many; then there is nothing to free. */
int stimuli_parse(struct stimuli *, const char *words, struct error *);
void stimuli_free(struct stimuli *);
/* After connection_new, before connection_start. STIMULI must outlive the connection. */
void stimuli_hook(struct stimuli *, struct connection *);
/* A server's HelloVerifyRequest, which no connection makes: its body, and its record as far as header, omit and twice go. */
void stimuli_bend_verify(const struct stimuli *, struct buffer *body, struct record_out *);
const char *habit_word(enum habit);
const char *habit_text(enum habit);
const struct stimulus_fact *stimulus_row(unsigned index);	/* NULL: past the end */

/* Edits a field of a handshake message's body. False: the field is not in it, or there is no room. */
bool field_edit(struct buffer *body, const struct stimulus *);

#endif
