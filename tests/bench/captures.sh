#!/bin/sh
# tests/bench/captures.sh - what judging a capture costs, beside tshark: packets a CPU second, and memory.
#
#     tests/bench/captures.sh MEGABYTES...        in the build directory; make bench says 10 100
#
# The captures are made: the lives of 200 UEs (clear.yaml, dtls.yaml), again and again from other addresses. All
# programs read the same file with its keys inside; m5gtest check asks all rules. Standard output is thrown away.
# tshark keeps what it read in memory, so it is asked up to 100 MB only.
set -eu
: "${SRCDIR:=$(dirname "$0")/../..}" "${BUILDDIR:=.}"
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

m5gtest=$BUILDDIR/m5gtest multiply=$BUILDDIR/tests/bench/multiply cost=$BUILDDIR/tests/bench/cost
M5GTEST_DATADIR=${M5GTEST_DATADIR:-$SRCDIR/cases}
export M5GTEST_DATADIR

# rate PACKETS SECONDS
rate() { awk -v n="$1" -v s="$2" 'BEGIN { printf "%d", n / (s > 0.001 ? s : 0.001) }'; }

# row NAME PACKETS OUR_RATE COMMAND...: one line of the table
row() {
	name=$1 packets=$2 ours=$3
	shift 3
	figures=$("$cost" "$@") || return 0
	speed=$(rate "$packets" "${figures% *}")
	[ "$ours" != 0 ] || ours=$speed
	times=$(awk -v a="$ours" -v b="$speed" 'BEGIN { printf "%.1f", a / (b ? b : 1) }')
	printf '  %-46s %9s s %9s packets/CPU s  %8s  %7d MiB\n' "$name" "${figures% *}" "$speed" "x $times" $((${figures#* } / 1024))
}

# beside_tshark FILE PACKETS OUR_RATE
beside_tshark() {
	port=$(tshark -n -r "$1" -c 1 -T fields -e udp.dstport 2>/dev/null)
	set -- "$1" "$2" "$3" -d "udp.port==$port,coap" -d "dtls.port==$port,coap"
	file=$1 packets=$2 ours=$3
	shift 3
	row "tshark -n -r FILE" "$packets" "$ours" tshark -n -r "$file" "$@"
	row "tshark -n -r FILE -T fields -e coap.code ..." "$packets" "$ours" tshark -n -r "$file" "$@" -T fields \
		-e frame.number -e ip.src -e coap.type -e coap.code -e coap.mid -e coap.token -e json.value.string
	row "tshark -n -V -r FILE" "$packets" "$ours" tshark -n -V -r "$file" "$@"
}

"$cost" true >/dev/null
printf 'start-up: m5gtest %s CPU s' "$("$cost" "$m5gtest" --version | cut -d' ' -f1)"
tshark=$(command -v tshark || :)
[ -z "$tshark" ] || printf ', %s %s CPU s' "$(tshark --version 2>/dev/null | sed -n 's/^TShark (Wireshark) \([0-9.]*\).*/tshark \1/p')" \
	"$("$cost" tshark --version | cut -d' ' -f1)"
printf '\n'
for size in "$@"; do
	for kind in clear dtls; do
		"$m5gtest" load "$SRCDIR/tests/bench/$kind.yaml" embedded --seed 1 --pcap "$place/small" --quiet >/dev/null
		"$multiply" "$kind" "$place/small" "${size}000000" >"$place/large"
		packets=$("$m5gtest" check --quiet "$place/large" | sed -n 's/^\([0-9]*\) packets, .*/\1/p')
		printf '%s, %s MB, %s packets\n' "$kind" "$size" "$packets"
		figures=$("$cost" "$m5gtest" check --quiet "$place/large")
		ours=$(rate "$packets" "${figures% *}")
		row 'm5gtest check --quiet FILE' "$packets" 0 "$m5gtest" check --quiet "$place/large"
		[ -z "$tshark" ] || [ "$size" -gt 100 ] || beside_tshark "$place/large" "$packets" "$ours"
		rm "$place/large" "$place/small"
	done
done
