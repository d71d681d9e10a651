/* conformance/detection.c - a run with a fault against the fault's row. */
#include "conformance/detection.h"

#include <stdio.h>
#include <string.h>

#include "conformance/judge/rule.h"

const char *killed_word(enum killed killed)
{
	static const char *const words[] = { "named", "oracle", "other", "survived" };
	return words[killed];
}

static unsigned bit_of(const struct clause *clause) { return (unsigned)(clause - clause_row(0)); }

static void show(struct sighting *saw, const struct clause *clause)
{
	saw->shown[bit_of(clause) / 8] |= (uint8_t)(1 << bit_of(clause) % 8);
}

bool sighting_shows(const struct sighting *saw, const struct clause *clause)
{
	return saw->shown[bit_of(clause) / 8] & 1 << bit_of(clause) % 8;
}

/* A red case that the fault names shows the rows that the fault names too, and those that no rule judges. */
static void show_case(struct sighting *saw, const char *expected, const struct case_result *c)
{
	for (unsigned i = 0; c->rules && c->rules[i]; i++) {
		const struct clause *clause = clause_named(c->rules[i]);
		if (clause && (matrix_names(expected, clause->id) || !rule_of((enum clause_id)bit_of(clause))))
			show(saw, clause);
	}
}

static void note_by(struct sighting *saw, const char *word)
{
	size_t len = strlen(saw->by);

	if (!matrix_names(saw->by, word) && len + strlen(word) + 2 < sizeof(saw->by))
		snprintf(saw->by + len, sizeof(saw->by) - len, "%s%s", len ? " " : "", word);
}

static bool is_red(enum verdict verdict) { return verdict == VERDICT_FAIL || verdict == VERDICT_WARN; }

/* What our own UE did wrong, undeclared, must have become an error of ours: else nobody would hear of it. */
static bool is_heard(unsigned side, const struct finding *f, enum verdict of_case)
{
	return side != SIDE_CLIENT || !is_red(f->verdict) || of_case == VERDICT_ERROR;
}

/* A note counts where the row expects it: may and note rows have no other colour. */
static void look_at_findings(struct sighting *saw, const char *expected, unsigned side, const struct finding *findings,
			     size_t count, enum verdict of_case, bool *named, bool *red)
{
	for (size_t i = 0; i < count; i++) {
		const struct finding *f = &findings[i];
		bool is_expected = matrix_names(expected, f->clause->id);
		if (f->answer != BROKEN || !(f->by & side) || (f->verdict == VERDICT_NOTE && !is_expected) || !is_heard(side, f, of_case))
			continue;
		note_by(saw, f->clause->id);
		show(saw, f->clause);
		if (is_expected && !*named)
			snprintf(saw->why, sizeof(saw->why), "%s: expected %.120s, got %.160s", f->clause->id, f->expected, f->actual);
		*named |= is_expected;
		*red |= is_red(f->verdict);
	}
}

void sighting_judge(struct sighting *saw, const char *expected, unsigned side, const struct run_result *result)
{
	bool named = false, red = false, by_oracle = false, on_wire;

	for (size_t i = 0; i < result->case_count; i++) {
		const struct case_result *c = &result->cases[i];
		/* a server beside the target deviates on purpose: what it breaks says nothing of this fault */
		unsigned sides = c->beside ? side & ~(unsigned)SIDE_SERVER : side;
		look_at_findings(saw, expected, sides, c->findings, c->finding_count, c->verdict, &named, &red);
	}
	look_at_findings(saw, expected, side, result->loose, result->loose_count, VERDICT_ERROR, &named, &red);
	on_wire = red;
	for (size_t i = 0; i < result->case_count; i++) {
		const struct case_result *c = &result->cases[i];
		if (!is_red(c->verdict))
			continue;
		red = true;
		on_wire |= !c->oracle;
		note_by(saw, c->id);
		if (!matrix_names_case(expected, c->id))
			continue;
		if (!named && !by_oracle)
			snprintf(saw->why, sizeof(saw->why), "%s: %s", c->id, c->reason ? c->reason : "");
		*(c->oracle ? &by_oracle : &named) = true;
		show_case(saw, expected, c);
	}
	by_oracle &= !on_wire;
	if (!named && !by_oracle)
		snprintf(saw->why, sizeof(saw->why), "%s in %zu cases", red ? "nothing that its row names was red" : "nothing was red",
			 result->case_count);
	saw->killed = named ? KILLED_NAMED : by_oracle ? KILLED_ORACLE : red ? KILLED_OTHER : SURVIVED;
}

void sighting_judge_null(struct sighting *saw, const struct run_result *result)
{
	for (size_t i = 0; i < result->case_count; i++) {
		const struct case_result *c = &result->cases[i];
		if (c->verdict != VERDICT_PASS || c->beside)
			continue;
		if (!saw->passed++)
			snprintf(saw->why, sizeof(saw->why), "%s over %s", c->id, c->link);
	}
}

void sighting_judge_clean(struct sighting *saw, const struct run_result *result, bool impaired)
{
	for (size_t i = 0; i < result->case_count; i++) {
		const struct case_result *c = &result->cases[i];
		bool inconc = c->verdict == VERDICT_INCONC || c->verdict == VERDICT_NOT_RUN;
		saw->passed += c->verdict == VERDICT_PASS;
		saw->not_applicable += c->verdict == VERDICT_NA;
		saw->inconc += inconc;
		if (c->verdict == VERDICT_PASS || c->verdict == VERDICT_NA || (inconc && impaired))
			continue;
		if (!saw->alarms++)
			snprintf(saw->why, sizeof(saw->why), "%s over %s: %s: %s", c->id, c->link, verdict_word(c->verdict),
				 c->reason ? c->reason : "");
	}
	for (size_t i = 0; i < result->loose_count; i++) {
		const struct finding *f = &result->loose[i];
		if (f->verdict == VERDICT_NOTE || f->verdict == VERDICT_INCONC)
			continue;
		if (!saw->alarms++)
			snprintf(saw->why, sizeof(saw->why), "%s, of no case: %s", f->clause->id, f->actual);
	}
}
