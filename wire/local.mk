noinst_LIBRARIES += libwire.a
libwire_a_SOURCES = \
	wire/alert.c wire/alert.def wire/alert.h wire/anomaly.def wire/binding.c wire/binding.h wire/buffer.c wire/buffer.h wire/code.def wire/cursor.h \
	wire/datagram.c wire/datagram.h wire/stimulus.c wire/stimulus_verb.def wire/stimulus.h wire/handshake_field.def wire/dice.c wire/dice.h wire/element.def wire/engine.h wire/error.c wire/error.h \
	wire/fold.c wire/fold.h wire/handshake.h wire/heap.c wire/heap.h wire/hello.c wire/hello.h wire/hex.c wire/hex.h wire/identity.c wire/identity_index.c wire/identity.h \
	wire/json.c wire/json.h wire/json_compare.c wire/json_escape.h wire/json_fault.def wire/json_read.c wire/json_string.c \
	wire/message.c wire/message.h wire/message_code.c wire/message_facts.c wire/message_format.c \
	wire/message_lookup.c wire/message_write.c \
	wire/msgin5g.c wire/msgin5g.h wire/msgin5g_build.c wire/msgin5g_bulk.c wire/mutation.def \
	wire/mutation.c wire/mutation.h wire/mutation_edit.h wire/mutation_header.c wire/mutation_member.c \
	wire/mutation_option.c wire/mutation_parse.c wire/mutation_payload.c \
	wire/nearest.c wire/nearest.h wire/observation.h wire/option.def wire/range.h wire/script.c wire/script.h wire/table.c \
	wire/table.h wire/uri.c wire/uri.h wire/utf8.c wire/utf8.h wire/value.def wire/wish.h
