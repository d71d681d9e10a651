/* tests/unit/wire_fold.c - structs without their zeros come back as they were. */
#include "tests/unit/wire.h"

#include <stdlib.h>
#include <string.h>

#include "wire/fold.h"

static const size_t sizes[] = { 8, 56, 64, 72, 128, 520, FOLD_MOST };

enum { SIZES = sizeof(sizes) / sizeof(*sizes) };

static void check_back(const uint8_t *folded, const uint8_t *bytes, size_t size)
{
	uint8_t back[FOLD_MOST + 1];

	memset(back, 0xaa, sizeof(back));
	unfold(folded, back, size);
	ck_assert_mem_eq(back, bytes, size);
	ck_assert_uint_eq(back[size], 0xaa);
}

/* From all zeros to none, each in the place of the one before. */
START_TEST(test_fold_and_back)
{
	uint8_t bytes[FOLD_MOST];
	size_t size = sizes[_i];
	uint8_t *folded = NULL;

	srand(1);
	for (int percent = 0; percent <= 100; percent += 5)
		for (int round = 0; round < 20; round++) {
			for (size_t i = 0; i < size; i++)
				bytes[i] = rand() % 100 < percent ? (uint8_t)(1 + rand() % 255) : 0;
			folded = fold(folded, bytes, size);
			check_back(folded, bytes, size);
		}
	memset(bytes, 0, size);
	folded = fold(folded, bytes, size);	/* and small again */
	check_back(folded, bytes, size);
	free(folded);
}
END_TEST

/* Each octet of a word alone, in each word of a block and of the next. */
START_TEST(test_fold_each_octet)
{
	uint8_t bytes[136], *folded = NULL;

	for (size_t i = 0; i < sizeof(bytes); i++) {
		memset(bytes, 0, sizeof(bytes));
		bytes[i] = (uint8_t)(i + 1);
		folded = fold(folded, bytes, sizeof(bytes));
		check_back(folded, bytes, sizeof(bytes));
	}
	free(folded);
}
END_TEST

Suite *fold_tests(void)
{
	Suite *suite = suite_create("fold");
	TCase *tests = tcase_create("all");

	tcase_add_loop_test(tests, test_fold_and_back, 0, SIZES);
	tcase_add_test(tests, test_fold_each_octet);
	suite_add_tcase(suite, tests);
	return suite;
}
