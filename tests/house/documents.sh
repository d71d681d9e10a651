#!/bin/sh
# tests/house/documents.sh - the documents are true: README's commands do what it says, its screen is what the program
# prints, the manual page knows every word of the program.
#
# In README.md, "<!-- run: N -->" above a block of sh: each line is run and the last ends with N. "<!-- screen: COMMAND -->"
# above a block of text: COMMAND prints these lines in this order ("..." stands for any); numbers of seeds and counts differ.
# In doc/worked-examples.md, "<!-- shows: N -->" above a block: its lines of "$ " are run, one after the other, the last ends with
# N, and what they print has the other lines in this order; ports differ. "N, needs WORD": skipped where that program is not.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
SRCDIR=$(cd "$SRCDIR" && pwd)
BUILDDIR=$(cd "${BUILDDIR:-.}" && pwd)
M5GTEST_DATADIR=$SRCDIR/cases
PATH=$BUILDDIR:$PATH
export M5GTEST_DATADIR PATH

# marked KIND FILE: each marked block as "ARGUMENT" and its lines behind a tab, blocks in order.
marked() {
	awk -v kind="$1" '
		index($0, "<!-- " kind ": ") == 1 { argument = substr($0, length(kind) + 8); sub(/ -->.*/, "", argument); next }
		argument != "" && /^```/ && !inside { inside = 1; print argument; next }
		inside && /^```/ { inside = 0; argument = ""; next }
		inside { print "\t" $0 }' "$2"
}

run_block() {
	name=$(sed -n 1p "$place/block")
	got=0
	(cd "$place" && PATH=$BUILDDIR:$PATH sh -e block) >"$place/out" 2>&1 </dev/null || got=$?
	if [ "$got" = "$1" ]; then
		tap_result 0 "README: $name"
	else
		echo "exit status $got, expected $1" >>"$place/out"
		tail -n 20 "$place/out" >"$place/end"
		tap_result 1 "README: $name" "$place/end"
	fi
}

# each_block KIND FILE COMMAND...: for each marked block COMMAND... ARGUMENT, its lines in $place/block.
each_block() {
	marked "$1" "$2" >"$place/blocks"
	shift 2
	argument=
	: >"$place/block"
	while IFS= read -r line; do
		case $line in
		"	"*) printf '%s\n' "${line#	}" >>"$place/block" ;;
		*)
			[ -z "$argument" ] || "$@" "$argument"
			argument=$line
			: >"$place/block"
			;;
		esac
	done <"$place/blocks"
	[ -z "$argument" ] || "$@" "$argument"
}

