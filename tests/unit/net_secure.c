/* tests/unit/net_secure.c - DTLS links by OpenSSL on loopback, in virtual time, seen by the tap. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "dtls/keyring.h"
#include "dtls/protection.h"
#include "tests/unit/net.h"

#define UE1 { .name = "u1", .psk_identity = "ue1", .psk_identity_len = 3, .psk = "secretPSK", .psk_len = 9 }

static struct identity known[] = { UE1, { .name = "u2", .psk_identity = "ue2", .psk_identity_len = 3, .psk = "other",
					  .psk_len = 5 } };
static const struct identities pool = { known, 2 };
static const struct identity wrong_key = { .psk_identity = "ue1", .psk_identity_len = 3, .psk = "not that", .psk_len = 8 };
static const struct identity stranger = { .psk_identity = "nobody", .psk_identity_len = 6, .psk = "x", .psk_len = 1 };

enum { KEYS = 256 };
static char keys[KEYS][200];
static unsigned key_count;

static void keep_key(void *arg, const char *line)
{
	ck_assert_ptr_eq(arg, keys);
	ck_assert_uint_lt(key_count, KEYS);
	snprintf(keys[key_count++], sizeof(keys[0]), "%s", line);
}

static void secure_start(struct world *w, struct host_config config)
{
	key_count = 0;
	config.jump = true;
	config.keylog = keep_key;
	config.keylog_arg = keys;
	world_host(w, config);
	world_listen(w, &(struct listen_wanted){ .transport = TRANSPORT_COAPS, .at = loopback(0), .keys = &pool,
						 .renegotiation = true });
	alarm(120);	/* a hang, not slowness */
}

static uint32_t secure_open(struct world *w, const struct identity *who, bool resume)
{
	struct link_wanted wanted = { .transport = TRANSPORT_COAPS, .peer = w->bound, .identity = who,
				      .resume = resume };
	uint32_t link = w->client.sink->open(w->client.sink->world, &wanted);

	ck_assert_msg(link, "%s", w->client.sink->why(w->client.sink->world, 0));
	return link;
}

static uint32_t secure_up(struct world *w, struct host_config config)
{
	secure_start(w, config);
	uint32_t link = secure_open(w, &known[0], false);
	world_run(w);
	ck_assert_uint_eq(w->client.events[LINK_UP], 1);
	return link;
}

static const char *why(struct world *w, uint32_t link) { return w->client.sink->why(w->client.sink->world, link); }

/* Records on the tape, one after the other. */
struct spot {
	struct seen *seen;
	struct record record;
	const uint8_t *fragment;
	size_t len;
};

/* The NTH record for which all that is not -1 agrees. */
static bool find_record(struct spot *s, int outbound, int type, int epoch, unsigned nth)
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

static unsigned count_records(int outbound, int type, int epoch)
{
	struct spot s;
	unsigned n = 0;

	while (find_record(&s, outbound, type, epoch, n))
		n++;
	return n;
}

static unsigned count_handshakes(bool outbound, uint8_t type)
{
	struct spot s;
	unsigned n = 0;

	for (unsigned i = 0; find_record(&s, outbound, 22, 0, i); i++)
		n += s.len && s.fragment[0] == type;
	return n;
}

enum { CLIENT_HELLO = 1, SERVER_HELLO = 2, HELLO_VERIFY = 3, CLIENT_KEY_EXCHANGE = 16, ALERT = 21, HANDSHAKE = 22, DATA = 23 };

/* Keys of the NTH handshake from what the tap and the key log give: nothing that net/ computed. */
static struct epoch_keys keys_of(unsigned nth)
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

/* The length, or -1: not with these keys. */
static long open_spot(const struct spot *s, const struct epoch_keys *with, uint8_t plain[1500])
{
	struct protector *p = protector_new();
	long n = record_open(p, with, s->seen->d.outbound, &s->record, s->fragment, s->len, plain);

	protector_free(p);
	return n;
}

