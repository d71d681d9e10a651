#!/bin/sh
# tests/cli/dead.sh - a server that one case kills: with a hook that restarts it the killer is found, without one the run ends.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
. "$SRCDIR/tests/cli/command.sh"
. "$SRCDIR/tests/peers/process.sh"
: "${BUILDDIR:=.}"
tap_place

# A message of another version ends it: HDR-001 is the killer, HDR-008 waits beside it.
fault=dies-of-version
killed() { kill -s KILL "$(cat "$place/pid")" 2>/dev/null || :; }

# The hook: the old server is gone for good, then what stands on standard input.
hook() {
	cat >"$place/hook" <<END
#!/bin/sh
set -eu
kill -s KILL "\$(cat "$place/pid")"
echo restart >>"$place/restarts"
END
	cat >>"$place/hook"
	chmod +x "$place/hook"
}

# Two cases and what they lean on; the verdicts go to $place/verdicts.
run() {
	serve 1 "$BUILDDIR/m5gtest" serve --fault "$fault" --listen coap://127.0.0.1:0
	echo "$server" >"$place/pid"
	trap 'killed; rm -rf "$place"' EXIT
	: >"$place/restarts"
	printf 'target: {coap: "%s"}\nhooks: {restart: "%s/hook"}\n' "$coap" "$place" >"$place/target.yaml"
	export coap
	got=0
	"$BUILDDIR/m5gtest" run "$place/target.yaml" --case HDR-001.2 --case 'HDR-008.[12]' --timeout 2 --verbose \
		--report "tap:$place/run.tap" --report "console:$place/run.txt" >"$place/out" 2>&1 || got=$?
	cat "$place/run.txt" "$place/out" >"$place/both"
	awk '/^[a-z\/-]+ +(REG|HDR)-/ { print $1, $2 }' "$place/run.txt" >"$place/verdicts"
	killed
	wait "$server" 2>/dev/null || :
	rm -f "$place/said"
}

verdict() {
	if grep -qx "$1" "$place/verdicts"; then tap_result 0 "$2: $1"; else tap_result 1 "$2: $1" "$place/both"; fi
}

# Back at the same port before the hook ends.
hook <<END
mkfifo "$place/again"
for try in 1 2 3; do
	"$BUILDDIR/m5gtest" serve --fault $fault --listen "\${coap%/*}" >"$place/again" 2>/dev/null &
	echo \$! >"$place/pid"
	if read -r line <"$place/again"; then rm "$place/again"; exit 0; fi
done
exit 1
END
run
verdict "pass REG-001" "restarted"
verdict "fail HDR-001.2" "restarted"
verdict "pass HDR-008.1" "restarted"
verdict "pass HDR-008.2" "restarted"
said 'the server fell silent after it, and again when it ran alone' "restarted: the killer is named"
is "restarted: exit 1" test "$got" = 1
is "restarted: once among others, once alone" test "$(wc -l <"$place/restarts")" = 2

echo 'exit 1' | hook
run
verdict "pass REG-001" "gone"
verdict "inconc HDR-001.2" "gone"
verdict "inconc HDR-008.1" "gone"
said 'the server died while this case was running' "gone: said so"
is "gone: exit 5" test "$got" = 5
is "gone: every case has its verdict" test "$(grep -cE '^(not )?ok ' "$place/run.tap")" = 4
tap_end
