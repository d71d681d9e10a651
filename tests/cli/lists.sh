#!/bin/sh
# tests/cli/lists.sh - list and explain: every table as text and as JSON that another reader reads.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
. "$SRCDIR/tests/cli/command.sh"
: "${BUILDDIR:=.}"
tap_place

for list in cases rules clauses faults mutations anomalies readings bindings steps; do
	did 0 "list $list" list "$list"
	rows=$(wc -l <"$place/out")
	did 0 "list $list --json" list "$list" --json
	if command -v python3 >/dev/null 2>&1; then
		is "list $list --json: an array of objects, all with the same members" python3 -c '
import json, sys
rows = json.load(open(sys.argv[1]))
assert isinstance(rows, list) and rows, "no rows"
assert all(isinstance(row, dict) and row.keys() == rows[0].keys() for row in rows), "rows differ"
assert abs(len(rows) - int(sys.argv[2])) <= 2, "text has %s lines, JSON %d rows" % (sys.argv[2], len(rows))' "$place/out" "$rows"
	else
		tap_skip "list $list --json: an array of objects" "no python3"
	fi
done
sh -c '"$1" list rules >/dev/full' sh "$BUILDDIR/m5gtest" 2>"$place/err" && got=0 || got=$?
if [ "$got" = 3 ]; then tap_result 0 "a full standard output: exit 3"; else tap_result 1 "a full standard output: exit 3, not $got" "$place/err"; fi

did 0 "explain a rule" explain COAP-MSG-37
said 'written +RFC 7252 5\.3\.1' "explain a rule: where it is written"
said 'broken by +wrong-token' "explain a rule: what breaks it"
said 'exercised +REG-001' "explain a rule: what exercises it"
did 0 "explain a reading" explain T1
said 'read as +lenient literal' "explain a reading: its words"
did 0 "explain a case" explain REG-014.message-type
said 'twin +REG-001' "explain a case: its twin"
said 'written +.*registration\.yaml:[0-9]+' "explain a case: where it stands"
did 0 "explain a case's table" explain REG-014
said '^REG-014\.ue-service-id' "explain a case's table: its rows"
did 0 "explain a fault" explain wrong-token
said 'noticed by +COAP-MSG-37' "explain a fault: who must notice"
said 'try it +m5gtest run embedded --fault wrong-token' "explain a fault: how to see it"
tap_end
