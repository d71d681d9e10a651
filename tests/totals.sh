#!/bin/sh
# tests/totals.sh - what the tests came to, from automake's .trs files: each failure with the end of its log, each
# skip by name, and a last line "N passed, N failed, N skipped".
#
#     tests/totals.sh TEST...     in the build directory; tests/check_wire left tests/check_wire.trs and .log
#
# A test without a .trs never ran to its end: that is a failure. Exit status: 0; 1 one failed; 4 none passed.
set -eu

# tests/house/includes.sh leaves tests/house/includes.trs.
stem_of() { printf '%s\n' "${1%.sh}"; }

# The driver writes each result to the .trs file, and with its name to the .log file.
results() {
	for test in "$@"; do
		stem=$(stem_of "$test")
		if grep -q '^:test-result:' "$stem.trs" 2>/dev/null; then
			sed -n 's/^:test-result: \([A-Z]*\).*/\1/p' "$stem.trs"
		else
			echo ERROR
		fi
	done
}

# names WORDS TEST...
names() {
	words=$1
	shift
	for test in "$@"; do
		sed -nE "s/^($words): //p" "$(stem_of "$test").log" 2>/dev/null || :
	done
}

all=$(mktemp)
trap 'rm -f "$all"' EXIT
results "$@" >"$all"

count() { grep -cE "^($1)\$" "$all" || :; }

names SKIP "$@" | sed 's/^/skipped: /'
names 'FAIL|ERROR|XPASS' "$@" | sed 's/^/failed: /'
for test in "$@"; do
	stem=$(stem_of "$test")
	if ! grep -q '^:test-result:' "$stem.trs" 2>/dev/null; then
		echo "failed: $test never ran to its end"
	elif ! grep -qE '^:test-result: (FAIL|ERROR|XPASS)' "$stem.trs"; then
		continue
	fi
	echo "--- the end of $stem.log"
	grep -vE '^(ok |PASS: )' "$stem.log" 2>/dev/null | tail -n 30 || :
done

passed=$(count 'PASS|XFAIL')
failed=$(count 'FAIL|ERROR|XPASS')
skipped=$(count SKIP)
line="$passed passed, $failed failed"
[ "$skipped" = 0 ] || line="$line, $skipped skipped"
printf '%s\n' "$line"
[ "$failed" = 0 ] || exit 1
[ "$passed" != 0 ] || exit 4
