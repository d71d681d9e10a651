#!/bin/sh
# tests/house/rules.sh - spec/rules.tsv keeps every rule of the shared text: unchanged, split into ID.a ID.b ..., or
# changed with the reason in its remark ("changed: why").
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
shared=${M5GTEST_SHARED:-$SRCDIR/../shared}/spec/rules.tsv

# A remark may grow without being a change of the rule: what was remarked must still stand in it.
violations() {
	LC_ALL=C awk -F '\t' '
		FNR == 1 { next }
		function rest(	i, s) { for (i = 2; i <= 10; i++) s = s "\t" $i; return s }
		NR == FNR {
			row[$1] = rest()
			remark[$1] = $11
			if ($1 in seen) print "spec/rules.tsv:" FNR ": " $1 " stands twice"
			seen[$1] = 1
			whole = $1
			if (sub(/\.[a-z]$/, "", whole))
				parts[whole] = parts[whole] $1 " "
			next
		}
		$1 in row {
			if (row[$1] != rest() && remark[$1] !~ /changed: ./)
				print $1 ": changed, and the remark does not say why"
			if ($11 != "" && index(remark[$1], $11) == 0)
				print $1 ": its remark was \"" $11 "\""
			next
		}
		$1 in parts {
			if (split(parts[$1], part, " ") < 2)
				print $1 ": split into one"
			next
		}
		{ print $1 ": is gone" }
	' "$1" "$2"
}

# Eleven columns each, and words that the build knows.
malformed() {
	LC_ALL=C awk -F '\t' '
		NR > 1 && NF != 11 { print FNR ": " NF " columns" }
		NR > 1 && $1 !~ /^[A-Z0-9]+(-[A-Z0-9]+)+(\.[a-z])?$/ { print FNR ": id " $1 }
		NR > 1 && $4 !~ /^(must|should|may|note|untestable)$/ { print FNR ": level " $4 }
		NR > 1 && $5 !~ /^(keyword|definition|derived)$/ { print FNR ": ground " $5 }
		NR > 1 && ($8 == "" || $9 == "") { print FNR ": no source or no text" }
		NR > 1 && $10 != "" { other[$10] = FNR }
		NR > 1 { id[$1] = 1 }
		END { for (o in other) if (!(o in id)) print other[o] ": same-as " o " is no rule" }
	' "$1"
}

tap_place
malformed "$SRCDIR/spec/rules.tsv" >"$place/found"
tap_none "$place/found" "spec/rules.tsv is a table"
if [ -r "$shared" ]; then
	violations "$SRCDIR/spec/rules.tsv" "$shared" >"$place/found"
	tap_none "$place/found" "every shared rule is in the tree"
else
	tap_skip "every shared rule is in the tree" "no shared spec/rules.tsv beside the tree"
fi

row() { printf '%s\tA\talways\tmust\tkeyword\tserver\tpair\tRFC 1\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4"; }
{ echo id; row X-1 text '' 'policy T1'; row X-2 text '' ''; row X-3 text '' ''; row X-4 text '' ''; row X-5 text '' ''; } >"$place/shared"
{ echo id; row X-1 text '' 'policy T1'; row X-2 other '' 'changed: the RFC says so'; row X-3.a text '' ''
	row X-3.b text '' ''; row X-4 text '' 'more'; row X-5 text '' ''; } >"$place/tree"
violations "$place/tree" "$place/shared" >"$place/found"
tap_none "$place/found" "kept, changed with a reason, split in two, remarked: all lawful"
{ echo id; row X-1 text '' ''; row X-2 other '' ''; row X-3.a text '' ''; row X-5 text '' ''; row X-5 text '' ''; } >"$place/tree"
violations "$place/tree" "$place/shared" >"$place/found"
tap_some "$place/found" '^X-1: its remark was' "a remark lost"
tap_some "$place/found" '^X-2: changed' "a silent change"
tap_some "$place/found" '^X-3: split into one' "half a split"
tap_some "$place/found" '^X-4: is gone' "a rule lost"
tap_some "$place/found" 'X-5 stands twice' "a rule doubled"
{ echo id; printf 'X-1\tA\talways\tmist\tkeyword\tserver\tpair\tRFC 1\ttext\tX-9\n'; } >"$place/tree"
malformed "$place/tree" >"$place/found"
tap_some "$place/found" '2: 10 columns' "a column lost"
tap_some "$place/found" '2: level mist' "an unknown level"
tap_some "$place/found" 'same-as X-9' "a reference to nothing"
tap_end