START_TEST(test_handshake_and_echo)
{
	struct world w = { .client.on_up = say_hello };
	struct spot s;
	uint8_t plain[1500];

	secure_up(&w, (struct host_config){ 0 });
	ck_assert_uint_eq(w.server.events[LINK_UP], 1);
	ck_assert_uint_eq(w.server.inputs, 1);
	ck_assert_uint_eq(w.server.identity_len, 3);
	ck_assert_mem_eq(w.server.identity, "ue1", 3);
	ck_assert_uint_eq(w.client.inputs, 1);
	ck_assert_mem_eq(w.client.last, "hello", 5);
	ck_assert_uint_eq(count_handshakes(true, CLIENT_HELLO), 2);	/* without and with the cookie */
	ck_assert_uint_eq(count_handshakes(false, HELLO_VERIFY), 1);
	ck_assert(find_record(&s, true, DATA, 1, 0));
	struct epoch_keys k = keys_of(0);
	ck_assert_uint_eq(k.suite->number, 0xc0a8);	/* RFC 7252 9.1.3.1 */
	ck_assert_int_eq(open_spot(&s, &k, plain), 5);
	ck_assert_mem_eq(plain, "hello", 5);
	ck_assert_uint_eq(key_count, 1);	/* the server is not tapped */
	host_free(w.host);
}
END_TEST

START_TEST(test_two_hundred_associations_and_no_descriptor_left)
{
	unsigned before = open_descriptors_now();
	struct world w = { .client.on_up = say_hello };

	secure_start(&w, (struct host_config){ 0 });
	for (int i = 0; i < 200; i++)
		secure_open(&w, &known[i % 2], false);
	world_run(&w);
	ck_assert_uint_eq(key_count, 200);
	ck_assert_uint_eq(w.client.inputs, 200);
	host_free(w.host);
	ck_assert_uint_eq(open_descriptors_now(), before);
}
END_TEST

START_TEST(test_a_handshake_outlives_a_bad_wire)
{
	struct impairment bad = { .loss = 200000, .duplicate = 100000, .reorder = 100000,
				  .delay_max_ns = 10 * NS_PER_MS };
	unsigned lost = 0;

	for (uint64_t seed = 1; seed <= 8; seed++) {
		struct world w = { 0 };
		uint64_t start;
		secure_start(&w, (struct host_config){ .seed = seed, .impairment = bad });
		start = host_now(w.host);
		secure_open(&w, &known[0], false);
		world_run(&w);
		ck_assert_uint_eq(w.client.events[LINK_UP], 1);
		ck_assert_uint_eq(w.server.events[LINK_UP], 1);
		for (unsigned i = 0; i < tape.count; i++)
			lost += tape.list[i].d.fate == FATE_DROPPED;
		ck_assert_uint_ge(host_now(w.host), start);
		host_free(w.host);
	}
	ck_assert_uint_gt(lost, 8);
}
END_TEST

START_TEST(test_another_key_fails_and_says_why)
{
	struct world w = { 0 };

	secure_start(&w, (struct host_config){ 0 });
	uint32_t link = secure_open(&w, &wrong_key, false);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_UP], 0);
	ck_assert_uint_eq(w.client.events[LINK_FAILED], 1);
	ck_assert_str_eq(why(&w, link), "no answer to Finished (perhaps the PSK is another)");
	ck_assert_uint_eq(w.server.events[LINK_UP] + w.server.events[LINK_FAILED], 0);	/* it never heard of it */
	link = secure_open(&w, &stranger, false);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_FAILED], 2);
	ck_assert_ptr_nonnull(strstr(why(&w, link), "the peer's alert unknown_psk_identity"));
	host_free(w.host);
}
END_TEST

START_TEST(test_silence_is_asked_again_with_backoff)
{
	struct world w = { .server.echo = false };
	struct spot s;
	uint64_t first = 0;

	world_host(&w, (struct host_config){ .jump = true });
	w.server.echo = false;
	world_listen(&w, &(struct listen_wanted){ .transport = TRANSPORT_COAP, .at = loopback(0) });
	uint32_t link = secure_open(&w, &known[0], false);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_FAILED], 1);
	ck_assert_str_eq(why(&w, link), "no answer to ClientHello");
	/* RFC 6347 4.2.4.1: 1 s, doubled each time, at most 60 s. */
	static const uint64_t at_s[] = { 0, 1, 3, 7, 15, 31, 63, 123 };
	for (unsigned i = 0; i < sizeof(at_s) / sizeof(*at_s); i++) {
		ck_assert(find_record(&s, true, HANDSHAKE, 0, i));
		if (!i)
			first = s.seen->d.at_ns;
		uint64_t after = s.seen->d.at_ns - first, want = at_s[i] * NS_PER_S;
		ck_assert_uint_ge(after + 16 * NS_PER_MS * (i + 1), want);	/* OpenSSL takes 15 ms for nothing */
		ck_assert_uint_le(after, want + NS_PER_MS);
		ck_assert_uint_eq(s.record.seq, i);
	}
	host_free(w.host);
}
END_TEST

