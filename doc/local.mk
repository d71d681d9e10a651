# The manual pages are made from the rows that the program itself reads.
MANUAL_ROWS = cli/command.def cli/option.def reports/format.def
SCENARIO_ROWS = sim/life.def sim/arrival.def sim/outcome.def sim/threshold.def cli/shard.def
man_MANS = doc/m5gtest.1 doc/m5gtest-check.1 doc/m5gtest-load.1 doc/m5gtest-replay.1
CLEANFILES += $(man_MANS)
EXTRA_DIST += doc/dtls-engine.md doc/performance.md doc/worked-examples.md doc/man.awk doc/m5gtest.1.in doc/m5gtest-check.1.in doc/m5gtest-load.1.in doc/m5gtest-replay.1.in
doc/m5gtest.1: doc/man.awk $(MANUAL_ROWS) doc/m5gtest.1.in
	$(AM_V_GEN)$(MKDIR_P) doc && (cd $(srcdir) && LC_ALL=C $(AWK) -f doc/man.awk $(MANUAL_ROWS) doc/m5gtest.1.in) \
		> $@.tmp && mv $@.tmp $@
doc/m5gtest-check.1: doc/man.awk $(MANUAL_ROWS) doc/m5gtest-check.1.in
	$(AM_V_GEN)$(MKDIR_P) doc && (cd $(srcdir) && LC_ALL=C $(AWK) -v only=CHECK,EXTRACT -f doc/man.awk $(MANUAL_ROWS) \
		doc/m5gtest-check.1.in) > $@.tmp && mv $@.tmp $@
doc/m5gtest-replay.1: doc/man.awk $(MANUAL_ROWS) doc/m5gtest-replay.1.in
	$(AM_V_GEN)$(MKDIR_P) doc && (cd $(srcdir) && LC_ALL=C $(AWK) -v only=REPLAY -f doc/man.awk $(MANUAL_ROWS) \
		doc/m5gtest-replay.1.in) > $@.tmp && mv $@.tmp $@
doc/m5gtest-load.1: doc/man.awk $(MANUAL_ROWS) $(SCENARIO_ROWS) doc/m5gtest-load.1.in
	$(AM_V_GEN)$(MKDIR_P) doc && (cd $(srcdir) && LC_ALL=C $(AWK) -v only=LOAD -f doc/man.awk $(MANUAL_ROWS) $(SCENARIO_ROWS) \
		doc/m5gtest-load.1.in) > $@.tmp && mv $@.tmp $@
