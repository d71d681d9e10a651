#!/bin/sh
# tests/cli/init.sh - m5gtest init: what it writes passes lint and is run at once; what cannot be is said, and nothing is written.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
. "$SRCDIR/tests/cli/command.sh"
. "$SRCDIR/tests/peers/process.sh"
: "${BUILDDIR:=.}"
tap_place

# has PATTERN NAME: a line of the file that was written.
has() { if grep -qE -- "$1" "$place/t.yaml"; then tap_result 0 "$2"; else tap_result 1 "$2" "$place/t.yaml"; fi; }

refused "nothing named" 'init takes the server' init
refused "a capture and a server" 'init takes the server' init coap://127.0.0.1:1 --from x
refused "two of one kind" 'two URIs of one kind' init coap://127.0.0.1:1 coap://127.0.0.1:2
refused "no URI" 'http://127' init http://127.0.0.1/

# --- a server over both links ---

for n in 1 2 3 4; do echo "ue$n:$(key_of "$n")"; done >"$place/keys"
serve 2 "$BUILDDIR/m5gtest" serve --psk-file "$place/keys" --listen coap://127.0.0.1:0 --listen coaps://127.0.0.1:0
did 0 "a server" init "$coap" "$coaps" --psk-file "$place/keys" -o "$place/t.yaml"
has '^  coap: "coap://127\.0\.0\.1:[0-9]+/msgin5g" +# accepts a registration' "a server: its coap"
has '^  coaps: "coaps://127\.0\.0\.1:[0-9]+/msgin5g" +# accepts a registration' "a server: its coaps"
has '^binding-confirmed: yes' "a server: the binding is confirmed"
has '^edition: cr ' "a server: the edition"
has '^# Members of its answers:.* registrationResult' "a server: the members it answered with"
has '^  reneg: yes ' "a server: a feature seen"
has '^  block: no ' "a server: a feature not seen"
has '^#   akma: no' "a server: a feature that no probe can see"
is "a server: only its owner may read the keys" test -z "$(find "$place/t.yaml" -perm /077)"
did 0 "the file passes lint" lint "$place/t.yaml"
did 0 "the file is run" run "$place/t.yaml" --case 'REG-00*' --case 'PICS-*' --report "json:$place/run.json" --report console:-
said 'reneg yes, seen' "the file is run: what it declares is what is found"
is "the file is run: over both links" test "$(grep -c '^pass .* coaps ' "$place/out")" -ge 4
sed -i 's/^  block: no/  block: yes/; s/^  resume: yes/  resume: no/' "$place/t.yaml"
did 1 "declared against what is seen" run "$place/t.yaml" --case 'PICS-*' --case REG-001
said '^fail +PICS-003 +coap ' "declared against what is seen: a yes that is not there fails"
said 'declared, and not seen: ' "declared against what is seen: said so"
said '^warn +PICS-002 +coaps ' "declared against what is seen: a no that is there warns"

# --- a file that is there ---

cp "$place/t.yaml" "$place/before"
did 3 "a file that is there" init "$coap" -o "$place/t.yaml"
said 'is there already: say --overwrite' "a file that is there: said so"
is "a file that is there: as it was" cmp "$place/before" "$place/t.yaml"
did 0 "a file that is there, asked for" init "$coap" -o "$place/t.yaml" --overwrite --quiet
is "a file that is there, asked for: nothing is said" test ! -s "$place/both"
has '^  coap: ' "a file that is there, asked for: written"
did 0 "to standard output" init "$coap"
cp "$place/out" "$place/t.yaml"
did 0 "to standard output: it passes lint" lint "$place/t.yaml"
did 3 "a folder that is not there" init "$coap" -o "$place/none/t.yaml"

# --- its own run's capture ---

did 0 "a run kept" run "$coap" --psk-file "$place/keys" --case 'REG-00*' --case 'DEREG-00*' --pcap "$place/run.pcapng"
serve_end || :
rm -f "$place/said"
did 0 "a capture" init --from "$place/run.pcapng" -o "$place/t.yaml" --overwrite
has '^  coap: "coap://127\.0\.0\.1:[0-9]+/msgin5g"' "a capture: the server"
has '^    ue-service-id: "ueServiceId"' "a capture: the UE Service ID's member"
has '^    registration-result: "registrationResult"' "a capture: the result's member"
has '^    registration-success: "success"' "a capture: the result's value"
has 'ue-service-id: "ue1"}$' "a capture: a UE"
did 0 "a capture: the file passes lint" lint "$place/t.yaml"

