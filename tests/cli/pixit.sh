#!/bin/sh
# tests/cli/pixit.sh - what a target file says of timers and of AKMA is what our UE does, and what the judge asks.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
. "$SRCDIR/tests/cli/command.sh"
. "$SRCDIR/tests/peers/process.sh"
: "${BUILDDIR:=.}"
tap_place

# stands RULE VERDICT FILE: in a report.
stands() { tr -d ' \n' <"$3" | grep -q "{\"id\":\"$1\",\"verdict\":\"$2\""; }

# --- ack-timeout: a mute server hears more copies in the ten seconds in which an answer is waited for ---

serve 1 "$BUILDDIR/m5gtest" serve --fault mute --listen coap://127.0.0.1:0
printf 'target: {coap: "%s"}\n' "$coap" >"$place/usual.yaml"
printf 'target: {coap: "%s"}\npixit: {ack-timeout: 200ms}\n' "$coap" >"$place/quick.yaml"
did 1 "RFC 7252's timers" run "$place/usual.yaml" --case REG-001 --timeout 4 --pcap "$place/usual.pcapng"
did 1 "ack-timeout: 200ms" run "$place/quick.yaml" --case REG-001 --timeout 4 --pcap "$place/quick.pcapng"
serve_end || :
rm -f "$place/said"
# copies FILE: of the first request; 2 s, then 4 s, or 200 ms, 400 ms, 800 ms, 1.6 s, each up to half as long again.
copies() { "$BUILDDIR/m5gtest" check "$1" --ladder 2>/dev/null | grep 'CON POST' | grep -o 'mid 0x[0-9a-f]*' | uniq -c | awk 'NR == 1 { print $1 }'; }
is "RFC 7252's timers: two copies in 4 s, $(copies "$place/usual.pcapng")" test "$(copies "$place/usual.pcapng")" -eq 2
is "ack-timeout: 200ms: four or five, $(copies "$place/quick.pcapng")" test "$(copies "$place/quick.pcapng")" -ge 4
did 0 "the judge is told" run "$place/quick.yaml" --print-config
said '^ack-timeout-ns=200000000$' "the judge is told: ack-timeout"
for file in usual quick; do "$BUILDDIR/m5gtest" check "$place/$file.pcapng" --report "json:$place/$file.json" --quiet >/dev/null || :; done
is "without ack-timeout: MSG-14 does not apply" stands COAP-MSG-14 n/a "$place/usual.json"
is "the judge is told: MSG-14 holds of our own copies" stands COAP-MSG-14 pass "$place/quick.json"

# --- AKMA: the vector is spec/facts' own, K_AF of HMAC-SHA-256 by another program ---

kid=0001.67d8dee47b7d74e6f457b7b23d580674@5gc.mnc001.mcc001.3gppnetwork.org
identity=3GPP-AKMA$kid
echo "$identity:0efda7c10661424d80a63de871d463fdc273756a23a5772b5f0878cdf3396612" >"$place/keys"
# target KEYS: a target file of one UE.
target() {
	printf 'target: {coaps: "%s"}\nues:\n  - {name: u1, ue-service-id: "%s", akma: {%s, a-kid: "%s", af-fqdn: msgin5g.example.org}}\n' \
		"$coaps" "$identity" "$1" "$kid" >"$place/akma.yaml"
}
k_akma='k-akma: "hex:bba5e95f1205d4f1c217b91e08ec3509ad62cfbf43f474c6bf495da83132c95e"'
k_ausf='k-ausf: "hex:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", supi: "001010000000001"'

serve 1 "$BUILDDIR/m5gtest" serve --listen coaps://127.0.0.1:0 --psk-file "$place/keys" --psk-hint 3GPP-AKMA
for dtls in openssl own; do
	target "$k_akma"
	did 0 "K_AKMA, by $dtls" run "$place/akma.yaml" --dtls $dtls --case 'REG-00[12]' --pcap "$place/akma.pcapng" --report "json:$place/run.json"
	for rule in AKMA-03 AKMA-04 AKMA-05 AKMA-06 AKMA-07; do
		is "K_AKMA, by $dtls: $rule holds" stands $rule pass "$place/run.json"
	done
	target "$k_ausf"
	did 0 "K_AUSF and SUPI, by $dtls" run "$place/akma.yaml" --dtls $dtls --case 'REG-00[12]'
done
target "$(echo "$k_akma" | sed 's/bba5/bba6/')"
did 1 "another key" run "$place/akma.yaml" --case REG-001 --timeout 2
serve_end || :
rm -f "$place/said"
serve 1 "$BUILDDIR/m5gtest" serve --listen coaps://127.0.0.1:0 --psk-file "$place/keys"
target "$k_akma"
did 1 "a server without the hint" run "$place/akma.yaml" --case REG-001
said 'fail AKMA-06 ' "a server without the hint: AKMA-06"

# --- a server with a name hears it, in each new session too: CDTLS-11 would be our own client's ---

if getent ahosts localhost | head -n 1 | grep -q '^127\.0\.0\.1 '; then
	named=$(echo "$coaps" | sed 's/127\.0\.0\.1/localhost/')
	did 0 "a server with a name" run "$named" --psk-file "$place/keys" --case TLS-007 --binding-confirmed --report "json:$place/run.json"
	is "a server with a name: CDTLS-11 holds" stands CDTLS-11 pass "$place/run.json"
else
	tap_skip "a server with a name" "localhost is not 127.0.0.1 first"
fi
serve_end || :

target 'supi: "1"'
did 2 "a SUPI without a key" lint "$place/akma.yaml"
said 'give k-akma, or k-ausf and supi' "a SUPI without a key: said so"
target 'k-akma: "hex:0102"'
did 2 "a short key" lint "$place/akma.yaml"
said 'expected a key of 32 octets' "a short key: said so, and not the key"
is "a short key: not said" sh -c "! grep -q 0102 '$place/both'"
target "$k_akma"
echo '  - {name: u2, ue-service-id: b, psk-identity: b, psk: "hex:00"}' >>"$place/akma.yaml"
did 2 "AKMA beside a PSK" lint "$place/akma.yaml"
said 'do not mix' "AKMA beside a PSK: said so"
tap_end
