#!/bin/sh
# tests/house/includes.sh - the include line is the architecture: who may include whom, and each library's one door.
set -eu
. "${SRCDIR:=$(dirname "$0")/../..}/tests/house/tap.sh"

# A folder and the folders that it may include, itself aside (HACKING.md, "Folders"). `conformance/judge` is a folder of
# its own; `reports` sees only the result headers of its neighbours: single files.
may_include() {
	cat <<-'TABLE'
	wire
	text              wire
	dtls              wire
	conformance/judge wire
	server            wire
	sim               wire text
	pcap              wire dtls
	net               wire dtls
	conformance       wire text sim conformance/judge
	reports           wire conformance/judge conformance/result.h conformance/detection.h conformance/load_result.h conformance/replay_result.h conformance/matrix.h
	cli               wire text dtls conformance/judge server sim pcap net conformance reports
	tests             wire text dtls conformance/judge server sim pcap net conformance reports cli
	TABLE
}

# The headers of a library (a prefix of the name in <>) and who may open them: folders or single files.
doors() {
	cat <<-'TABLE'
	yaml.h         text
	openssl/ssl.h  net
	openssl/       dtls net
	pcap           pcap
	zlib.h         pcap
	json-c/        wire/msgin5g_build.c wire/mutation_member.c reports
	json.h
	coap
	check.h
	sys/socket.h   net
	sys/epoll.h    net
	sys/eventfd.h  net
	sys/un.h       net
	sys/uio.h      net
	netinet/       net
	netdb.h        net
	net/           net
	linux/         net
	poll.h         net
	arpa/inet.h    wire net
	sys/time.h     net
	time.h         net cli
	TABLE
}

# Tests may open every library; cli/ none of them. The clock (time.h) is net's, and cli's for dates.
violations() {
	may_include >"$place/may"
	doors >"$place/doors"
	house_files "$1" | grep -E '\.(c|h|def)$' >"$place/files"
	(cd "$1" && xargs grep -nE '^[[:space:]]*#[[:space:]]*include' /dev/null <"$place/files") |
		LC_ALL=C awk -v may="$place/may" -v doors="$place/doors" '
		function folder(path,	f) {
			f = path
			sub(/\/[^\/]*$/, "", f)
			if (f ~ /^tests(\/|$)/)
				return "tests"
			return f
		}
		function ours(from, path, file,	n, i, word) {
			if (file == "config.h" || folder(file) == folder(path))
				return 1
			n = split(allowed[from], word, " ")
			for (i = 1; i <= n; i++)
				if (folder(file) == word[i] || file == word[i])
					return 1
			return 0
		}
		function opened(from, path, header,	d, n, i, word) {
			if (from == "tests")
				return 1
			for (d = 1; d <= door_count; d++) {
				if (index(header, door[d]) != 1)
					continue
				n = split(opens[d], word, " ")
				for (i = 1; i <= n; i++)
					if (from == word[i] || path == word[i])
						return 1
				return 0
			}
			return 1
		}
		BEGIN {
			while ((getline line < may) > 0) {
				n = index(line " ", " ")
				name = substr(line, 1, n - 1)
				known[name] = 1
				allowed[name] = substr(line, n)
			}
			while ((getline line < doors) > 0) {
				n = index(line " ", " ")
				door[++door_count] = substr(line, 1, n - 1)
				opens[door_count] = substr(line, n)
			}
		}
		{
			split($0, part, ":")
			path = part[1]
			place = path ":" part[2] ": "
			from = folder(path)
			text = substr($0, length(place))
			if (!(from in known)) {
				print place "folder " from " is not in the table"
			} else if (match(text, /"[^"]*"/)) {
				file = substr(text, RSTART + 1, RLENGTH - 2)
				if (file !~ /\// && file != "config.h")
					print place "\"" file "\" is no full \"folder/file.h\""
				else if (!ours(from, path, file))
					print place from " may not include " file
			} else if (match(text, /<[^>]*>/)) {
				header = substr(text, RSTART + 1, RLENGTH - 2)
				if (!opened(from, path, header))
					print place from " may not open <" header ">"
			} else {
				print place "an include that this test cannot read"
			}
		}' | sort -u
}

tap_place
violations "$SRCDIR" >"$place/found"
tap_none "$place/found" "every include line is allowed by the table"

# What each planted line must give; and a clean tree gives nothing.
plant() {
	mkdir -p "$place/tree/$(dirname "$1")"
	printf '%s\n' "$2" >"$place/tree/$1"
}
plant wire/a.c '#include "wire/b.h"'
plant conformance/judge/j.c '#include "conformance/judge/k.h"'
plant reports/r.c '#include "conformance/result.h"'
plant wire/msgin5g_build.c '#include <json-c/json.h>'
plant tests/unit/t.c '#include <coap3/coap.h>'
plant cli/main.c '#include "net/host.h"'
violations "$place/tree" >"$place/found"
tap_none "$place/found" "a clean tree gives nothing"
plant wire/up.c '#include "dtls/suite.h"'
plant server/peek.c '#include "conformance/judge/rule.h"'
plant conformance/judge/up.c '#include "conformance/result.h"'
plant sim/side.c '#include "net/host.h"'
plant reports/more.c '#include "conformance/plan.h"'
plant wire/bare.c '#include "table.h"'
plant wire/json_write.c '  #  include <json-c/json.h>'
plant dtls/session.c '#include <openssl/ssl.h>'
plant sim/socket.c '#include <sys/socket.h>'
plant cli/yaml.c '#include <yaml.h>'
plant server/new/x.c '#include <stdio.h>'
plant wire/macro.h '#include HEADER'
violations "$place/tree" >"$place/found"
tap_some "$place/found" '^wire/up\.c:1: wire may not include dtls/suite\.h' "upward"
tap_some "$place/found" '^server/peek\.c:1: ' "the examined looks at the examiner"
tap_some "$place/found" '^conformance/judge/up\.c:1: ' "the judge looks at the runner"
tap_some "$place/found" '^sim/side\.c:1: ' "an engine looks at sockets"
tap_some "$place/found" '^reports/more\.c:1: ' "a report looks at more than results"
tap_some "$place/found" '^wire/bare\.c:1: .*no full' "no folder"
tap_some "$place/found" '^wire/json_write\.c:1: .*json-c' "json-c by another door, with spaces"
tap_some "$place/found" '^dtls/session\.c:1: .*ssl\.h' "libssl in dtls/"
tap_some "$place/found" '^sim/socket\.c:1: .*socket' "a socket outside net/"
tap_some "$place/found" '^cli/yaml\.c:1: .*yaml' "libyaml in cli/"
tap_some "$place/found" '^server/new/x\.c:1: folder server/new' "a folder that nobody knows"
tap_some "$place/found" '^wire/macro\.h:1: ' "an include that cannot be read"
tap_end