# --- another binding, proposed from a capture, then run against that server ---

cat >"$place/acme.yaml" <<'END'
binding: acme
members: {msgin5g-service-identifier: svc, message-type: kind, ue-service-id: who, registration-result: ok, de-registration-result: gone}
types: {registration-result: boolean}
values: {service: "our-service", registration-success: "true", registration-failure: "false", de-registration-success: done}
END
serve 1 "$BUILDDIR/m5gtest" serve --listen coap://127.0.0.1:0 --binding "$place/acme.yaml"
did 0 "another binding, run" run "$coap" --binding "$place/acme.yaml" --case 'REG-00*' --case 'DEREG-00*' --pcap "$place/acme.pcapng"
did 0 "another binding" init --from "$place/acme.pcapng" -o "$place/t.yaml" --overwrite
for line in 'message-type: "kind"' 'msgin5g-service-identifier: "svc"' 'ue-service-id: "who"' 'registration-result: "ok"' \
	'de-registration-result: "gone"' 'registration-result: boolean' 'service: "our-service"' 'registration-success: "true"' \
	'registration-failure: "false"' 'de-registration-success: "done"'; do
	has "^    $line" "another binding: $line"
done
did 0 "another binding: the file passes lint" lint "$place/t.yaml"
did 0 "another binding: the file is run as it is" run "$place/t.yaml" --case 'REG-00*' --binding-confirmed
said 'binding proposed' "another binding: the report names it"
did 0 "the default binding is refused" init "$coap" -o "$place/t.yaml" --overwrite
has 'answers a registration with 4\.00' "the default binding is refused: said so"
has '^binding-confirmed: no' "the default binding is refused: not confirmed"
did 0 "its own binding" init "$coap" --binding "$place/acme.yaml" -o "$place/t.yaml" --overwrite
has "^binding: \"$place/acme.yaml\"" "its own binding: named"
has '^binding-confirmed: yes' "its own binding: confirmed"
did 0 "its own binding: the file is run" run "$place/t.yaml" --case 'REG-00*'
serve_end || :
rm -f "$place/said"

# --- the text before the change request ---

serve 1 "$BUILDDIR/m5gtest" serve --listen coap://127.0.0.1:0 --edition pre-cr
did 0 "edition pre-cr" init "$coap" -o "$place/t.yaml" --overwrite
has '^edition: pre-cr ' "edition pre-cr: found"
did 0 "edition pre-cr: the file is run" run "$place/t.yaml" --case 'REG-00*'
said 'edition pre-cr' "edition pre-cr: judged by it"
serve_end || :
rm -f "$place/said" "$place/t.yaml"

# --- nobody, and nothing ---

did 3 "nobody there" init "$coap" -o "$place/t.yaml"
said 'nothing answers at coap://.*: the target cannot be reached' "nobody there: said so"
did 3 "a name that is none" init coap://no.such.host.invalid/ -o "$place/t.yaml"
refused "coaps without a key" 'over coaps a UE needs a key' init coaps://127.0.0.1:1/ -o "$place/t.yaml"
did 3 "garbage" init --from "$SRCDIR/tests/cli/init.sh" -o "$place/t.yaml"
did 3 "no capture" init --from "$place/nowhere.pcapng" -o "$place/t.yaml"
did 0 "a capture to be cut off" run embedded --case REG-001 --pcap "$place/one.pcapng"
head -c 300 "$place/one.pcapng" >"$place/cut.pcapng"
did 3 "a capture cut off" init --from "$place/cut.pcapng" -o "$place/t.yaml"
printf '\324\303\262\241\002\000\004\000\000\000\000\000\000\000\000\000\377\377\000\000\001\000\000\000' >"$place/empty.pcap"
did 4 "an empty capture" init --from "$place/empty.pcap" -o "$place/t.yaml"
said 'no registration to be seen' "an empty capture: said so"
is "nothing was written for any of them" test ! -e "$place/t.yaml"
tap_end
