/* cli/report.c - m5gtest report: the parts of a load, merged into the load. */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/setup.h"
#include "conformance/load_result.h"
#include "reports/load_read.h"

/* The first part takes the others in; CONTEXT is its own. */
static int merge_all(struct load_result *into, struct context *context, const struct options *o, struct error *error)
{
	struct load_result part;
	struct context other;

	if (load_read(into, context, o->operands[0], error))
		return -1;
	for (unsigned i = 1; i < o->operand_count; i++) {
		int bad = load_read(&part, &other, o->operands[i], error) || load_result_merge(into, &part, error);
		load_result_free(&part);
		context_free(&other);
		if (bad)
			return error_prepend(error, "%s: ", o->operands[i]);
	}
	load_result_conclude(into);
	return 0;
}

int command_report(const struct options *options)
{
	struct wanted_reports wanted;
	struct load_result result = { 0 };
	struct context context = { 0 };
	struct error error;
	int status;

	if (!options->operand_count)
		return complain(EXIT_USAGE, "report takes m5gtest.load/1 files: the parts of one load");
	if (setup_reports(&wanted, &options->reporting, &error))
		return complain_of(&error);
	if (merge_all(&result, &context, options, &error) || setup_write_load(&wanted, &result, &options->reporting, &error))
		status = complain(EXIT_OURS, "%s", error.text);
	else
		status = load_result_status(&result, options->reporting.allow_inconc);
	load_result_free(&result);
	context_free(&context);
	return status;
}
