#!/bin/sh
# tests/cli/check.sh - m5gtest check: its words, its exit statuses, the public captures, and a run judged twice.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
: "${BUILDDIR:=.}" "${M5GTEST_SHARED:=$SRCDIR/../shared}"

tap_place
captures=$M5GTEST_SHARED/captures

# judged STATUS NAME ARGUMENT...: runs check; what it says is in out and err.
judged() {
	wanted=$1 name=$2 got=0
	shift 2
	"$BUILDDIR/m5gtest" check "$@" >"$place/out" 2>"$place/err" || got=$?
	cat "$place/out" "$place/err" >"$place/both"
	if [ "$got" = "$wanted" ]; then tap_result 0 "$name: exit $wanted"; else
		echo "exit status $got" >>"$place/both"
		tap_result 1 "$name: exit $wanted" "$place/both"
	fi
}

said() { if grep -qE -- "$1" "$place/both"; then tap_result 0 "$2"; else tap_result 1 "$2" "$place/both"; fi; }

one_line() {
	if [ "$(wc -l <"$place/both")" = 1 ]; then tap_result 0 "$1: one line"; else tap_result 1 "$1: one line" "$place/both"; fi
}

# hex FILE DIGITS...: the octets of a capture made by hand.
hex() {
	file=$1
	shift
	printf '%s' "$*" | tr -d ' ' | sed 's/../\\\\x&/g' | xargs printf '%b' >"$file"
}

# --- the command line and what cannot be read ---

judged 2 "no capture named"
one_line "no capture named"
for wrong in '--side north' '--vantage moon' '--edition 9' '--reading T99=x' '--features flying' '--server http://x/' \
	'--report nonsense:x' '--frame 3' '--ladder --frame 0' \
	'--nonsense'; do
	# shellcheck disable=SC2086
	judged 2 "$wrong" $wrong "$place/none.pcap"
	one_line "$wrong"
done

for wrong in '--psk-file nowhere' '--keylog nowhere' '--binding nowhere' '--report json:nowhere/x'; do
	# shellcheck disable=SC2086
	judged 3 "$wrong" $wrong "$place/none.pcap"
	one_line "$wrong"
done

judged 3 "no such file" "$place/none.pcap"
said '^m5gtest: .*none\.pcap: cannot be read: No such file or directory$' "no such file: says so"
one_line "no such file"
: >"$place/empty.pcap"
judged 3 "an empty file" "$place/empty.pcap" --report "json:$place/empty.json"
said '^m5gtest: .*empty\.pcap: empty file$' "an empty file: says so"
one_line "an empty file"
if [ -e "$place/empty.json" ]; then tap_result 1 "an empty file: no report"; else tap_result 0 "an empty file: no report"; fi
echo 'not a capture at all' >"$place/text.pcap"
judged 3 "a text" "$place/text.pcap"
said '^m5gtest: .*text\.pcap: no capture: neither pcap nor pcapng begins with 6e6f7420$' "a text: says so"

# pcap, big-endian, link type 101; no packet
header='a1b2c3d4 0002 0004 00000000 00000000 0000ffff 00000065'
hex "$place/header.pcap" "$header"
judged 4 "a header and no packet" "$place/header.pcap"
said '^0 packets, 0 datagrams, 0 CoAP messages' "a header and no packet: says so"

# One GET /a to port 5683 from 10.0.0.1:1234, CON, MID 1; at 1 s and, answered 2.05, at 2 s
packet() { printf '%s' "0000000$1 00000000 00000022 00000022 45000022 00000000 40110000 $2 000e 0000 $3"; }
asks=$(packet 1 '0a000001 0a000002 04d2 1633' '40010001 b161')
answers=$(packet 2 '0a000002 0a000001 1633 04d2' '60450001 ff41')
hex "$place/good.pcap" "$header$asks$answers"
judged 0 "a good exchange" "$place/good.pcap"
said '^2 packets, 2 datagrams, 2 CoAP messages' "a good exchange: counted"
hex "$place/truncated.pcap" "$header$asks$answers 00000003 00000000 00000022"
judged 3 "a capture that breaks off" "$place/truncated.pcap"
said '^m5gtest: .*truncated\.pcap: damaged at octet 124: the header of packet 3 is cut off$' "a capture that breaks off: says where"
said '^2 packets, 2 datagrams, 2 CoAP messages' "a capture that breaks off: the rest is judged"

