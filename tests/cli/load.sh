#!/bin/sh
# tests/cli/load.sh - m5gtest load: its words, its exit statuses, every shipped scenario shortened, faults, signals, a server
# that dies and comes back.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
SRCDIR=$(cd "$SRCDIR" && pwd)
BUILDDIR=$(cd "${BUILDDIR:-.}" && pwd)
M5GTEST_DATADIR=$SRCDIR/cases
export M5GTEST_DATADIR
tap_place
cd "$place"

# loaded STATUS NAME ARGUMENT...: runs load; what it says is in `both`. In real time (in_time is empty) a busy machine may keep
# the generator from its pace: then it keeps no threshold, and says so.
in_time=yes
loaded() {
	wanted=$1 name=$2 got=0
	shift 2
	"$BUILDDIR/m5gtest" load "$@" >out 2>err || got=$?
	cat out err >both
	if [ -z "$in_time" ] && [ "$got" = 5 ] && grep -q '^THE GENERATOR FELL BEHIND' both; then got=$wanted; fi
	if [ "$got" = "$wanted" ]; then tap_result 0 "$name: exit $wanted"; else
		echo "exit status $got" >>both
		tap_result 1 "$name: exit $wanted" both
	fi
}

said() { if grep -qE -- "$1" both; then tap_result 0 "$2"; else tap_result 1 "$2: $1" both; fi; }
unsaid() { if grep -qE -- "$1" both; then tap_result 1 "$2: $1" both; else tap_result 0 "$2"; fi; }

# --- words ---

loaded 2 "nothing"
loaded 2 "no target" morning-rush
loaded 2 "an empty target" morning-rush ''
loaded 2 "no such scenario" morning-rash embedded
said 'morning-rash: neither a file nor the name of a scenario' "no such scenario: says so"
sed 's/drop ue-service-id/drop ue-credential-information/' "$SRCDIR/scenarios/misbehaving-share.yaml" >unfit.yaml
loaded 2 "a mutation that fits no message" ./unfit.yaml embedded
echo 'scenario: x' >broken.yaml
loaded 2 "a broken scenario" ./broken.yaml embedded
said 'broken\.yaml:1:1: missing key .population.' "a broken scenario: with its place"
loaded 2 "a fault elsewhere" morning-rush coap://127.0.0.1/msgin5g --fault wrong-token
loaded 2 "no such fault" morning-rush embedded --fault wrong-tokken
loaded 2 "no number" morning-rush embedded --ues many
loaded 2 "coaps and no target for it" secure-rush coap://127.0.0.1/msgin5g
said 'the scenario speaks coaps' "coaps and no target for it: says so"
loaded 2 "more sockets than descriptors" secure-rush coaps://127.0.0.1/msgin5g --ues 8000000 --dtls openssl
said '8000000 UEs need a socket each' "more sockets than descriptors: says so"

got=0
# shellcheck disable=SC3045	# dash and bash have it
(ulimit -v 1500000 && exec "$BUILDDIR/m5gtest" load morning-rush embedded --ues 8000000) >both 2>&1 || got=$?
tap_result "$((got != 2))" "more UEs than memory: exit 2" both
said '8000000 UEs.* need about [0-9.]+ GB of memory, and [0-9.]+ GB are left by ulimit -v' "more UEs than memory: says so"

loaded 2 "nobody's DTLS" secure-rush embedded --dtls gnutls
said "'gnutls' is neither own nor openssl" "nobody's DTLS: says so"

# --- every shipped scenario, short, in virtual time ---