static void again(struct party *p, uint32_t link, bool new_session)
{
	p->sink->rehandshake(p->sink->world, link, new_session);
}

START_TEST(test_renegotiation_from_both_sides)
{
	struct world w = { 0 };
	uint32_t link = secure_up(&w, (struct host_config){ 0 });

	again(&w.client, link, false);
	party_say(&w.client, link, "kept until it is done");
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_RENEGOTIATED], 1);
	ck_assert_uint_eq(w.server.events[LINK_RENEGOTIATED], 1);
	ck_assert_uint_eq(w.client.inputs, 1);
	ck_assert_mem_eq(w.client.last, "kept until", 10);
	ck_assert_uint_eq(count_records(true, DATA, 2), 1);
	again(&w.server, w.server.last_link, false);	/* HelloRequest */
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_RENEGOTIATED], 2);
	ck_assert_uint_eq(w.server.events[LINK_RENEGOTIATED], 2);
	party_say(&w.client, link, "third epoch");
	world_run(&w);
	ck_assert_uint_eq(count_records(true, DATA, 3), 1);
	ck_assert_uint_eq(w.client.inputs, 2);
	ck_assert_uint_eq(w.client.events[LINK_FAILED] + w.client.events[LINK_CLOSED], 0);
	host_free(w.host);
}
END_TEST

START_TEST(test_a_client_that_does_not_renegotiate)
{
	struct world w = { 0 };
	struct spot s;
	uint8_t plain[1500];
	uint32_t link = secure_up(&w, (struct host_config){ .no_renegotiation = true });

	again(&w.server, w.server.last_link, false);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_RENEGOTIATED], 0);
	ck_assert(find_record(&s, true, ALERT, 1, 0));
	struct epoch_keys k = keys_of(0);
	ck_assert_int_eq(open_spot(&s, &k, plain), 2);
	ck_assert_uint_eq(plain[0], 1);		/* warning */
	ck_assert_uint_eq(plain[1], 100);	/* no_renegotiation */
	/* An OpenSSL server takes that for the end, and says so. */
	ck_assert_uint_eq(w.client.events[LINK_CLOSED], 1);
	ck_assert_str_eq(why(&w, link), "the peer's alert handshake_failure");
	ck_assert_uint_eq(w.server.events[LINK_CLOSED], 1);
	host_free(w.host);
}
END_TEST

START_TEST(test_a_new_session_on_the_same_5_tuple)
{
	struct world w = { 0 };
	uint32_t link = secure_up(&w, (struct host_config){ 0 });
	uint32_t served = w.server.last_link;

	again(&w.client, link, true);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_RENEGOTIATED], 1);
	ck_assert_uint_eq(w.server.events[LINK_UP], 2);
	ck_assert_uint_eq(w.server.events[LINK_CLOSED], 1);
	ck_assert_uint_ne(w.server.last_link, 0);
	party_say(&w.client, link, "by the new one");
	world_run(&w);
	ck_assert_uint_eq(w.client.inputs, 1);
	ck_assert_uint_ne(w.server.last_link, served);
	ck_assert_uint_eq(count_handshakes(false, SERVER_HELLO), 2);
	ck_assert(endpoint_equal(&tape.list[0].d.from, &tape.list[tape.count - 1].d.to));
	host_free(w.host);
}
END_TEST

