/* wire/error.c - what went wrong, in one line. */
#include "wire/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int error_set(struct error *error, const char *format, ...)
{
	va_list list;

	if (!error)
		return -1;
	va_start(list, format);
	vsnprintf(error->text, sizeof(error->text), format, list);
	va_end(list);
	error->world = false;
	return -1;
}

int error_errno(struct error *error, const char *what)
{
	error_set(error, "%s: %s", what, strerror(errno ? errno : EIO));
	if (error)
		error->world = true;
	return -1;
}

int error_prepend(struct error *error, const char *format, ...)
{
	char before[sizeof(error->text)];
	char after[sizeof(error->text)];
	va_list list;

	if (!error)
		return -1;
	va_start(list, format);
	vsnprintf(before, sizeof(before), format, list);
	va_end(list);
	memcpy(after, error->text, sizeof(after));
	after[sizeof(after) - 1] = '\0';
	size_t n = strlen(before);
	memcpy(error->text, before, n);
	snprintf(error->text + n, sizeof(error->text) - n, "%s", after);
	return -1;
}
