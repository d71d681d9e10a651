/* tests/reports/print_report.c - writes a fixture's report: print_report FORMAT run|check|empty-run|empty-check. */
#include "tests/unit/reports.h"

#include <string.h>

static int print_run(const struct report_format *format, struct run_result *r)
{
	int status = format->run(stdout, r, &(struct report_style){ 0 });

	fixture_run_free(r);
	return status < 0;
}

static int print_check(const struct report_format *format, struct check_result *r)
{
	int status = format->check(stdout, r, &(struct report_style){ 0 });

	fixture_check_free(r);
	return status < 0;
}

int main(int argc, char **argv)
{
	const struct report_format *format = argc == 3 ? report_format_named(argv[1]) : NULL;

	if (!format)
		return 2;
	if (strcmp(argv[2], "run") == 0)
		return print_run(format, fixture_run());
	if (strcmp(argv[2], "check") == 0)
		return print_check(format, fixture_check());
	if (strcmp(argv[2], "empty-run") == 0)
		return print_run(format, fixture_empty_run());
	if (strcmp(argv[2], "empty-check") == 0)
		return print_check(format, fixture_empty_check());
	return 2;
}
