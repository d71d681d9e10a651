/* tests/unit/dtls_protection.c - records sealed by another implementation (dtls_vectors.py) and by us. */
#include "tests/unit/dtls.h"

#include <openssl/err.h>
#include <string.h>

#include "dtls/record.h"
#include "wire/hex.h"

struct sealed {
	uint16_t suite;
	bool etm, client;
	uint16_t epoch;
	uint64_t seq;
	uint8_t type;
	const char *plain, *fragment;
};

static const struct sealed vectors[] = {
#define SEALED(...) { __VA_ARGS__ },
#include "tests/unit/dtls_vectors.def"
};

enum { VECTORS = sizeof(vectors) / sizeof(*vectors) };

/* One vector, laid out: keys from master secret 00..2f, randoms 40..5f and 80..9f. */
struct fixture {
	struct protector *p;
	struct epoch_keys keys;
	struct record record;
	uint8_t plain[64], fragment[160];
	size_t plain_len, fragment_len;
};

static void fixture_make(struct fixture *f, const struct sealed *v)
{
	uint8_t master[MASTER_SECRET], client[HELLO_RANDOM], server[HELLO_RANDOM];

	for (int i = 0; i < MASTER_SECRET; i++)
		master[i] = (uint8_t)i;
	for (int i = 0; i < HELLO_RANDOM; i++) {
		client[i] = (uint8_t)(0x40 + i);
		server[i] = (uint8_t)(0x80 + i);
	}
	f->p = protector_new();
	ck_assert(epoch_keys_make(&f->keys, suite_by_number(v->suite), master, client, server));
	f->keys.encrypt_then_mac = v->etm;
	f->record = (struct record){ .type = v->type, .version = DTLS_1_2, .epoch = v->epoch, .seq = v->seq };
	f->plain_len = (size_t)hex_read(f->plain, sizeof(f->plain), v->plain, strlen(v->plain));
	f->fragment_len = (size_t)hex_read(f->fragment, sizeof(f->fragment), v->fragment, strlen(v->fragment));
}

START_TEST(test_opens_what_another_sealed)
{
	const struct sealed *v = &vectors[_i];
	struct fixture f;
	uint8_t plain[160];

	fixture_make(&f, v);
	for (int twice = 0; twice < 2; twice++) {	/* the contexts are used again */
		long n = record_open(f.p, &f.keys, v->client, &f.record, f.fragment, f.fragment_len, plain);
		ck_assert_int_eq(n, (long)f.plain_len);
		ck_assert_mem_eq(plain, f.plain, f.plain_len);
	}
	protector_free(f.p);
}
END_TEST

/* No octet of fragment, header or key may be another, no octet may be missing. */
START_TEST(test_refuses_what_was_changed)
{
	const struct sealed *v = &vectors[_i];
	struct fixture f;
	uint8_t plain[160];

	fixture_make(&f, v);
	for (size_t i = 0; i < f.fragment_len; i++) {
		f.fragment[i] ^= 1;
		ck_assert_int_eq(record_open(f.p, &f.keys, v->client, &f.record, f.fragment, f.fragment_len, plain), -1);
		f.fragment[i] ^= 1;
		ck_assert_int_eq(record_open(f.p, &f.keys, v->client, &f.record, f.fragment, i, plain), -1);
	}
	ck_assert_int_eq(record_open(f.p, &f.keys, !v->client, &f.record, f.fragment, f.fragment_len, plain), -1);
	struct record other[] = { f.record, f.record, f.record, f.record };
	other[0].type ^= 1, other[1].version ^= 2, other[2].epoch ^= 1, other[3].seq ^= 1;
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(record_open(f.p, &f.keys, v->client, &other[i], f.fragment, f.fragment_len, plain), -1);
	ck_assert_uint_eq(ERR_peek_error(), 0);	/* nothing is left for libssl to stumble over */
	protector_free(f.p);
}
END_TEST