for file in "$SRCDIR"/scenarios/*.yaml; do
	name=$(basename "$file" .yaml)
	loaded 0 "$name" "$name" embedded --ues 1500 --seed 7 --report console:- --report "json:$name.json"
	said '^kept ' "$name: a threshold is kept"
	unsaid '^(missed|unmeasured|doubtful) ' "$name: and none is missed"
done
loaded 0 "bad wire, more of it" bad-wire embedded --ues 600 --seed 3
said 'answered \([0-9]+ after 1 retransmission' "bad wire: retransmissions counted"
said 'findings: 0 fail, 0 warn' "bad wire: no false finding"

# Whoever moves comes back from the same address and another port.
if tshark=$(command -v tshark); then
	loaded 0 "on the move, captured" on-the-move embedded --ues 20 --seed 1 --pcap moves.pcapng
	"$tshark" -r moves.pcapng -Y 'ip.src >= 127.128.0.0' -T fields -e ip.src -e udp.srcport 2>/dev/null | sort -u >moves
	addresses=$(cut -f 1 moves | sort -u | wc -l)
	if [ "$addresses" = 20 ] && [ "$(wc -l <moves)" -ge 60 ]; then tap_result 0 "on the move: three ports of each address"; else
		tap_result 1 "on the move: three ports of each address" moves; fi
else
	tap_skip "on the move: three ports of each address" "no tshark"
fi

# --- Gateway UEs, devices, UEs behind them ---

loaded 0 "factory hall" factory-hall embedded --seed 1 --pcap hall.pcapng
said '^  devices +2[0-9]+ begun: 2[0-9]+ good, 0 bad, 0 open' "factory hall: each population adds up"
said 'gateway-bulk +[1-9][0-9]* begun: [1-9][0-9]* answered' "factory hall: bulk registrations at the server"
# Every message on either leg is judged, and once.
messages=$(sed -nE 's/^  messages +([0-9]+) sent \(0 again\), ([0-9]+) heard.*/\1 \2/p' out | awk '{ print $1 + $2 }')
said "; $messages messages judged" "factory hall: both legs are judged, each message once"
if "$BUILDDIR/m5gtest" check hall.pcapng --quiet >checked 2>&1; then tap_result 0 "factory hall: its capture is judged again"; else
	tap_result 1 "factory hall: its capture is judged again" checked; fi
if grep -q "^$messages packets, $messages datagrams, $messages CoAP" checked; then tap_result 0 "factory hall: the same messages"; else
	tap_result 1 "factory hall: the same messages" checked; fi
loaded 3 "a Gateway UE's wrong bulk" factory-hall embedded --seed 1 --fault gateway-miscounts
said 'error +S2-BULK-04: [1-9][0-9]* times by our own UEs' "a Gateway UE's wrong bulk: found towards the server"
loaded 3 "a Gateway UE's wrong answer" factory-hall embedded --seed 1 --fault gateway-wrong-token
said 'error +COAP-MSG-37: [1-9][0-9]* times by our own UEs' "a Gateway UE's wrong answer: found towards the devices"
loaded 1 "a server's wrong bulk" factory-hall embedded --seed 1 --fault bulk-answer-miscounted
said 'fail +S2-BULK-05: [1-9][0-9]* times$' "a server's wrong bulk: found"
sed 's/wait: 40s/wait: 90s/; s/^thresholds.*/impair: {loss: 5%, duplicate: 5%, reorder: 2%, delay: 20ms..40ms}\ntiming: {answer-within: 60s}\nthresholds: [failed < 0.1%, findings == 0]/' \
	"$SRCDIR/scenarios/factory-hall.yaml" >hall.yaml
loaded 0 "factory hall, bad wire" ./hall.yaml embedded --seed 2
said 'device-register .*after 1 retransmission' "factory hall, bad wire: retransmissions counted"
sed 's/^population.*//; s/^arrive:.*//; /^life:/,/^gateways:/{/^gateways:/!d}; s/ues.p99 < 200ms, //; s/ *wait: 20s/&/
	s/^  arrive: {model: constant, rate: 100\/s}/  outages: [{at: 10s, share: 100%, back: 1s}]\n&/
	s/^thresholds.*/thresholds: [gateways.failed == 0, findings == 0]/' "$SRCDIR/scenarios/factory-hall.yaml" >dark.yaml
loaded 0 "Gateway UEs lose power" ./dark.yaml embedded --seed 1
said 'gateway-renew +[2-9][0-9] begun' "Gateway UEs lose power: they register again"

# --- what is wrong is seen ---

