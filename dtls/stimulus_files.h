/* dtls/stimulus_files.h - what the files of stimuli give the table in dtls/stimulus.c. */
#ifndef DTLS_STIMULUS_FILES_H
#define DTLS_STIMULUS_FILES_H

#include "dtls/stimulus.h"

#define MESSAGE(name) void stimulus_##name(const struct stimuli *, uint32_t number, struct message_out *)
#define FLIGHT(name) void stimulus_##name(uint32_t number, struct piece *, size_t *count)
#define RECORD(name) void stimulus_##name(uint32_t number, struct record_out *)
#define PROFILE(name) void stimulus_##name(uint32_t number, struct connection_profile *)

MESSAGE(unknown_suites);
MESSAGE(one_suite);
MESSAGE(unknown_extension);
MESSAGE(no_extensions);
MESSAGE(trailing_octets);
MESSAGE(hello_version);
MESSAGE(compression);
MESSAGE(wrong_cookie);
MESSAGE(changed_hello);
MESSAGE(identity_length);
MESSAGE(identity_case);
MESSAGE(identity_nul);
MESSAGE(wrong_finished);
MESSAGE(skip_message_seq);
FLIGHT(fragment);
FLIGHT(overlap);
FLIGHT(reverse);
FLIGHT(duplicate);
FLIGHT(no_change_cipher);
FLIGHT(alone);
RECORD(finished_bad_tag);
RECORD(finished_clear);
RECORD(record_version);
PROFILE(no_extended_master);
PROFILE(no_renego_info);

#endif
