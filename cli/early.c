/* cli/early.c - datagrams and key log lines, copied and kept in the order in which they came. */
#include "cli/early.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct early_item {
	struct early_item *next;
	struct datagram datagram;	/* len 0 and no bytes: a line of the key log */
	char *line;			/* or what was deliberate; or NULL */
	uint8_t bytes[];
};

static struct early_item *add(struct early *e, size_t len, const char *line)
{
	struct early_item *one = calloc(1, sizeof(*one) + len);

	assert(one);
	one->line = line ? strdup(line) : NULL;
	if (e->last)
		e->last->next = one;
	else
		e->first = one;
	return e->last = one;
}

void early_datagram(struct early *e, const struct datagram *d)
{
	struct early_item *one = add(e, d->len, d->deliberate);

	if (d->len)
		memcpy(one->bytes, d->bytes, d->len);
	one->datagram = *d;
	one->datagram.bytes = one->bytes;
	one->datagram.deliberate = one->line;
	one->datagram.reading = NULL;
}

void early_keylog(struct early *e, const char *line) { add(e, 0, line); }

void early_end(struct early *e, struct dissector *dissector, struct keyring *keyring)
{
	for (struct early_item *one = e->first, *next; one; one = next) {
		next = one->next;
		if (dissector && one->datagram.bytes)
			dissector_datagram(dissector, &one->datagram);
		else if (keyring)
			keyring_line(keyring, one->line, NULL);
		free(one->line);
		free(one);
	}
	*e = (struct early){ 0 };
}
