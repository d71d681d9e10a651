/* cli/commands.h - the subcommands' functions: each returns the exit status. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/options.h"

int command_run(const struct options *);
int command_serve(const struct options *);
int command_selftest(const struct options *);
int command_list(const struct options *);
int command_explain(const struct options *);
int command_lint(const struct options *);
int command_report(const struct options *);
int command_init(const struct options *);
int command_load(const struct options *);
int command_check(const struct options *);
int command_replay(const struct options *);
int command_extract(const struct options *);

#endif
