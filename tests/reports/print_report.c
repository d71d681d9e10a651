/* tests/reports/print_report.c - writes a fixture's report: print_report FORMAT run|check|empty-run|empty-check. */
#include "tests/unit/reports.h"

#include <string.h>

int main(int argc, char **argv)
{
	const struct report_format *format = argc == 3 ? report_format_named(argv[1]) : NULL;
	const struct report_style style = { 0 };

	if (!format)
		return 2;
	if (strcmp(argv[2], "run") == 0)
		return format->run(stdout, fixture_run(), &style) < 0;
	if (strcmp(argv[2], "check") == 0)
		return format->check(stdout, fixture_check(), &style) < 0;
	if (strcmp(argv[2], "empty-run") == 0)
		return format->run(stdout, fixture_empty_run(), &style) < 0;
	if (strcmp(argv[2], "empty-check") == 0)
		return format->check(stdout, fixture_empty_check(), &style) < 0;
	return 2;
}
