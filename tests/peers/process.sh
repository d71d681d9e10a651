# tests/peers/process.sh - a server in the background: sourced. It is waited for by what it says, and ended by its own id.
# shellcheck shell=sh

# serve LINES COMMAND...: starts it; waits until it has said LINES times "listening on URI"; the URIs go to $coap and $coaps.
serve() {
	lines=$1
	shift
	mkfifo "$place/said"
	"$@" >"$place/said" 2>"$place/server.err" &
	server=$!
	trap 'kill "$server" 2>/dev/null || :; rm -rf "$place"' EXIT
	exec 3<"$place/said"
	coap='' coaps=''
	while [ "$lines" -gt 0 ] && read -r line <&3; do
		case $line in
		"listening on coap://"*) coap=${line#listening on } lines=$((lines - 1)) ;;
		"listening on coaps://"*) coaps=${line#listening on } lines=$((lines - 1)) ;;
		esac
	done
	[ "$lines" -eq 0 ]
}

# Ends it; the exit status is its own.
serve_end() {
	kill "$server"
	wait "$server"
}

# The key of UE N in hexadecimal: "secret of UE 00N".
key_of() { printf 'secret of UE %03d' "$1" | od -An -tx1 | tr -d ' \n'; }