/* RFC 6347 4.2.8: a stranger's ClientHello with this address must not end the association. */
START_TEST(test_a_hello_that_stops_at_the_cookie_ends_nothing)
{
	struct world w = { 0 };
	uint32_t link = secure_up(&w, (struct host_config){ 0 });
	struct spot s;
	uint8_t hello[600];

	ck_assert(find_record(&s, true, HANDSHAKE, 0, 0));
	size_t len = s.seen->d.len;
	memcpy(hello, s.seen->bytes, len);
	hello[RECORD_HEADER + 14] ^= 0xff;	/* another random: another handshake */
	struct out out = { .link = link, .bytes = hello, .len = len, .wish.clear = true };
	w.client.sink->send(w.client.sink->world, &out);
	party_say(&w.client, link, "alive");
	world_run(&w);
	ck_assert_uint_eq(count_handshakes(false, HELLO_VERIFY), 2);
	ck_assert_uint_eq(w.client.inputs, 1);
	ck_assert_uint_eq(w.server.events[LINK_CLOSED], 0);
	host_free(w.host);
}
END_TEST

static void close_link(struct party *p, uint32_t link, bool silently) { p->sink->close(p->sink->world, link, silently); }

START_TEST(test_close_notify_is_sent_answered_and_seen)
{
	struct world w = { 0 };
	uint32_t link = secure_up(&w, (struct host_config){ 0 });

	close_link(&w.client, link, false);
	world_run(&w);
	ck_assert_uint_eq(w.server.events[LINK_CLOSED], 1);
	ck_assert_uint_eq(count_records(true, ALERT, 1), 1);
	ck_assert_uint_eq(count_records(false, ALERT, 1), 1);
	link = secure_open(&w, &known[0], false);
	world_run(&w);
	close_link(&w.client, link, true);
	world_run(&w);
	ck_assert_uint_eq(w.server.events[LINK_CLOSED], 1);
	ck_assert_uint_eq(count_records(true, ALERT, 1), 1);
	host_free(w.host);
}
END_TEST

START_TEST(test_the_peer_closes)
{
	struct world w = { 0 };
	uint32_t link = secure_up(&w, (struct host_config){ 0 });

	close_link(&w.server, w.server.last_link, false);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_CLOSED], 1);
	ck_assert_str_eq(why(&w, link), "the peer's alert close_notify");
	ck_assert_uint_eq(count_records(true, ALERT, 1), 1);	/* answered */
	party_say(&w.client, link, "too late");	/* harmless */
	close_link(&w.client, link, false);
	world_run(&w);
	ck_assert_uint_eq(w.client.inputs, 0);
	host_free(w.host);
}
END_TEST

static void resume_after(bool silently)
{
	struct world w = { 0 };
	uint32_t link = secure_up(&w, (struct host_config){ 0 });

	ck_assert_uint_eq(count_handshakes(true, CLIENT_KEY_EXCHANGE), 1);
	close_link(&w.client, link, silently);
	secure_open(&w, &known[0], true);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_UP], 2);
	ck_assert_uint_eq(count_handshakes(true, CLIENT_KEY_EXCHANGE), 1);	/* abbreviated (RFC 5246 7.3) */
	party_say(&w.client, w.client.last_link, "hello again");
	world_run(&w);
	ck_assert_uint_eq(w.client.inputs, 1);
	ck_assert_uint_eq(w.server.identity_len, 3);
	host_free(w.host);
}

START_TEST(test_resumption)
{
	resume_after(false);
	resume_after(true);
}
END_TEST

START_TEST(test_server_name_only_when_there_is_one)
{
	struct world w = { 0 };
	struct spot s;
	const char *names[] = { NULL, "msgin5g.example.org" };

	for (int i = 0; i < 2; i++) {
		secure_start(&w, (struct host_config){ 0 });
		struct link_wanted wanted = { .transport = TRANSPORT_COAPS, .peer = w.bound, .identity = &known[0],
					      .server_name = names[i] };
		ck_assert_uint_ne(w.client.sink->open(w.client.sink->world, &wanted), 0);
		ck_assert(find_record(&s, true, HANDSHAKE, 0, 0));
		ck_assert_int_eq(memmem(s.fragment, s.len, "msgin5g.example.org", 19) != NULL, i);
		host_free(w.host);
	}
}
END_TEST

/* One deviating echo on an association that renegotiated once, so that there are previous keys; then a right one. */
struct deviant {
	struct world w;
	uint32_t link;
	struct epoch_keys first;	/* of epoch 1 */
	unsigned before;		/* frames until the deviation */
};

