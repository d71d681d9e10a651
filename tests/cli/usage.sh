#!/bin/sh
# tests/cli/usage.sh - wrong command lines and faulty tables: exit 2, one line that names the word or the place.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
. "$SRCDIR/tests/cli/command.sh"
: "${BUILDDIR:=.}"
tap_place

# --- words ---

did 2 "no command"
said '^usage: m5gtest COMMAND' "no command: usage"
refused "an unknown command" "unknown command 'rum' \(did you mean 'run'\?\)" rum embedded
refused "a command far from any" "unknown command 'xyzzy' \(m5gtest --help lists them\)" xyzzy
refused "an unknown option" "unknown option '--faultt' of run \(did you mean '--fault'\?\)" run embedded --faultt x
refused "another command's option" "--slow is an option of run, not of list" list rules --slow
refused "an option without its argument" "--fault needs WORD" run embedded --fault
refused "a flag with an argument" "--quiet takes no argument" run embedded --quiet=1
refused "no target" "run takes one TARGET" run
refused "an empty target" "run takes one TARGET" run ""
refused "two targets" "run takes one TARGET" run embedded embedded
refused "an unknown fault" "--fault: unknown word 'wrong-tokn' \(did you mean 'wrong-token'\?\)" run embedded --fault wrong-tokn
refused "an unknown fault of serve" "--fault: unknown word 'wrong-tokn'" serve --fault wrong-tokn
refused "an unknown fault of selftest" "--fault: unknown word 'wrong-tokn'" selftest --fault wrong-tokn
refused "a fault for a foreign server" "--fault is for the embedded server only" run coap://127.0.0.1 --fault wrong-token
refused "an unknown edition" "--edition: unknown word 'new', expected one of: cr, pre-cr" run embedded --edition new
refused "an unknown rulebook" "--rulebook: unknown word 'rfc7253' \(did you mean 'rfc7252'\?\)" run embedded --rulebook rfc7253
refused "an unknown reading" "--reading: " run embedded --reading T99=x
refused "a fixed policy" "--reading: T18 is a fixed policy" run embedded --reading T18=x
refused "an unknown feature" "--features: unknown feature 'flying'" run embedded --features psk,flying
refused "a seed that is no number" "--seed: 'x' is no number from 0 to 4294967295" run embedded --seed x
refused "a negative seed" "--seed: '-1' is no number" run embedded --seed -1
refused "no jobs" "--jobs: '0' is no number from 1 to 1000" run embedded --jobs 0
refused "no time" "--timeout: '0' is no number" run embedded --timeout 0
refused "more than all lost" "--loss: '101' is no percentage" run embedded --loss 101
refused "a colour" "--color: unknown word 'blue', expected one of: auto, always, never" run embedded --color blue
refused "an unknown report" "unknown report format 'jsn'" run embedded --report jsn:x
refused "a report to nowhere" "report 'json' needs a path" run embedded --report json
refused "two reports on standard output" "--report: two reports on standard output" run embedded --report json:- --report tap:-
refused "serve with an operand" "serve takes no operand" serve coap://127.0.0.1
refused "serve where it cannot" "--listen: 'tcp://x' is no URI" serve --listen tcp://x
refused "list without a word" "list takes one of: cases rules" list
refused "list of nothing" "list takes one of: cases rules" list nothing
refused "explain without an ID" "explain takes one ID" explain
refused "explain nothing" "nothing is called 'REG-999'" explain REG-999
refused "lint nothing" "lint takes files" lint
did 0 "--help" --help
said '^  run ' "--help lists run"
did 0 "run --help" run --help
said '--fault WORD' "run --help lists its options"
did 0 "--version" --version

# --- targets and key files ---

refused "a target of another scheme" "http://x/: not a coap or coaps URI" run http://x/
refused "a URI that is broken" "coap://\[::1: " run 'coap://[::1'
unread "no such target" "$place/none.yaml: No such file or directory" run "$place/none.yaml"
unread "a folder" "$place: Is a directory" run "$place"
printf 'target: {coap: "coap://127.0.0.1"}\nues:\n  - {name: u1, ue-service-id: a, pks: b}\n' >"$place/target.yaml"
refused "a wrong key in a target" "$place/target.yaml:3:34: unknown key 'pks' \(did you mean 'psk'\?\)" run "$place/target.yaml"
printf 'target: {coap: "coap://127.0.0.1"\n' >"$place/target.yaml"
refused "a target that is no YAML" "$place/target.yaml:2:1: " run "$place/target.yaml"
: >"$place/target.yaml"
refused "an empty target file" "$place/target.yaml:1:1: nothing in it" run "$place/target.yaml"
printf 'ue1:00ff\nue2:0\n' >"$place/keys"
refused "a wrong key file" "$place/keys:2:5: the key is no pairs of hexadecimal digits" run embedded --psk-file "$place/keys"
refused "a wrong key file of serve" "$place/keys:2:5: " serve --psk-file "$place/keys"
: >"$place/keys"
refused "an empty key file" "$place/keys: no key in it" run embedded --psk-file "$place/keys"
unread "no such key file" "$place/none: No such file or directory" run embedded --psk-file "$place/none"
unread "no such binding" "$place/none: No such file or directory" run embedded --binding "$place/none"
unread "no such waivers" "$place/none: No such file or directory" run embedded --waivers "$place/none"

# --- tables ---

mkdir "$place/cases"
table() { printf 'cases:\n  - {id: A-1, title: t, rules: [M5G-REG-S04], steps: [{%s: u1}, {expect: {result: success}}]}\n' "$1" >"$place/cases/a.yaml"; }
whole=$M5GTEST_DATADIR
M5GTEST_DATADIR=$place/cases
refused "no tables" "$place/cases: no case tables" run embedded
table regster
refused "a faulty table" "$place/cases/a.yaml:2:55: no step among its keys \(did you mean 'register'\?\)" run embedded
refused "a faulty table, linted" "$place/cases/a.yaml:2:55: " lint "$place/cases/a.yaml"
refused "a faulty table, listed" "$place/cases/a.yaml:2:55: " list cases
table register
did 0 "a table put right" run embedded
printf 'cases:\n  - {id: A-1, title: t, rules: [M5G-REG-S04], steps: [{register: u1}, {wait: 6s}, {expect: {result: success}}]}\n' >"$place/slow.yaml"
did 0 "a case that waits 6 s, linted" lint "$place/slow.yaml"
said ': 1 cases, 1 of them slow$' "a case that waits 6 s, linted: slow"
did 0 "a table put right, linted" lint "$place/cases/a.yaml"
said "^$place/cases/a.yaml: 1 cases?\$" "lint counts"
M5GTEST_DATADIR=$place/none
refused "no folder of tables" "$place/none: No such file or directory \(set M5GTEST_DATADIR" run embedded
M5GTEST_DATADIR=$whole
did 0 "lint of what is installed" lint "$M5GTEST_DATADIR"/*.yaml
printf 'binding: x\nmembers: {ue-service-i: y}\n' >"$place/binding.yaml"
refused "a faulty binding, linted" "$place/binding.yaml:2:11: unknown key 'ue-service-i' \(did you mean 'ue-service-id'\?\)" lint "$place/binding.yaml"
printf 'something: else\n' >"$place/other.yaml"
refused "what is no table, linted" "$place/other.yaml:1:1: neither a case table" lint "$place/other.yaml"
printf 'target: {coap: "coap://127.0.0.1"}\n' >"$place/target.yaml"
did 2 "one good and one bad file, linted" lint "$place/target.yaml" "$place/other.yaml"
said "^$place/target.yaml: target" "the good one is said to be good"
tap_end
