#!/bin/sh
# tests/cli/oracle.sh - who is registered, told by a hook over real sockets: by the book, with a fault that only it shows, and
# hooks that fail, hang, or print something else.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
. "$SRCDIR/tests/cli/command.sh"
. "$SRCDIR/tests/peers/process.sh"
: "${BUILDDIR:=.}"
tap_place

# A server that writes who is registered, with the options given; its target names the hook.
begin() {
	rm -f "$place/said"
	serve 2 "$BUILDDIR/m5gtest" serve --registrations "$place/registrations" "$@" || cat "$place/server.err"
}
end() { serve_end 2>/dev/null || :; }

target() {
	printf 'target: {coap: "%s", coaps: "%s"}\nues:\n' "$coap" "$coaps"
	for n in 1 2 3 4; do
		printf '  - {name: u%d, ue-service-id: ue%d@example.org, psk-identity: ue%d, psk: "hex:%s"}\n' "$n" "$n" "$n" "$(key_of "$n")"
	done
	[ $# = 0 ] || printf 'hooks: {oracle: "%s"}\n' "$1"
}

# run STATUS NAME CASE [HOOK]: against the server that runs, with that hook, or with none.
run() {
	status=$1 name=$2 cases=$3
	shift 3
	target "$@" >"$place/target.yaml"
	did "$status" "$name" run "$place/target.yaml" --case "$cases" --verbose
}

begin
is "before the first registration: an empty list" test "$(cat "$place/registrations")" = "[]"
run 0 "by the book" 'STA-*' "cat $place/registrations"
is "by the book: every case passes" test "$(grep -cE '^pass +STA-' "$place/both")" = "$("$BUILDDIR/m5gtest" run embedded --case 'STA-*' --verbose | grep -cE '^pass +STA-')"
run 0 "no hook" 'STA-*'
is "no hook: nothing passes" test "$(grep -cE '^pass +STA-' "$place/both")" = 0
said '^n/a +STA-002\.full .*' "no hook: n/a"
said 'needs an oracle, and the target names none \(hooks: oracle\)' "no hook: says what is missing"

run 3 "a hook that fails" STA-001 "echo '[]'; exit 4"
said "the hook 'oracle' \(echo .*\) ended with exit status 4; run it by hand to see why" "a hook that fails: says so"
run 3 "a hook that is not there" STA-001 /nowhere/dump
said "the hook 'oracle' \(/nowhere/dump\) ended with exit status 127" "a hook that is not there: says so"
# shellcheck disable=SC2016
run 3 "a hook that is killed" STA-001 'kill -9 $$'
said 'was ended by signal 9' "a hook that is killed: says so"
run 3 "a hook that hangs" 'STA-00[1-4]*' "sleep 1000"
said "the hook 'oracle' \(sleep 1000\) did not end within 5 s" "a hook that hangs: says so"
run 3 "a hook that talks on and on" STA-001 "yes"
said 'printed more than 16 MiB' "a hook that talks on and on: says so"
run 3 "a hook that prints garbage" STA-001 "echo ue1 is registered"
said 'the oracle cannot be believed: what it said is no JSON list: an oracle prints \[\{"ue-service-id"' "garbage: says what it should be"
run 3 "a hook that lacks a member" STA-001 "echo '[{\\\"ue-service-id\\\": \\\"x\\\"}]'"
said "entry 1 of what it said has no 'client-profile'" "a hook that lacks a member: says which"
run 1 "a hook of another server" STA-001 "echo []"
said '^fail +STA-001 ' "a hook of another server: nobody is registered"
end

# What a renewal with another part of the profile leaves, that part or both, is told and not judged.
begin
run 0 "a server that replaces" STA-006 "cat $place/registrations"
said "the server holds the profile 'triggering'" "a server that replaces: told"
cat >"$place/merges" <<'END'
sed 's/\[5683]}}/[5683]},"msgin5gClientCommunicationAvailability":{"scheduledCommunicationTime":"2030-01-01T00:00:00Z","communicationDurationTime":600}}/' "$1"
END
run 0 "a server that adds" STA-006 "sh $place/merges $place/registrations"
said "the server holds the profile 'both'" "a server that adds: told"
sed -i 's/600/60/' "$place/merges"
run 1 "a server that mixes" STA-006 "sh $place/merges $place/registrations"
said "expected the registration's Client Profile stored for u1, got another one" "a server that mixes: fails"
end

begin --fault stores-no-profile
run 1 "a fault that only an oracle shows" 'STA-00[12]*' "cat $place/registrations"
said '^pass +STA-001 +coaps ' "a fault that only an oracle shows: stored it is"
said '^fail +STA-002.full +coaps ' "a fault that only an oracle shows: without its profile"
said "expected the registration's Client Profile stored for u1, got none" "a fault that only an oracle shows: says so"
end

unread "registrations that cannot be written" '.*/nowhere/registrations' serve --listen coap://127.0.0.1:0 --registrations /nowhere/registrations

printf 'cases:\n  - id: X-1\n    title: x\n    rules: [M5G-REG-S03]\n    twin: REG-001\n    steps: [{register: u1}, {registered: u1, %s}]\n' 'profile: full' >"$place/x.yaml"
did 0 "lint knows the step" lint "$place/x.yaml"
sed 's/profile: full/profile: fall/' "$place/x.yaml" >"$place/y.yaml"
did 2 "lint: an unknown profile" lint "$place/y.yaml"
said "y.yaml:6:55: unknown profile 'fall'" "lint: an unknown profile: says where"
sed 's/profile: full/or: full/' "$place/x.yaml" >"$place/y.yaml"
did 2 "lint: or without a profile" lint "$place/y.yaml"
said "y.yaml:6:50: or which profile\?" "lint: or without a profile: says where"
did 0 "list steps" list steps
said '^registered +.*as an oracle says' "list steps: the oracle"
tap_end
