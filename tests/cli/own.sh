#!/bin/sh
# tests/cli/own.sh - every case gives the same verdict whoever speaks DTLS for the UEs: OpenSSL or our own engine.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
: "${BUILDDIR:=.}"

tap_place

# verdicts ENGINE WORD...: a line a case: verdict, id, link. One job at a time: which case meets what an earlier one left
# behind must not depend on who was faster.
verdicts() {
	engine=$1
	shift
	timeout 60 "$BUILDDIR/m5gtest" run embedded --jobs 1 --seed 7 --dtls "$engine" "$@" --verbose >"$place/both" 2>&1 || :
	awk '/^[a-z\/-]+ +[A-Z0-9]+-[0-9]+/ { print $1, $2, $3 }' "$place/both"
}

for fault in "" wrong-token in-the-clear deletes-nothing separate; do
	verdicts openssl ${fault:+--fault "$fault"} >"$place/openssl"
	verdicts own ${fault:+--fault "$fault"} >"$place/own"
	cases=$(grep -c " coaps$" "$place/openssl" || :)
	if [ "$cases" -gt 100 ]; then tap_result 0 "${fault:-no fault}: cases over coaps"; else
		tap_result 1 "${fault:-no fault}: $cases cases over coaps" "$place/both"
	fi
	diff "$place/openssl" "$place/own" >"$place/both" || :
	tap_none "$place/both" "${fault:-no fault}: the verdicts are the same with either"
done
tap_end
