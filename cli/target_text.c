/* cli/target_text.c - a target file written: YAML that lint passes, each line with its ground. */
#include "cli/target_text.h"

#include <ctype.h>
#include <string.h>

#include "conformance/judge/clause.h"
#include "reports/escape.h"
#include "wire/engine.h"
#include "wire/hex.h"

static void put_quoted(FILE *out, const char *before, const char *text)
{
	fputs(before, out);
	escape_yaml(out, text);
}

/* A comment is one line, whatever the words were made from. */
static void put_remark(FILE *out, const char *remark)
{
	fputs("    # ", out);
	escape_console(out, remark);
	fputc('\n', out);
}

static void put_head(FILE *out, const struct target_text *t)
{
	fprintf(out, "# A target of m5gtest: what the server is (PICS) and what the tester must be told (PIXIT).\n# Written by m5gtest "
		     PACKAGE_VERSION " init from ");
	escape_console(out, t->source);
	fputs(".\n# Check it, then: m5gtest run ", out);
	escape_console(out, t->file ? t->file : "FILE");
	fputs("\ntarget:\n", out);
	put_quoted(out, "  name: ", t->name);
	fputs("    # as reports and waivers call it\n", out);
}

static void put_links(FILE *out, const struct target_text *t)
{
	static const char *const keys[] = { "coap: ", "coaps: " };

	for (int i = TRANSPORT_COAP; i <= TRANSPORT_COAPS; i++) {
		if (!*t->links[i].uri)
			continue;
		fputs(t->links[i].answers ? "  " : "  # ", out);
		put_quoted(out, keys[i], t->links[i].uri);
		put_remark(out, t->links[i].remark);
	}
}

static void put_names(FILE *out, const struct target_text *t)
{
	const struct binding *b = t->proposed;
	struct binding usual;

	binding_default(&usual);
	fputs("binding:\n  binding: proposed\n  members:\n", out);
	for (int e = 0; e < ELEMENT_COUNT; e++) {
		if (!t->named[e])
			continue;
		fprintf(out, "    %s: ", element_fact((enum element)e)->word);
		put_quoted(out, "", b->members[e]);
		fputc('\n', out);
	}
	for (int e = 0, first = 1; e < ELEMENT_COUNT; e++) {
		if (b->types[e] == usual.types[e])
			continue;
		fprintf(out, "%s    %s: %s\n", first ? "  types:\n" : "", element_fact((enum element)e)->word,
			json_kind_name(b->types[e]));
		first = 0;
	}
	for (int v = 0, first = 1; v < VALUE_COUNT; v++) {
		if (!t->valued[v])
			continue;
		fprintf(out, "%s    %s: ", first ? "  values:\n" : "", value_word((enum binding_value)v));
		put_quoted(out, "", b->values[v]);
		fputc('\n', out);
		first = 0;
	}
}

static void put_binding(FILE *out, const struct target_text *t)
{
	fputs("\n# Which JSON member stands for which information element (TS 24.538 names none: m5gtest list bindings).\n", out);
	if (*t->members) {
		fputs("# ", out);
		escape_console(out, t->members);
		fputc('\n', out);
	}
	if (t->proposed)
		put_names(out, t);
	else
		put_quoted(out, "binding: ", t->binding_file ? t->binding_file : "default");
	fprintf(out, "%sbinding-confirmed: %s    # %s\n", t->proposed ? "" : "\n", t->confirmed ? "yes" : "no",
		t->confirmed ? "a registration was accepted and answered under it"
			     : "say yes where you know it to be the server's: until then no rule fails on it");
	fprintf(out, "edition: %s    # %s\n", t->edition == EDITION_CR ? "cr" : "pre-cr",
		t->edition == EDITION_CR ? "a registration carries no UE Credential Information" : "a registration carries UE Credential Information");
}

