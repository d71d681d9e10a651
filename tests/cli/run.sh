#!/bin/sh
# tests/cli/run.sh - m5gtest run: the exit statuses of its contract, its reports, whole or not there.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
. "$SRCDIR/tests/cli/command.sh"
. "$SRCDIR/tests/peers/process.sh"
: "${BUILDDIR:=.}"
tap_place

did 0 "the embedded server" run embedded
said 'not your server' "the embedded server: said so"
did 1 "with a fault" run embedded --fault wrong-token --case 'REG-00*'
said 'COAP-MSG-37' "with a fault: the rule"
did 4 "no case of that name" run embedded --case nothing
said 'no case is selected' "no case of that name: said so"
did 4 "no case of that name, dry" run embedded --case nothing --dry-run
did 0 "dry" run embedded --case REG-014.message-type --dry-run
said '^REG-001 +coap ' "dry: the twin comes along"
did 0 "the configuration" run embedded --print-config
did 3 "our own UE wrong, undeclared" run embedded --fault ue-zeros --case 'REG-00*'
said 'our own client: COAP-HDR-26' "our own UE wrong, undeclared: the rule"
did 3 "our own UE wrong, at a server that deviates" run embedded --fault ue-any-ack-stops --case UE-014
said 'our own client: COAP-MSG-09' "our own UE wrong, at a server that deviates: the rule"
did 2 "two faults of our own UE" run embedded --fault ue-zeros --fault ue-dot-dot
did 1 "stop at the first fail" run embedded --fault wrong-token -x
said 'stopped at the first fail' "stop at the first fail: the rest is not run"

did 0 "features" run embedded --features block,echo,long-token --case 'BLK-*' --case 'ECH-*' --case 'HDR-01[67]*'
said '^[0-9]+ selected: 0 fail, [0-9]+ pass in' "features: the embedded server has them"
did 5 "quiet" run embedded --case REG-033 --quiet --loss 100
said '^not-run +REG-033' "quiet: what did not run is shown"
said '^[0-9]+ selected: 0 fail, 2 inconc, ' "all lost by ourselves: no server's fail"
did 0 "real time" run embedded --case REG-001 --real-time
said ' 2 pass in [0-9.]+ s$' "real time: no clock jumps"
# its first session's goodbye stays unanswered: the run waits for it a second, and no longer
got=0
timeout 60 "$BUILDDIR/m5gtest" run embedded --case TLS-008 --real-time >"$place/both" 2>&1 || got=$?
if [ "$got" = 0 ]; then tap_result 0 "real time: it ends"; else tap_result 1 "real time: it ends" "$place/both"; fi

# --- reports ---

did 3 "a report that cannot be written" run embedded --case REG-001 --report "json:$place/none/run.json" --report "tap:$place/run.tap"
said "^m5gtest: report $place/none/run.json: No such file or directory" "a report that cannot be written: said so"
is "a report that cannot be written: nothing ran" test ! -e "$place/run.tap"
did 3 "a full device" run embedded --case REG-001 --report json:/dev/full
did 3 "a capture that cannot be written" run embedded --case REG-001 --pcap "$place/none/run.pcapng"
did 3 "a key log that cannot be written" run embedded --case REG-001 --keylog "$place/none/keys"
mkdir "$place/there"
echo before >"$place/there/run.json"
chmod a-w "$place/there"
if [ -w "$place/there" ]; then
	tap_skip "a folder that must not be written" "root may write everywhere"
else
	did 3 "a folder that must not be written" run embedded --case REG-001 --report "json:$place/there/run.json"
	is "a folder that must not be written: what was there is there" grep -q '^before$' "$place/there/run.json"
fi
chmod u+w "$place/there"
did 0 "all reports at once" run embedded --case REG-001 --report "json:$place/all.json" --report "junit:$place/all.xml" \
	--report "tap:$place/all.tap" --report "github:$place/all.md" --report "console:$place/all.txt"
is "all reports at once: nothing on standard output" test ! -s "$place/out"
for report in all.json all.xml all.tap all.md all.txt; do is "all reports at once: $report" test -s "$place/$report"; done
is "nothing half-written is left" test -z "$(find "$place" -name '*.tmp*' -o -name '.?*')"

# --- servers that are not there, or speak another binding ---

now() { date +%s; }
for target in coap://127.0.0.1:1/msgin5g coaps://127.0.0.1:1/msgin5g; do
	echo 'ue1@example.org:00ff' >"$place/keys"
	began=$(now)
	did 3 "nobody at $target" run "$target" --psk-file "$place/keys"
	said 'the target cannot be reached: 127\.0\.0\.1:1' "nobody at $target: said so"
	is "nobody at $target: within seconds" test $(($(now) - began)) -le 8
done
did 3 "a name that is none" run coap://no.such.host.invalid/msgin5g
did 5 "coaps without a key" run coaps://127.0.0.1:1/msgin5g
said 'needs more UEs with a key than the pool has' "coaps without a key: said so"
did 4 "coaps without a key, allowed" run coaps://127.0.0.1:1/msgin5g --allow-inconc

cat >"$place/binding.yaml" <<'END'
binding: strange
members: {ue-service-id: who, registration-result: outcome}
END
if serve 1 "$BUILDDIR/m5gtest" serve --listen coap://127.0.0.1:0/msgin5g; then
	did 5 "another binding" run "$coap" --binding "$place/binding.yaml" --report "json:$place/run.json" --report console:-
	is "another binding: exactly one diagnosis" test "$(grep -c '^diagnosis: ' "$place/out")" = 1
	said "^diagnosis: first contact over coap: a registration of ue1@example.org at /msgin5g was answered 4\.00" "another binding: what to look at"
	is "another binding: no fail" grep -q '"fail":0,' "$place/run.json"
	did 0 "the binding it speaks" run "$coap" --case REG-001
	serve_end || :
else
	tap_result 1 "serve listens" "$place/server.err"
fi
tap_end