# The answer has code class 1: COAP-HDR-07 (RFC 7252 3)
wrong=$(packet 2 '0a000002 0a000001 1633 04d2' '60250001 ff41')
hex "$place/wrong.pcap" "$header$asks$wrong"
judged 1 "a reserved code" "$place/wrong.pcap" --report "json:$place/wrong.json"
said '^    fail COAP-HDR-07 .* frame 2 octet 1:' "a reserved code: frame and octet"
if grep -q '"schema": *"m5gtest.check/1"' "$place/wrong.json"; then tap_result 0 "json: its schema"; else tap_result 1 "json: its schema" "$place/wrong.json"; fi
judged 0 "a reserved code, of the client only" "$place/wrong.pcap" --side client
judged 1 "a reserved code, of the server only" "$place/wrong.pcap" --side server
judged 1 "two files as one" "$place/good.pcap" "$place/wrong.pcap"
said '^    fail COAP-HDR-07 .* frame 4 octet 1:' "two files as one: frames count on"
said "^  frame 4   $place/wrong\.pcap: frame\.number in \{2\}$" "two files as one: the file is named, with its own frame"
judged 1 "two files as one, in JSON" "$place/good.pcap" "$place/wrong.pcap" --report "json:$place/two.json"
if tr -d ' \n' <"$place/two.json" | grep -q '"frames_before":\[0,2\]'; then tap_result 0 "json: where files begin"; else tap_result 1 "json: where files begin" "$place/two.json"; fi
judged 1 "standard input" - <"$place/wrong.pcap"
gzip -k "$place/wrong.pcap"
judged 1 "gzip" "$place/wrong.pcap.gz"
said '^    fail COAP-HDR-07 ' "gzip: the same finding"

# 1,200 times the same: 1,000 are kept, all are counted.
hex "$place/many.pcap" "$header$asks"
hex "$place/one" "$wrong"
i=0
while [ $i -lt 1200 ]; do cat "$place/one"; i=$((i + 1)); done >>"$place/many.pcap"
judged 1 "1,200 reserved codes" "$place/many.pcap"
said '^[0-9]+ findings: [0-9]+ fail,.* \([0-9]+ counted only\)$' "1,200 reserved codes: what is not kept is counted"
count=$(grep -c '^    fail COAP-HDR-07 ' "$place/out" || :)
if [ "$count" = 1000 ]; then tap_result 0 "1,200 reserved codes: 1,000 are kept"; else
	echo "$count are kept" >"$place/both"
	tap_result 1 "1,200 reserved codes: 1,000 are kept" "$place/both"
fi

# The first lacks 1 octet, so that its option seems to end too soon; the answer lacks all behind the payload marker. Both
# are what the capture left off: never a fail.
cut='00000001 00000000 00000021 00000022 45000022 00000000 40110000 0a000001 0a000002 04d2 1633 000e 0000 40010001 b1'
cut_too='00000002 00000000 00000021 00000022 45000022 00000000 40110000 0a000002 0a000001 1633 04d2 000e 0000 60450001 ff'
hex "$place/cut.pcap" "$header$cut$cut_too"
judged 0 "messages cut by the capture" "$place/cut.pcap" --vantage server
said '^    inconc COAP-HDR-13 .* \(the capture cut the message off\)' "messages cut by the capture: inconc, and says so"
said ' 0 fail, 0 warn, [1-9]' "messages cut by the capture: no fail"
said '^m5gtest: .*cut\.pcap: 2 datagrams were captured without their ends' "messages cut by the capture: counted"

hex "$place/cut.pcap" "$header$cut$answers"
judged 0 "a request cut by the capture, and its answer whole" "$place/cut.pcap" --vantage server
said '^    inconc COAP-HDR-13 .* frame 2 .*RST.* \(the capture cut the message off\)' "the answer is not blamed for what was cut"

# Two requests, 300 s apart, of which the second is answered: what the first one's silence means, only the vantage tells.
hex "$place/lonely.pcap" "$header$asks" '0000012d 00000000 00000022 00000022 45000022 00000000 40110000' \
	'0a000001 0a000002 04d2 1633 000e 0000 40010002 b161' \
	'0000012e 00000000 00000022 00000022 45000022 00000000 40110000 0a000002 0a000001 1633 04d2 000e 0000 60450002 ff41'
