#!/bin/sh
# tests/cli/replay.sh - m5gtest replay: a run sent once more is the same, a server that is wrong is not, and what cannot be says why.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
. "$SRCDIR/tests/cli/command.sh"
. "$SRCDIR/tests/peers/process.sh"
: "${BUILDDIR:=.}"
tap_place
hex() {
	file=$1
	shift
	printf '%s' "$*" | tr -d ' ' | sed 's/../\\\\x&/g' | xargs printf '%b' >"$file"
}
# json FILE: without the white space, for grep
json() { tr -d ' \n' <"$1"; }

# --- the identity: all that was asked of the server, asked again ---

for jobs in 1 8; do
	did 0 "a run of the server's cases, $jobs at once" run embedded --case '[A-T]*' --seed "$jobs" --jobs "$jobs" --quiet --pcap "$place/run.pcapng"
	did 0 "replayed, $jobs at once" replay "$place/run.pcapng" embedded --verbose --report console:- --report "json:$place/run.json"
	said '^[0-9]+ messages of [0-9]+ clients: 1[0-9]{3} same, 0 differs, 0 no answer, 0 extra answer, ' "$jobs at once: more than a thousand are the same"
	said '^rules: 0 fail, 0 warn, ' "$jobs at once: no rule is broken"
	said '^the same$' "$jobs at once: the same"
	said 'cannot be replayed: it sent no request$' "$jobs at once: whoever sent nothing says so"
	said 'cannot be replayed  CON POST .*: its record was not protected$' "$jobs at once: what no peer would take is not sealed anew"
done
is "json: its schema" grep -q '"schema": *"m5gtest.replay/1"' "$place/run.json"
is "json: the outcomes" sh -c "tr -d ' \n' <'$place/run.json' | grep -q '\"differs\":0,\"noanswer\":0,\"extraanswer\":0,'"
did 0 "with the captured copies" replay "$place/run.pcapng" embedded --retransmit
said '^rules: 0 fail, 0 warn, ' "with the captured copies: no rule is broken"

# --- what is sent ---

did 0 "two cases" run embedded --case 'REG-00[12]' --seed 1 --jobs 1 --quiet --pcap "$place/two.pcapng"
did 0 "--list" replay "$place/two.pcapng" --list
said '^client 1  coap  127\.0\.0\.1:[0-9]+ > 127\.0\.0\.1:[0-9]+$' "--list: a client"
said '^client [0-9]+  coaps  .*  identity ue1$' "--list: a client with its identity"
said '^frame 1 +client 1 +0\.000000 s  CON POST mid 0x[0-9a-f]{4} token [0-9a-f]{16} /msgin5g 50 ' "--list: a message"
said '^[0-9]+ messages of [0-9]+ clients: [0-9]+ to send$' "--list: how many"
did 0 "new ids" replay "$place/two.pcapng" embedded --pcap "$place/new.pcapng"
did 0 "kept ids" replay "$place/two.pcapng" embedded --keep-mid --pcap "$place/kept.pcapng"
for capture in two new kept; do
	"$BUILDDIR/m5gtest" replay "$place/$capture.pcapng" --list | awk '/^frame/ { print $10, $12 }' >"$place/$capture.ids"
done
is "kept ids: Message IDs and Tokens as captured" cmp "$place/two.ids" "$place/kept.ids"
is "new ids: as many" test "$(wc -l <"$place/two.ids")" = "$(wc -l <"$place/new.ids")"
paste -d' ' "$place/two.ids" "$place/new.ids" | awk '$1 == $3 || $2 == $4' >"$place/both"
tap_none "$place/both" "new ids: none is a captured one"
did 0 "the new capture is judged by check" check "$place/new.pcapng"
said 'keys: key log  records: [1-9][0-9]* opened, 0 failed, 0 dark' "the new capture has its keys"
said '^vantage: client$' "the new capture has its context"

# --- a server that is wrong ---

did 1 "another code" replay "$place/two.pcapng" embedded --fault reg-2.05
said 'differs +CON POST .*: code: captured 2\.0[14] [A-Z][a-z]+, now 2\.05 Content$' "another code: by comparison"
did 1 "another Token" replay "$place/two.pcapng" embedded --fault wrong-token
said '^  fail COAP-MSG-37 ' "another Token: by rule"
said '^not the same: by rule$' "another Token: by rule only"
did 1 "another Message ID" replay "$place/two.pcapng" embedded --fault wrong-message-id
said '^not the same: by rule$' "another Message ID: by rule only"
did 1 "another port" replay "$place/two.pcapng" embedded --fault other-port
said '^not the same: by rule$' "another port: by rule only"
did 1 "another record version" replay "$place/two.pcapng" embedded --fault record-version-1.0
said '^  fail DTLS12-01 ' "another record version: by rule"
said 'no answer +CON POST .*: captured 2\.01 Created$' "another record version: no answer, for OpenSSL drops it"
did 1 "another value" replay "$place/two.pcapng" embedded --fault reg-result-failure
said ': JSON at /registrationResult: captured \{' "another value: where"
did 0 "another value, ignored" replay "$place/two.pcapng" embedded --fault reg-result-failure --ignore /registrationResult --rulebook rfc7252
did 1 "a wrong tag" replay "$place/two.pcapng" embedded --fault bad-tag
said 'no answer +CON POST .*: captured 2\.01 Created$' "a wrong tag: no answer"

