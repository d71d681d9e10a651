#!/bin/sh
# tests/cli/extract.sh - m5gtest extract: an exchange cut out, judged again, and opened by tshark.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
: "${BUILDDIR:=.}"

tap_place
m5gtest=$BUILDDIR/m5gtest

# expect STATUS NAME ARGUMENT...
expect() {
	wanted=$1 name=$2 got=0
	shift 2
	"$m5gtest" "$@" >"$place/both" 2>&1 || got=$?
	if [ "$got" = "$wanted" ]; then tap_result 0 "$name: exit $wanted"; else
		echo "exit status $got" >>"$place/both"
		tap_result 1 "$name: exit $wanted" "$place/both"
	fi
}

said() { if grep -qE -- "$1" "$place/both"; then tap_result 0 "$2"; else tap_result 1 "$2" "$place/both"; fi; }

absent() { if [ -e "$1" ]; then tap_result 1 "$2"; else tap_result 0 "$2"; fi; }

hex() {
	file=$1
	shift
	printf '%s' "$*" | tr -d ' ' | sed 's/../\\\\x&/g' | xargs printf '%b' >"$file"
}

cut=$place/cut.pcapng
expect 2 "no capture" extract --exchange 1 -o "$cut"
expect 2 "neither exchange nor frame" extract "$place/two.pcap" -o "$cut"
expect 2 "both exchange and frame" extract "$place/two.pcap" --exchange 1 --frame 1 -o "$cut"
expect 2 "no output" extract "$place/two.pcap" --exchange 1
expect 2 "standard input" extract - --exchange 1 -o "$cut"
expect 3 "no such file" extract "$place/two.pcap" --exchange 1 -o "$cut"

# Raw IP: GET /a of MID 1 and of MID 2 from 10.0.0.1:1234, then the answers, the second's first; 5 is a copy of 2.
packet() { printf '%s' "0000000$1 00000000 00000022 00000022 45000022 00000000 40110000 $2 000e 0000 $3"; }
up='0a000001 0a000002 04d2 1633' down='0a000002 0a000001 1633 04d2'
hex "$place/two.pcap" 'a1b2c3d4 0002 0004 00000000 00000000 0000ffff 00000065' \
	"$(packet 1 "$up" '40010001 b161')" "$(packet 2 "$up" '40010002 b161')" \
	"$(packet 3 "$down" '60450002 ff41')" "$(packet 4 "$down" '60450001 ff41')" "$(packet 5 "$up" '40010002 b161')"
expect 4 "no such exchange" extract "$place/two.pcap" --exchange 3 -o "$cut"
said '^m5gtest: no such exchange: the capture has 2$' "no such exchange: says how many"
expect 4 "a frame of no exchange" extract "$place/two.pcap" --frame 6 -o "$cut"
absent "$cut" "no such exchange: nothing is written"
expect 0 "the second exchange" extract "$place/two.pcap" --exchange 2 -o "$cut"
expect 0 "its frames" check "$cut" --ladder
said '^    1    0\.000000       1     \|--- CON GET mid 0x0002' "its request is frame 1"
said '^    2   \+1\.000000       1     \|<-- ACK 2\.05 Content mid 0x0002' "its answer is frame 2, a second later"
said '^    3   \+2\.000000       1     \|- - CON GET mid 0x0002' "its copy is frame 3"
if grep -q 0x0001 "$place/both"; then tap_result 1 "nothing else" "$place/both"; else tap_result 0 "nothing else"; fi
expect 0 "the exchange of frame 4" extract "$place/two.pcap" --frame 4 -o "$cut"
expect 0 "its frames" check "$cut" --ladder
said '0x0001 ' "it is the first"
expect 3 "an output that cannot be" extract "$place/two.pcap" --exchange 1 -o "$place/nowhere/cut.pcapng"

# A run over DTLS with a fault: the finding is in the cut too, opened by the keys inside.
"$m5gtest" run embedded --case 'REG-001*' --fault wrong-token --pcap "$place/run.pcapng" --quiet >"$place/both" 2>&1 || :
"$m5gtest" check "$place/run.pcapng" --ladder >"$place/ladder" || :
frame=$(awk '/^flow/ { dtls = 0 } /ClientHello/ { dtls = 1 } dtls && /\^ fail COAP-MSG-37/ { sub(/.* frame /, ""); sub(/[^0-9].*/, ""); print; exit }' "$place/ladder")
if [ -n "$frame" ]; then tap_result 0 "the run has a finding over DTLS"; else tap_result 1 "the run has a finding over DTLS" "$place/ladder"; fi
expect 0 "its exchange" extract "$place/run.pcapng" --frame "${frame:-1}" -o "$cut"
expect 1 "the cut is judged" check "$cut"
said 'fail COAP-MSG-37 ' "the cut has the finding"
said 'keys: key log  records: [1-9][0-9]* opened, 0 failed, 0 dark' "the cut has the keys"
said ', 1 sessions \(0 dark\)' "the cut has one session"
# A renegotiated session: exchange 3 began in the epoch before; what the cut leaves out is no defect.
"$m5gtest" run embedded --case 'REG-001*' --jobs 1 --fault renegotiates-first --pcap "$place/again.pcapng" --quiet >"$place/both" 2>&1 || :
expect 0 "an exchange over two epochs" extract "$place/again.pcapng" --exchange 3 -o "$place/epochs.pcapng"
expect 1 "it is judged" check "$place/epochs.pcapng" --side server
said '^[0-9]+ findings: 1 fail, 0 warn, 0 inconc' "its one finding, and none of what was left out"
said '    fail CDTLS-03 ' "it is the right one"
if command -v tshark >/dev/null 2>&1; then
	port=$(tshark -n -r "$cut" -c 1 -T fields -e udp.dstport 2>/dev/null)
	tshark -n -r "$cut" -d "udp.port==$port,dtls" -d "dtls.port==$port,coap" -Y 'coap.code == 2' >"$place/both" 2>&1
	said 'CoAP.* POST' "tshark opens the cut by the keys inside"
	tshark -n -r "$cut" -o udp.check_checksum:TRUE -o ip.check_checksum:TRUE \
		-Y '_ws.malformed || ip.checksum.status == "Bad" || udp.checksum.status == "Bad"' >"$place/both" 2>/dev/null
	tap_none "$place/both" "tshark finds nothing wrong with its headers"
else
	tap_skip "tshark opens the cut by the keys inside" "no tshark"
fi
tap_end