START_TEST(test_seals_as_another_did)
{
	const struct sealed *v = &vectors[_i];
	struct fixture f;
	uint8_t room[200], plain[200];
	struct buffer out = buffer_on(room, sizeof(room));

	fixture_make(&f, v);
	ck_assert(record_seal(f.p, &f.keys, v->client, &f.record, f.plain, f.plain_len, &out));
	ck_assert_uint_eq(out.len, RECORD_HEADER + f.fragment_len);
	if (f.keys.suite->bulk != BULK_CBC)	/* whose IV is random */
		ck_assert_mem_eq(room + RECORD_HEADER, f.fragment, f.fragment_len);
	const uint8_t *fragment;
	size_t fragment_len;
	struct record back;
	ck_assert(record_read(&back, room, out.len, 0, &fragment, &fragment_len));
	ck_assert_uint_eq(back.epoch, v->epoch);
	ck_assert_uint_eq(back.seq, v->seq);
	ck_assert_int_eq(record_open(f.p, &f.keys, v->client, &back, fragment, fragment_len, plain), (long)f.plain_len);
	ck_assert_mem_eq(plain, f.plain, f.plain_len);
	protector_free(f.p);
}
END_TEST

START_TEST(test_seals_only_where_there_is_room)
{
	const struct sealed *v = &vectors[_i];
	struct fixture f;
	uint8_t room[200];

	fixture_make(&f, v);
	for (size_t size = 0; size < RECORD_HEADER + f.fragment_len; size++) {
		struct buffer out = buffer_on(room, size);
		ck_assert(!record_seal(f.p, &f.keys, v->client, &f.record, f.plain, f.plain_len, &out));
	}
	protector_free(f.p);
}
END_TEST

START_TEST(test_an_explicit_nonce_of_ones_own)
{
	struct fixture f;
	uint8_t room[200], plain[200];
	struct buffer out = buffer_on(room, sizeof(room));

	fixture_make(&f, &vectors[0]);
	f.record.has_nonce = true;
	f.record.explicit_nonce = 0x1122334455667788;
	ck_assert(record_seal(f.p, &f.keys, true, &f.record, f.plain, f.plain_len, &out));
	ck_assert_mem_eq(room + RECORD_HEADER, "\x11\x22\x33\x44\x55\x66\x77\x88", 8);
	ck_assert_int_eq(record_open(f.p, &f.keys, true, &f.record, room + RECORD_HEADER, out.len - RECORD_HEADER, plain),
			 (long)f.plain_len);
	protector_free(f.p);
}
END_TEST

/* type 22, version fefd, epoch 1, sequence number 2, length 3; then octets that are too few or too many */
START_TEST(test_headers)
{
	static const uint8_t bytes[] = { 22, 0xfe, 0xfd, 0, 1, 0, 0, 0, 0, 0, 2, 0, 3, 'a', 'b', 'c', 'd' };
	const uint8_t *fragment;
	struct record r;
	size_t len;

	ck_assert(record_read(&r, bytes, sizeof(bytes), 0, &fragment, &len));
	ck_assert_uint_eq(r.type, 22);
	ck_assert_uint_eq(r.version, 0xfefd);
	ck_assert_uint_eq(r.epoch, 1);
	ck_assert_uint_eq(r.seq, 2);
	ck_assert_uint_eq(r.length, 3);
	ck_assert(!r.overruns);
	ck_assert_ptr_eq(fragment, bytes + 13);
	ck_assert_uint_eq(len, 3);
	ck_assert(record_read(&r, bytes, 15, 0, &fragment, &len));
	ck_assert(r.overruns);
	ck_assert_uint_eq(len, 2);
	ck_assert(!record_read(&r, bytes, 12, 0, &fragment, &len));
	ck_assert(!record_read(&r, bytes, sizeof(bytes), 5, &fragment, &len));
	ck_assert(record_plausible(bytes, sizeof(bytes), 0));
	ck_assert(!record_plausible(bytes, sizeof(bytes), 1));
}
END_TEST

Suite *protection_tests(void)
{
	Suite *suite = suite_create("record protection");
	TCase *each = tcase_create("each vector"), *one = tcase_create("one");

	tcase_add_loop_test(each, test_opens_what_another_sealed, 0, VECTORS);
	tcase_add_loop_test(each, test_refuses_what_was_changed, 0, VECTORS);
	tcase_add_loop_test(each, test_seals_as_another_did, 0, VECTORS);
	tcase_add_loop_test(each, test_seals_only_where_there_is_room, 0, VECTORS);
	tcase_add_test(one, test_an_explicit_nonce_of_ones_own);
	tcase_add_test(one, test_headers);
	suite_add_tcase(suite, each);
	suite_add_tcase(suite, one);
	return suite;
}
