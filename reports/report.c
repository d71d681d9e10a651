/* reports/report.c - the table of formats, and files that are whole or not there. */
#include "reports/report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reports/render.h"

static const struct report_format rows[] = {
#define FORMAT(word_, text_, run_, check_, load_, replay_) \
	{ .word = word_, .text = text_, .run = run_, .check = check_, .load = load_, .replay = replay_ },
#include "reports/format.def"
#undef FORMAT
};

enum { FORMATS = sizeof(rows) / sizeof(rows[0]) };

/* Words of the contract (doc: interface) that are not built yet. */
static const char *const later[] = { "html" };

const struct report_format *report_format_row(unsigned index)
{
	return index < FORMATS ? &rows[index] : NULL;
}

static const struct report_format *format_of(const char *word, size_t len)
{
	for (unsigned i = 0; i < FORMATS; i++)
		if (strlen(rows[i].word) == len && memcmp(rows[i].word, word, len) == 0)
			return &rows[i];
	return NULL;
}

const struct report_format *report_format_named(const char *word)
{
	return format_of(word, strlen(word));
}

static void refuse_word(struct error *error, const char *word, int len)
{
	char known[120] = "";
	size_t at = 0;

	for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++) {
		if (strlen(later[i]) == (size_t)len && memcmp(later[i], word, (size_t)len) == 0) {
			error_set(error, "report format '%.*s' is not in this version", len, word);
			return;
		}
	}
	for (unsigned i = 0; i < FORMATS && at < sizeof(known); i++)
		at += (size_t)snprintf(known + at, sizeof(known) - at, " %s", rows[i].word);
	error_set(error, "unknown report format '%.*s', expected one of:%s", len, word, known);
}

const struct report_format *report_wanted(const char *words, const char **path, struct error *error)
{
	size_t len = strcspn(words, ":");
	const struct report_format *format = format_of(words, len);

	if (!format) {
		refuse_word(error, words, len > 40 ? 40 : (int)len);
		return NULL;
	}
	if (words[len] != ':' || !words[len + 1]) {
		error_set(error, "report '%s' needs a path: %s:PATH, or %s:- for standard output", words, format->word,
			  format->word);
		return NULL;
	}
	*path = words + len + 1;
	return format;
}

/* One report on its way: to PATH itself (standard output, a device, a pipe), or to TEMPORARY beside it. */
struct target {
	const char *path;
	char *temporary;	/* NULL: straight to the path */
	FILE *out;
};

/* Renaming over a device or a pipe would replace it. */
static bool is_special(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

static char *temporary_name(const char *path)
{
	char *name = NULL;

	return asprintf(&name, "%s.%ld.part", path, (long)getpid()) < 0 ? NULL : name;
}

static bool is_standard(const FILE *out) { return out == stdout || out == stderr; }

static int fail(struct target *t, struct error *error)
{
	int why = errno;

	if (t->out && !is_standard(t->out))
		fclose(t->out);
	if (t->temporary)
		unlink(t->temporary);
	free(t->temporary);
	return error_set(error, "report %s: %s", t->path, strerror(why));
}

static int target_open(struct target *t, const char *path, struct error *error)
{
	*t = (struct target){ .path = path };
	if (!path || strcmp(path, "-") == 0) {
		t->path = path ? "(standard output)" : "(standard error)";
		t->out = path ? stdout : stderr;
		return 0;
	}
	if (!is_special(path))
		t->temporary = temporary_name(path);
	t->out = t->temporary ? fopen(t->temporary, "wxe") : fopen(path, "we");
	if (t->out)
		return 0;
	error_errno(error, path);
	error_prepend(error, "report ");
	free(t->temporary);	/* not made by us: not ours to remove */
	return -1;
}

/* A short write may show only when the stream is flushed or closed. */
static int target_close(struct target *t, int rendered, struct error *error)
{
	if (fflush(t->out) != 0)
		return fail(t, error);
	if (rendered < 0 || ferror(t->out)) {
		errno = errno ? errno : EIO;
		return fail(t, error);
	}
	if (is_standard(t->out))
		return 0;
	FILE *out = t->out;
	t->out = NULL;
	if (fclose(out) != 0 || (t->temporary && rename(t->temporary, t->path) != 0))
		return fail(t, error);
	free(t->temporary);
	return 0;
}

int report_reach(const char *path, struct error *error)
{
	struct target t;
	struct stat st;

	if (!strcmp(path, "-") || is_special(path))
		return 0;
	if (!stat(path, &st) && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		error_errno(error, path);
		return error_prepend(error, "report ");
	}
	if (target_open(&t, path, error))
		return -1;
	fclose(t.out);
	unlink(t.temporary);
	free(t.temporary);
	return 0;
}

int report_file(const char *path, int (*write)(FILE *, const void *arg), const void *arg, struct error *error)
{
	struct target t;

	if (target_open(&t, path, error) < 0)
		return -1;
	errno = 0;
	return target_close(&t, write(t.out, arg), error);
}

/* A result on its way through report_file. */
struct rendering {
	const struct report_format *format;
	const void *result;
	const struct report_style *style;
};

static int render_run(FILE *out, const void *arg)
{
	const struct rendering *r = arg;

	return r->format->run(out, r->result, r->style);
}

static int render_check(FILE *out, const void *arg)
{
	const struct rendering *r = arg;

	return r->format->check(out, r->result, r->style);
}

static int render_load(FILE *out, const void *arg)
{
	const struct rendering *r = arg;

	return r->format->load(out, r->result, r->style);
}

static int render_replay(FILE *out, const void *arg)
{
	const struct rendering *r = arg;

	return r->format->replay(out, r->result, r->style);
}

int report_run_to(const struct report_format *format, const char *path, const struct run_result *result,
		  const struct report_style *style, struct error *error)
{
	return report_file(path, render_run, &(struct rendering){ format, result, style }, error);
}

int report_check_to(const struct report_format *format, const char *path, const struct check_result *result,
		    const struct report_style *style, struct error *error)
{
	return report_file(path, render_check, &(struct rendering){ format, result, style }, error);
}

int report_load_to(const struct report_format *format, const char *path, const struct load_result *result,
		   const struct report_style *style, struct error *error)
{
	return report_file(path, render_load, &(struct rendering){ format, result, style }, error);
}

int report_replay_to(const struct report_format *format, const char *path, const struct replay_result *result,
		     const struct report_style *style, struct error *error)
{
	return report_file(path, render_replay, &(struct rendering){ format, result, style }, error);
}
