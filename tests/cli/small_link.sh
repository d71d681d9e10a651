#!/bin/sh
# tests/cli/small_link.sh - messages longer than the link's MTU arrive in fragments, from sockets of one UE and of many.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
SRCDIR=$(cd "$SRCDIR" && pwd)
BUILDDIR=$(cd "${BUILDDIR:-.}" && pwd)
M5GTEST_DATADIR=${M5GTEST_DATADIR:-$SRCDIR/cases}
export SRCDIR BUILDDIR M5GTEST_DATADIR

# A loopback of our own, of 400 octets; an ordinary user may have it in a user namespace, where the kernel lets him.
if [ "${1:-}" != inside ]; then
	for space in "unshare -n" "unshare -rn"; do
		if $space ip link set dev lo mtu 400 up 2>/dev/null; then
			# shellcheck disable=SC2016	# the inner shell's
			exec $space sh -c 'ip link set dev lo mtu 400 up && exec sh "$0" inside' "$0"
		fi
	done
	tap_skip "messages longer than the MTU" "no unshare or ip (util-linux, iproute2), or no privilege for a network namespace"
	tap_end
	exit 0
fi
. "$SRCDIR/tests/cli/command.sh"
tap_place
cd "$place"

did 0 "an answer of 1,300 octets" run embedded --case REG-001 --fault too-large --jobs 1 --seed 1 --verbose
said 'COAP-RSP-21' "an answer of 1,300 octets: comes as a whole, and is judged"
for link in coap coaps; do
	cat >large.yaml <<Y
scenario: large
population: {ues: 50, psk-identity: "ue{n}", psk: "secret-of-{n}", profiles: {large: 100%}}
link: $link
arrive: {model: constant, rate: 500/s}
life: [register: self]
thresholds: [failed == 0, findings == 0]
Y
	did 0 "long requests, $link" load ./large.yaml embedded --real-time --report console:-
	said 'register +50 begun: 50 answered$' "long requests, $link: each is answered, at once"
done
fragmented=$(awk '/^Ip:/ && c { print $c } /^Ip:/ && !c { for (i = 2; i <= NF; i++) if ($i == "FragOKs") c = i }' /proc/net/snmp)
is "they came in fragments" test "$fragmented" -gt 100
tap_end
