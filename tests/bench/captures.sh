#!/bin/sh
# tests/bench/captures.sh - what judging a capture costs, beside tshark: packets a CPU second, and memory.
#
#     tests/bench/captures.sh MEGABYTES...        in the build directory; make bench says 10 100
#
# The captures are made: a run's registrations, again and again from other addresses. Both programs read the same
# file with its keys inside; m5gtest check asks all rules, tshark prints one line a packet, or (-V) every field.
set -eu
: "${SRCDIR:=$(dirname "$0")/../..}" "${BUILDDIR:=.}"
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

m5gtest=$BUILDDIR/m5gtest multiply=$BUILDDIR/tests/bench/multiply cost=$BUILDDIR/tests/bench/cost
M5GTEST_DATADIR=${M5GTEST_DATADIR:-$SRCDIR/cases}
export M5GTEST_DATADIR

"$m5gtest" run embedded --case 'REG-00*' --seed 1 --pcap "$place/small" --quiet >/dev/null || :

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
	printf '  %-34s %9s s %9s packets/CPU s  %8s  %7d MiB\n' "$name" "${figures% *}" "$speed" "x $times" $((${figures#* } / 1024))
}

"$cost" true >/dev/null
printf 'start-up: m5gtest %s CPU s' "$("$cost" "$m5gtest" check "$place/small" | cut -d' ' -f1)"
tshark=$(command -v tshark || :)
[ -z "$tshark" ] || printf ', tshark %s CPU s' "$("$cost" tshark -n -r "$place/small" | cut -d' ' -f1)"
printf '\n'
for size in "$@"; do
	for kind in clear dtls; do
		"$multiply" "$kind" "$place/small" "${size}000000" >"$place/large"
		packets=$("$m5gtest" check --quiet "$place/large" | sed -n 's/^\([0-9]*\) packets, .*/\1/p')
		printf '%s, %s MB, %s packets\n' "$kind" "$size" "$packets"
		figures=$("$cost" "$m5gtest" check --quiet "$place/large")
		ours=$(rate "$packets" "${figures% *}")
		row 'm5gtest check, all rules' "$packets" 0 "$m5gtest" check --quiet "$place/large"
		if [ -n "$tshark" ] && [ "$size" -le 100 ]; then
			port=$(tshark -n -r "$place/large" -c 1 -T fields -e udp.dstport 2>/dev/null)
			row 'tshark' "$packets" "$ours" tshark -n -r "$place/large" -d "udp.port==$port,coap" -d "dtls.port==$port,coap"
			row 'tshark -V' "$packets" "$ours" tshark -n -V -r "$place/large" -d "udp.port==$port,coap" -d "dtls.port==$port,coap"
		fi
		rm "$place/large"
	done
done
