/* cli/init.c - m5gtest init: a commented target file from first contact with a server, or from a capture. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/examination.h"
#include "cli/interruption.h"
#include "cli/proposal.h"
#include "cli/session.h"
#include "cli/setup.h"
#include "cli/tables.h"
#include "cli/target_text.h"
#include "text/binding_file.h"

/* --- writing --- */

static int open_output(const char *path, bool overwrite, struct error *error)
{
	/* It may hold keys. */
	int fd = open(path, O_WRONLY | O_CREAT | (overwrite ? O_TRUNC : O_EXCL), 0600);

	if (fd >= 0)
		return fd;
	if (errno == EEXIST)
		return error_set(error, "%s is there already: say --overwrite to write over it", path);
	return error_errno(error, path);
}

/* Whole in memory first: a target that could not be read back is not written. */
static char *compose(const struct target_text *t)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert(out);
	target_text_write(out, t);
	fclose(out);
	return text;
}

static int check_proposed(const char *text, struct error *error)
{
	struct document *document = document_parse("proposal", text, strlen(text), error);
	const struct node *map = document ? node_get(document_root(document), "binding") : NULL;
	struct binding binding;
	int bad = !document || (map && map->kind == NODE_MAP && binding_read_map(&binding, map, error));

	if (document)
		document_free(document);
	return bad ? error_prepend(error, "no binding fits the members that were seen: ") : 0;
}

static int write_file(const char *path, const char *text, bool overwrite, struct error *error)
{
	int fd = open_output(path, overwrite, error);
	size_t len = strlen(text);

	if (fd < 0)
		return -1;
	bool bad = write(fd, text, len) != (ssize_t)len;
	bad = close(fd) || bad;
	return bad ? error_errno(error, path) : 0;
}

static int write_target(struct target_text *t, const struct options *options)
{
	const char *path = options->reporting.output;
	struct error error;
	char *text;
	int bad;

	t->file = path;
	text = compose(t);
	bad = check_proposed(text, &error) || (path && write_file(path, text, options->reporting.overwrite, &error));
	if (!bad && !path)
		fputs(text, stdout);
	else if (!bad && !options->reporting.quiet)
		complain(0, "%s: written; m5gtest run %s", path, path);
	free(text);
	return bad ? complain(EXIT_OURS, "%s", error.text) : EXIT_OK;
}

/* Before anything is sent: what would be refused afterwards. */
static bool would_overwrite(const struct options *options)
{
	const char *path = options->reporting.output;

	return path && !options->reporting.overwrite && !access(path, F_OK);
}

/* --- from a server --- */

struct visit {
	const struct options *options;
	struct target target;
	struct context context;
	struct case_table cases;
	struct run_result result;
};

/* One URI, or one of each kind. */
static int read_uris(struct visit *v, struct error *error)
{
	const struct options *o = v->options;
	struct target other = { 0 };
	struct uri uri;

	for (unsigned i = 0; i < o->operand_count; i++)
		if (uri_parse(&uri, o->operands[i], error))
			return error_prepend(error, "%s: ", o->operands[i]);
	if (setup_target(&v->target, &v->context, o, o->operands[0], error))
		return -1;
	if (o->operand_count == 1 && v->target.has[TRANSPORT_COAPS] && !o->judging.psk_file)
		return error_set(error, "over coaps a UE needs a key: --psk-file FILE, identity:hex a line");
	if (o->operand_count == 1)
		return 0;
	if (target_read(&other, o->operands[1], error))
		return -1;
	enum transport transport = other.has[TRANSPORT_COAPS] ? TRANSPORT_COAPS : TRANSPORT_COAP;
	target_free(&other);
	if (v->target.has[transport])
		return error_set(error, "two URIs of one kind: one coap and one coaps may be given");
	v->target.has[transport] = true;
	v->target.uri[transport] = uri;
	v->target.declared_yes |= APPLIES_COAPS | APPLIES_PSK;
	return 0;
}

static int contact(struct visit *v, struct error *error)
{
	static const char *const wanted[] = { "REG-001", "PICS-*", NULL };
	struct session_config config = { .target = &v->target, .context = &v->context, .cases = &v->cases, .case_globs = wanted,
					 .seed = (uint64_t)time(NULL) & 0xffffffff };

	return session_run(&config, &v->result, error);
}