static bool is_plain(const uint8_t *bytes, size_t len)
{
	if (len >= 4 && !memcmp(bytes, "hex:", 4))
		return false;
	for (size_t i = 0; i < len; i++)
		if (!isprint(bytes[i]))
			return false;
	return true;
}

static void put_octets(FILE *out, const char *key, const uint8_t *bytes, size_t len, bool secret)
{
	char text[2 * IDENTITY_TEXT + 8] = "hex:";

	if (!secret && is_plain(bytes, len))
		snprintf(text, sizeof(text), "%.*s", (int)len, (const char *)bytes);
	else
		hex_format(text + 4, sizeof(text) - 4, bytes, len);
	put_quoted(out, key, text);
}

static void put_ues(FILE *out, const struct target_text *t)
{
	fputs("\n# The pool: each is another UE that the server knows; so many cases run side by side. coaps needs psk-identity and psk\n"
	      "# (a text, or \"hex:...\"), or akma. A UE that the server does not know shows what it does with strangers.\nues:\n", out);
	for (size_t i = 0; i < t->ues->count; i++) {
		const struct identity *ue = &t->ues->list[i];
		fprintf(out, "  - {name: %s", ue->name);
		put_quoted(out, ", ue-service-id: ", ue->ue_service_id);
		if (ue->psk_len) {
			put_octets(out, ", psk-identity: ", ue->psk_identity, ue->psk_identity_len, false);
			put_octets(out, ", psk: ", ue->psk, ue->psk_len, true);
		}
		fprintf(out, "%s}\n", ue->unprovisioned ? ", provisioned: no" : "");
	}
	fputs("  # - {name: stranger, ue-service-id: nobody@example.org, psk-identity: nobody, psk: \"hex:5a5a\", provisioned: no}\n", out);
}

/* What the links show by themselves is no question. */
static bool is_question(uint32_t bit)
{
	return !(bit & (APPLIES_EDITION_CR | APPLIES_EDITION_PRE_CR | APPLIES_COAPS | APPLIES_PSK | APPLIES_TIMERS));
}

static void put_features(FILE *out, const struct target_text *t)
{
	bool any = false;

	fputs("\n# Features: yes, no, or left out (then what is found is reported, and at most warned). A yes that is not seen fails.\n", out);
	for (unsigned bit = 0; applies_word(bit); bit++) {
		uint32_t one = 1u << bit;
		bool known = one & (t->seen | t->not_seen);
		if (!is_question(one) || !known)
			continue;
		fprintf(out, "%s  %s: %s    # %s\n", any ? "" : "features:\n", applies_word(bit), one & t->seen ? "yes" : "no",
			one & t->seen ? "a probe saw it" : "a probe did not see it");
		any = true;
	}
	fprintf(out, "%s", any ? "" : "# features:\n");
	for (unsigned bit = 0; applies_word(bit); bit++)
		if (is_question(1u << bit) && !(1u << bit & (t->seen | t->not_seen)))
			fprintf(out, "#   %s: no\n", applies_word(bit));
}

void target_text_write(FILE *out, const struct target_text *t)
{
	put_head(out, t);
	put_links(out, t);
	put_binding(out, t);
	put_ues(out, t);
	put_features(out, t);
	fputs("\n# PIXIT: what no message tells. With ack-timeout the rows on retransmission times apply (RFC 7252 4.8: 2 s); dtls-timeout\n"
	      "# is the first of a handshake flight's (RFC 6347 4.2.4.1: 1 s).\n"
	      "# pixit: {ack-timeout: 2s, dtls-timeout: 1s}\n"
	      "\n# Commands that m5gtest may call: before a run, when the server has died, and to learn who is registered. The oracle\n"
	      "# prints [{\"ue-service-id\": \"...\", \"client-profile\": {...} or null}, ...]; without one, what only stored state shows\n"
	      "# is not examined.\n"
	      "# hooks: {reset: \"./reset-server\", restart: \"./restart-server\", oracle: \"./dump-registrations\"}\n", out);
}
