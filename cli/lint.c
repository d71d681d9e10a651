/* cli/lint.c - m5gtest lint: tables checked without running anything. What a file is, its first keys say. */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/setup.h"
#include "cli/tables.h"
#include "conformance/waiver.h"
#include "sim/scenario.h"
#include "text/binding_file.h"
#include "text/node.h"

/* A case whose steps wait more than 5 s is slow: nobody says so but its steps. */
static void print_cases(const char *path, const struct case_table *table)
{
	size_t slow = 0;

	for (size_t i = 0; i < table->count; i++)
		slow += table->rows[i].slow;
	printf("%s: %zu cases", path, table->count);
	if (slow)
		printf(", %zu of them slow", slow);
	putchar('\n');
}

static int lint_cases(const char *path, struct error *error)
{
	struct case_table table = { 0 };
	int bad = case_table_read(&table, path, error);

	/* Twins may stand in another file of the same folder: only the file itself is held here. */
	if (!bad)
		print_cases(path, &table);
	case_table_free(&table);
	return bad;
}

static int lint_target(const char *path, struct error *error)
{
	struct target target;
	int bad = target_read(&target, path, error);

	if (!bad)
		printf("%s: target '%s', %zu UEs\n", path, target.name, target.ues.count);
	target_free(&target);
	return bad;
}

static int lint_binding(const char *path, struct error *error)
{
	struct binding binding;
	int bad = binding_read(&binding, path, error);

	if (!bad)
		printf("%s: binding '%s'\n", path, binding.name);
	return bad;
}

/* Against the cases that are installed. */
static int lint_waivers(const char *path, struct error *error)
{
	struct case_table cases = { 0 };
	struct waivers waivers = { 0 };
	int bad = tables_read(&cases, error) || waivers_read(&waivers, path, &cases, error);

	if (!bad)
		printf("%s: %zu waivers\n", path, waivers.count);
	waivers_free(&waivers);
	case_table_free(&cases);
	return bad;
}

static int lint_scenario(const char *path, struct error *error)
{
	struct scenario *scenario = scenario_read(path, error);

	if (!scenario)
		return -1;
	printf("%s: scenario '%s', %u UEs\n", path, scenario->name, scenario->population.ues);
	scenario_free(scenario);
	return 0;
}

static int lint_file(const char *path, struct error *error)
{
	struct document *document = document_read(path, error);
	const struct node *root;
	int bad;

	if (!document)
		return -1;
	root = document_root(document);
	if (root->kind == NODE_MAP && node_get(root, "cases"))
		bad = lint_cases(path, error);
	else if (root->kind == NODE_MAP && node_get(root, "target"))
		bad = lint_target(path, error);
	else if (root->kind == NODE_MAP && (node_get(root, "members") || node_get(root, "values") || node_get(root, "types")))
		bad = lint_binding(path, error);
	else if (root->kind == NODE_MAP && node_get(root, "waivers"))
		bad = lint_waivers(path, error);
	else if (root->kind == NODE_MAP && node_get(root, "scenario"))
		bad = lint_scenario(path, error);
	else
		bad = node_error(root, error, "neither a case table (cases:), a target (target:), a binding (members:), waivers (waivers:) nor a scenario");
	document_free(document);
	return bad;
}

int command_lint(const struct options *options)
{
	struct error error;
	int status = EXIT_OK;

	if (!options->operand_count)
		return complain(EXIT_USAGE, "lint takes files: case tables, targets, bindings, scenarios");
	for (unsigned i = 0; i < options->operand_count; i++)
		if (lint_file(options->operands[i], &error))
			status = complain_of(&error);
	return status;
}
