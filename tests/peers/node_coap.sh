#!/bin/sh
# tests/peers/node_coap.sh - the suite against a small MSGin5G Server over the npm package coap: its findings are listed.
# ./bootstrap check-all installs the package below the build directory; without it this is skipped.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
. "$SRCDIR/tests/peers/process.sh"
: "${BUILDDIR:=.}"
M5GTEST_DATADIR=$SRCDIR/cases
NODE_PATH=$BUILDDIR/tests/peers/node_coap/node_modules
export M5GTEST_DATADIR NODE_PATH

if ! command -v node >/dev/null 2>&1 || [ ! -d "$NODE_PATH/coap" ]; then
	tap_skip "an MSGin5G Server over the npm package coap" "no node with the package coap (./bootstrap check-all installs it)"
	tap_end
	exit 0
fi
tap_place
# Of an Error that nobody catches it tells on standard error: the tests below ask for none.
if ! serve 1 node "$SRCDIR/tests/peers/node_coap/server.js" "$place/registrations"; then
	tap_result 1 "the server listens" "$place/server.err"
	tap_end
	exit 1
fi
{
	printf 'target: {name: coap of npm, coap: "%s"}\nues:\n' "$coap"
	for n in $(seq 16); do
		printf '  - {name: u%d, ue-service-id: ue%d@example.org}\n' "$n" "$n"
	done
	echo '  - {name: stranger, ue-service-id: nobody@example.org, provisioned: no}'
	printf 'hooks: {oracle: "cat %s"}\n' "$place/registrations"
} >"$place/target.yaml"
got=0
"$BUILDDIR/m5gtest" run "$place/target.yaml" --report "json:$place/run.json" --report "console:$place/run.txt" --quiet \
	2>"$place/run.err" || got=$?
if [ "$got" = 1 ] && [ -s "$place/run.json" ]; then
	"$BUILDDIR/tests/peers/compare" "$place/run.json" "$SRCDIR/tests/peers/node_coap.tsv" >"$place/compared" || :
	grep -v '^1\.\.' "$place/compared" || :
	tap_count=$(grep -cE '^(not )?ok ' "$place/compared" || :)
	tap_failed=$(grep -c '^not ok ' "$place/compared" || :)
else
	cat "$place/run.txt" >>"$place/run.err" 2>/dev/null || :
fi
if [ "$got" = 1 ]; then tap_result 0 "exit status 1: it has faults"; else tap_result 1 "exit status 1, not $got" "$place/run.err"; fi
tap_none "$place/run.err" "nothing on standard error"
if serve_end; then tap_result 0 "the server ended well"; else tap_result 1 "the server ended well" "$place/server.err"; fi
tap_end
