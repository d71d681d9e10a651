noinst_LIBRARIES += libjudge.a libconformance.a
libjudge_a_SOURCES = \
	conformance/judge/applicable.c conformance/judge/asking.c conformance/judge/asking.h conformance/judge/association.c conformance/judge/association.h \
	conformance/judge/association_handshake.c conformance/judge/cipher.c \
	conformance/judge/cipher.h conformance/judge/clause.c conformance/judge/clause.h \
	conformance/judge/context.c conformance/judge/context.h conformance/judge/context_text.c \
	conformance/judge/device.c conformance/judge/device.h conformance/judge/individual.c \
	conformance/judge/individual.h conformance/judge/rules_bulk.c conformance/judge/rules_gateway.c \
	conformance/judge/exchange.c conformance/judge/exchange.h conformance/judge/filing.c \
	conformance/judge/filing.h conformance/judge/gate.c conformance/judge/gate.def conformance/judge/gate.h conformance/judge/finding.c conformance/judge/finding.h \
	conformance/judge/judge.c conformance/judge/judge.h conformance/judge/memory.c \
	conformance/judge/memory.h conformance/judge/memory_exchange.c \
	conformance/judge/memory_table.h conformance/judge/peer.c conformance/judge/peer.h \
	conformance/judge/residue.c conformance/judge/residue.h \
	conformance/judge/reading.c conformance/judge/reading.def conformance/judge/registration.c \
	conformance/judge/registration.h conformance/judge/report.c conformance/judge/report.h \
	conformance/judge/request.c conformance/judge/request.h conformance/judge/rule.c \
	conformance/judge/rule.def conformance/judge/rule.h conformance/judge/rules.c \
	conformance/judge/rules.h conformance/judge/rules_block.c conformance/judge/rules_coaps.c conformance/judge/rules_exchange.c \
	conformance/judge/flow.c conformance/judge/flow.h conformance/judge/rules_flow.c conformance/judge/rules_form.c conformance/judge/rules_handshake.c \
	conformance/judge/rules_hello.c conformance/judge/rules_hello.h conformance/judge/rules_hello_server.c conformance/judge/rules_json.c \
	conformance/judge/rules_option.c conformance/judge/rules_option_form.c \
	conformance/judge/rules_record.c conformance/judge/rules_register_client.c \
	conformance/judge/rules_register_server.c conformance/judge/rules_reject.c \
	conformance/judge/rules_response.c conformance/judge/rules_session.c \
	conformance/judge/rules_state.c conformance/judge/rules_timing.c conformance/judge/session.c \
	conformance/judge/session.h conformance/judge/stash.c conformance/judge/stash.h conformance/judge/strain.c conformance/judge/strain.h \
	conformance/judge/target.c conformance/judge/target.h conformance/judge/track.c \
	conformance/judge/track.h conformance/judge/unjudged.c conformance/judge/unjudged.def conformance/judge/unjudged.h conformance/judge/verdict.c conformance/judge/verdict.h
nodist_libjudge_a_SOURCES = conformance/judge/clause.def
libconformance_a_SOURCES = \
	conformance/case.c \
	conformance/case.h \
	conformance/case_check.c \
	conformance/case_file.h \
	conformance/case_table.c \
	conformance/contact.c \
	conformance/contact.h \
	conformance/detection.c \
	conformance/detection.h \
	conformance/job.c \
	conformance/job.h \
	conformance/life.c \
	conformance/load_result.c conformance/load_result.h conformance/outcome.c \
	conformance/matrix.c \
	conformance/matrix.h \
	conformance/result.c \
	conformance/result.h \
	conformance/replay.c conformance/replay.h conformance/replay_answer.c conformance/replay_compare.c \
	conformance/replay_prepare.c conformance/replay_result.c conformance/replay_result.h conformance/replay_state.h \
	conformance/running.c \
	conformance/score.c \
	conformance/runner.c \
	conformance/runner.h \
	conformance/selection.c \
	conformance/target.c \
	conformance/target.h \
	conformance/target_file.c \
	conformance/target_file.h \
	conformance/waiver.c \
	conformance/waiver.h \
	conformance/waiver_file.c

# The rules' ids, texts, levels and grounds have one source: spec/rules.tsv.
BUILT_SOURCES += conformance/judge/clause.def
CLEANFILES += conformance/judge/clause.def
EXTRA_DIST += spec/rules.tsv spec/rules.awk
conformance/judge/clause.def: $(top_srcdir)/spec/rules.tsv $(top_srcdir)/spec/rules.awk
	$(AM_V_GEN)$(MKDIR_P) conformance/judge && \
	LC_ALL=C $(AWK) -f $(top_srcdir)/spec/rules.awk $(top_srcdir)/spec/rules.tsv > $@.tmp && mv $@.tmp $@
