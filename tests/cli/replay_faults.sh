#!/bin/sh
# tests/cli/replay_faults.sh - a captured run replayed against every fault of the server: seen as its row says, by comparison
# where code, options or payload differ, by a rule that the row names where they do not, or not at all, and then why.
# Of itself it is called with a fault's place: FOLDER, then of the list: word, rules, seen by.
set -eu

# What a replay of CAPTURE shows of the fault $word that $rules notice: comparison, rule, or nothing.
shown() {
	"$BUILDDIR/m5gtest" replay "$1" embedded --fault "$word" --retransmit --verbose >"$place/$word.out" 2>&1 || :
	awk -v rules=" $rules " '
		/^frame .*  (differs|no answer|extra answer)  / || /^[0-9]+ messages answer nothing / { differs = 1 }
		/^  (fail|warn|note) / && index(rules, " " $2 " ") { broken = 1 }
		/^[0-9]+ messages of / { whole = 1 }
		END { print !whole ? "no report" : differs ? "comparison" : broken ? "rule" : "nothing" }' "$place/$word.out"
}

# What either edition's capture shows.
shown_by_either() {
	by=$(shown "$place/cr.pcapng")
	if [ "$by" = nothing ]; then shown "$place/pre-cr.pcapng"; else echo "$by"; fi
}

if [ $# -gt 0 ]; then
	place=$1 word=$2 rules=$3 wanted=${4:-nothing}
	# Beside other tests one of some hundred replays shows another row, and why is not known: two of three decide.
	got=$(shown_by_either)
	if [ "$got" != "$wanted" ]; then
		second=$(shown_by_either) third=$(shown_by_either)
		[ "$second" != "$third" ] || got=$second
	fi
	[ "$got" = "$wanted" ] || echo "$word: its row says $wanted, seen: $got" >"$place/$word.bad"
	rm -f "$place/$word.out"
	exit 0
fi

. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
. "$SRCDIR/tests/cli/command.sh"
: "${BUILDDIR:=.}"
export BUILDDIR
tap_place
for edition in cr pre-cr; do
	did 0 "a run, edition $edition" run embedded --case '[A-T]*' --seed 1 --jobs 1 --edition $edition --quiet --pcap "$place/$edition.pcapng"
	did 0 "the faultless server, edition $edition" replay "$place/$edition.pcapng" embedded --retransmit
	said '^the same$' "the faultless server, edition $edition: the same"
done

# word, rules, seen by: of the server's faults, three lines each
"$BUILDDIR/m5gtest" list faults --json | awk -F '"' '
	/"word":/ { word = $4 }
	/"noticed-by":/ { rules = $4 }
	/"in-replay-by":/ { by = $4 }
	/"of":"server"/ { printf "%s\n%s\n%s\n", word, rules, by }' >"$place/faults"
tr '\n' '\0' <"$place/faults" | xargs -0 -n 3 -P 2 "$SRCDIR/tests/cli/replay_faults.sh" "$place"
is "there are faults" test "$(wc -l <"$place/faults")" -gt 600
while read -r word && read -r rules && read -r by; do
	touch "$place/$word.bad"
	tap_none "$place/$word.bad" "$word: ${by:-not seen}"
done <"$place/faults"

did 0 "explain: by comparison" explain class-1
said '^  in a replay seen by comparison$' "explain: by comparison: says so"
did 0 "explain: by rule" explain record-replayed
said '^  in a replay seen by rule$' "explain: by rule: says so"
did 0 "explain: not seen" explain stores-no-profile
said '^  in a replay not seen: nothing on the wire tells' "explain: not seen: says why"
rules=COAP-MSG-37 word=wrong-message-id
is "planted and found: a rule that the row does not name" test "$(shown "$place/cr.pcapng")" = nothing
tap_end
