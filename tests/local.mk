# Unit tests by Check, one program a folder, counted test by test through TAP.
TEST_LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
SH_LOG_DRIVER = $(TEST_LOG_DRIVER)
TEST_EXTENSIONS = .sh
LOG_DRIVER = $(TEST_LOG_DRIVER)
AM_TESTS_ENVIRONMENT = M5GTEST_SHARED="$${M5GTEST_SHARED:-$(abs_top_srcdir)/../shared}" CK_TAP_LOG_FILE_NAME=- CK_VERBOSITY=silent CK_FORK=yes \
	M5GTEST_DATADIR='$(abs_top_srcdir)/cases' SRCDIR='$(abs_top_srcdir)' BUILDDIR='$(abs_top_builddir)'; \
	export M5GTEST_SHARED CK_TAP_LOG_FILE_NAME CK_VERBOSITY CK_FORK M5GTEST_DATADIR SRCDIR BUILDDIR;
TEST_LIBS = $(LIBRARIES_OF_ALL) $(LIBS_OF_ALL) $(CHECK_LIBS)

include tests/wire.mk
include tests/text.mk
include tests/dtls.mk
include tests/net.mk
include tests/sim.mk
include tests/server.mk
include tests/judge.mk
include tests/captures.mk
include tests/conformance.mk
include tests/pcap.mk
include tests/replay.mk
include tests/reports.mk
include tests/cli.mk
include tests/house.mk
include tests/peers.mk