static bool is_accepted(const struct run_result *r) { return r->contact.links[0].accepted || r->contact.links[1].accepted; }

static bool is_heard(const struct run_result *r) { return r->contact.links[0].heard || r->contact.links[1].heard; }

/* A server that refuses a registration by the change request may want the credential element of the text before it. */
static int contact_in_either_edition(struct visit *v, struct error *error)
{
	struct run_result first;

	if (contact(v, error))
		return -1;
	if (v->options->judging.edition || !is_heard(&v->result) || is_accepted(&v->result))
		return 0;
	first = v->result;
	v->result = (struct run_result){ 0 };
	v->context.edition = EDITION_PRE_CR;
	int bad = contact(v, error);
	if (!bad && is_accepted(&v->result)) {
		run_result_free(&first);
		return 0;
	}
	run_result_free(&v->result);
	v->result = first;
	v->context.edition = EDITION_CR;
	return bad;
}

/* Of the first registration: what came after leans on it. */
static const char *why_not(const struct run_result *r, const char *link)
{
	for (size_t i = 0; i < r->case_count; i++)
		if (!strcmp(r->cases[i].id, "REG-001") && !strcmp(r->cases[i].link, link) && r->cases[i].reason)
			return r->cases[i].reason;
	return "no answer";
}

static void describe_link(struct target_text_link *l, const struct visit *v, enum transport t)
{
	static const char *const words[] = { "coap", "coaps" };
	const struct contact_link *c = &v->result.contact.links[t];
	char code[48];

	if (!v->target.has[t])
		return;
	uri_format(l->uri, sizeof(l->uri), &v->target.uri[t]);
	l->answers = c->heard;
	if (!c->heard)
		snprintf(l->remark, sizeof(l->remark), "did not answer: %.180s", why_not(&v->result, words[t]));
	else if (c->accepted)
		snprintf(l->remark, sizeof(l->remark), "accepts a registration; round trips of %.1f to %.1f ms", (double)c->least_ns / 1e6,
			 (double)c->most_ns / 1e6);
	else
		snprintf(l->remark, sizeof(l->remark), "answers a registration with %s, not with a success under this binding",
			 c->code ? code_format(code, sizeof(code), c->code) : "no response");
}

static void describe_members(char *text, size_t size, const struct first_contact *c)
{
	size_t n = c->member_count ? (size_t)snprintf(text, size, "Members of its answers:") : 0;

	text[n] = '\0';
	for (unsigned i = 0; i < c->member_count && n + 66 < size; i++)
		n += (size_t)snprintf(text + n, size - n, " %s", c->members[i]);
}

static int write_visit(struct visit *v)
{
	const char *binding = v->options->judging.binding;
	char members[400], source[700], file[PATH_MAX];
	struct target_text t = { .source = source, .members = members, .confirmed = is_accepted(&v->result),
				 .edition = v->context.edition, .ues = &v->target.ues, .seen = v->result.contact.seen,
				 .not_seen = v->result.contact.not_seen & ~v->result.contact.seen };

	if (!is_heard(&v->result))
		return complain(EXIT_OURS, "nothing answers at %s: %s", v->options->operands[0],
				v->result.case_count ? why_not(&v->result, v->result.cases[0].link) : "no case could be run");
	snprintf(source, sizeof(source), "first contact with %.300s%s%.300s", v->options->operands[0],
		 v->options->operand_count > 1 ? " and " : "", v->options->operand_count > 1 ? v->options->operands[1] : "");
	snprintf(t.name, sizeof(t.name), "%.127s", v->target.uri[v->target.has[TRANSPORT_COAP] ? TRANSPORT_COAP : TRANSPORT_COAPS].host);
	describe_link(&t.links[TRANSPORT_COAP], v, TRANSPORT_COAP);
	describe_link(&t.links[TRANSPORT_COAPS], v, TRANSPORT_COAPS);
	describe_members(members, sizeof(members), &v->result.contact);
	if (binding && strcmp(binding, "default"))
		t.binding_file = realpath(binding, file);
	return write_target(&t, v->options);
}