loaded 1 "a wrong token" morning-rush embedded --ues 50 --fault wrong-token --seed 1
said 'fail +COAP-MSG-[0-9]+: [0-9]+ times' "a wrong token: found by its rule"
said '^missed +findings == 0: [1-9]' "a wrong token: the threshold is missed"
loaded 1 "the same, not judged" morning-rush embedded --ues 50 --fault wrong-token --seed 1 --no-judge
said 'answers were not judged' "not judged: says so"
unsaid 'fail +COAP-MSG' "not judged: no finding"

# --- the same seed is the same run ---

loaded 0 "once" warm-up-and-peak embedded --ues 1500 --seed 5
sed '1,/^phase/d' out >first
loaded 0 "again" warm-up-and-peak embedded --ues 1500 --seed 5
sed '1,/^phase/d' out >second
if cmp -s first second; then tap_result 0 "the same seed, the same report"; else
	diff first second >differ || :
	tap_result 1 "the same seed, the same report" differ
fi

# --- three parts are the whole ---

loaded 0 "the whole" warm-up-and-peak embedded --ues 3000 --seed 9 --report json:whole.json --report console:-
for part in 1 2 3; do
	loaded 0 "part $part of 3" warm-up-and-peak embedded --ues 3000 --seed 9 --shard "$part/3" --allow-inconc --report "json:$part.json" --report console:-
done
merged() {
	wanted=$1 name=$2 got=0
	shift 2
	"$BUILDDIR/m5gtest" report "$@" >out 2>err || got=$?
	cat out err >both
	if [ "$got" = "$wanted" ]; then tap_result 0 "$name"; else tap_result 1 "$name: exit $got, not $wanted" both; fi
}
merged 0 "merged" 3.json 1.json 2.json --report json:merged.json
# Lives, operations and outcomes are equal; latencies are the wire's, and hang on how many share it.
counts() { sed -nE '/"phases"/,/"messages":/{/"(begun|answered|refused|timed-out|not-tried|lives-begun|lives-ended|sent|retransmitted|unexpected)":/p}' "$1"; }
counts whole.json >first
counts merged.json >second
if [ -s first ] && cmp -s first second; then tap_result 0 "three parts are the whole"; else
	diff first second >differ || :
	tap_result 1 "three parts are the whole" differ
fi
for part in 1 2 3; do
	loaded 0 "part $part of 3 of the hall" factory-hall embedded --seed 9 --shard "$part/3" --allow-inconc --report "json:$part.json" --report console:-
done
loaded 0 "the whole hall" factory-hall embedded --seed 9 --report json:whole.json
merged 0 "the hall, merged" 3.json 1.json 2.json --report json:merged.json
counts whole.json >first
counts merged.json >second
if [ -s first ] && cmp -s first second; then tap_result 0 "three parts are the whole hall"; else
	diff first second >differ || :
	tap_result 1 "three parts are the whole hall" differ
fi
merged 3 "a part twice" 1.json 2.json 1.json
said 'part 1 of 3 is there twice' "a part twice: says so"
merged 3 "parts of another run" 1.json bad-wire.json
merged 3 "no report" "$SRCDIR/README.md"
merged 2 "no file"
loaded 2 "no part" morning-rush embedded --seed 1 --shard 4/3
loaded 2 "a part without a seed" morning-rush embedded --shard 1/3

# --- files beside the report ---

loaded 0 "metrics and seconds" recorded-arrivals embedded --seed 1 --metrics m.txt --seconds s.jsonl --pcap p.pcapng
if [ "$(tail -n 1 m.txt)" = '# EOF' ] && grep -q '^m5gtest_outcomes_total{operation="register",outcome="answered"} 20$' m.txt; then
	tap_result 0 "metrics: whole, and of the end"; else tap_result 1 "metrics: whole, and of the end" m.txt; fi
if [ "$(wc -l <s.jsonl)" -ge 3 ] && ! grep -qv '^{"second":[0-9]*,.*}$' s.jsonl; then tap_result 0 "a line a second"; else
	tap_result 1 "a line a second" s.jsonl; fi
