/* tests/bench/multiply.c - a small capture made large: the same flows again and again, between other addresses, later.
 *
 *     multiply clear|dtls SMALL OCTETS >LARGE     at least OCTETS of pcapng: of the flows in the clear, or of DTLS
 *
 * The key log comes once: copies of a DTLS session have its randoms, and so its keys. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pcap/capture.h"
#include "pcap/pcapng.h"

enum { KEPT_MOST = 100000, CLIENTS_MOST = 512 };	/* of the small capture */

struct tape {
	bool secure;
	struct datagram *kept;
	size_t count;
	uint64_t octets;
	struct pcapng *out;
};

static void keep(void *arg, const struct datagram *d)
{
	struct tape *t = arg;
	bool record = d->len > 2 && d->bytes[0] >= 20 && d->bytes[0] <= 25 && d->bytes[1] == 0xfe;	/* RFC 6347 4.1 */

	if (record != t->secure)
		return;
	struct datagram *kept = &t->kept[t->count++];
	assert(t->count < KEPT_MOST);
	*kept = *d;
	kept->bytes = memcpy(malloc(d->len + 1), d->bytes, d->len);
	kept->deliberate = d->deliberate ? strdup(d->deliberate) : NULL;
	t->octets += d->len + 72;	/* with its headers and block */
}

static void write_keylog(void *arg, const char *text, size_t len)
{
	char *line = strndup(text, len);

	pcapng_keylog(((struct tape *)arg)->out, line);
	free(line);
}

static void begin(void *arg, const char *text, size_t len)
{
	struct tape *t = arg;
	char *context = strndup(text, len);

	if (!t->out)
		t->out = pcapng_begin("-", context, NULL);
	free(context);
}

/* 10.x.y.z for the client, by the copy's number and its own address: what a run sends leaves its vantage point. */
static void move_client(struct datagram *d, uint32_t copy)
{
	struct endpoint *client = d->outbound ? &d->from : &d->to;
	uint32_t own = (uint32_t)(client->addr[2] << 8 | client->addr[3]) % CLIENTS_MOST;
	uint32_t place = copy * CLIENTS_MOST + own;

	client->addr[0] = (uint8_t)(10 + (place >> 24));
	client->addr[1] = (uint8_t)(place >> 16);
	client->addr[2] = (uint8_t)(place >> 8);
	client->addr[3] = (uint8_t)place;
}

int main(int argc, char **argv)
{
	struct tape tape = { .kept = calloc(KEPT_MOST, sizeof(struct datagram)) };
	struct capture_sinks sinks = { keep, write_keylog, begin, &tape };
	struct capture_tally tally;
	struct error error;

	tape.secure = argc > 1 && !strcmp(argv[1], "dtls");
	if (argc != 4 || !tape.kept || capture_read(argv[2], &sinks, &tally, &error) || !tape.count) {
		fprintf(stderr, "usage: multiply clear|dtls SMALL OCTETS >LARGE\n");
		return 2;
	}
	uint64_t wanted = strtoull(argv[3], NULL, 10), copies = wanted / tape.octets + 1;
	uint64_t length = tally.last_ns - tally.first_ns;
	for (uint32_t copy = 0; copy < copies; copy++)
		for (size_t i = 0; i < tape.count; i++) {
			struct datagram d = tape.kept[i];
			move_client(&d, copy + 1);
			d.at_ns += copy * (length + 1000000);
			pcapng_datagram(tape.out, &d);
		}
	return pcapng_end(tape.out, tally.last_ns + copies * (length + 1000000), &error) ? 1 : 0;
}
