#!/bin/sh
# tests/cli/gateway.sh - Gateway UEs: run --sut gateway, and serve --gateway with libcoap's client as the constrained device.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
BUILDDIR=$(cd "${BUILDDIR:-.}" && pwd)
tap_place
cd "$place"
client=$(command -v coap-client-notls || :)
# The suite against a Gateway UE: our own in the same process, then one in a process of its own.
M5GTEST_DATADIR=${M5GTEST_DATADIR:-$SRCDIR/cases}
export M5GTEST_DATADIR
got=0
"$BUILDDIR/m5gtest" run --sut gateway embedded --pcap own.pcapng >out 2>&1 || got=$?
tap_result "$((got != 0))" "our own Gateway UE passes" out
got=0
"$BUILDDIR/m5gtest" run --sut gateway embedded --fault gateway-miscounts >out 2>&1 || got=$?
grep -q 'fail S2-BULK-04' out || got=0
tap_result "$((got != 1))" "and one that miscounts fails" out
got=0
"$BUILDDIR/m5gtest" run --sut gateway embedded --fault mute >out 2>&1 || got=$?
tap_result "$((got != 2))" "a fault of the server's is refused" out

# The same leg in Ethernet frames, to the Gateway UE's MAC address: a registration without Layer-2 ID (64 octets of CoAP), and
# its refusal, 8 octets and 38 of padding: 4.00, the request's Message ID and Token.
{
	printf '\324\303\262\241\2\0\4\0\0\0\0\0\0\0\0\0\377\377\0\0\1\0\0\0'	# pcap, Ethernet
	printf '\0\0\0\0\0\0\0\0\116\0\0\0\116\0\0\0\2\0\0\0\0\2\2\0\0\0\0\1\210\265'
	printf '\104\2\0\1\0\1\0\1\267msgin5g\21\62\377{"messageType":"REG","applicationId":"meter"}'
	printf '\1\0\0\0\0\0\0\0\74\0\0\0\74\0\0\0\2\0\0\0\0\1\2\0\0\0\0\2\210\265'
	printf '\144\200\0\1\0\1\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0'
} >ether.pcap
got=0
"$BUILDDIR/m5gtest" check ether.pcap --features gateway --binding-confirmed >out 2>&1 || got=$?
grep -q 'fail M5G-GW-C02 ' out && [ "$(grep -c ' fail ' out)" = 1 ] || got=0
tap_result "$((got != 1))" "a device in Ethernet frames, padded, is judged too" out

mkfifo lines
exec 3<>lines
# a port of the kernel's choice, free again
"$BUILDDIR/m5gtest" serve --listen coap://127.0.0.1:0 >lines 2>served &
server=$!
read -r far <&3
kill "$server"
wait "$server" || :
far=${far##*:}
far=${far%/*}
# start [OPTION]...: a Gateway UE whose uplink is our port; $uri is where devices come
start() {
	"$BUILDDIR/m5gtest" serve --listen coap://127.0.0.1:0 --gateway coap://127.0.0.1:0 "$@" >lines 2>served &
	server=$!
	trap 'kill "$server" 2>/dev/null || :; rm -rf "$place"' EXIT
	read -r line <&3
	read -r line <&3
	uri=${line#gateway for devices on }
	uri=${uri%% *}
}
try() {
	got=0
	"$BUILDDIR/m5gtest" run --sut gateway "$uri" --far-side "coap://127.0.0.1:$far/msgin5g" --features bulk --binding-confirmed \
		--allow-inconc >out 2>&1 || got=$?
	kill "$server"
	wait "$server" || :
}
start --uplink "coap://127.0.0.1:$far/msgin5g"
try
grep -q '^pass *GW-021' out || got=1
tap_result "$got" "another process is tested on both sides" out
start --uplink "coap://127.0.0.1:$far/msgin5g" --fault gateway-interim-without-ue
try
grep -q 'fail S2-BULK-03' out || got=0
tap_result "$((got != 1))" "and found to deviate" out

if [ -z "$client" ]; then
	tap_skip "devices at a gateway" "no coap-client-notls"
	tap_end
	exit 0
fi

start
# device NAME EXPECTED PAYLOAD [ARGUMENT]...: what the client prints has EXPECTED.
device() {
	name=$1 expected=$2 payload=$3
	shift 3
	"$client" -v 6 -B 5 -m post -t 50 -e "$payload" "$@" "$uri" >out 2>&1 </dev/null || :
	if grep -qE -- "$expected" out; then tap_result 0 "$name"; else tap_result 1 "$name" out; fi
}
device "a device registers" '2\.01.*"applicationId":"meter","registrationResult":"success"' \
	'{"messageType":"REG","layer2Id":"0a0b0c","applicationId":"meter"}'
device "and again" '2\.04.*"registrationResult":"success"' '{"messageType":"REG","layer2Id":"0a0b0c","applicationId":"meter"}'
device "without a Layer-2 ID" '4\.00' '{"messageType":"REG","applicationId":"meter"}'
device "and leaves" '2\.04.*"deregistrationResult":"success"' '{"messageType":"DEREG","layer2Id":"0a0b0c","applicationId":"meter"}'
device "it is gone" '4\.04' '{"messageType":"DEREG","layer2Id":"0a0b0c","applicationId":"meter"}'
kill "$server"
got=0
wait "$server" || got=$?
tap_result "$((got != 143))" "the server ends in order, by the signal"
tap_end
