#!/bin/sh
# tests/peers/libcoap.sh - the suite against an MSGin5G server on libcoap: what it finds is true of libcoap, and listed.
# usage: libcoap.sh openssl|gnutls, as the two tests beside it call it
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
. "$SRCDIR/tests/peers/process.sh"
: "${BUILDDIR:=.}"
tls=$1

tap_place

target() {
	printf 'target: {name: libcoap %s, coap: "%s", coaps: "%s"}\nues:\n' "$tls" "$coap" "$coaps"
	for n in $(seq 16); do
		printf '  - {name: u%d, ue-service-id: ue%d@example.org, psk-identity: ue%d, psk: "hex:%s"}\n' "$n" "$n" "$n" "$(key_of "$n")"
	done
	echo '  - {name: stranger, ue-service-id: nobody@example.org, psk-identity: nobody, psk: "hex:5a5a", provisioned: no}'
	printf 'hooks: {oracle: "cat %s"}\n' "$place/registrations"
}

if ! serve 2 "$BUILDDIR/tests/peers/server_$tls" 0 0 "$place/registrations"; then
	tap_result 1 "the server listens" "$place/server.err"
	tap_end
	exit 1
fi
target >"$place/target.yaml"
got=0
"$BUILDDIR/m5gtest" run "$place/target.yaml" --report "json:$place/run.json" --report "console:$place/run.txt" --quiet \
	2>"$place/run.err" || got=$?
if [ "$got" = 1 ] && [ -s "$place/run.json" ]; then
	"$BUILDDIR/tests/peers/compare" "$place/run.json" "$SRCDIR/tests/peers/libcoap.tsv" \
		"$SRCDIR/tests/peers/libcoap_$tls.tsv" >"$place/compared" || :
	grep -v '^1\.\.' "$place/compared" || :
	tap_count=$(grep -cE '^(not )?ok ' "$place/compared" || :)
	tap_failed=$(grep -c '^not ok ' "$place/compared" || :)
else
	cat "$place/run.txt" >>"$place/run.err" 2>/dev/null || :
fi
if [ "$got" = 1 ]; then tap_result 0 "exit status 1: it has faults"; else tap_result 1 "exit status 1, not $got" "$place/run.err"; fi
if [ ! -s "$place/run.err" ]; then tap_result 0 "nothing on standard error"; else tap_result 1 "nothing on standard error" "$place/run.err"; fi
if serve_end; then tap_result 0 "the server ended well"; else tap_result 1 "the server ended well" "$place/server.err"; fi
tap_end
