#!/bin/sh
# tests/cli/load_trouble.sh - loads that meet trouble, over coap and coaps: a bad wire, a server that is killed and comes
# back, a signal. Outcomes add up, no finding is false, and the report says what happened.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
SRCDIR=$(cd "$SRCDIR" && pwd)
BUILDDIR=$(cd "${BUILDDIR:-.}" && pwd)
. "$SRCDIR/tests/cli/command.sh"
M5GTEST_DATADIR=$SRCDIR/cases
export M5GTEST_DATADIR
tap_place
cd "$place"

# life LINK LINE...: a scenario of 20 UEs, and these lines.
life() {
	echo 'scenario: trouble'
	echo 'population: {ues: 20, psk-identity: "ue{n}", psk: "secret-of-{n}"}'
	echo 'arrive: {model: constant, rate: 100/s}'
	echo "link: $1"
	shift
	printf '%s\n' "$@"
}

# adds_up NAME REPORT: m5gtest report takes no other; and what was begun is what came of it.
adds_up() {
	did 0 "$1: its JSON is read again" report "$2" --allow-inconc
	awk -F'[:,]' '
		/"summary":/ { on = 1 }
		on && /"populations":/ { exit sum != begun || !begun }
		on && /"begun":/ { begun = $2 }
		on && /"(good|bad|open)":/ { sum += $2 }' "$2" >awk.out || echo "not added up" >>awk.out
	tap_none awk.out "$1: outcomes add up"
}

# --- a bad wire, in virtual time ---

for link in coap coaps; do
	life $link 'life: [register: self, wait: 1s..2s, register: self, wait: 1s..2s, deregister: self, again: 4]' \
		'impair: {loss: 5%, duplicate: 5%, reorder: 2%, delay: 20ms..40ms}' 'on-failure: go-on' \
		'thresholds: [failed < 2%, findings == 0]' >wire.yaml
	for seed in 1 2; do
		did 0 "bad wire, $link, seed $seed" load ./wire.yaml embedded --ues 200 --seed $seed --report json:wire.json --report console:-
		said 'after 1 retransmission' "bad wire, $link, seed $seed: copies were needed"
		said '^findings: 0 fail, 0 warn' "bad wire, $link, seed $seed: no false finding"
		adds_up "bad wire, $link, seed $seed" wire.json
	done
done

# --- real servers, real time ---

mkfifo lines
exec 3<>lines

# serve URI: a server in the background, once it listens; its URI is in `uri`.
serve() {
	"$BUILDDIR/m5gtest" serve --listen "$1" --scenario ./life.yaml >lines 2>served &
	server=$!
	read -r line <&3
	uri=${line#listening on }
}

end_server() {
	kill "-$1" "$server"
	wait "$server" 2>/dev/null || :
}

# load REPORT...: in the background; its seconds come through `lines`, and at its end one more line. Its signals are a
# foreground process's.
load() {
	{
		env --default-signal=INT "$BUILDDIR/m5gtest" load ./life.yaml "$uri" --seed 1 --seconds lines "$@" >out 2>err &
		echo $! >pid
		got=0
		wait $! || got=$?
		echo ended >lines
		exit $got
	} &
	load=$!
}

# until_second PATTERN: until a second is over that looks like this.
until_second() {
	while read -r line <&3; do
		# shellcheck disable=SC2254	# a pattern is wanted
		case $line in $1 | ended) break ;; esac
	done
}

# until_end: what the seconds said is of no interest.
until_end() { until_second ended; }

# ends STATUS NAME: the load has ended like this.
ends() {
	got=0
	[ "$line" = ended ] || until_end
	wait "$load" || got=$?
	cat out err >both
	if [ "$got" = "$1" ]; then tap_result 0 "$2: exit $1"; else tap_result 1 "$2: exit $1, not $got" both; fi
}

for link in coap coaps; do
	life $link 'life: [register: self, wait: 100ms, again: 20]' 'timing: {ack-timeout: 30ms}' 'on-failure: {retry: 200ms}' \
		'thresholds: [unfinished == 0, findings == 0]' >life.yaml
	what="killed and restarted, $link"
	serve $link://127.0.0.1:0
	load --report json:killed.json --report console:-
	until_second '*"registered":20,*'
	end_server KILL
	until_second '*"sent":[1-9][0-9]*"received":0,*'
	address=${uri%/msgin5g}
	"$BUILDDIR/m5gtest" serve --listen "$address" --scenario ./life.yaml >served 2>&1 &
	server=$!
	ends 0 "$what"
	said '20 lives begun, 20 ended' "$what: every UE lives on to its end"
	said 'renew .*: 400 answered' "$what: everything is answered in the end"
	said 'renew .* [1-9][0-9]* (timed-out|unreachable)' "$what: what was not is counted"
	said '^silence: from [1-9][0-9]* s to [1-9][0-9]* s nothing was heard, and [1-9][0-9]+ messages were sent' "$what: the report says when"
	if [ $link = coaps ]; then said 'handshake +40 begun: 40 answered' "$what: each makes one more handshake"; fi
	adds_up "$what" killed.json
	end_server TERM
done

# --- signals ---

for link in coap coaps; do
	life $link 'life: [register: self, wait: 100ms, again: for-ever]' 'stop: {after: 60s}' 'thresholds: [failed == 0, findings == 0]' >life.yaml
	serve $link://127.0.0.1:0
	for signal in INT TERM; do
		what="SIG$signal, $link"
		load --report json:i.json --report junit:i.xml --report tap:i.tap --report github:i.github --report console:- \
			--metrics i.metrics --pcap i.pcapng
		until_second '*"registered":20,*'
		kill -s $signal "$(cat pid)"
		if [ $signal = INT ]; then ends 130 "$what"; else ends 143 "$what"; fi
		said '^interrupted: ' "$what: the report says so"
		said '^kept +failed == 0' "$what: thresholds are asked"
		is "$what: JSON says so" grep -q '"interrupted":true' i.json
		adds_up "$what" i.json
		is "$what: JUnit is whole" grep -q '^</testsuites>' i.xml
		if command -v xmllint >/dev/null 2>&1; then
			is "$what: JUnit is valid" xmllint --noout --nonet --schema "$SRCDIR/tests/reports/junit.xsd" i.xml
		fi
		is "$what: every point of TAP" test "$(grep -cE '^(not )?ok ' i.tap)" = "$(sed -n 's/^1\.\.\([0-9]*\).*/\1/p' i.tap)"
		is "$what: GitHub's commands" test -s i.github
		is "$what: metrics are whole" grep -q '^# EOF' i.metrics
		did 0 "$what: the capture is judged again" check i.pcapng
		said ', 0 fail|^0 fail|no fail|0 fail' "$what: and nothing is found"
	done
	end_server TERM
done
tap_end