judged 0 "no answer, seen from anywhere" "$place/lonely.pcap" --rulebook rfc7252
said '^    inconc COAP-MSG-01 .* the vantage point is not known \(--vantage\)$' "no answer, seen from anywhere: names the option"
said '^text judged: RFC 7252 and its companions, without TS 24\.538' "no answer: by RFC 7252 alone"
judged 1 "no answer, seen at the server" "$place/lonely.pcap" --vantage server
said '^    fail COAP-MSG-01 .* frame 1: ' "no answer, seen at the server: it is to blame"
judged 0 "no answer, seen at the client" "$place/lonely.pcap" --vantage client
said '^    inconc COAP-MSG-01 .* nothing shows that the server was alive' "no answer, seen at the client: it may be lost"

# DTLS 1.2 with connection ids (RFC 9146), as tshark dissects it: a ClientHello that offers aabb, a ServerHello that offers
# ccdd, and in each direction a record of type 25 with the other's id between its sequence number and its length.
udp() { # SECOND FROM TO PORT PORT OCTETS...
	second=$1 ends=$2$3 ports=$4$5
	shift 5
	digits=$(printf '%s' "$*" | tr -d ' ')
	octets=$((${#digits} / 2))
	printf '%08x 00000000 %08x %08x 4500%04x 00000000 40110000 %s %s %04x 0000 %s' "$second" $((octets + 28)) $((octets + 28)) \
		$((octets + 28)) "$ends" "$ports" $((octets + 8)) "$digits"
}
zeros=00000000000000000000000000000000
hello="16 fefd 0000 000000000000 003f 01 000033 0000 000000 000033 fefd $zeros$zeros 00 00 0002 c0a8 01 00 0007 0036 0003 02 aabb"
hi="16 fefd 0000 000000000000 003b 02 00002f 0000 000000 00002f fefd $zeros$zeros 00 c0a8 00 0007 0036 0003 02 ccdd"
hex "$place/cid.pcap" "$header$(udp 1 0a000001 0a000002 9c40 1634 "$hello")$(udp 2 0a000002 0a000001 1634 9c40 "$hi")" \
	"$(udp 3 0a000001 0a000002 9c40 1634 "19 fefd 0001 000000000000 ccdd 0010 $zeros")" \
	"$(udp 4 0a000002 0a000001 1634 9c40 "19 fefd 0001 000000000000 aabb 0010 $zeros")"
judged 5 "connection ids" "$place/cid.pcap"
said 'DTLS 1\.2  TLS_PSK_WITH_AES_128_CCM_8  keys: none  records: 0 opened, 0 failed, 2 dark$' "connection ids: counted"
said 'dark: connection ids: recognised, not opened' "connection ids: says so"
hex "$place/hello.pcap" "$header$(udp 1 0a000001 0a000002 9c40 1634 "$hello")"
judged 4 "a ClientHello alone" "$place/hello.pcap"
said '^       no ServerHello in the capture, and nothing to open$' "a ClientHello alone: says so"

judged 1 "a ladder" "$place/wrong.pcap" --ladder
said "^    1    0\.000000       1     \|--- CON GET mid 0x0001 /a " "a ladder: the request"
said "^    2   \+1\.000000       1     \|<-- ACK 1\.05 " "a ladder: the answer"
said '^          \^ fail COAP-HDR-07 ' "a ladder: the finding under it"
judged 1 "a ladder of one frame" "$place/wrong.pcap" --ladder --frame 1
if grep -q '<--' "$place/out"; then tap_result 1 "a ladder of one frame" "$place/out"; else tap_result 0 "a ladder of one frame"; fi
for choice in '--exchange 99999' '--session 7' '--frame 99'; do
	# shellcheck disable=SC2086
	judged 4 "a ladder of what is not there, $choice" "$place/wrong.pcap" --ladder $choice
	said '^m5gtest: nothing to draw: no such session, exchange or frame$' "a ladder of what is not there, $choice: says so"
done
judged 4 "a ladder of no packet" "$place/header.pcap" --ladder
echo '# SERVER_HANDSHAKE_TRAFFIC_SECRET 00 00' >"$place/no.keys"
judged 0 "a key log without a key" "$place/good.pcap" --keylog "$place/no.keys"
said 'no\.keys: no line CLIENT_RANDOM in it: it opens no session of DTLS 1\.2$' "a key log without a key: says so"
long=rfc7925
i=0
while [ $i -lt 40 ]; do long=$long,rfc7925 i=$((i + 1)); done
judged 0 "features of 300 characters" "$place/good.pcap" --features "$long"
judged 2 "features of 300 characters, the last unknown" "$place/good.pcap" --features "$long,flying"
said "^m5gtest: --features: unknown feature 'flying'$" "features of 300 characters: read to the end"
judged 0 "--print-config" --strict --print-config "$place/none.pcap"
said '^strict=yes$' "--print-config: the context"

# --- the public captures: what is known of each (ORIGIN.tsv, tshark) ---

printf 'ue1:73656372657450534b\n' >"$place/secretPSK"
printf 'test:ca19e028a8a372ad2d325f950fcaceed\n' >"$place/wireshark"

# file|options|status|what its session table says
table() {
	cat <<-'TABLE'
	libcoap431_ecdhepsk_chacha.pcap|--psk-file PLACE/secretPSK|.|DTLS 1.2  TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256  identity ue1 .* 0 opened, 0 failed, 6 dark
	libcoap431_ecdhepsk_chacha.pcap|--psk-file PLACE/secretPSK|.|dark: ECDHE_PSK: the PSK alone cannot open it; give a key log
	t_ECDHE-PSK-CHACHA20-POLY1305.pcap||5|0 opened, 0 failed, 6 dark
	t_ECDHE-PSK-CHACHA20-POLY1305.pcap|--keylog CAPTURES/kl_ECDHE-PSK-CHACHA20-POLY1305.txt|.|TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256 .*keys: key log  records: 6 opened, 0 failed, 0 dark
	openssl_psk_ccm8.pcap||5|dark: no PSK for identity 'ue1': give --psk-file
	openssl_psk_ccm8.pcap|--psk-file PLACE/secretPSK|.|TLS_PSK_WITH_AES_128_CCM_8  identity ue1  keys: psk file  records: 6 opened, 0 failed, 0 dark
	ws_dtls12-aes128ccm8.pcap|--psk-file PLACE/wireshark|.|identity test  keys: psk file  records: 7 opened, 0 failed, 0 dark  Finished verified
	ws_dtls12-aes128ccm8-dsb.pcapng||.|identity test  keys: key log  records: 7 opened, 0 failed, 0 dark
	ws_dtls12-aes128ccm8-dsb.pcapng||.|^13 packets, 13 datagrams, 0 CoAP messages, 1 sessions
	zeek_dtls1_0.pcap||5|dark: DTLS 1.0: recognised, not opened
	zeek_dtls1_2.pcap||5|DTLS 1.2  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
	zeek_dtls13-wolfssl.pcap||5|dark: DTLS 1.3: recognised, not opened
	zeek_dtls13-wolfssl.pcap||5|DTLS 1.3  TLS_[A-Z0-9_]+ 
	zeek_dtls13-cid.pcap||5|dark: DTLS 1.3: recognised, not opened
	zeek_dtls-sequence-number-jumps.pcap||.|DTLS 1.3  TLS_AES_128_GCM_SHA256  keys: none  records: 0 opened, 0 failed, 0 dark
	ndpi_dtls.pcap||5|DTLS 1.3  TLS_AES_128_GCM_SHA256  keys: none  records: 0 opened, 0 failed, 14 dark
	ndpi_dtls_certificate_fragments.pcap||5|DTLS 1.0  TLS_RSA_WITH_AES_256_CBC_SHA  keys: none  records: 0 opened, 0 failed, 15 dark
	ndpi_dtls.pcap||5|10.191.227.13:54162 > 157.240.16.128:3478
	ndpi_dtls_mid_sessions.pcapng||5|dark: handshake not in the capture: joined in the middle
	ndpi_dtls_old_version.pcapng||5|recognised, not opened
	ndpi_dtls_certificate_fragments.pcap||5|TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
	ndpi_coap_mqtt.pcap||.|^1082 packets, 819 datagrams, 819 CoAP messages, 0 sessions
	ttproto/others_empty_pcap.pcap||3|empty file
	TABLE
}

if [ -d "$captures" ]; then
	table >"$place/table"
	while IFS='|' read -r file options status pattern; do
		options=$(printf '%s' "$options" | sed "s#PLACE#$place#; s#CAPTURES#$captures#")
		got=0
		# shellcheck disable=SC2086
		"$BUILDDIR/m5gtest" check $options "$captures/$file" >"$place/both" 2>&1 || got=$?
		said "$pattern" "$file $options: $pattern"
		[ "$status" = . ] || [ "$status" = "$got" ] || tap_result 1 "$file: exit $got, not $status" "$place/both"
	done <"$place/table"
	# Its handshake, 7 packets, ends at octet 1230; a file header is 24 octets.
	whole=$captures/openssl_psk_ccm8.pcap
	head -c 1230 "$whole" >"$place/handshake.pcap"
	{ head -c 24 "$whole" && tail -c +1231 "$whole"; } >"$place/rest.pcap"
	judged 5 "a capture from the middle on" "$place/rest.pcap" --psk-file "$place/secretPSK"
	said 'dark: .*joined in the middle; give the file that has it as well' "a capture from the middle on: says what to do"
	judged 0 "both files as one" "$place/handshake.pcap" "$place/rest.pcap" --psk-file "$place/secretPSK" --allow-inconc
	said 'keys: psk file  records: 6 opened, 0 failed, 0 dark  Finished verified$' "both files as one: opened"
	for file in "$captures"/*.pcap* "$captures"/ttproto/*.pcap; do
		got=0
		"$BUILDDIR/m5gtest" check "$file" >"$place/both" 2>&1 || got=$?
		case $got in [0145]) bad=0 ;; 3) bad=$([ ! -s "$file" ]; echo $?) ;; *) bad=1 ;; esac
		grep -qE ' M5G-' "$place/both" && bad=1
		tap_result "$bad" "${file#"$captures"/}: judged (exit $got), and no M5G finding" "$place/both"
	done
else
	tap_skip "the public captures" "no $captures"
fi

# --- a run and its own capture ---

# raw FILE: a report's findings, one a line: rule, verdict, frame, octets
raw() {
	tr -d ' \n' <"$1" | grep -oE '\{"rule":"[^}]*\}' |
		sed -E 's/.*"rule":"([^"]*)".*"verdict":"([^"]*)".*"frame":([0-9]+).*"offset":([0-9]+).*"length":([0-9]+).*/\1 \2 \3 \4 \5/' | sort
}

# standings FILE: how often each rule was judged, and what came of it
standings() { tr -d ' \n' <"$1" | sed 's/.*"rules":\[//; s/\].*//' | sed 's/},{/\n/g'; }

# The run's report leaves out what its own probes and silent ends drew, so its findings are among the capture's;
# the judge's counts are equal. (Cases of our own UE, UE-*, excuse what servers break that deviate on purpose.)
for seed in 1 2; do
	got=0
	"$BUILDDIR/m5gtest" run embedded --case '[A-T]*' --seed "$seed" --fault wrong-token --pcap "$place/run.pcapng" \
		--report "json:$place/run.json" --quiet >"$place/both" 2>&1 || got=$?
	case $got in [015]) ;; *) tap_result 1 "run: exit $got" "$place/both" ;; esac
	"$BUILDDIR/m5gtest" check "$place/run.pcapng" --report "json:$place/check.json" --quiet >"$place/both" 2>&1 || :
	raw "$place/run.json" >"$place/live"
	raw "$place/check.json" >"$place/offline"
	if [ -s "$place/live" ]; then tap_result 0 "seed $seed: the run has findings"; else tap_result 1 "seed $seed: the run has findings" "$place/both"; fi
	comm -23 "$place/live" "$place/offline" >"$place/both"
	tap_none "$place/both" "seed $seed: the capture gives every finding of the run"
	standings "$place/run.json" >"$place/live"
	standings "$place/check.json" | diff "$place/live" - >"$place/both" 2>&1 || :
	tap_none "$place/both" "seed $seed: each rule stands the same after the run and after its capture"
done
tap_end