static int init_from_server(const struct options *options)
{
	struct visit v = { .options = options };
	struct error error;
	int status;

	if (setup_context(&v.context, &options->judging, &error) || read_uris(&v, &error) || tables_read(&v.cases, &error))
		status = complain(EXIT_USAGE, "%s", error.text);
	else if (contact_in_either_edition(&v, &error))
		status = complain(EXIT_OURS, "%s", error.text);
	else
		status = interruption_signal() ? 128 + interruption_signal() : write_visit(&v);
	run_result_free(&v.result);
	case_table_free(&v.cases);
	context_free(&v.context);
	target_free(&v.target);
	return status;
}

/* --- from a capture --- */

/* Keys of the file, where it names the UE Service ID as its identity. */
static void lend_keys(struct identities *seen, const struct identities *known)
{
	for (size_t i = 0; i < seen->count; i++) {
		struct identity *ue = &seen->list[i];
		const struct identity *key = identities_find_service(known, ue->ue_service_id);
		if (!key)
			continue;
		ue->psk_identity_len = key->psk_identity_len;
		memcpy(ue->psk_identity, key->psk_identity, sizeof(ue->psk_identity));
		ue->psk_len = key->psk_len;
		memcpy(ue->psk, key->psk, sizeof(ue->psk));
	}
}

static void describe_server(struct target_text_link *l, const struct proposal *p, enum transport t)
{
	char at[ENDPOINT_TEXT];

	if (!p->servers[t].family)
		return;
	snprintf(l->uri, sizeof(l->uri), "%s://%s%s", t == TRANSPORT_COAPS ? "coaps" : "coap",
		 endpoint_format(at, sizeof(at), &p->servers[t]), p->paths[t]);
	snprintf(l->remark, sizeof(l->remark), "where the first registration of the capture went");
	l->answers = true;
}

static int write_proposal(struct proposal *p, const struct examination *e, const struct options *options)
{
	char source[600];
	struct target_text t = { .source = source, .proposed = &p->binding, .members = p->members, .ues = &p->ues,
				 .edition = p->pre_cr ? EDITION_PRE_CR : EDITION_CR };

	if (!p->requests)
		return complain(EXIT_NOTHING, "%s: no registration to be seen: a POST with a JSON member of value REG or DEREG%s",
				options->judging.from, e->result->tally.dark ? " (some records stayed dark: --keylog, --psk-file)" : "");
	if (!p->named[ELEMENT_UE_SERVICE_ID])
		return complain(EXIT_NOTHING, "%s: no member looks like a UE Service ID", options->judging.from);
	lend_keys(&p->ues, &e->ues);
	snprintf(source, sizeof(source), "the capture %.500s", options->judging.from);
	snprintf(t.name, sizeof(t.name), "as seen in %.100s", options->judging.from);
	memcpy(t.named, p->named, sizeof(t.named));
	memcpy(t.valued, p->valued, sizeof(t.valued));
	describe_server(&t.links[TRANSPORT_COAP], p, TRANSPORT_COAP);
	describe_server(&t.links[TRANSPORT_COAPS], p, TRANSPORT_COAPS);
	return write_target(&t, options);
}

static int init_from_capture(const struct options *options)
{
	struct check_result result = { 0 };
	struct proposal proposal = { 0 };
	struct capture_tally tally;
	struct examination e;
	struct error error;
	int status;

	if (examination_begin(&e, &options->judging, &result, &error)) {
		status = complain(EXIT_USAGE, "%s", error.text);
	} else {
		e.looks_on = proposal_look;
		e.looker = &proposal;
		if (examination_read(&e, options->judging.from, &tally, &error)) {
			status = complain(EXIT_OURS, "%s", error.text);
		} else {
			examination_end(&e);
			proposal_end(&proposal);
			status = write_proposal(&proposal, &e, options);
		}
	}
	proposal_free(&proposal);
	check_result_free(&result);
	if (e.keyring)
		examination_free(&e);
	return status;
}

int command_init(const struct options *options)
{
	const char *from = options->judging.from;

	if (!from == !options->operand_count || options->operand_count > 2 || (options->operand_count && !*options->operands[0]))
		return complain(EXIT_USAGE, "init takes the server's URI (or two: coap and coaps), or --from CAPTURE");
	if (would_overwrite(options))
		return complain(EXIT_OURS, "%s is there already: say --overwrite to write over it", options->reporting.output);
	return from ? init_from_capture(options) : init_from_server(options);
}