static void deviate_start(struct deviant *d, struct wish wish)
{
	*d = (struct deviant){ 0 };
	d->link = secure_up(&d->w, (struct host_config){ 0 });
	d->first = keys_of(0);
	d->before = tape.count;
	d->w.server.wish = wish;
	d->w.server.deliberate = "on purpose";
	party_say(&d->w.client, d->link, "hello");
	world_run(&d->w);
	ck_assert_uint_eq(d->w.server.inputs, 1);
}

/* The association survived it: a right answer comes through. */
static void deviate_end(struct deviant *d)
{
	unsigned heard = d->w.client.inputs;

	d->w.server.wish = (struct wish){ 0 };
	party_say(&d->w.client, d->link, "right");
	world_run(&d->w);
	ck_assert_uint_eq(d->w.client.inputs, heard + 1);
	ck_assert_mem_eq(d->w.client.last, "right", 5);
	host_free(d->w.host);
}

START_TEST(test_wish_clear)
{
	struct deviant d;

	deviate_start(&d, (struct wish){ .clear = true });
	ck_assert_uint_eq(d.w.client.inputs, 0);
	ck_assert_uint_eq(tape.list[d.before + 1].d.len, 5);
	ck_assert_mem_eq(tape.list[d.before + 1].bytes, "hello", 5);
	deviate_end(&d);
}
END_TEST

START_TEST(test_wish_clear_record)
{
	static const uint8_t head[] = { DATA, 0xfe, 0xfd, 0, 0 };	/* application_data, DTLS 1.2, epoch 0 */
	struct deviant d;
	struct spot s, other;

	deviate_start(&d, (struct wish){ .clear_record = true });
	ck_assert_uint_eq(d.w.client.inputs, 0);
	ck_assert(find_record(&s, false, DATA, 0, 0));
	ck_assert_mem_eq(s.seen->bytes, head, sizeof(head));
	ck_assert_uint_eq(s.len, 5);
	ck_assert_mem_eq(s.fragment, "hello", 5);
	for (unsigned i = 0; find_record(&other, false, -1, 0, i); i++)	/* a number not used before */
		ck_assert(other.fragment == s.fragment || other.record.seq < s.record.seq);
	deviate_end(&d);
}
END_TEST

START_TEST(test_wish_replay)
{
	struct deviant d;
	struct seen *s;

	deviate_start(&d, (struct wish){ .replay = true });
	s = &tape.list[d.before + 1];
	ck_assert_uint_eq(tape.count, d.before + 3);
	ck_assert_uint_eq(s[0].d.len, s[1].d.len);
	ck_assert_mem_eq(s[0].bytes, s[1].bytes, s[0].d.len);
	ck_assert_uint_eq(d.w.client.inputs, 1);	/* the window of OpenSSL */
	deviate_end(&d);
}
END_TEST

START_TEST(test_wish_bad_tag)
{
	struct deviant d;
	struct spot s;
	uint8_t plain[1500];

	deviate_start(&d, (struct wish){ .bad_tag = true });
	ck_assert_uint_eq(d.w.client.inputs, 0);
	ck_assert(find_record(&s, false, DATA, 1, 0));
	ck_assert_int_eq(open_spot(&s, &d.first, plain), -1);
	s.seen->bytes[s.seen->d.len - 1] ^= 1;
	ck_assert_int_eq(open_spot(&s, &d.first, plain), 5);
	deviate_end(&d);
}
END_TEST

START_TEST(test_wish_drop)
{
	struct deviant d;

	deviate_start(&d, (struct wish){ .drop = true });
	ck_assert_uint_eq(tape.count, d.before + 1);
	deviate_end(&d);
}
END_TEST

START_TEST(test_wish_delay)
{
	struct deviant d;

	deviate_start(&d, (struct wish){ .delay_ns = 100 * (uint64_t)NS_PER_S });
	ck_assert_uint_eq(d.w.client.inputs, 1);
	ck_assert_uint_ge(tape.list[d.before + 1].d.at_ns - tape.list[d.before].d.at_ns, 100 * (uint64_t)NS_PER_S);
	deviate_end(&d);
}
END_TEST

START_TEST(test_wish_record_version)
{
	struct deviant d;
	struct spot s;
	uint8_t plain[1500];

	deviate_start(&d, (struct wish){ .record_version = 0xfeff });
	ck_assert(find_record(&s, false, DATA, 1, 0));
	ck_assert_uint_eq(s.record.version, 0xfeff);
	ck_assert_int_eq(open_spot(&s, &d.first, plain), 5);	/* sealed for what is written */
	deviate_end(&d);
}
END_TEST

