#!/bin/sh
# tests/reports/readers.sh - our reports as other people's programs read them: xmllint, prove, automake's TAP driver.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
: "${BUILDDIR:=.}"

print() { "$BUILDDIR/tests/print_report" "$1" "$2"; }

have() { command -v "$1" >/dev/null 2>&1; }

junit_is_valid() {
	status=0
	print junit "$1" | xmllint --noout --nonet --schema "$SRCDIR/tests/reports/junit.xsd" - >"$place/out" 2>&1 || status=1
	tap_result "$status" "xmllint: junit of $1 is valid" "$place/out"
}

# expect_line PATTERN NAME: in what the reader said.
expect_line() { if grep -qE "$1" "$place/out"; then tap_result 0 "$2"; else tap_result 1 "$2" "$place/out"; fi; }

tap_place
if have xmllint; then
	for what in run check empty-run empty-check; do
		junit_is_valid "$what"
	done
	print junit run >"$place/run.xml"
	xmllint --xpath 'string(//testcase[contains(@name, "REG-002")]/failure/@message)' "$place/run.xml" >"$place/out"
	expect_line "^the answer's <Token> is \"wrong\"\$" "xmllint: a message comes back as it was"
	sed 's/ name="m5gtest"//' "$place/run.xml" | xmllint --noout --schema "$SRCDIR/tests/reports/junit.xsd" - >"$place/out" 2>&1 || :
	expect_line 'validity error' "the schema can fail"
else
	tap_skip "junit is valid" "no xmllint (libxml2-utils)"
fi

# Of the fixture's seven: 2 and 4 fail, 6 fails as expected, 3 and 7 are skipped.
if have prove; then
	print tap run >"$place/run.tap"
	prove --exec cat "$place/run.tap" >"$place/out" 2>&1 || :
	expect_line 'Failed tests:  2, 4$' "prove: the failures are 2 and 4"
	expect_line 'Failed 2/7 subtests' "prove: two of seven"
	expect_line '^	\(less 2 skipped subtests: 3 okay\)' "prove: two skipped"
	if grep -q 'Parse errors' "$place/out"; then tap_result 1 "prove: nothing it cannot parse" "$place/out"; else
		tap_result 0 "prove: nothing it cannot parse"; fi
	print tap empty-check >"$place/empty.tap"
	prove --exec cat "$place/empty.tap" >"$place/out" 2>&1 || :
	expect_line 'skipped: nothing was judged' "prove: nothing judged is no pass"
else
	tap_skip "prove reads our TAP" "no prove (perl)"
fi

print tap run >"$place/run.tap"
driver() { (cd "$place" && sh "$1" --test-name run --log-file run.log --trs-file run.trs --color-tests no --enable-hard-errors yes \
	--expect-failure no -- cat run.tap); }
driver "$(cd "$SRCDIR" && pwd)/build-aux/tap-driver.sh" >/dev/null
for row in 'PASS 2' 'FAIL 2' 'SKIP 2' 'XFAIL 1'; do
	grep -cE "^:test-result: ${row% *}\$" "$place/run.trs" >"$place/count" || :
	if [ "$(cat "$place/count")" = "${row#* }" ]; then tap_result 0 "automake's driver: $row"; else
		tap_result 1 "automake's driver: $row" "$place/run.trs"; fi
done
tap_end
