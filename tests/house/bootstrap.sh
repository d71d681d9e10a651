#!/bin/sh
# tests/house/bootstrap.sh - what ./bootstrap says before it builds, with stand-ins for the package tools.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"
SRCDIR=$(cd "$SRCDIR" && pwd)

tap_place
mkdir "$place/bin"
stub() { printf '#!/bin/sh\n%s\n' "$2" >"$place/bin/$1"; chmod +x "$place/bin/$1"; }

# expect STATUS NAME PATTERN ARGUMENT...: PATTERN stands in what is printed.
expect() {
	wanted=$1 name=$2 pattern=$3
	shift 3
	got=0
	PATH=$place/bin:$PATH BUILD=${build:-$place/build} sh "$SRCDIR/bootstrap" "$@" >"$place/out" 2>&1 </dev/null || got=$?
	grep -qE "$pattern" "$place/out" && found=0 || found=1
	echo "exit status $got" >>"$place/out"
	[ "$got" = "$wanted" ] || found=1
	tap_result "$found" "$name" "$place/out"
}

expect 2 "no word is usage" '\./bootstrap demo'
expect 2 "an unknown word is usage" '\./bootstrap demo' chekc
expect 2 "check takes no operand" '\./bootstrap demo' check now
build=/dev/null/build expect 3 "a build directory that cannot be" 'set BUILD' demo

stub dpkg-query 'exit 1'
stub id 'echo 1000'
expect 3 "not root: the one apt line" '^apt-get install --no-install-recommends gcc .*libcoap3-dev' demo
grep -c '^apt-get' "$place/out" | grep -qx 1 && one=0 || one=1
tap_result "$one" "and it is one" "$place/out"
[ ! -e "$place/build/config.status" ] && none=0 || none=1
tap_result "$none" "nothing was built"

stub id 'echo 0'
stub apt-get "echo \"\$*\" >>'$place/apt'; case \$* in *install*) echo 'E: no such package'; exit 100 ;; esac"
expect 3 "root: what apt-get said, and where all of it is" 'E: no such package' check
expect 3 "root: a failed installation is named" 'apt-get failed; the whole of it is in .*/bootstrap\.log' check
grep -q 'update' "$place/apt" && grep -q 'install.*libxml2-utils' "$place/apt" && asked=0 || asked=1
tap_result "$asked" "root: lists updated, tests' packages asked for too" "$place/apt"

# All there: no package tool is called.
stub dpkg-query 'printf installed'
stub apt-get "echo called >>'$place/called'; exit 1"
stub autoreconf 'exit 1'
stub make 'exit 1'
PATH=$place/bin:$PATH BUILD=$place/build sh "$SRCDIR/bootstrap" demo >"$place/out" 2>&1 </dev/null || :
[ ! -e "$place/called" ] && quiet=0 || quiet=1
tap_result "$quiet" "nothing is installed where nothing is missing" "$place/out"
tap_end