find . -name '*.part' >parts
tap_none parts "no half-written file"
if "$BUILDDIR/m5gtest" check p.pcapng >checked 2>&1; then tap_result 0 "its capture is judged again"; else
	tap_result 1 "its capture is judged again" checked; fi
# Who has the old file open reads the old one whole: it is replaced, not written anew.
echo old >m.txt
exec 5<m.txt
loaded 0 "metrics again" recorded-arrivals embedded --seed 1 --metrics m.txt
read -r line <&5
exec 5<&-
if [ "$line" = old ] && grep -q '^# EOF' m.txt; then tap_result 0 "metrics: replaced at once"; else tap_result 1 "metrics: replaced at once" m.txt; fi

if command -v script >/dev/null 2>&1; then
	script -qec "'$BUILDDIR/m5gtest' load recorded-arrivals embedded --seed 1" typed </dev/null >both 2>&1 || :
	said '^.*[0-9]+ s +[0-9]+ live +[0-9]+ open +[0-9]+/s begun' "a terminal: a live line"
else
	tap_skip "a terminal: a live line" "no script"
fi
"$BUILDDIR/m5gtest" load recorded-arrivals embedded --seed 1 >out 2>both
unsaid ' live +[0-9]+ open' "no terminal: no live line"
loaded 3 "metrics that cannot be written" recorded-arrivals embedded --metrics ./nowhere/m.txt

# --- real servers, real time ---

in_time=

mkfifo lines
exec 3<>lines

# serve PORT: a server in the background, once it listens; its URI is in `uri`.
serve() {
	"$BUILDDIR/m5gtest" serve --listen "coap://127.0.0.1:$1" --scenario recorded-arrivals >lines 2>served &
	server=$!
	read -r line <&3
	uri=${line#listening on }
}

# until_second WORDS: until a line of --seconds lines has WORDS.
until_second() {
	while read -r line <&3; do
		case $line in *"$1"*) break ;; esac
	done
}

end_server() {
	kill "-$1" "$server"
	wait "$server" 2>/dev/null || :
}

serve 0
loaded 0 "a server in another process" recorded-arrivals "$uri" --seed 1
said '20 answered' "a server in another process: everybody answered"

# Keys from AKMA, by the same templates on either side; another K_AUSF is another key.
sed 's/ues: 300/ues: 20/; s/wait: 5s..10s/wait: 10ms/' "$SRCDIR/scenarios/akma-rush.yaml" >akma.yaml
"$BUILDDIR/m5gtest" serve --listen coaps://127.0.0.1:0 --scenario ./akma.yaml >lines 2>served &
akma=$!
read -r line <&3
loaded 0 "AKMA: a server in another process" ./akma.yaml "${line#listening on }" --seed 1
said 'handshake +20 begun: 20 answered' "AKMA: everybody has the same key as the server"
{ sed 's/hex:0011/hex:1111/' akma.yaml && echo 'stop: {after: 1s, drain: 100ms}'; } >other.yaml
loaded 5 "AKMA: another key" ./other.yaml "${line#listening on }" --seed 1
said 'handshake +[0-9]+ begun: [0-9]+ unfinished$' "AKMA: another key shuts out"
kill "$akma"
wait "$akma" 2>/dev/null || :

