/* cli/options.h - the command line: one table of options (cli/option.def) for all subcommands. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "wire/error.h"

enum { WORDS_MAX = 32, OPERANDS_MAX = 256 };

/* A repeatable option's words, NULL-terminated. */
struct words {
	const char *list[WORDS_MAX + 1];
	unsigned count;
};

struct judging_options {
	const char *binding, *edition, *rulebook, *server, *side, *features, *vantage, *psk_file, *keylog, *waivers, *from;
	struct words readings;
	bool binding_confirmed, strict;
};

struct running_options {
	struct words cases, rules;
	const char *dtls, *time_scale, *timeout, *jobs, *seed, *loss, *duplicate, *reorder, *delay;
	const char *sut, *far_side;
	bool slow, exact_ids, stop, failed, dry_run, real_time, clean;
};

struct loading_options {
	const char *ues, *threads, *shard, *start_at, *metrics, *seconds;
	bool no_judge;
};

struct reporting_options {
	struct words reports;
	const char *pcap, *color, *output, *exchange, *session, *frame;
	bool quiet, verbose, allow_inconc, print_config, json, ladder, matrix, list_only, overwrite;
};

struct replaying_options {
	struct words ignored;
	const char *speed;
	bool keep_ids, copies;
};

struct serving_options {
	struct words listen, faults;
	const char *scenario, *gateway, *uplink, *psk_hint, *registrations;
};

struct options {
	const char *operands[OPERANDS_MAX + 1];
	unsigned operand_count;
	struct judging_options judging;
	struct running_options running;
	struct reporting_options reporting;
	struct serving_options serving;
	struct loading_options loading;
	struct replaying_options replaying;
};

enum command {
#define COMMAND(name, ...) COMMAND_##name,
#include "cli/command.def"
#undef COMMAND
	COMMAND_COUNT
};
#define FOR(name) (1u << COMMAND_##name)

/* A row of cli/command.def; run is NULL where the word is not built yet. */
struct command_fact {
	const char *word, *operands, *text;
	int (*run)(const struct options *);
};

const struct command_fact *command_row(enum command);
const struct command_fact *command_named(const char *word, enum command *);
/* Reads ARGV (after the subcommand). -1: an unknown option, a missing argument, too many. */
int options_read(struct options *, enum command, int argc, char **argv, struct error *);
void usage_print(bool to_stderr);
void usage_print_command(enum command, bool to_stderr);

/* Prints "m5gtest: ..." on stderr and returns STATUS. */
int complain(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* ERROR as the one line on stderr. Returns EXIT_OURS for what the world refused, else EXIT_USAGE. */
int complain_of(const struct error *);
/* A decimal number of OPTION's argument, MIN to MAX; -1 complains in ERROR. */
int option_number(const char *option, const char *text, uint64_t min, uint64_t max, uint64_t *out, struct error *);

/* Exit statuses of the contract. */
enum { EXIT_OK, EXIT_FAIL, EXIT_USAGE, EXIT_OURS, EXIT_NOTHING, EXIT_INCONC };

#endif