/* A server that renegotiated, then goes back: epoch number, keys, or both of the epoch before. */
static void deviate_epoch(struct wish wish, unsigned epoch, bool first_keys)
{
	struct deviant d = { 0 };
	struct spot s, other;
	uint8_t plain[1500];

	d.link = secure_up(&d.w, (struct host_config){ 0 });
	d.first = keys_of(0);
	party_say(&d.w.client, d.link, "hello");
	again(&d.w.client, d.link, false);
	world_run(&d.w);
	d.before = tape.count;
	d.w.server.wish = wish;
	party_say(&d.w.client, d.link, "hello");
	world_run(&d.w);
	ck_assert_uint_eq(d.w.server.inputs, 2);
	ck_assert_uint_eq(d.w.client.inputs, 1);	/* OpenSSL does not take it */
	s.seen = &tape.list[d.before + 1];
	ck_assert(record_read(&s.record, s.seen->bytes, s.seen->d.len, 0, &s.fragment, &s.len));
	ck_assert_uint_eq(s.record.epoch, epoch);
	ck_assert_int_eq(open_spot(&s, &d.first, plain), first_keys ? 5 : -1);
	for (unsigned i = 0; find_record(&other, false, -1, (int)epoch, i); i++)	/* a number not used before */
		ck_assert(other.fragment == s.fragment || other.record.seq < s.record.seq);
	deviate_end(&d);
}

START_TEST(test_wish_epochs)
{
	deviate_epoch((struct wish){ .header_epoch = -1, .key_epoch = -1 }, 1, true);
	deviate_epoch((struct wish){ .key_epoch = -1 }, 2, true);
	deviate_epoch((struct wish){ .header_epoch = -1 }, 1, false);
	deviate_epoch((struct wish){ .header_epoch = 1 }, 3, false);
	deviate_epoch((struct wish){ .header_epoch = -2 }, 0, false);
}
END_TEST

START_TEST(test_wish_header_epoch_keeps_the_present_keys)
{
	struct deviant d;
	struct spot s;
	uint8_t plain[1500];

	deviate_start(&d, (struct wish){ .header_epoch = 1 });
	ck_assert(find_record(&s, false, DATA, 2, 0));
	ck_assert_int_eq(open_spot(&s, &d.first, plain), 5);
	ck_assert_mem_eq(plain, "hello", 5);
	deviate_end(&d);
}
END_TEST

START_TEST(test_wish_other_port)
{
	struct deviant d;
	struct spot s;
	uint8_t plain[1500];

	deviate_start(&d, (struct wish){ .path = PATH_OTHER_PORT });
	ck_assert(find_record(&s, false, DATA, 1, 0));
	ck_assert_uint_ne(s.seen->d.from.port, d.w.bound.port);
	ck_assert_mem_eq(s.seen->d.from.addr, d.w.bound.addr, 16);
	ck_assert_int_eq(open_spot(&s, &d.first, plain), 5);
	ck_assert_uint_eq(d.w.client.inputs, 0);
	deviate_end(&d);
}
END_TEST

START_TEST(test_wish_in_the_clear_from_the_nosec_port)
{
	struct world w = { 0 };
	uint32_t link = secure_up(&w, (struct host_config){ 0 });
	struct endpoint secure = w.bound;

	world_listen(&w, &(struct listen_wanted){ .transport = TRANSPORT_COAP, .at = loopback(0) });
	w.server.wish = (struct wish){ .clear = true, .path = PATH_OTHER_PORT, .port = w.bound.port };
	party_say(&w.client, link, "hello");
	world_run(&w);
	const struct seen *s = &tape.list[tape.count - 1];
	ck_assert_uint_eq(s->d.from.port, w.bound.port);
	ck_assert_uint_ne(s->d.from.port, secure.port);
	ck_assert_mem_eq(s->bytes, "hello", 5);
	host_free(w.host);
}
END_TEST

