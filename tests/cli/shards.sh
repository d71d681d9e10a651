#!/bin/sh
# tests/cli/shards.sh - a load in parts: threads, and processes that Open MPI, Slurm and Kubernetes start, merged by report.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
SRCDIR=$(cd "$SRCDIR" && pwd)
BUILDDIR=$(cd "${BUILDDIR:-.}" && pwd)
M5GTEST_DATADIR=$SRCDIR/cases
export M5GTEST_DATADIR
. "$SRCDIR/tests/cli/command.sh"
tap_place
cd "$place"

# Lives, operations and outcomes; latencies are the wire's, and hang on how many share it.
counts() { sed -nE '/"phases"/,/"messages":/{/"(begun|answered|refused|timed-out|not-tried|lives-begun|lives-ended|sent|retransmitted|unexpected)":/p}' "$1"; }

# alike NAME FILE: as the whole.
alike() {
	counts whole.json >first
	counts "$2" >second
	if [ -s first ] && cmp -s first second; then tap_result 0 "$1"; else
		diff first second >differ || :
		tap_result 1 "$1" differ
	fi
}

did 0 "the whole" load warm-up-and-peak embedded --ues 1200 --seed 9 --report json:whole.json --report console:-

# --- threads ---

did 0 "three threads" load warm-up-and-peak embedded --ues 1200 --seed 9 --threads 3 --metrics metrics --seconds seconds \
	--report json:threads.json --report console:-
said '^seed: 9, UEs: 1200' "three threads: all UEs"
alike "three threads do the whole" threads.json
is "three threads: metrics are whole" grep -q '^# EOF' metrics
# What all threads began, second by second, each with a clock of its own.
begun=$(sed -nE 's/.*"begun":([0-9]+).*/\1/p' seconds | awk '{ n += $1 } END { print n + 0 }')
is "three threads: the seconds count them all: $begun" grep -q "^    \"begun\":$begun,$" threads.json
refused "no threads" "--threads: '0' is no number" load morning-rush embedded --threads 0
refused "threads and one capture" "--pcap and --keylog write one file" load morning-rush embedded --threads 2 --pcap x

# --- all begin at one time ---

start=$(($(date +%s) + 3600))
for i in 1 2 3; do
	did 0 "part $i of 3, in an hour" load warm-up-and-peak embedded --ues 1200 --seed 9 --allow-inconc --shard "$i/3" \
		--start-at "$start" --report "json:part$i.json"
	is "part $i of 3 began then" grep -q "^  \"start_ns\":${start}000000000,$" "part$i.json"
done
did 0 "begun together: merged" report part1.json part2.json part3.json --report json:merged.json
alike "begun together: three parts are the whole" merged.json
rm -f part?.json merged.json
refused "a time that is over" "--start-at: that time is over, by [0-9]+ s" load morning-rush embedded --start-at 1000000000

# --- who starts the parts says which this is ---

# part NAME VARIABLE=VALUE...: one part, as its starter would begin it.
part() {
	name=$1 got=0
	shift
	env "$@" "$BUILDDIR/m5gtest" load warm-up-and-peak embedded --ues 1200 --seed 9 --allow-inconc --report 'json:part{shard}.json' \
		>out 2>err || got=$?
	cat out err >both
	tap_result "$got" "$name" both
}

# whole NAME: the three parts together.
whole() {
	did 0 "$1: merged" report part1.json part2.json part3.json --report json:merged.json
	alike "$1: three parts are the whole" merged.json
	rm -f part?.json merged.json
}

for i in 0 1 2; do part "Open MPI's rank $i" OMPI_COMM_WORLD_RANK=$i OMPI_COMM_WORLD_SIZE=3; done
whole "Open MPI"
for i in 3 5 7; do
	part "Slurm's array task $i" SLURM_ARRAY_TASK_ID=$i SLURM_ARRAY_TASK_MIN=3 SLURM_ARRAY_TASK_STEP=2 SLURM_ARRAY_TASK_COUNT=3
done
whole "a Slurm array"
for i in 0 1 2; do part "Kubernetes' index $i" JOB_COMPLETION_INDEX=$i M5GTEST_SHARDS=3; done
whole "Kubernetes"

OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=3
export OMPI_COMM_WORLD_RANK OMPI_COMM_WORLD_SIZE
refused "one file for three parts" "Open MPI starts 3 parts, and all would write json:x: put \{shard\} into the name" \
	load morning-rush embedded --seed 1 --report json:x
refused "a part without a seed" "Open MPI needs --seed" load morning-rush embedded
did 0 "said is said" load warm-up-and-peak embedded --ues 300 --seed 1 --allow-inconc --shard 1/1
OMPI_COMM_WORLD_RANK=3
refused "a rank too many" "Open MPI: part 3 is none of 3" load morning-rush embedded --seed 1
unset OMPI_COMM_WORLD_RANK OMPI_COMM_WORLD_SIZE
JOB_COMPLETION_INDEX=0
export JOB_COMPLETION_INDEX
refused "Kubernetes without a size" "a Kubernetes job says which part this is .JOB_COMPLETION_INDEX., but not of how many: set M5GTEST_SHARDS" \
	load morning-rush embedded --seed 1
unset JOB_COMPLETION_INDEX

if command -v mpirun >/dev/null 2>&1; then
	is "mpirun starts three" mpirun --allow-run-as-root --oversubscribe -np 3 "$BUILDDIR/m5gtest" load warm-up-and-peak embedded \
		--ues 1200 --seed 9 --allow-inconc --report 'json:part{shard}.json'
	whole "mpirun"
else
	tap_skip "three parts under mpirun" "no mpirun (./bootstrap check-all installs it)"
fi
tap_end
