#!/bin/sh
# tests/cli/waivers.sh - waivers of a real run: what they cover is xfail and counted, and nothing of them rots unseen.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
. "$SRCDIR/tests/cli/command.sh"
: "${BUILDDIR:=.}"
tap_place

# waived STATUS NAME WAIVER...: REG-001 against a server that answers the de-registration behind it with 2.01, waived so.
fault=dereg-2.01
waived() {
	status=$1 name=$2
	shift 2
	printf 'waivers:\n' >"$place/waivers.yaml"
	printf -- '- {%s}\n' "$@" >>"$place/waivers.yaml"
	did "$status" "$name" run embedded ${fault:+--fault} $fault --case REG-001 --waivers "$place/waivers.yaml" \
		--report console:- --report "json:$place/run.json"
}
symptom='symptom: "expected 2.04 Changed, got 2.01 Created with a result of success"'
rule="rule: M5G-DEREG-S04, $symptom"
why='reason: "the old code", see: "https://acme.example/1234", until: 2999-12-31'

did 1 "no waiver" run embedded --fault $fault --case REG-001
waived 0 "a rule" "$rule, $why"
said '^xfail +REG-001 ' "a rule: xfail"
said 'waived until 2999-12-31: the old code \(https://acme\.example/1234\)' "a rule: until when, why, and where more is written"
said '^2 selected: 0 fail, 2 xfail \(waived: 1 broken must rows\), 0 pass' "a rule: the count beside the verdict"
is "a rule: the count in JSON" grep -q '"waived_must":1,' "$place/run.json"
waived 0 "a case, and only what was got" "case: 'REG-*', symptom: '2.01 Created *', $why"
waived 0 "each link by its own" "$rule, link: coap, $why" "case: REG-001, $symptom, link: coaps, $why"
waived 1 "one link of two" "$rule, link: coap, $why"
said '^fail +REG-001 +coaps ' "one link of two: the other is red"
waived 1 "a part of the symptom" "rule: M5G-DEREG-S04, symptom: '2.01 Created', $why"
said '^fail +REG-001 ' "a part of the symptom: red"
said 'stale waiver: .*waived nothing' "a part of the symptom: stale"
waived 1 "another rule" "rule: M5G-DEREG-S05, $symptom, $why"
waived 1 "a past day" "$rule, reason: r, until: 2020-01-01"
said 'stale waiver: .*this waiver ended on 2020-01-01' "a past day: said so"
waived 1 "another server" "$rule, server: 'acme*', $why"
waived 0 "this server" "$rule, server: 'the embedded*', $why"
waived 2 "an unknown case" "case: NOPE-001, symptom: x, $why"
waived 2 "an unknown rule" "rule: NOPE-01, symptom: x, $why"
waived 2 "no symptom" "case: REG-001, $why"
waived 2 "no reason" "$rule, until: 2999-12-31"
waived 2 "no last day" "$rule, reason: r"
fault=
waived 1 "a pass" "case: REG-001, symptom: silence, $why"
said '^xpass +REG-001 ' "a pass: xpass"
tap_end
