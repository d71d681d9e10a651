#!/bin/sh
# tests/captures/command.sh - m5gtest check on labelled captures, as files: exit status, rule and frame are the label's.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
. "$SRCDIR/tests/cli/command.sh"
: "${BUILDDIR:=.}"
tap_place

is "the captures are made" "$BUILDDIR/tests/make_labelled" "$place"
is "made again they are the same" sh -c "mkdir '$place/again' && '$BUILDDIR/tests/make_labelled' '$place/again' &&
	for file in '$place'/*.pcapng; do cmp -s \"\$file\" '$place/again/'\"\${file##*/}\" || exit 1; done"

# Each tenth: the rest is read in one process by tests/check_captures.
awk -F '\t' 'NR % 10 == 1' "$place/labels.tsv" >"$place/some"
tab=$(printf '\t')
while IFS="$tab" read -r file rule label; do
	case " $label" in *" fail "*) wanted=1 ;; *) wanted=0 ;; esac
	did "$wanted" "$file" check --allow-inconc --verbose "$place/$file"
	echo "$label" | sed 's/; /\n/g' | while read -r verdict id frame _; do
		grep -qE "^ *$verdict $id \(.* frame ${frame}[ :]" "$place/out" || echo "$verdict $id frame $frame"
	done >"$place/missed"
	case $file in
	*.bad.pcapng) tap_none "$place/missed" "$file: $rule and its frame are named" ;;
	*) tap_result "$(grep -cE "(fail|warn) $rule " "$place/out" || :)" "$file: $rule is not blamed" "$place/out" ;;
	esac
done <"$place/some"
tap_end
