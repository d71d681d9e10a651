/* tests/unit/place.h - a folder of a test's own below the build directory, entered and left behind empty. */
#ifndef TESTS_PLACE_H
#define TESTS_PLACE_H

/* For tcase_add_checked_fixture: makes a folder and goes there; leaves it and removes it with its files. */
void place_enter(void);
void place_leave(void);
/* Writes TEXT to the file NAME in it. */
void place_write(const char *name, const char *text);

#endif
