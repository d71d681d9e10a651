/* tests/unit/wire_table.c - the hash table and the heap, against the plainest model of each. */
#include "tests/unit/wire.h"

#include <stdlib.h>

#include "wire/heap.h"
#include "wire/table.h"

struct entry {
	unsigned key;
	bool in;
};

static bool equal(const void *entry, const void *key)
{
	return ((const struct entry *)entry)->key == *(const unsigned *)key;
}

static uint64_t hash_of(unsigned key) { return table_hash(&key, sizeof(key), 0) & 31; /* collisions */ }

START_TEST(test_table_keeps_what_it_holds)
{
	enum { N = 300 };
	struct entry entries[N];
	struct table t;

	table_init(&t, equal);
	for (unsigned i = 0; i < N; i++)
		entries[i] = (struct entry){ .key = i };
	srand(1);
	for (int round = 0; round < 5000; round++) {
		struct entry *e = &entries[rand() % N];
		if (e->in)
			table_remove(&t, hash_of(e->key), e);
		else
			table_put(&t, hash_of(e->key), e);
		e->in = !e->in;
		unsigned asked = (unsigned)rand() % N;
		ck_assert_ptr_eq(table_find(&t, hash_of(asked), &asked), entries[asked].in ? &entries[asked] : NULL);
	}
	size_t start = 0, seen = 0, in = 0;
	while (table_next(&t, &start))
		seen++;
	for (unsigned i = 0; i < N; i++)
		in += entries[i].in;
	ck_assert_uint_eq(seen, in);
	table_free(&t);
}
END_TEST

/* Removing the one just given: each is given once. And a table emptied again and again stays as small as it was. */
START_TEST(test_table_while_it_empties)
{
	enum { N = 200 };
	struct entry entries[N];
	struct table t;

	table_init(&t, equal);
	for (int round = 0; round < 100; round++) {
		size_t start = 0, seen = 0;
		for (unsigned i = 0; i < N; i++) {
			entries[i] = (struct entry){ .key = i + (unsigned)round * N, .in = true };
			table_put(&t, hash_of(entries[i].key), &entries[i]);
		}
		for (struct entry *e; (e = table_next(&t, &start)); seen++) {
			ck_assert(e->in);
			e->in = seen % 3 == 0;
			if (!e->in)
				table_remove(&t, hash_of(e->key), e);
		}
		ck_assert_uint_eq(seen, N);
		for (unsigned i = 0; i < N; i++)
			ck_assert_ptr_eq(table_find(&t, hash_of(entries[i].key), &entries[i].key),
					 entries[i].in ? &entries[i] : NULL);
		for (unsigned i = 0; i < N; i++)
			if (entries[i].in)
				table_remove(&t, hash_of(entries[i].key), &entries[i]);
		ck_assert_uint_eq(t.used, 0);
		ck_assert_uint_eq(t.gone, 0);
	}
	ck_assert_uint_le(t.size, 4 * N);
	table_free(&t);
}
END_TEST

START_TEST(test_heap_gives_the_soonest_and_ties_in_order)
{
	enum { N = 64 };
	struct heap_item items[N] = { 0 };
	struct heap h = { 0 };

	for (int i = 0; i < N; i++)
		heap_set(&h, &items[i], (uint64_t)(i * 37 % 16));
	for (int i = 0; i < N; i += 3)
		heap_remove(&h, &items[i]);
	heap_set(&h, &items[1], 1000);
	uint64_t last = 0;
	struct heap_item *before = NULL;
	int count = 0;
	for (struct heap_item *top; (top = heap_top(&h)); count++) {
		ck_assert_uint_ge(top->at_ns, last);
		if (before && before->at_ns == top->at_ns)
			ck_assert(before < top);	/* entered in order of address */
		last = top->at_ns;
		before = top;
		heap_remove(&h, top);
	}
	ck_assert_int_eq(count, N - (N + 2) / 3);
	ck_assert_ptr_eq(before, &items[1]);
	heap_free(&h);
}
END_TEST

Suite *table_tests(void)
{
	Suite *suite = suite_create("table and heap");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_table_keeps_what_it_holds);
	tcase_add_test(tests, test_table_while_it_empties);
	tcase_add_test(tests, test_heap_gives_the_soonest_and_ties_in_order);
	suite_add_tcase(suite, tests);
	return suite;
}