/* Two associations of two UEs; the answer to the second goes by the first's keys. */
static void cross(bool only_keys)
{
	struct world w = { 0 };
	struct spot s = { 0 };
	uint8_t plain[1500];

	secure_up(&w, (struct host_config){ 0 });
	struct epoch_keys first_keys = keys_of(0);
	uint32_t first = w.server.last_link;
	struct endpoint first_at = tape.list[0].d.from;
	uint32_t second = secure_open(&w, &known[1], false);
	world_run(&w);
	struct endpoint second_at = tape.list[tape.count - 1].d.to;
	ck_assert(!endpoint_equal(&first_at, &second_at));
	w.server.wish = (struct wish){ .path = PATH_OTHER_ASSOCIATION, .other = first, .port = only_keys };
	party_say(&w.client, second, "hello");
	world_run(&w);
	s.seen = &tape.list[tape.count - 1];
	ck_assert(record_read(&s.record, s.seen->bytes, s.seen->d.len, 0, &s.fragment, &s.len));
	ck_assert_int_eq(open_spot(&s, &first_keys, plain), 5);
	ck_assert(endpoint_equal(&s.seen->d.to, only_keys ? &second_at : &first_at));
	ck_assert_uint_eq(w.client.inputs, !only_keys);
	host_free(w.host);
}

START_TEST(test_wish_other_association)
{
	cross(false);
	cross(true);
}
END_TEST

START_TEST(test_our_wishes_are_told_to_the_tap)
{
	struct world w = { 0 };
	uint32_t link = secure_up(&w, (struct host_config){ 0 });

	w.client.wish.bad_tag = true;
	w.client.deliberate = "the last octet is flipped";
	party_say(&w.client, link, "hello");
	world_run(&w);
	ck_assert_uint_eq(w.server.inputs, 0);
	ck_assert_str_eq(tape.list[tape.count - 1].deliberate, "the last octet is flipped");
	for (unsigned i = 0; i + 1 < tape.count; i++)
		ck_assert_str_eq(tape.list[i].deliberate, "");
	host_free(w.host);
}
END_TEST

static void add_handshakes(Suite *suite)
{
	TCase *tests = tcase_create("handshakes");

	tcase_set_timeout(tests, 240);
	tcase_add_test(tests, test_handshake_and_echo);
	tcase_add_test(tests, test_two_hundred_associations_and_no_descriptor_left);
	tcase_add_test(tests, test_a_handshake_outlives_a_bad_wire);
	tcase_add_test(tests, test_another_key_fails_and_says_why);
	tcase_add_test(tests, test_silence_is_asked_again_with_backoff);
	tcase_add_test(tests, test_renegotiation_from_both_sides);
	tcase_add_test(tests, test_a_client_that_does_not_renegotiate);
	tcase_add_test(tests, test_a_new_session_on_the_same_5_tuple);
	tcase_add_test(tests, test_a_hello_that_stops_at_the_cookie_ends_nothing);
	tcase_add_test(tests, test_close_notify_is_sent_answered_and_seen);
	tcase_add_test(tests, test_the_peer_closes);
	tcase_add_test(tests, test_resumption);
	tcase_add_test(tests, test_server_name_only_when_there_is_one);
	suite_add_tcase(suite, tests);
}

static void add_wishes(Suite *suite)
{
	TCase *tests = tcase_create("wishes");

	tcase_set_timeout(tests, 240);
	tcase_add_test(tests, test_wish_clear);
	tcase_add_test(tests, test_wish_clear_record);
	tcase_add_test(tests, test_wish_replay);
	tcase_add_test(tests, test_wish_bad_tag);
	tcase_add_test(tests, test_wish_drop);
	tcase_add_test(tests, test_wish_delay);
	tcase_add_test(tests, test_wish_record_version);
	tcase_add_test(tests, test_wish_epochs);
	tcase_add_test(tests, test_wish_header_epoch_keeps_the_present_keys);
	tcase_add_test(tests, test_wish_other_port);
	tcase_add_test(tests, test_wish_in_the_clear_from_the_nosec_port);
	tcase_add_test(tests, test_wish_other_association);
	tcase_add_test(tests, test_our_wishes_are_told_to_the_tap);
	suite_add_tcase(suite, tests);
}

Suite *secure_tests(void)
{
	Suite *suite = suite_create("DTLS links");

	add_handshakes(suite);
	add_wishes(suite);
	return suite;
}
