#!/bin/sh
# tests/house/totals.sh - the last line of ./bootstrap check: counted from what the tests left, whatever happened to them.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
SRCDIR=$(cd "$SRCDIR" && pwd)
totals=$SRCDIR/tests/totals.sh
driver=$SRCDIR/build-aux/tap-driver.sh

tap_place
mkdir -p "$place/tests"
cd "$place"

# What automake's TAP driver leaves: the results, and the log with their names.
leave() {
	name=$1
	shift
	echo "the log of $name" >"tests/$name.log"
	printf '%s\n' "$@" >>"tests/$name.log"
	printf '%s\n' "$@" | sed 's/^\([A-Z]*\):.*/:test-result: \1/' >"tests/$name.trs"
}
leave good 'PASS: tests/good 1 - a' 'PASS: tests/good 2 - b' 'XFAIL: tests/good 3 - c'
leave skips 'PASS: tests/skips.sh 1 - a' 'SKIP: tests/skips.sh 2 - needs tshark # SKIP no tshark'
leave bad 'PASS: tests/bad 1 - a' 'FAIL: tests/bad 2 - PASS in the name' 'ERROR: tests/bad - exited with status 1'
leave none 'SKIP: tests/none.sh 1 - all of it'
: >tests/empty.trs

# expect STATUS LAST_LINE TEST...
expect() {
	wanted=$1 line=$2
	shift 2
	got=0
	sh "$totals" "$@" >out 2>&1 || got=$?
	if [ "$got" = "$wanted" ] && [ "$(tail -n 1 out)" = "$line" ]; then
		tap_result 0 "$* gives $wanted, $line"
	else
		echo "exit $got" >>out
		tap_result 1 "$* gives $wanted, $line" out
	fi
}
expect 0 "3 passed, 0 failed" tests/good
expect 0 "4 passed, 0 failed, 1 skipped" tests/good tests/skips.sh
tap_some out '^skipped: tests/skips\.sh 2 - needs tshark' "a skip is named"
expect 1 "4 passed, 2 failed" tests/good tests/bad
tap_some out '^failed: tests/bad 2 - PASS in the name' "a failure is named"
tap_some out '^the log of bad' "its log is shown"
expect 1 "3 passed, 1 failed" tests/good tests/crashed
expect 1 "3 passed, 1 failed" tests/good tests/empty.sh
expect 4 "0 passed, 0 failed, 1 skipped" tests/none.sh
expect 4 "0 passed, 0 failed"

# The same from the driver itself, so that what is read is what is left.
printf '#!/bin/sh\necho 1..3; echo ok 1 - a; echo not ok 2 - b; echo "ok 3 - c # SKIP no peer"\n' >tests/real.sh
sh "$driver" --test-name tests/real.sh --log-file tests/real.log --trs-file tests/real.trs --color-tests no \
	--enable-hard-errors yes --expect-failure no -- sh tests/real.sh >/dev/null
expect 1 "1 passed, 1 failed, 1 skipped" tests/real.sh
tap_some out '^skipped: tests/real\.sh 3 - c' "the driver's skip is named"
tap_some out '^failed: tests/real\.sh 2 - b' "the driver's failure is named"
tap_end
