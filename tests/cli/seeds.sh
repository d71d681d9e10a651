#!/bin/sh
# tests/cli/seeds.sh - 20 runs with 20 seeds, and 5 beside busy loops, give the same verdicts: nothing hangs on chance or speed.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
. "$SRCDIR/tests/cli/command.sh"
: "${BUILDDIR:=.}"
tap_place

# One line a case and one a finding that counts; what follows the cases in the report are counts, which may differ.
verdicts() {
	"$BUILDDIR/m5gtest" run embedded --report "json:$place/run.json" --seed "$1" >"$place/out" 2>&1 </dev/null || echo "exit $?"
	sed '/^  ],/q' "$place/run.json" | awk -F'"' '
		$2 == "id" { id = $4; rule = "" }
		$2 == "link" { link = $4 }
		$2 == "rule" { rule = $4 }
		$2 == "verdict" && (rule == "" || $4 == "fail" || $4 == "warn") { print id, link, rule, $4 }'
}

verdicts 1 >"$place/first"
is "the first run has its cases" test "$(wc -l <"$place/first")" -gt 200
same() {
	verdicts "$1" >"$place/next"
	if diff "$place/first" "$place/next" >"$place/diff"; then tap_result 0 "$2"; else tap_result 1 "$2" "$place/diff"; fi
}
for seed in $(seq 2 20); do same "$seed" "seed $seed: the same verdicts"; done

# Both cores busy, for as long as the runs take and no longer than a minute.
busy() { end=$(($(date +%s) + 60)); while [ "$(date +%s)" -lt "$end" ]; do i=0; while [ "$i" -lt 20000 ]; do i=$((i + 1)); done; done; }
busy &
one=$!
busy &
two=$!
trap 'kill "$one" "$two" 2>/dev/null || :; rm -rf "$place"' EXIT
for seed in 21 22 23 24 25; do same "$seed" "seed $seed, both cores busy: the same verdicts"; done
kill "$one" "$two"
wait "$one" "$two" 2>/dev/null || :
tap_end
