/* reports/escape.h - the one escaping function of each output language.
 *
 * What a peer sent ends up in reports: quotes, terminal escapes, octets that are no text. A piece that
 * no reader should meet raw (a control character, an octet that is not UTF-8) is written \xNN, octet by
 * octet, in every language; JSON and YAML name control characters in their own way. */
#ifndef REPORTS_ESCAPE_H
#define REPORTS_ESCAPE_H

#include <stdbool.h>
#include <stdio.h>

/* NULL is written as nothing. */
void escape_console(FILE *, const char *text);		/* one line: a newline is written \n */
void escape_xml(FILE *, const char *text);		/* attribute values and text alike */
void escape_tap(FILE *, const char *text);		/* a test line's description, reason or comment */
void escape_yaml(FILE *, const char *text);		/* with its double quotes */
void escape_github(FILE *, const char *text, bool property);	/* a workflow command's message, or a property */
char *escape_json(const char *text);			/* UTF-8 that json-c may quote; the caller frees; NULL for NULL */

#endif
