/* conformance/judge/finding.c - the one formatter of findings. */
#include "conformance/judge/finding.h"

static void print_place(FILE *out, const struct finding *f)
{
	fprintf(out, " frame %u", f->frame);
	if (f->where.len == 1)
		fprintf(out, " octet %u", f->where.at);
	else if (f->where.len)
		fprintf(out, " octets %u-%u", f->where.at, f->where.at + f->where.len - 1);
}

static void print_related(FILE *out, const struct finding *f)
{
	const char *before = " (see frame ";

	for (unsigned i = 0; i < 3; i++) {
		if (!f->related[i] || f->related[i] == f->frame)
			continue;
		fprintf(out, "%s%u", before, f->related[i]);
		before = ", ";
	}
	if (*before == ',')
		fputc(')', out);
}

void finding_print(FILE *out, const struct finding *f)
{
	fprintf(out, "%s %s (%s, %s)", verdict_word(f->verdict), f->clause->id, f->clause->source,
		level_word(f->clause->level));
	print_place(out, f);
	fprintf(out, ": expected %s", f->expected[0] ? f->expected : f->clause->text);
	if (f->actual[0])
		fprintf(out, ", got %s", f->actual);
	if (f->binding_unconfirmed)
		fputs(" [binding not confirmed]", out);
	print_related(out, f);
	fputc('\n', out);
}
