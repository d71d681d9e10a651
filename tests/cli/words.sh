#!/bin/sh
# tests/cli/words.sh - words of the contract that are not built, and output that cannot be written.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
: "${BUILDDIR:=.}"

tap_place

# ends STATUS PATTERN NAME ARGUMENT...: its exit status, and one line on standard error; standard output to $output.
output=$place/out
ends() {
	wanted=$1 pattern=$2 name=$3 got=0
	shift 3
	timeout 20 "$BUILDDIR/m5gtest" "$@" >"$output" 2>"$place/err" || got=$?
	if [ "$got" = "$wanted" ] && [ "$(wc -l <"$place/err")" = 1 ] && grep -qE "$pattern" "$place/err"; then
		tap_result 0 "$name"
	else
		echo "exit status $got" >>"$place/err"
		tap_result 1 "$name" "$place/err"
	fi
}

for word in '--time-scale 2' '--time-scale=2' '--failed'; do
	# shellcheck disable=SC2086
	ends 2 'is not in this version$' "$word is refused" run embedded $word
done
ends 2 "unknown option '--fail'" "a word near to one is unknown" run embedded --fail
if [ -c /dev/full ]; then
	ends 3 'key log cannot be written' "a key log on a full disk" run embedded --case REG-001 --keylog /dev/full
	output=/dev/full
	ends 3 'standard output: ' "list on a full disk" list rules
	ends 3 'standard output: ' "explain on a full disk" explain COAP-MSG-37
else
	tap_skip "full disks" "no /dev/full"
fi
tap_end
