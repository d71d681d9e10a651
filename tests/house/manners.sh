#!/bin/sh
# tests/house/manners.sh - one thing a file, one screen a function, nothing written twice, no machine's paths.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"

sources() { house_files "$1" | grep -E '\.(c|h)$'; }
sources_and_tables() { house_files "$1" | grep -E '\.(c|h|def)$'; }

long_files() { sources "$1" | while read -r f; do awk -v f="$f" 'END { if (NR > 500) print f ": " NR " lines" }' "$1/$f"; done; }

# A body runs from a line "{" to a line "}".
long_functions() {
	sources "$1" | while read -r f; do
		awk -v f="$f" '/^{/ { at = NR } /^}/ && at { if (NR - at > 80) print f ":" at ": " NR - at " lines"; at = 0 }' "$1/$f"
	done
}

# Bodies of five lines and more, whitespace aside.
twins() {
	sources "$1" | while read -r f; do
		awk -v f="$f" '
			/^{/ { at = NR; body = ""; next }
			/^}/ && at { if (NR - at > 5) print body "\t" f ":" at; at = 0 }
			at { line = $0; gsub(/[ \t]+/, " ", line); body = body line "\001" }' "$1/$f"
	done | LC_ALL=C awk -F '\t' '$1 in first { print $2 ": the same body as " first[$1]; next } { first[$1] = $2 }'
}

# "/* folder/file.c - what it is"
openings() {
	sources_and_tables "$1" | while read -r f; do
		head -n 1 "$1/$f" | grep -qF "/* $f - " || echo "$f: does not open with its name and one sentence"
	done
}

typedefs() { sources "$1" | (cd "$1" && xargs grep -nE '^[[:space:]]*typedef[[:space:]]' /dev/null) || :; }

# Marks of unfinished work; functions that cannot know how much room there is, or that nothing was read.
words() {
	sources_and_tables "$1" |
		(cd "$1" && xargs grep -nE '\b(TODO|FIXME|XXX)\b|\b(sprintf|strcat|gets|atoi|strtok)[[:space:]]*\(' /dev/null) |
		grep -vE '^tests/|# TODO' || :
}

# The first is where this project was made, the second a place that not every machine has; both in two pieces here.
paths() { house_files "$1" | (cd "$1" && xargs grep -nIE '(^|[^A-Za-z0-9_.])/(wo''rk|t''mp|ro''ot|ho''me)/' /dev/null) || :; }

scripts() { house_files "$1" | while read -r f; do if head -n 1 "$1/$f" | grep -qE '^#!/(bin/sh|usr/bin/env bash)'; then echo "$f"; fi; done; }

# Tables of cases that no tarball would have.
unlisted() { (cd "$1" && for f in cases/*.yaml; do grep -qF "$f" cli/local.mk 2>/dev/null || echo "$f"; done); }

tap_place
report() { "$1" "$SRCDIR" >"$place/found"; tap_none "$place/found" "$2"; }
report long_files "no C file over 500 lines"
report long_functions "no function over 80 lines"
report twins "no two functions of five lines or more are the same"
report openings "each C file opens with its name and one sentence"
report typedefs "no typedef"
report words "no unfinished work, no unbounded string function"
report paths "no path of one machine"
report unlisted "each table of cases is installed"
if command -v shellcheck >/dev/null 2>&1; then
	scripts "$SRCDIR" | (cd "$SRCDIR" && xargs shellcheck -x --source-path=SCRIPTDIR -e SC1090,SC1091) >"$place/found" 2>&1 || :
	tap_none "$place/found" "shellcheck finds nothing"
else
	tap_skip "shellcheck finds nothing" "no shellcheck"
fi

tree=$place/tree
mkdir -p "$tree/wire"
body() { printf '{\n'; for i in $(seq "$1"); do printf '\tcall(%s%d);\n' "$2" "$i"; done; printf '}\n'; }
{ echo '/* wire/good.c - a file by the book. */'; echo 'int f(void)'; body 10 a; echo 'int g(void)'; body 10 b; } >"$tree/wire/good.c"
for check in long_files long_functions twins openings typedefs words paths; do "$check" "$tree"; done >"$place/found"
tap_none "$place/found" "a clean tree gives nothing"
{ echo '/* a file */'; echo 'int h(void)'; body 510 c; } >"$tree/wire/long.c"
{ echo '/* wire/twin.c - copied. */'; echo 'int f2(void)'; body 10 a | sed 's/\t/        /'; echo 'typedef int number;'
	echo '/* FIX''ME */'; echo 'strcat(a, b);'; echo 'fopen("/t''mp/x");'; } >"$tree/wire/twin.c"
plant() { "$1" "$tree" >"$place/found"; tap_some "$place/found" "$2" "$3"; }
plant long_files '^wire/long\.c: 51[0-9] lines' "a long file"
plant long_functions '^wire/long\.c:3: ' "a long function"
plant twins '^wire/twin\.c:3: the same body as wire/good\.c' "a copied function"
plant openings '^wire/long\.c: ' "a file without its name"
plant typedefs '^wire/twin\.c:' "a typedef"
plant words 'FIX' "unfinished work"
plant words 'strcat' "an unbounded copy"
mkdir "$tree/cases" && : >"$tree/cases/lost.yaml"
plant unlisted '^cases/lost\.yaml$' "a table of cases that is not installed"
plant paths '^wire/twin\.c:' "a path of a machine"
tap_end