# Certificates from files, which the server knows by the same templates.
if command -v openssl >openssl.path; then
	mkdir pki
	for n in 1 2 3 4 5; do
		openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=ue$n" -days 2 -keyout "pki/ue$n.key" \
			-out "pki/ue$n.pem" 2>>openssl.err
	done
	sed 's/ues: 200/ues: 5/; s/made: yes/file: "pki\/ue{n}.pem", key: "pki\/ue{n}.key"/; s/wait: 5s..10s/wait: 10ms/' \
		"$SRCDIR/scenarios/certificate-rush.yaml" >files.yaml
	"$BUILDDIR/m5gtest" serve --listen coaps://127.0.0.1:0 --scenario ./files.yaml >lines 2>served &
	certified=$!
	read -r line <&3
	loaded 0 "certificates: a server in another process" ./files.yaml "${line#listening on }" --seed 1
	said 'handshake +5 begun: 5 answered' "certificates: everybody is let in"
	said 'register +5 begun: 5 answered' "certificates: each as the UE it says it is"
	# UE 1's certificate for UE 2's name: known, and not the UE that registers.
	mkdir other
	cp pki/* other && cp pki/ue1.pem other/ue2.pem && cp pki/ue1.key other/ue2.key
	sed 's/pki/other/g' files.yaml >other.yaml
	loaded 1 "certificates: another's" ./other.yaml "${line#listening on }" --seed 1
	said 'register +5 begun: 4 answered, 1 refused' "certificates: another's name is refused"
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=ue2" -days 2 -keyout other/ue2.key -out other/ue2.pem 2>>openssl.err
	loaded 1 "certificates: nobody's" ./other.yaml "${line#listening on }" --seed 1
	said 'certificate_unknown|handshake +5 begun: 4 answered' "certificates: nobody's is shut out"
	kill "$certified"
	wait "$certified" 2>/dev/null || :
	cp pki/ue1.key other/ue2.key
	loaded 2 "certificates: another key" ./other.yaml embedded
	said 'UE 2: other/ue2.key: not the key of the certificate' "certificates: another key: said before the run"
	rm other/ue2.key
	loaded 2 "certificates: no key" ./other.yaml embedded
	said 'UE 2: other/ue2.key: no private key in PEM' "certificates: no key: said before the run"
else
	tap_skip "certificates from files" "no openssl command"
fi
loaded 2 "certificates made here, for a stranger" certificate-rush coaps://127.0.0.1:9/msgin5g
said 'known to the embedded server only: give file and key' "certificates made here, for a stranger: says so"
loaded 2 "certificates, by OpenSSL" certificate-rush embedded --dtls openssl
said 'by our own DTLS only' "certificates, by OpenSSL: says so"

# A run that is interrupted tells what it has done.
sed 's/wait: 1s/wait: 1h/; s/^thresholds.*/thresholds: [failed == 0]/' "$SRCDIR/scenarios/recorded-arrivals.yaml" >long.yaml
"$BUILDDIR/m5gtest" load ./long.yaml "$uri" --seconds lines --report console:i.txt --report json:i.json 2>err &
load=$!
until_second '"registered":20'
kill -INT "$load"
got=0
wait "$load" || got=$?
cp i.txt both
if [ "$got" = 130 ]; then tap_result 0 "interrupted: exit 130"; else tap_result 1 "interrupted: exit 130, not $got" both; fi
said '^interrupted: ' "interrupted: a whole report"
said 'register +20 begun: 20 answered' "interrupted: of what was done"
said '^kept +failed == 0' "interrupted: thresholds are asked"

# A server that is killed in mid-run and comes back on its port: what was lost is sent again.
cat >kill.yaml <<'Y'
scenario: killed
population: {ues: 20}
arrive: {model: list, times: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]}
life: [register: self, wait: 2s, register: self]
timing: {ack-timeout: 300ms}
on-failure: {retry: 300ms}
thresholds: [renew.refused == 0]
Y
"$BUILDDIR/m5gtest" load ./kill.yaml "$uri" --seconds lines --report console:k.txt 2>err &
load=$!
until_second '"registered":10'
end_server KILL
port=${uri#coap://127.0.0.1:}
serve_at=${port%%/*}
"$BUILDDIR/m5gtest" serve --listen "coap://127.0.0.1:$serve_at" --scenario recorded-arrivals >served 2>&1 &
server=$!
got=0
wait "$load" || got=$?
cp k.txt both
said 'renew .*: 10 answered' "killed and restarted: everybody renewed in the end"
end_server TERM

sed 's/300ms}/1ms, max-retransmit: 1}/; /on-failure/d' kill.yaml >nobody.yaml
loaded 3 "nobody there" ./nobody.yaml "$uri"
said '10 unreachable' "nobody there: ICMP is counted"
tap_end
