/* tests/unit/place.c - a test's own folder. */
#include "tests/unit/place.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char place[] = "m5gtest-place-XXXXXX";

void place_enter(void)
{
	ck_assert_ptr_nonnull(mkdtemp(place));
	ck_assert_int_eq(chdir(place), 0);
}

void place_leave(void)
{
	DIR *dir = opendir(".");

	ck_assert_ptr_nonnull(dir);
	for (struct dirent *e; (e = readdir(dir));)
		if (e->d_name[0] != '.')
			unlink(e->d_name);
	closedir(dir);
	ck_assert_int_eq(chdir(".."), 0);
	ck_assert_int_eq(rmdir(place), 0);
}

void place_write(const char *name, const char *text)
{
	FILE *out = fopen(name, "w");

	ck_assert_ptr_nonnull(out);
	ck_assert_int_ge(fputs(text, out), 0);
	ck_assert_int_eq(fclose(out), 0);
}
