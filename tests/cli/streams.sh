#!/bin/sh
# tests/cli/streams.sh - what may go to standard output, and a key log that nobody judges by.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
SRCDIR=$(cd "$SRCDIR" && pwd)
BUILDDIR=$(cd "${BUILDDIR:-.}" && pwd)
. "$SRCDIR/tests/cli/command.sh"
M5GTEST_DATADIR=$SRCDIR/cases
export M5GTEST_DATADIR
tap_place
cd "$place"

# streamed NAME COMMAND ARGUMENT...: its capture on standard output is one that check reads; its report is elsewhere.
streamed() {
	name=$1
	shift
	did 0 "$name" "$@" --pcap -
	mv out stream.pcapng
	is "$name: standard output is a capture" "$BUILDDIR/m5gtest" check stream.pcapng --quiet
	is "$name: the report is on standard error" test -s err
	is "$name: the report in a file" "$BUILDDIR/m5gtest" "$@" --pcap /dev/null --report console:report
}

streamed "a run's capture" run embedded --case REG-001 --seed 1
mv stream.pcapng run.pcapng
streamed "a replay's capture" replay run.pcapng embedded
streamed "a load's capture" load recorded-arrivals embedded --seed 1
streamed "a load's capture, not judged" load recorded-arrivals embedded --seed 1 --no-judge

for format in console json; do
	refused "capture and $format" '--report: standard output is the capture.s' run embedded --pcap - --report "$format:-"
done
refused "metrics and capture" '--metrics: standard output is the capture.s' load recorded-arrivals embedded --pcap - --metrics -
refused "serve's capture" '--pcap: serve says on standard output where it listens' serve --pcap -

# --- keys without a capture, judged or not ---

sed "s/^link:.*/link: coaps/; s/^population:.*/population: {ues: 20, psk-identity: 'ue{n}', psk: 'secret-of-{n}'}/" "$SRCDIR/scenarios/recorded-arrivals.yaml" >secure.yaml
for judged in '' --no-judge; do
	# shellcheck disable=SC2086	# no word where it is judged
	did 0 "a load's keys $judged" load ./secure.yaml embedded --seed 1 --keylog keys $judged
	is "a load's keys $judged: a line a session" test "$(grep -cE '^CLIENT_RANDOM [0-9a-f]{64} [0-9a-f]{96}$' keys)" = 20
	rm keys
done
did 0 "a load's keys and capture, not judged" load ./secure.yaml embedded --seed 1 --keylog keys --pcap c.pcapng --no-judge
is "a load's keys and capture, not judged: both" test -s keys -a -s c.pcapng
did 0 "its capture is judged afterwards" check c.pcapng
said '^[0-9]+ packets.* 0 fail|0 fail' "its capture is judged afterwards: all is well"
tap_end
