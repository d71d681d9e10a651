/* dtls/dissector_key_line.c - a session's keys as others read them: a line of a key log. */
#include <stdio.h>

#include "dtls/dissection.h"
#include "wire/hex.h"

bool dissector_key_line(const struct dissector *d, uint32_t session, char line[KEY_LINE])
{
	char random[2 * RANDOM_LENGTH + 1], master[2 * MASTER_SECRET + 1];
	const struct session *s = d->first_session;

	while (s && s->number != session)
		s = s->next;
	if (!s || !s->proven || !s->making || !s->agreed.has_random[SIDE_CLIENT])
		return false;
	hex_format(random, sizeof(random), s->agreed.client_random, RANDOM_LENGTH);
	hex_format(master, sizeof(master), s->making->trial.master, MASTER_SECRET);
	snprintf(line, KEY_LINE, "CLIENT_RANDOM %s %s", random, master);
	return true;
}
