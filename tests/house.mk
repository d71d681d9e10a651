# House rules, as tests: what a reviewer would look for by hand. TAP from shell.
HOUSE_TESTS = tests/house/bootstrap.sh tests/house/documents.sh tests/house/includes.sh tests/house/manners.sh tests/house/rules.sh tests/house/symbols.sh \
	tests/house/totals.sh
TESTS += $(HOUSE_TESTS)
EXTRA_DIST += $(HOUSE_TESTS) tests/house/tap.sh tests/totals.sh

# For ./bootstrap check, which runs and times them by parts.
list-tests:
	@printf '%s\n' $(TESTS)
.PHONY: list-tests

# `make distcheck` builds from the tarball as a stranger would, and runs these only.
SHORT_TESTS = tests/check_wire tests/check_text tests/check_conformance tests/check_reports $(HOUSE_TESTS)
AM_DISTCHECK_CONFIGURE_FLAGS = --enable-short-tests
AM_MAKEFLAGS = $(CHECK_MAKEFLAGS)

# The same tests in build directories of their own: under the address and undefined behaviour sanitizers, and by clang
# without a warning.
check-sanitizers:
	$(MKDIR_P) sanitizers && cd sanitizers && \
	{ test -f config.status || $(abs_top_srcdir)/configure -q --enable-sanitizers CFLAGS='-g -O1'; } && $(MAKE) -s check
check-clang:
	$(MKDIR_P) clang && cd clang && \
	{ test -f config.status || $(abs_top_srcdir)/configure -q CC=clang CFLAGS='-g -O2 -Werror'; } && $(MAKE) -s check
.PHONY: check-sanitizers check-clang
