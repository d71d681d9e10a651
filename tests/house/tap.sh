# tests/house/tap.sh - the Test Anything Protocol from shell: sourced, not run.
# shellcheck shell=sh

tap_count=0
tap_failed=0

# tap_result STATUS NAME [FILE]: ok where STATUS is 0; else not ok, FILE's lines as its explanation.
tap_result() {
	tap_count=$((tap_count + 1))
	if [ "$1" = 0 ]; then
		printf 'ok %d - %s\n' "$tap_count" "$2"
	else
		tap_failed=$((tap_failed + 1))
		printf 'not ok %d - %s\n' "$tap_count" "$2"
		[ -z "${3:-}" ] || sed 's/^/# /' "$3"
	fi
}

# tap_none FILE NAME: ok where FILE, a list of violations, is empty.
tap_none() {
	if [ -s "$1" ]; then tap_result 1 "$2" "$1"; else tap_result 0 "$2"; fi
}

# tap_some FILE PATTERN NAME: ok where the list of violations in FILE has one that matches: the planted one.
tap_some() {
	if grep -qE "$2" "$1"; then tap_result 0 "planted and found: $3"; else tap_result 1 "planted and missed: $3" "$1"; fi
}

tap_skip() {
	tap_count=$((tap_count + 1))
	printf 'ok %d - %s # SKIP %s\n' "$tap_count" "$1" "$2"
}

tap_end() {
	printf '1..%d\n' "$tap_count"
	[ "$tap_failed" = 0 ]
}

# A place of our own for planted violations and lists; gone at the end.
tap_place() {
	place=$(mktemp -d)
	trap 'rm -rf "$place"' EXIT
}

# The tree's own sources below DIR, by name: what `make dist` would carry, without what builds leave behind.
house_files() {
	(cd "$1" && find wire text dtls net sim server conformance pcap reports cli tests cases scenarios spec doc .ci \
		bootstrap README.md HACKING.md configure.ac Makefile.am -type f 2>/dev/null |
		grep -vE '\.(o|a|log|trs|Po|tmp|pcap|pcapng|bin)$|/\.deps/|/\.dirstamp$|^reports/digest\.h$|^conformance/judge/clause\.def$' | sort)
}
