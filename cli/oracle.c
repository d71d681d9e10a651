/* cli/oracle.c - the two oracles: our server writes its registrations, a hook prints those of its server. */
#include "cli/oracle.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli/registrations.h"

enum { PATIENCE_S = 5, TEXT_MOST = 16 << 20 };

static enum oracle_said ask_server(void *arg, const void *who, bool anew, struct oracle_text *text, struct error *error)
{
	struct told *told = arg;
	FILE *out;

	(void)who, (void)anew, (void)error;
	free(told->text);
	out = open_memstream(&told->text, &text->len);
	assert(out);
	registrations_write(out, told->server);
	fclose(out);
	text->bytes = told->text;
	return ORACLE_SAYS;
}

struct oracle server_oracle(struct told *told)
{
	return (struct oracle){ .ask = told->server ? ask_server : NULL, .arg = told };
}

void told_free(struct told *told)
{
	free(told->text);
	told->text = NULL;
}

/* One run of the hook. */
struct hook_question {
	struct hook_question *next;
	const void *who;
	pid_t pid;			/* and process group; 0: it has ended */
	int from;
	char *text;
	size_t len, size;
	time_t until;			/* CLOCK_MONOTONIC */
};

static time_t monotonic(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static void question_end(struct hook_question *q)
{
	if (q->pid) {
		kill(-q->pid, SIGKILL);
		waitpid(q->pid, NULL, 0);
		close(q->from);
	}
	free(q->text);
	free(q);
}

static void forget(struct hook_oracle *h, const void *who)
{
	for (struct hook_question **at = &h->questions; *at;) {
		struct hook_question *q = *at;
		if (q->who != who) {
			at = &q->next;
			continue;
		}
		*at = q->next;
		question_end(q);
	}
}

/* In a process group of its own: what it starts ends with it. */
static void become(const char *command, int to)
{
	int nothing = open("/dev/null", O_RDONLY);

	setpgid(0, 0);
	dup2(nothing, STDIN_FILENO);
	dup2(to, STDOUT_FILENO);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

static struct hook_question *begin(struct hook_oracle *h, const void *who, struct error *error)
{
	struct hook_question *q = calloc(1, sizeof(*q));
	int ends[2];

	assert(q);
	if (pipe2(ends, O_CLOEXEC)) {
		free(q);
		error_errno(error, "the hook 'oracle'");
		return NULL;
	}
	*q = (struct hook_question){ .next = h->questions, .who = who, .from = ends[0], .until = monotonic() + PATIENCE_S };
	h->questions = q;
	q->pid = fork();
	if (!q->pid)
		become(h->command, ends[1]);
	close(ends[1]);
	fcntl(q->from, F_SETFL, O_NONBLOCK);
	if (q->pid > 0) {
		setpgid(q->pid, q->pid);	/* whichever of the two is first */
		return q;
	}
	error_errno(error, "the hook 'oracle'");
	close(q->from);
	q->pid = 0;
	return NULL;
}

/* What there is to read. 0: the end; 1: more may come; -1: it will not stop. */
static int take(struct hook_question *q)
{
	for (;;) {
		if (q->len == q->size)
			q->text = realloc(q->text, q->size = q->size ? 2 * q->size : 4096);
		assert(q->text);
		ssize_t n = read(q->from, q->text + q->len, q->size - q->len);
		if (n <= 0)
			return n && (errno == EAGAIN || errno == EINTR) ? 1 : 0;
		q->len += (size_t)n;
		if (q->len > TEXT_MOST)
			return -1;
	}
}

static enum oracle_said fails(struct hook_oracle *h, struct error *error)
{
	error_prepend(&h->why, "the hook 'oracle' (%.120s) ", h->command);
	*error = h->why;
	return ORACLE_FAILS;
}

static enum oracle_said went_wrong(struct hook_oracle *h, int status, struct error *error)
{
	if (WIFSIGNALED(status))
		error_set(&h->why, "was ended by signal %d; run it by hand to see why", WTERMSIG(status));
	else
		error_set(&h->why, "ended with exit status %d; run it by hand to see why", WEXITSTATUS(status));
	return fails(h, error);
}

static enum oracle_said hear(struct hook_oracle *h, struct hook_question *q, struct oracle_text *text, struct error *error)
{
	int more = take(q), status;

	if (more < 0) {
		error_set(&h->why, "printed more than %d MiB", TEXT_MOST >> 20);
		return fails(h, error);
	}
	if (!more && waitpid(q->pid, &status, WNOHANG) == q->pid) {
		q->pid = 0;
		close(q->from);
		if (status)
			return went_wrong(h, status, error);
		*text = (struct oracle_text){ q->text, q->len };
		return ORACLE_SAYS;
	}
	if (monotonic() < q->until)
		return ORACLE_IS_ASKED;
	error_set(&h->why, "did not end within %d s", PATIENCE_S);
	return fails(h, error);
}

static enum oracle_said ask_hook(void *arg, const void *who, bool anew, struct oracle_text *text, struct error *error)
{
	struct hook_oracle *h = arg;
	struct hook_question *q = h->questions;

	if (*h->why.text) {
		*error = h->why;
		return ORACLE_FAILS;
	}
	if (anew) {
		forget(h, who);
		q = begin(h, who, error);
		h->why = q ? h->why : *error;
		return q ? ORACLE_IS_ASKED : ORACLE_FAILS;
	}
	while (q && q->who != who)
		q = q->next;
	assert(q);
	return hear(h, q, text, error);
}

struct oracle hook_oracle(struct hook_oracle *h, const char *command)
{
	*h = (struct hook_oracle){ .command = command };
	return (struct oracle){ .ask = ask_hook, .arg = h };
}

void hook_oracle_free(struct hook_oracle *h)
{
	while (h->questions)
		forget(h, h->questions->who);
}
