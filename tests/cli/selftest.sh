#!/bin/sh
# tests/cli/selftest.sh - the whole self-test and the matrix of clauses, one point a gate; scores and times are the points' names.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
. "$SRCDIR/tests/cli/command.sh"
: "${BUILDDIR:=.}"
tap_place

began=$(date +%s)

# --- the matrix ---

did 0 "the matrix of clauses holds together" list clauses --matrix
sed 's/^/# /' "$place/out"
sum=$(tail -1 "$place/out")
is "the matrix: $sum" test -n "$sum"
is "the matrix: each row has an answer" expr "$sum" : '.*, 0 without an answer$'
is "the matrix: no row is not answered yet" expr "$sum" : '.*, 0 not yet,'
did 0 "the matrix as JSON" list clauses --matrix --json
rows=$(grep -c '"id":' "$place/out")
is "the matrix as JSON: a row a clause, $rows of them" test "$rows" = "$(($(wc -l <"$SRCDIR/spec/rules.tsv") - 1))"
refused "the matrix of something else" "--matrix is of the clauses" list cases --matrix

# --- what turns it red: a case that accepts everything, one that exercises nothing (faults: tests/check_conformance) ---

mkdir "$place/cases"
cp "$M5GTEST_DATADIR"/*.yaml "$place/cases"
planted() {
	sed "s/\$/ /; s/ \$//" "$SRCDIR/cases/registration.yaml" >"$place/cases/registration.yaml"
	printf '\n  - id: REG-900\n    title: planted\n    rules: [%s]\n    steps:\n      - register: u1\n      - expect: %s\n' "$1" "$2" \
		>>"$place/cases/registration.yaml"
}
all='{reaction: [response, reset, ack, silence, cut]}'
M5GTEST_DATADIR="$place/cases"
planted M5G-REG-S04 '{result: success}'
did 0 "planted: a case by the book is taken" list clauses --matrix
for planting in "M5G-REG-S04;$all;this expects nothing" "M5G-REG-S04;{};this expects nothing" "NA-02;{result: success};'REG-900' exercises no rule" \
	"M5G-REG-S99;{result: success};unknown rule 'M5G-REG-S99'"; do
	rules=${planting%%;*} rest=${planting#*;}
	planted "$rules" "${rest%%;*}"
	refused "planted: ${rest#*;}" ".*registration\.yaml:[0-9]+:[0-9]+: ${rest#*;}" list clauses --matrix
	refused "planted, linted: ${rest#*;}" ".*registration\.yaml:[0-9]+:[0-9]+: ${rest#*;}" lint "$place/cases/registration.yaml"
	refused "planted, self-tested: ${rest#*;}" ".*registration\.yaml:[0-9]+:[0-9]+: ${rest#*;}" selftest --fault wrong-token
done
M5GTEST_DATADIR="$SRCDIR/cases"

# --- the self-test ---

refused "a fault that is none" "--fault: unknown word 'nosuch'" selftest --fault nosuch
start=$(date +%s)
did 0 "the self-test" selftest --report "console:$place/report" --report "json:$place/report.json"
took=$(($(date +%s) - start))
sed 's/^/# /' "$place/report"
grep '^faultless server' "$place/report" >"$place/clean" || :
while read -r line; do is "$line" expr "$line" : '.* 0 false alarms$'; done <"$place/clean"
sed -n '/^faults of/{N;s/\n */; /p;}' "$place/report" >"$place/score"
while read -r line; do is "$line" expr "$line" : '.*: 100.0 % of [0-9]* against must rows'; done <"$place/score"
grep '^gate ' "$place/report" >"$place/gates" || :
while read -r line; do is "$line" expr "$line" : 'gate holds'; done <"$place/gates"
is "the self-test has thirteen clean rows, two scores and six gates" test "$(cat "$place/clean" "$place/score" "$place/gates" | wc -l)" = 21
is "the self-test took $took s of wall clock, $(cat "$place/err"); at most 300 s" test "$took" -lt 300
is "the self-test as JSON" grep -q '"schema":"m5gtest.selftest/1"' "$place/report.json"
is "each row says why" test "$(grep -cE '^(named|oracle|other|survived) .*; why: .' "$place/report")" = \
	"$(grep -cE '^(named|oracle|other|survived) ' "$place/report")"

# --- real sockets and real time: the default set, DTLS included, against a server that answers and a mute one ---
# The aims on an idle machine with two cores are 10 s and 60 s; here others build and test beside it.

seconds_of() { sed -n '$s/.* in \([0-9]*\)\.[0-9]* s$/\1/p' "$place/out"; }
did 0 "the default set in real time" run embedded --real-time --seed 1 --allow-inconc --quiet
sum=$(tail -1 "$place/out")
is "the default set in real time (aim: 10 s): $sum" expr "$sum" : '[0-9]* selected: 0 fail, .*[1-9][0-9][0-9] pass'
is "the default set in real time took less than 60 s" test "$(seconds_of)" -lt 60
did 1 "a mute server in real time" run embedded --real-time --fault mute --quiet
sum=$(tail -1 "$place/out")
is "a mute server in real time (aim: 60 s): $sum" expr "$sum" : '[0-9]* selected: [1-9][0-9]* fail, 0 pass'
is "a mute server in real time took less than 120 s" test "$(seconds_of)" -lt 120
took=$(($(date +%s) - began))
is "all of it took $took s, at most 300 s" test "$took" -lt 300
tap_end
