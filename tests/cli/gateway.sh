#!/bin/sh
# tests/cli/gateway.sh - m5gtest serve --gateway, with libcoap's client as the constrained device.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
BUILDDIR=$(cd "${BUILDDIR:-.}" && pwd)
tap_place
cd "$place"
client=$(command -v coap-client-notls || :)
if [ -z "$client" ]; then
	tap_skip "devices at a gateway" "no coap-client-notls"
	tap_end
	exit 0
fi

mkfifo lines
exec 3<>lines
"$BUILDDIR/m5gtest" serve --listen coap://127.0.0.1:0 --gateway coap://127.0.0.1:0 >lines 2>served &
server=$!
trap 'kill "$server" 2>/dev/null || :; rm -rf "$place"' EXIT
read -r line <&3
read -r line <&3
uri=${line#gateway for devices on }
uri=${uri%% *}

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
