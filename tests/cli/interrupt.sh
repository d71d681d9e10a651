#!/bin/sh
# tests/cli/interrupt.sh - signals: the report of what was done is still written, whole; serve ends well.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
. "$SRCDIR/tests/cli/command.sh"
. "$SRCDIR/tests/peers/process.sh"
: "${BUILDDIR:=.}"
tap_place

# The key log's first line tells that the run is under way.
printf 'ue1@example.org:%s\n' "$(key_of 1)" >"$place/keys"
mkfifo "$place/keylog"
if ! serve 1 "$BUILDDIR/m5gtest" serve --psk-file "$place/keys" --listen coaps://127.0.0.1:0; then
	tap_result 1 "serve listens" "$place/server.err"
	tap_end
	exit 1
fi

interrupted() {
	signal=$1 status=$2 got=0
	# Of its own group's signals a background job of a shell without job control ignores INT: env puts that back.
	env --default-signal=INT "$BUILDDIR/m5gtest" run "$coaps" --psk-file "$place/keys" --keylog "$place/keylog" \
		--report "json:$place/$signal.json" --report "tap:$place/$signal.tap" --report console:- >"$place/out" 2>"$place/err" &
	run=$!
	exec 4<"$place/keylog"
	read -r first <&4 || first=
	kill -s "$signal" "$run"
	wait "$run" || got=$?
	exec 4<&-
	cat "$place/out" "$place/err" >"$place/both"
	case $first in CLIENT_RANDOM*) tap_result 0 "$signal in mid-run" ;; *) tap_result 1 "$signal in mid-run" "$place/both" ;; esac
	if [ "$got" = "$status" ]; then tap_result 0 "$signal: exit $status"; else tap_result 1 "$signal: exit $status, not $got" "$place/both"; fi
	said 'interrupted' "$signal: the report says so"
	plan=$(sed -n 's/^1\.\.\([0-9]*\).*/\1/p' "$place/$signal.tap")
	is "$signal: every case has its verdict" test "$(grep -cE '^(not )?ok ' "$place/$signal.tap")" = "$plan"
	is "$signal: and there are many" test "$plan" -gt 100
	is "$signal: the JSON is whole" grep -q '"interrupted":true' "$place/$signal.json"
	if command -v python3 >/dev/null 2>&1; then is "$signal: the JSON is JSON" python3 -m json.tool "$place/$signal.json"; fi
}
interrupted INT 130
interrupted TERM 143
got=0
serve_end || got=$?
if [ "$got" = 143 ]; then tap_result 0 "serve ends on SIGTERM with 143"; else tap_result 1 "serve ends on SIGTERM with 143" "$place/server.err"; fi

# Killed at first contact with a server that shakes hands and is mute: what it saw is there, beside the capture's name.
rm -f "$place/said"
if serve 1 "$BUILDDIR/m5gtest" serve --fault mute --psk-file "$place/keys" --listen coaps://127.0.0.1:0; then
	"$BUILDDIR/m5gtest" run "$coaps" --psk-file "$place/keys" --keylog "$place/keylog" --pcap "$place/killed.pcapng" >/dev/null 2>&1 &
	run=$!
	exec 4<"$place/keylog"
	read -r first <&4 || first=
	kill -s KILL "$run"
	wait "$run" 2>/dev/null || :
	exec 4<&-
	is "killed: its key log has the session" test "${first%% *}" = CLIENT_RANDOM
	is "killed: no capture has the name" test ! -e "$place/killed.pcapng"
	"$BUILDDIR/m5gtest" check "$place"/killed.pcapng.*.tmp >"$place/both" 2>&1 || :
	said '^[1-9][0-9]* packets, ' "killed: what it saw is there"
	said '^vantage: client$' "killed: and the judge's context"
	serve_end || :
else
	tap_result 1 "serve listens, mute" "$place/server.err"
fi
tap_end
