#!/bin/sh
# tests/cli/ether.sh - constrained devices in Ethernet frames: the suite at one end of a veth pair, a Gateway UE in a network
# namespace of its own at the other. The test makes both; without the privilege for that it is skipped.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
BUILDDIR=$(cd "${BUILDDIR:-.}" && pwd)
M5GTEST_DATADIR=${M5GTEST_DATADIR:-$SRCDIR/cases}
export SRCDIR BUILDDIR M5GTEST_DATADIR

# An ordinary user may have them in a user namespace, where the kernel lets him. $1: we are inside.
why="no unshare, nsenter or ip (util-linux, iproute2)"
if [ "${1:-}" != inside ] && command -v ip >/dev/null && command -v nsenter >/dev/null && command -v unshare >/dev/null; then
	try='ip link add name dev0 type veth peer name gw0'
	for space in "unshare -n" "unshare -rn"; do
		if $space sh -c "$try" 2>/dev/null; then exec $space sh "$0" inside; fi
	done
	why="no privilege to make network namespaces and a veth pair in them (unshare -n, ip link add)"
fi
if [ "${1:-}" != inside ]; then
	tap_skip "devices in Ethernet frames, live" "$why"
	tap_end
	exit 0
fi

tap_place
cd "$place"
mkfifo hold lines
exec 3<>lines 4<>hold
unshare -n sh -c 'echo made; read -r _ <&4' >lines &
other=$!
gateway=
trap 'kill $gateway "$other" 2>/dev/null || :; rm -rf "$place"' EXIT
read -r _ <&3
there() { nsenter -t "$other" -n "$@"; }
ip link add name dev0 type veth peer name gw0 netns "$other"
ip address add 10.0.0.1/24 dev dev0
ip link set dev dev0 up
there ip address add 10.0.0.2/24 dev gw0
there ip link set dev gw0 address 02:00:00:00:00:01
there ip link set dev gw0 up
mac=gw0@02-00-00-00-00-01
target=coap+ether://dev0@02-00-00-00-00-01/msgin5g
cat >target.yaml <<END
target: {name: the Gateway UE of the test, coap: "$target"}
END

# try TARGET [OPTION]...: a Gateway UE with these options, and the suite against it; $got is the suite's status.
try() {
	suite=$1
	shift
	nsenter -t "$other" -n "$BUILDDIR/m5gtest" serve --listen coap://10.0.0.2:0 --gateway "coap+ether://$mac" --uplink coap://10.0.0.1/msgin5g \
		--pcap gateway.pcapng "$@" >lines 2>served &
	gateway=$!
	read -r _ <&3
	read -r _ <&3
	got=0
	"$BUILDDIR/m5gtest" run --sut gateway "$suite" --far-side coap://10.0.0.1/msgin5g \
		--features bulk --binding-confirmed --allow-inconc --verbose --pcap run.pcapng >out 2>&1 || got=$?
	kill "$gateway"
	wait "$gateway" || :
	gateway=
}
# found FILE: rule, frame and octets of what is wrong, a line each.
found() { sed -nE 's/^ +(fail|warn) ([A-Z0-9-]+) .*\) (frame [^:]*): .*/\1 \2 \3/p' "$1" | sort -u; }
# same NAME: what the run found its own capture shows.
same() {
	found out >live
	"$BUILDDIR/m5gtest" check run.pcapng >checked 2>&1 || :
	found checked >offline
	diff live offline >differ || :
	tap_none differ "$1"
}

try "$target"
[ "$got" = 0 ] && grep -q '^pass *GW-001' out && grep -q '^pass *GW-023' out || got=1
tap_result "$got" "a Gateway UE is tested in Ethernet frames, to its MAC address" out
same "nothing is wrong in the capture either"
"$BUILDDIR/m5gtest" check run.pcapng --ladder >out 2>&1 || :
got=0
grep -q '02:00:00:00:00:01' out && grep -q '10\.0\.0\.1:5683' out || got=1
tap_result "$got" "it has frames with MAC addresses, and the IP of the far leg" out
"$BUILDDIR/m5gtest" check gateway.pcapng --binding-confirmed >out 2>&1 || :
got=0
grep -q 'fail M5G-' out && got=1
grep -qE '^[1-9][0-9]* packets' out || got=1
tap_result "$got" "the Gateway UE's own capture takes its devices for no clients of a server" out
try target.yaml --fault gateway-needs-no-layer-2-id --fault gateway-keeps-mappings --fault gateway-miscounts
grep -q 'warn S2-GW-01' out && grep -q 'warn S2-GW-02' out && grep -q 'fail S2-BULK-04' out || got=0
tap_result "$((got != 1))" "one that asks for no Layer-2 ID, keeps its mappings and miscounts is found" out
same "and found in the capture, in the same frames and octets"

got=0
"$BUILDDIR/m5gtest" run --sut gateway coap+ether://none0@02-00-00-00-00-01/msgin5g >out 2>&1 || got=$?
grep -q "no interface 'none0'" out || got=0
tap_result "$((got != 3))" "an interface that is not there: out of reach" out
ip link set dev dev0 down
got=0
"$BUILDDIR/m5gtest" run --sut gateway "$target" >out 2>&1 || got=$?
grep -q 'is down' out || got=0
tap_result "$((got != 3))" "nor one that is down" out
tap_end
