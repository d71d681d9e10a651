# tests/cli/command.sh - m5gtest called as users call it: sourced, after tests/house/tap.sh.
# shellcheck shell=sh disable=SC2154

# did STATUS NAME ARGUMENT...: runs m5gtest; what it says is in $place/out and $place/err, together in $place/both.
did() {
	wanted=$1 name=$2 got=0
	shift 2
	"$BUILDDIR/m5gtest" "$@" >"$place/out" 2>"$place/err" </dev/null || got=$?
	cat "$place/out" "$place/err" >"$place/both"
	if [ "$got" = "$wanted" ]; then
		tap_result 0 "$name: exit $wanted"
	else
		echo "exit status $got" >>"$place/both"
		tap_result 1 "$name: exit $wanted" "$place/both"
	fi
}

# said PATTERN NAME: on standard output or standard error.
said() { if grep -qE -- "$1" "$place/both"; then tap_result 0 "$2"; else tap_result 1 "$2" "$place/both"; fi; }

# refused NAME PATTERN ARGUMENT...: exit 2, one line on standard error and nothing else.
refused() { turned_away 2 "$@"; }

# unread NAME PATTERN ARGUMENT...: what is named cannot be read or written: exit 3, likewise.
unread() { turned_away 3 "$@"; }

turned_away() {
	status=$1 name=$2 pattern=$3
	shift 3
	did "$status" "$name" "$@"
	if [ ! -s "$place/out" ] && [ "$(wc -l <"$place/err")" = 1 ] && grep -qE -- "^m5gtest: $pattern" "$place/err"; then
		tap_result 0 "$name: says so in one line"
	else
		tap_result 1 "$name: says so in one line" "$place/both"
	fi
}

# is NAME COMMAND...: the command succeeds.
is() {
	name=$1
	shift
	if "$@" >"$place/is" 2>&1; then tap_result 0 "$name"; else tap_result 1 "$name" "$place/is"; fi
}
