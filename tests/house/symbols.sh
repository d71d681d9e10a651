#!/bin/sh
# tests/house/symbols.sh - what the objects say: no mutable file-scope data outside cli/ and net/clock.c, and no name of ours that
# a library we link has too.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
: "${BUILDDIR:=.}"

# Data that can change: all of .data .bss .tdata .tbss and common symbols. What is constant but for relocation
# (.data.rel.ro) is constant.
mutable() {
	for archive in "$@"; do
		objdump -t "$archive" | LC_ALL=C awk -v archive="$(basename "$archive" .a)" '
			/^[^ ]*:  +file format/ { member = $1; sub(/:$/, "", member); next }
			/^[0-9a-f]+ / && NF >= 5 {
				name = $NF
				section = $(NF - 2)
				if (section !~ /^(\.t?data|\.t?bss|\*COM\*)/ || section ~ /^\.data\.rel\.ro/)
					next
				if (name == section || archive == "libcli" ||
				    (archive == "libnet" && member ~ /^(libnet_a-)?clock\.o$/))
					next
				print archive " " member ": " name " in " section
			}'
	done | sort -u
}

defined() { nm -g --defined-only "$@" 2>/dev/null | awk 'NF == 3 { print $3 }' | sort -u; }

# The libraries we link, as the compiler finds them.
libraries() {
	for name in json-c yaml pcap z ssl crypto coap-3-openssl; do
		file=$(gcc -print-file-name="lib$name.so")
		[ -e "$file" ] && readlink -f "$file"
	done
}

shared() {
	libraries | xargs nm -D --defined-only 2>/dev/null | awk 'NF == 3 { sub(/@.*/, "", $3); print $3 }' | sort -u \
		>"$place/theirs"
	defined "$@" | comm -12 - "$place/theirs"
}

# net/clock.c answers gettimeofday for libssl on purpose; that is the C library's name, not in this list.
tap_place
if grep -q 'fsanitize=' "$BUILDDIR/config.status" 2>/dev/null; then
	tap_skip "no mutable file-scope data" "the sanitizers add their own"
else
	mutable "$BUILDDIR"/lib*.a >"$place/found"
	tap_none "$place/found" "no mutable file-scope data but in cli/ and net/clock.c"
fi
shared "$BUILDDIR"/lib*.a >"$place/found"
tap_none "$place/found" "no exported name that a library of ours has too"

cat >"$place/planted.c" <<'C'
int counter;
static int hidden = 1;
__thread int mine;
static const char *const words[] = { "a", "b" };
static const int fact = 3;
int pcap_close(void);
int pcap_close(void) { static int local; local += hidden++ + counter + mine; return *words[local & 1] + fact; }
C
(cd "$place" && gcc -fPIC -c -o planted.o planted.c && ar cr libplanted.a planted.o &&
	cp planted.o clock.o && ar cr libnet.a clock.o && ar cr libwire.a clock.o)
mutable "$place/libplanted.a" >"$place/found"
tap_some "$place/found" ': counter in ' "a global"
tap_some "$place/found" ': hidden in \.data' "a static"
tap_some "$place/found" ': mine in \.tbss' "a thread's"
tap_some "$place/found" ': local\.[0-9]* in \.bss' "a static inside a function"
if grep -qE 'words|fact' "$place/found"; then tap_result 1 "constants are constant" "$place/found"; else
	tap_result 0 "constants are constant"; fi
mutable "$place/libnet.a" >"$place/found"
tap_none "$place/found" "net/clock.o may"
mutable "$place/libwire.a" >"$place/found"
tap_some "$place/found" '^libwire clock\.o: ' "another folder's clock.o"
cp "$place/libplanted.a" "$place/libcli.a"
mutable "$place/libcli.a" >"$place/found"
tap_none "$place/found" "cli/ may"
shared "$place/libplanted.a" >"$place/found"
tap_some "$place/found" '^pcap_close$' "a name of libpcap"
tap_end
