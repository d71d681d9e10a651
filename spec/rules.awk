# spec/rules.awk - spec/rules.tsv to conformance/judge/clause.def: a row a rule, nothing dropped.
# CLAUSE(name, id, group, applies, level, ground, binds, observable, source, text, same_as, remark)
BEGIN {
	FS = "\t"
	print "/* Made from spec/rules.tsv by spec/rules.awk: edit that. */"
}
# By character: awks differ over backslashes in what gsub puts in.
function c_text(s,	i, c, out) {
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		out = out (c == "\\" || c == "\"" ? "\\" : "") c
	}
	return "\"" out "\""
}
function c_name(s) {
	gsub(/[-.]/, "_", s)
	return s
}
function bits(s, prefix,	n, part, i, out) {
	if (s == "always")
		return "0"
	n = split(s, part, ",")
	for (i = 1; i <= n; i++) {
		gsub(/[-:]/, "_", part[i])
		out = out (i > 1 ? " | " : "") prefix toupper(part[i])
	}
	return out
}
NR == 1 { next }
NF < 9 {
	printf "spec/rules.tsv:%d: %d columns, expected 11\n", NR, NF > "/dev/stderr"
	exit 1
}
{
	printf "CLAUSE(%s, %s, '%s', %s, LEVEL_%s, GROUND_%s, SIDE_%s, %s, %s, %s, %s, %s)\n", c_name($1), c_text($1), $2,
		bits($3, "APPLIES_"), toupper($4), toupper($5), toupper($6), c_text($7), c_text($8), c_text($9),
		c_text($10), c_text($11)
}
