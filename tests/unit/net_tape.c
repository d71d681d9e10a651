/* tests/unit/net_tape.c - DTLS worlds, and records found on the tape and opened by keys from the key log. */
#include "tests/unit/net_tape.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "dtls/keyring.h"

#define UE1 { .name = "u1", .psk_identity = "ue1", .psk_identity_len = 3, .psk = "secretPSK", .psk_len = 9 }

struct identity known[] = { UE1, { .name = "u2", .psk_identity = "ue2", .psk_identity_len = 3, .psk = "other",
					  .psk_len = 5 } };
static const struct identities pool = { known, 2 };
static char keys[KEYS][200];
unsigned key_count;

static void keep_key(void *arg, const char *line)
{
	ck_assert_ptr_eq(arg, keys);
	ck_assert_uint_lt(key_count, KEYS);
	snprintf(keys[key_count++], sizeof(keys[0]), "%s", line);
}

struct variant variant;

void secure_start_in(struct world *w, struct host_config config, const struct listen_wanted *like)
{
	struct listen_wanted wanted = *like;

	key_count = 0;
	config.keylog = keep_key;
	config.keylog_arg = keys;
	wanted.transport = TRANSPORT_COAPS;
	wanted.at = loopback(0);
	wanted.keys = &pool;
	wanted.own_dtls = variant.door;
	variant.opened = 0;
	world_host(w, config);
	world_listen(w, &wanted);
	alarm(120);	/* a hang, not slowness */
}

void secure_start(struct world *w, struct host_config config)
{
	config.jump = true;
	secure_start_in(w, config, &(struct listen_wanted){ .renegotiation = true });
}

uint32_t secure_open(struct world *w, const struct identity *who, bool resume)
{
	struct link_wanted wanted = { .transport = TRANSPORT_COAPS, .peer = w->bound, .identity = who,
				      .resume = resume, .shared = variant.crowd };

	if (variant.crowd)
		wanted.source = (struct endpoint){ .family = FAMILY_IPV4, .addr = { 127, 3, 0, (uint8_t)++variant.opened } };
	uint32_t link = w->client.sink->open(w->client.sink->world, &wanted);

	ck_assert_msg(link, "%s", w->client.sink->why(w->client.sink->world, 0));
	return link;
}

uint32_t secure_up(struct world *w, struct host_config config)
{
	secure_start(w, config);
	uint32_t link = secure_open(w, &known[0], false);
	world_run(w);
	ck_assert_uint_eq(w->client.events[LINK_UP], 1);
	return link;
}

const char *why_of(struct world *w, uint32_t link) { return w->client.sink->why(w->client.sink->world, link); }

bool find_record(struct spot *s, int outbound, int type, int epoch, unsigned nth)
{
	for (unsigned i = 0; i < tape.count; i++) {
		s->seen = &tape.list[i];
		if (outbound >= 0 && s->seen->d.outbound != outbound)
			continue;
		for (size_t at = 0; record_read(&s->record, s->seen->bytes, s->seen->d.len, at, &s->fragment, &s->len);
		     at += RECORD_HEADER + s->len)
			if ((type < 0 || s->record.type == type) && (epoch < 0 || s->record.epoch == epoch) && !nth--)
				return true;
	}
	return false;
}

unsigned count_records(int outbound, int type, int epoch)
{
	struct spot s;
	unsigned n = 0;

	while (find_record(&s, outbound, type, epoch, n))
		n++;
	return n;
}

unsigned count_handshakes(bool outbound, uint8_t type)
{
	struct spot s;
	unsigned n = 0;

	for (unsigned i = 0; find_record(&s, outbound, 22, 0, i); i++)
		n += s.len && s.fragment[0] == type;
	return n;
}

struct epoch_keys keys_of(unsigned nth)
{
	struct keyring *ring = keyring_new();
	struct epoch_keys made;
	struct error error;
	struct spot s;
	uint8_t client[HELLO_RANDOM], server[HELLO_RANDOM];
	unsigned hellos = 0;

	for (unsigned i = 0; i < key_count; i++)
		ck_assert_int_eq(keyring_line(ring, keys[i], &error), 0);
	for (unsigned i = 0; find_record(&s, false, HANDSHAKE, 0, i); i++) {
		if (s.fragment[0] == SERVER_HELLO && hellos++ == nth)
			break;
	}
	memcpy(server, s.fragment + 14, HELLO_RANDOM);
	uint16_t suite = (uint16_t)(s.fragment[14 + 32 + 1 + s.fragment[46]] << 8 | s.fragment[14 + 34 + s.fragment[46]]);
	hellos = 0;
	for (unsigned i = 0; find_record(&s, true, HANDSHAKE, 0, i); i++)
		if (s.fragment[0] == CLIENT_HELLO && hellos++ == 2 * nth + 1)
			break;
	memcpy(client, s.fragment + 14, HELLO_RANDOM);
	const uint8_t *master = keyring_find_master(ring, client);
	ck_assert_ptr_nonnull(master);
	ck_assert(epoch_keys_make(&made, suite_by_number(suite), master, client, server));
	keyring_free(ring);
	return made;
}

long open_spot(const struct spot *s, const struct epoch_keys *with, uint8_t plain[1500])
{
	struct protector *p = protector_new();
	long n = record_open(p, with, s->seen->d.outbound, &s->record, s->fragment, s->len, plain);

	protector_free(p);
	return n;
}

void again(struct party *p, uint32_t link, bool new_session)
{
	p->sink->rehandshake(p->sink->world, link, new_session);
}
