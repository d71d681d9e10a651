#!/bin/sh
# tests/cli/agree.sh - tshark as second opinion: frame, type, code, Message ID and Token of every CoAP message of the
# public captures and of a run of ours, in the clear and under DTLS; sessions and their suites; the filters to paste.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
: "${BUILDDIR:=.}" "${M5GTEST_SHARED:=$SRCDIR/../shared}"

# "8 CON GET mid 0x8a74 token 7216 ..." of a ladder to "8 0 1 35444 7216", as tshark counts.
ours() {
	"$BUILDDIR/m5gtest" check --ladder "$@" 2>/dev/null | sed -nE \
		's/^ *([0-9]+) .*\|<?[- ]+ (CON|NON|ACK|RST) ([^ ]+) .*mid 0x([0-9a-f]{4})( token ([0-9a-f]+))?.*/\1 \2 \3 \4 \6/p' |
		LC_ALL=C awk '
		function hex(text,	n, i) {
			for (i = 1; i <= length(text); i++)
				n = 16 * n + index("0123456789abcdef", substr(text, i, 1)) - 1
			return n
		}
		BEGIN {
			split("Empty GET POST PUT DELETE FETCH PATCH iPATCH", word)
			for (i in word)
				code[word[i]] = i - 1
			type["CON"] = 0; type["NON"] = 1; type["ACK"] = 2; type["RST"] = 3
		}
		{
			split($3, part, ".")
			print $1, type[$2], $3 in code ? code[$3] : 32 * part[1] + part[2], hex($4), $5
		}' | sed 's/ *$//' | sort -n
}

# What an ICMP error quotes was not sent again. A Token of more than 8 octets is a format error (RFC 7252 3), and so no
# Token to us; tshark shows it.
theirs() {
	tshark -n -Y 'coap && !icmp' -T fields -E separator=' ' -e frame.number -e coap.type -e coap.code -e coap.mid -e coap.token "$@" \
		2>/dev/null | sed -E 's/ [0-9a-f]{18,}$//; s/ *$//' | sort -n
}

# agree NAME LEAST: the lists in ours and theirs are the same, and not shorter than LEAST.
agree() {
	diff "$place/theirs" "$place/ours" >"$place/both" 2>&1 || :
	[ "$(wc -l <"$place/theirs")" -ge "$2" ] || echo "tshark finds less than $2 messages" >>"$place/both"
	tap_none "$place/both" "$1: $(wc -l <"$place/theirs") messages"
}

tap_place
if ! command -v tshark >/dev/null 2>&1; then
	tap_skip "agreement with tshark" "no tshark"
	tap_end
	exit
fi
captures=$M5GTEST_SHARED/captures
if [ -d "$captures" ]; then
	for file in "$captures"/ttproto/coap_core_* "$captures"/ttproto/coap_block_* "$captures"/ttproto/coap_observe_* \
		"$captures"/ttproto/preprocess_* "$captures"/ndpi_coap_mqtt.pcap; do
		ours "$file" >"$place/ours"
		theirs -r "$file" -d udp.port==17500,coap >"$place/theirs"
		agree "${file#"$captures"/}" 1
	done
	# Sessions: a ServerHello each, and what each agreed on. (tshark names the suite by its number.)
	for file in "$captures"/*.pcap*; do
		"$BUILDDIR/m5gtest" check "$file" --report "json:$place/sessions" --quiet >/dev/null 2>&1 || :
		tr -d ' \n' <"$place/sessions" | grep -oE '"client":"[^"]*","server":"[^"]*","first_frame":[0-9]+,"version":"[^"]*","suite":"[^"]+"' |
			sed -E 's/"client":"([^"]*)".*"suite":"([^"]*)"/\1 \2/' | sort -u >"$place/ours"
		tshark -n -r "$file" -V -Y 'dtls.handshake.type == 2' 2>/dev/null | sed -nE \
			's/^ *Destination( Address)?: ([0-9.]+)$/\2/p; s/^ *Destination Port: //p; s/^ *Cipher Suite: ([A-Z0-9_]+) .*/\1/p' |
			awk '/^[0-9.]+\./ { host = $0; next } /^[0-9]+$/ { port = $0; next } { print host ":" port, $0 }' | sort -u >"$place/theirs"
		diff "$place/theirs" "$place/ours" >"$place/both" 2>&1 || :
		tap_none "$place/both" "${file#"$captures"/}: $(wc -l <"$place/theirs") sessions agreed on a suite"
	done
else
	tap_skip "the public captures" "no $captures"
fi

"$BUILDDIR/m5gtest" run embedded --case 'REG-0*' --case 'MSG-*' --seed 3 --pcap "$place/run.pcapng" --quiet >/dev/null 2>&1 || :
"$BUILDDIR/m5gtest" check "$place/run.pcapng" --ladder >"$place/ladder" 2>/dev/null || :
clear=$(awk '/^flow/ { port = $NF; sub(/.*:/, "", port) } /CON POST/ && !dtls[port] { print port; exit } /ClientHello/ { dtls[port] = 1 }' "$place/ladder")
secure=$(awk '/^flow/ { port = $NF; sub(/.*:/, "", port) } /ClientHello/ { print port; exit }' "$place/ladder")
ours "$place/run.pcapng" >"$place/ours"
# DTLS is named as well: by itself tshark asks first whoever owns the port of the UE, and 33 ports of the kernel's have one.
theirs -r "$place/run.pcapng" -d "udp.port==$clear,coap" -d "udp.port==$secure,dtls" -d "dtls.port==$secure,coap" >"$place/theirs"
agree "a run of ours, ports $clear and $secure" 100

# What a capture cut off is nobody's fault.
for snaplen in 60 100 150; do
	editcap -s "$snaplen" "$place/run.pcapng" "$place/part.pcapng" 2>/dev/null
	"$BUILDDIR/m5gtest" check "$place/part.pcapng" 2>/dev/null | sed -n '/^    fail/p' >"$place/both"
	tap_none "$place/both" "cut to $snaplen octets: no fail"
done

# The filters to paste: tshark takes each, and all together show the frames that the findings name.
"$BUILDDIR/m5gtest" check "$place/run.pcapng" --strict 2>/dev/null | sed -nE 's/^  frame ([0-9]+)   (frame\.number in .*)/\1 \2/p' >"$place/filters" || :
cut -d' ' -f1 "$place/filters" | sort -u >"$place/ours"
tshark -n -r "$place/run.pcapng" -Y "$(sed -E 's/^[0-9]+ (.*)/(\1)/' "$place/filters" | paste -sd'|' | sed 's/|/ || /g')" \
	-T fields -e frame.number 2>/dev/null | sort -u | comm -23 "$place/ours" - >"$place/both"
[ -s "$place/ours" ] || echo "no filter was printed" >>"$place/both"
tap_none "$place/both" "$(wc -l <"$place/filters") filters to paste"
tap_end
