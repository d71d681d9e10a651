#!/bin/sh
# tests/peers/coap_client.sh - libcoap's clients register at m5gtest serve, in the clear and over DTLS with PSK.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
. "$SRCDIR/tests/peers/process.sh"
: "${BUILDDIR:=.}"

tap_place
printf 'ue1@example.org:%s\nue2@example.org:%s\n' "$(key_of 1)" "$(key_of 2)" >"$place/keys"
if ! serve 2 "$BUILDDIR/m5gtest" serve --listen coap://127.0.0.1:0 --listen coaps://127.0.0.1:0 --psk-file "$place/keys"; then
	tap_result 1 "serve listens" "$place/server.err"
	tap_end
	exit 1
fi

message() { printf '{"msgin5gServiceId":"MSGin5G","messageType":"%s","ueServiceId":"ue%d@example.org"}' "$1" "$2"; }

# answers CLIENT NAME CODE PAYLOAD ARGUMENT...: libcoap's own dissection of what came back.
answers() {
	client=$1 name=$2 code=$3 payload=$4
	shift 4
	"$client" -B 5 -v 6 -m post -t 50 "$@" >"$place/out" 2>&1 || :
	if grep -q "c:$code .*$payload" "$place/out"; then
		tap_result 0 "$client: $name"
	else
		tap_result 1 "$client: $name" "$place/out"
	fi
}

registered='Content-Format:application/json.*"registrationResult":"success"'
deregistered='Content-Format:application/json.*"deregistrationResult":"success"'
for client in coap-client-openssl coap-client-gnutls; do
	if ! command -v "$client" >/dev/null 2>&1; then
		tap_skip "$client" "not installed (libcoap3-bin)"
		continue
	fi
	answers "$client" "registers" 2.01 "$registered" -e "$(message REG 1)" "$coap"
	answers "$client" "renews" 2.04 "$registered" -e "$(message REG 1)" "$coap"
	answers "$client" "de-registers" 2.04 "$deregistered" -e "$(message DEREG 1)" "$coap"
	set -- -u ue2@example.org -k "secret of UE 002"
	answers "$client" "registers over coaps" 2.01 "$registered" "$@" -e "$(message REG 2)" "$coaps"
	answers "$client" "renews over coaps, in a new session" 2.04 "$registered" "$@" -e "$(message REG 2)" "$coaps"
	answers "$client" "is refused another's UE Service ID" 4.03 "" "$@" -e "$(message REG 1)" "$coaps"
	answers "$client" "de-registers over coaps" 2.04 "$deregistered" "$@" -e "$(message DEREG 2)" "$coaps"
done
got=0
serve_end || got=$?
if [ "$got" = 143 ]; then tap_result 0 "serve ends on SIGTERM with 143"; else tap_result 1 "serve ends on SIGTERM with 143" "$place/server.err"; fi
if [ ! -s "$place/server.err" ]; then tap_result 0 "serve said nothing else"; else tap_result 1 "serve said nothing else" "$place/server.err"; fi
tap_end