# --- words ---

refused "no operand" 'replay takes a CAPTURE and a TARGET' replay
refused "no TARGET" 'replay takes a CAPTURE and a TARGET' replay "$place/two.pcapng"
refused "an empty TARGET" 'replay takes a CAPTURE and a TARGET' replay "$place/two.pcapng" ''
refused "a speed of 0" "--speed: '0' is neither max nor a number above 0" replay "$place/two.pcapng" embedded --speed 0
refused "a strange word to ignore" "--ignore: 'result' is neither an option's name" replay "$place/two.pcapng" embedded --ignore result
refused "a format of others" "--report: 'junit' is not a format of replays" replay "$place/two.pcapng" embedded --report junit:-
refused "a fault of a server that is not ours" '--fault is for the embedded server only' replay "$place/two.pcapng" coap://127.0.0.1:1/x --fault wrong-token
did 3 "no such capture" replay "$place/none.pcapng" embedded
did 3 "a name that is none" replay "$place/two.pcapng" coap://no.such.host.invalid/msgin5g
did 3 "nobody there" replay "$place/two.pcapng" coap://127.0.0.1:1/msgin5g
said '^m5gtest: coap://127\.0\.0\.1:1/msgin5g cannot be reached$' "nobody there: said so"
# pcap, big-endian, link type 101; no packet; then GET /a from 10.0.0.1:1234 to port 5683 and its 2.05
header='a1b2c3d4 0002 0004 00000000 00000000 0000ffff 00000065'
hex "$place/empty.pcap" "$header"
did 4 "nothing to replay" replay "$place/empty.pcap" embedded
said '^nothing to compare$' "nothing to replay: said so"
hex "$place/foreign.pcap" "$header 00000001 00000000 00000022 00000022 45000022 00000000 40110000 0a000001 0a000002 04d2 1633 000e 0000 40010001 b161" \
	'00000002 00000000 00000022 00000022 45000022 00000000 40110000 0a000002 0a000001 1633 04d2 000e 0000 60450001 ff41'
did 1 "a foreign capture" replay "$place/foreign.pcap" embedded
said 'differs +CON GET .*: code: captured 2\.05 Content, now 4\.0' "a foreign capture: compared"
did 4 "clients of another server" replay "$place/foreign.pcap" embedded --server coap://10.0.0.9/
said 'cannot be replayed: it spoke to another server than --server names$' "clients of another server: said so"
did 1 "clients of this server" replay "$place/foreign.pcap" embedded --server coap://10.0.0.2/

# --- a server of its own process, in real time ---

printf 'target: {coap: "%s", coaps: "%s"}\nues:\n' coap://127.0.0.1:1/msgin5g coaps://127.0.0.1:1/msgin5g >"$place/none.yaml"
if serve 2 "$BUILDDIR/m5gtest" serve; then
	printf 'target: {coap: "%s", coaps: "%s"}\nues:\n' "$coap" "$coaps" >"$place/target.yaml"
	for n in 1 2; do
		printf '  - {name: u%d, ue-service-id: ue%d@example.org, psk-identity: ue%d, psk: "hex:%s"}\n' $n $n $n "$(key_of $n)"
	done >>"$place/target.yaml"
	did 0 "a server on its own" replay "$place/two.pcapng" "$place/target.yaml" --speed max
	said '^the same$' "a server on its own: the same"
	did 4 "clients without a link or a key" replay "$place/two.pcapng" "${coaps%/*}/msgin5g" --speed max --timeout 1
	said 'cannot be replayed: the target has no coap URI$' "no link: said so"
	said "cannot be replayed: no key is given for its identity 'ue1'$" "no key: said so"
	serve_end || :
	rm -f "$place/said"
else
	tap_result 1 "serve listens" "$place/server.err"
fi

# --- a signal: its server shakes hands, says so in its key log, and answers nothing ---

mkfifo "$place/keylog"
exec 4<>"$place/keylog"
if serve 1 "$BUILDDIR/m5gtest" serve --fault mute --keylog "$place/keylog" --listen coaps://127.0.0.1:0; then
	printf 'ue1:%s\n' "$(key_of 1)" >"$place/keys"
	env --default-signal=INT "$BUILDDIR/m5gtest" replay "$place/two.pcapng" "$coaps" --psk-file "$place/keys" --pcap "$place/cut.pcapng" \
		>"$place/both" 2>&1 &
	replay=$! got=0
	read -r first <&4 || first=
	kill -s INT "$replay"
	wait "$replay" || got=$?
	is "a signal: it came in mid-replay" test "${first%% *}" = CLIENT_RANDOM
	is "a signal: exit 130" test "$got" = 130
	said '^interrupted; as far as it went: ' "a signal: the report says so"
	said ', [1-4] not ended$' "a signal: what has not ended is counted"
	"$BUILDDIR/m5gtest" check "$place/cut.pcapng" >"$place/both" 2>&1 || got=$?
	is "a signal: the capture is whole" test "$got" != 3
	said '^  1  frame 1  .*  identity ue1  ' "a signal: and shows what there was"
	serve_end || :
else
	tap_result 1 "serve listens, mute" "$place/server.err"
fi
tap_end
