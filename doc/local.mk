# The manual page is made from the rows that the program itself reads.
MANUAL_ROWS = cli/command.def cli/option.def reports/format.def
man_MANS = doc/m5gtest.1
CLEANFILES += doc/m5gtest.1
EXTRA_DIST += doc/man.awk doc/m5gtest.1.in
doc/m5gtest.1: doc/man.awk $(MANUAL_ROWS) doc/m5gtest.1.in
	$(AM_V_GEN)$(MKDIR_P) doc && (cd $(srcdir) && LC_ALL=C $(AWK) -f doc/man.awk $(MANUAL_ROWS) doc/m5gtest.1.in) \
		> $@.tmp && mv $@.tmp $@