show_block() {
	name="worked example: $(sed -n '1s/^\$ //p' "$place/block")"
	wanted=${1%%,*} needs=${1##*needs } got=0
	if [ "$needs" != "$1" ] && ! command -v "$needs" >"$place/which"; then
		tap_skip "$name" "no $needs"
		return
	fi
	sed -n 's/^\$ //p' "$place/block" >"$place/script"
	grep -v '^\$ ' "$place/block" >"$place/screen" || :
	(cd "$place" && sh -e script) >"$place/out" 2>"$place/err" </dev/null || got=$?
	missing_lines "$place/screen" "$place/out" >"$place/found"
	[ "$got" = "$wanted" ] || echo "exit status $got, expected $wanted" >>"$place/found"
	[ ! -s "$place/found" ] || cat "$place/out" "$place/err" >>"$place/found"
	tap_none "$place/found" "$name"
}

plain() { sed -E 's/127\.0\.0\.1:[0-9]+/127.0.0.1:PORT/g; s/mid 0x[0-9a-f]{4}/mid MID/g; s/token [0-9a-f]+/token TOKEN/g; /^seed: |^rules: | selected: /s/[0-9]+(\.[0-9]+)?/0/g' "$1"; }

# Lines of SCREEN that do not come in this order in OUT.
missing_lines() {
	plain "$1" >"$place/expected"
	plain "$2" >"$place/actual"
	awk 'NR == FNR { if ($0 != "..." && $0 != "") want[++n] = $0; next }
		n && $0 == want[at + 1] { at++ }
		END { if (at < n) print "not printed, or not in its place: " want[at + 1] }' "$place/expected" "$place/actual"
}

# Words that the program itself lists and that PAGE lacks.
missing_words() {
	m5gtest --help | awk '/^  [a-z]/ { print $1 }' >"$place/commands"
	{
		sed 's/^/m5gtest /' "$place/commands"
		while read -r command; do
			m5gtest "$command" --help | awk '/^  -/ { print $1 }'
		done <"$place/commands"
		sed -nE 's/^FORMAT\("([^"]+)".*/\1/p' "$SRCDIR/reports/format.def"
	} | sort -u >"$place/words"
	sed 's/\\-/-/g' "$1" >"$place/page"
	while read -r word; do
		grep -qE "^\.B $word( |\$)" "$place/page" || echo "no word on: $word"
	done <"$place/words"
}

tap_place
head -n 10 "$SRCDIR/README.md" >"$place/opening"
for command in demo check; do
	grep -qE "^\./bootstrap $command( |\$)" "$place/opening" || echo "no ./bootstrap $command at the top"
done >"$place/found"
tap_none "$place/found" "README opens with the two commands"

each_block run "$SRCDIR/README.md" run_block
each_block shows "$SRCDIR/doc/worked-examples.md" show_block

marked screen "$SRCDIR/README.md" >"$place/blocks"
sed -n '2,$s/^	//p' "$place/blocks" >"$place/screen"
(cd "$place" && sh -c "$(sed -n 1p "$place/blocks")") >"$place/printed" 2>/dev/null </dev/null || :
missing_lines "$place/screen" "$place/printed" >"$place/found"
tap_none "$place/found" "README: the screen is what the program prints"

# "Not in this version" lists the commands that are refused so, all of them and no other.
awk '/^## / { inside = /Not in this version/; next } inside' "$SRCDIR/README.md" |
	awk -F '`' '{ for (i = 2; i <= NF; i += 2) print $i }' | sort >"$place/listed"
sed -nE 's/^COMMAND\([A-Z]+, *"([a-z]+)".*/\1/p' "$SRCDIR/cli/command.def" | while read -r command; do
	if m5gtest "$command" --help 2>&1 | grep -q "not in this version"; then echo "$command"; fi
done | sort >"$place/refused"
diff "$place/listed" "$place/refused" >"$place/found" || :
tap_none "$place/found" "README: what is not in this version"

missing_words "$BUILDDIR/doc/m5gtest.1" >"$place/found"
tap_none "$place/found" "the manual page has every command, option and format"
for page in m5gtest m5gtest-check m5gtest-load m5gtest-replay; do
	if command -v groff >/dev/null 2>&1; then
		groff -man -Tascii -ww -z "$BUILDDIR/doc/$page.1" >"$place/found" 2>&1 || :
		tap_none "$place/found" "groff has nothing to say of $page(1)"
	else
		tap_skip "groff has nothing to say of $page(1)" "no groff"
	fi
done

printf 'a\n...\nseed: 7\nb\n' >"$place/screen"
printf 'a\nx\nseed: 99\nb\n' >"$place/printed"
missing_lines "$place/screen" "$place/printed" >"$place/found"
tap_none "$place/found" "another seed is the same screen"
printf 'b\nseed: 99\na\n' >"$place/printed"
missing_lines "$place/screen" "$place/printed" >"$place/found"
tap_some "$place/found" 'not in its place: seed: 0' "a line out of place"
printf '.B m5gtest run\n.B \\-\\-cases\n' >"$place/poor.1"
missing_words "$place/poor.1" >"$place/found"
tap_some "$place/found" 'no word on: --case$' "an option that the manual page lacks"
tap_some "$place/found" 'no word on: m5gtest list$' "a command that the manual page lacks"
tap_end
