/* tests/unit/net_wish.c - each wish of a server on DTLS, shown on the wire by the tap's octets. */
#include <string.h>

#include "tests/unit/net_tape.h"

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

START_TEST(test_wish_to_send_the_last_one_again)
{
	struct world w = { 0 };
	uint32_t link = secure_up(&w, (struct host_config){ 0 });

	party_say(&w.client, link, "hello");
	world_run(&w);
	const struct seen *sent = &tape.list[tape.count - 2], *again = &tape.list[tape.count];
	struct out out = { .link = link, .wish.replay = true, .deliberate = "the same record again" };
	w.client.sink->send(w.client.sink->world, &out);
	world_run(&w);
	ck_assert(sent->d.outbound && again->d.outbound);
	ck_assert_uint_eq(again->d.len, sent->d.len);
	ck_assert_mem_eq(again->bytes, sent->bytes, sent->d.len);
	ck_assert_str_eq(again->deliberate, "the same record again");
	ck_assert_uint_eq(w.server.inputs, 1);	/* OpenSSL's window */
	host_free(w.host);
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

Suite *wish_tests(void)
{
	Suite *suite = suite_create("wishes");
	TCase *tests = tcase_create("wishes");

	tcase_set_timeout(tests, 240);
	tcase_add_test(tests, test_wish_clear);
	tcase_add_test(tests, test_wish_clear_record);
	tcase_add_test(tests, test_wish_replay);
	tcase_add_test(tests, test_wish_to_send_the_last_one_again);
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
	return suite;
}
