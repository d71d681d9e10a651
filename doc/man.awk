# doc/man.awk - the manual page from its template and the rows of tables, in this order:
#     awk -f doc/man.awk cli/command.def cli/option.def reports/format.def doc/m5gtest.1.in
# Commands whose function is NULL are not in this version and left out. With -v only=CHECK,EXTRACT: options of these alone (of one command: without its name).
function roff(s) {
	gsub(/\\/, "\\e", s)
	gsub(/-/, "\\-", s)
	if (s ~ /^[.']/)
		s = "\\&" s
	return s
}
# The fields of "MACRO(a, "b, c", d)" into field[]; returns how many.
function fields(s,	n, i, c, quoted) {
	sub(/^[A-Z]+\(/, "", s)
	n = 1
	field[1] = ""
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (c == "\"")
			quoted = !quoted
		else if (c == "," && !quoted)
			field[++n] = ""
		else if (c == ")" && !quoted && i == length(s))
			break
		else if (quoted || c !~ /[ \t]/)
			field[n] = field[n] c
	}
	return n
}
function words_of(list,	n, i, part, out) {
	n = split(list, part, "|")
	for (i = 1; i <= n; i++) {
		sub(/^FOR\(/, "", part[i])
		sub(/\)$/, "", part[i])
		if (part[i] in built && (only == "" || index("," only ",", "," part[i] ",")))
			out = out (out == "" ? "" : ", ") word[part[i]]
	}
	return out
}
/^COMMAND\(/ {
	fields($0)
	if (field[4] == "NULL")
		next
	built[field[1]] = 1
	word[field[1]] = field[2]
	commands = commands ".TP\n.B m5gtest " roff(field[2]) " \\fR" roff(field[3]) "\n" roff(field[5]) ".\n"
	next
}
/^OPT\(/ {
	fields($0)
	whose = words_of(field[5])
	if (whose == "")
		next
	argument = field[4] == "NULL" ? "" : " \\fI" roff(field[4])
	options = options ".TP\n.B " roff(field[1]) argument "\n" roff(field[6]) ".\n" (only == "" || only ~ /,/ ? "(" whose ")\n" : "")
	next
}
/^FORMAT\(/ {
	fields($0)
	formats = formats ".TP\n.B " roff(field[1]) "\n" roff(field[2]) ".\n"
	next
}
# Words of scenarios: NAME(..., "word", ..., "text"), for @NAME@.
/^(LIFE|ARRIVAL|OUTCOME|QUANTITY)\(/ {
	macro = substr($0, 1, index($0, "(") - 1)
	n = fields($0)
	rows[macro] = rows[macro] ".TP\n.B " roff(field[2] == "" ? "an outcome" : field[2]) "\n" roff(field[n]) ".\n"
	next
}
/^SHARD\(/ {
	n = fields($0)
	list = ""
	for (i = 2; i <= n; i++)
		list = list (field[i] == "" ? "" : (list == "" ? "" : ", ") field[i])
	rows["SHARD"] = rows["SHARD"] ".TP\n" roff(field[1]) "\n" roff(list) ".\n"
	next
}
FILENAME !~ /\.in$/ { next }
/^@COMMANDS@$/ { printf "%s", commands; next }
/^@OPTIONS@$/ { printf "%s", options; next }
/^@FORMATS@$/ { printf "%s", formats; next }
/^@[A-Z]+@$/ { printf "%s", rows[substr($0, 2, length($0) - 2)]; next }
{ print }
