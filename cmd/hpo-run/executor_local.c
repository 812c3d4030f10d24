/* Payloads as children of ours, on this host. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "child.h"
#include "executor.h"
#include "leftovers.h"
#include "tree.h"
#include "xalloc.h"

enum { FILES_SLOT = 10, FILES_BESIDE = 32 }; /* descriptors, with room */

/* Of a child that somebody else has reaped: 127, as in the shell, never 0. */
static const int unknown_status = 127 << 8;

struct local {
	struct spawner spawner;
	struct tree tree;
	pid_t *own; /* payloads that run */
	size_t nown;
	bool keep;               /* what payloads leave is left alone */
	char *command, *program; /* what was found for it; NULL: nothing yet */
};

/* Many slots need many descriptors; payloads get the limit as it was. */
static void
raise_files(struct spawner *s, size_t slots)
{
	const rlim_t want = 2 * (rlim_t)slots * FILES_SLOT + FILES_BESIDE;
	struct rlimit raised;

	if (getrlimit(RLIMIT_NOFILE, &s->nofile) == -1 ||
	    s->nofile.rlim_cur >= want)
		return;
	raised = s->nofile;
	raised.rlim_cur = want < raised.rlim_max ? want : raised.rlim_max;
	s->nofile_raised = setrlimit(RLIMIT_NOFILE, &raised) == 0;
}

static void *
local_alloc(const struct options *o, struct err *e)
{
	struct local *l = xcalloc(1, sizeof(*l));

	if (spawner_init(&l->spawner) == -1) {
		err_sys(e, "cannot open '/dev/null'");
		free(l);
		return NULL;
	}
	raise_files(&l->spawner, o->slots);
	tree_init(&l->tree);
	l->own = xcalloc(o->slots, sizeof(*l->own));
	l->keep = o->keep_children;
	return l;
}

static void
local_free(void *state)
{
	struct local *l = state;

	spawner_release(&l->spawner);
	tree_release(&l->tree);
	free(l->own);
	free(l->command);
	free(l->program);
	free(l);
}

/* Whether no trial could run a program that exec refuses for this. */
static bool
is_fatal(int error)
{
	return error == ENOENT || error == EACCES || error == ENOEXEC ||
	       error == ENOTDIR || error == ELOOP || error == ENAMETOOLONG ||
	       error == EISDIR || error == EPERM;
}

/* What went wrong with starting name, by errno. */
static enum executor_start
explain(const char *name, int error, struct err *e)
{
	errno = error;
	err_sys(e, "cannot run '%s'", name);
	if (is_fatal(error)) {
		e->status = STATUS_INPUT;
		return EXECUTOR_COMMAND;
	}
	if (error == E2BIG || error == ETXTBSY)
		return EXECUTOR_TRIAL;
	return EXECUTOR_SYSTEM;
}

/* The file found, as an absolute path if the payload will run elsewhere. */
static char *
make_absolute(char *file)
{
	char *here = *file == '/' ? NULL : getcwd(NULL, 0);
	struct buf path = {0};

	if (!here)
		return file;
	buf_printf(&path, "%s/%s", here, file);
	free(here);
	free(file);
	return buf_steal(&path);
}

static enum executor_start
local_find(void *state, const struct launch *launch, struct err *e)
{
	struct local *l = state;
	const char *command = launch->argv[0];

	if (l->command && strcmp(l->command, command) == 0)
		return EXECUTOR_STARTED;
	free(l->command);
	free(l->program);
	l->command = NULL;
	l->program = spawn_find(command);
	if (!l->program)
		return explain(command, errno, e);
	if (launch->cwd)
		l->program = make_absolute(l->program);
	l->command = xstrdup(command);
	return EXECUTOR_STARTED;
}

static enum executor_start
local_start(
    void *state, const struct launch *launch, struct process *p, struct err *e)
{
	struct local *l = state;
	const struct spawn what = {.path = l->program,
	    .argv = launch->argv,
	    .envp = launch->envp,
	    .cwd = launch->cwd,
	    .output = {launch->output[0], launch->output[1]}};
	struct spawn_failure failure;

	p->pid = spawn(&l->spawner, &what, &p->fd, &failure);
	if (p->pid != -1) {
		l->own[l->nown++] = p->pid;
		return EXECUTOR_STARTED;
	}
	p->fd = -1;
	errno = failure.error;
	if (failure.step == SPAWN_SYSTEM) {
		err_sys(e, "cannot start a process");
		return EXECUTOR_SYSTEM;
	}
	if (failure.step == SPAWN_CWD) {
		err_sys(e, "cannot enter '%s'", launch->cwd);
		e->status = STATUS_INPUT;
		return EXECUTOR_COMMAND;
	}
	return explain(l->command, failure.error, e);
}

/* Whether orphan came from p: if nobody else can have left it, it did. */
static bool
is_of(const struct local *l, pid_t orphan, const struct process *p, bool alone)
{
	return (alone && !l->tree.strangers) ||
	       tree_belongs(orphan, p->pid, p->dir);
}

/* Find what came from p and lost its parent, and all below that. */
static const struct pids *
find_left(struct local *l, const struct process *p, bool alone)
{
	struct tree *t = &l->tree;

	t->family.n = 0;
	tree_scan(t, l->own, l->nown);
	for (size_t i = 0; i < t->orphans.n; i++)
		if (is_of(l, t->orphans.v[i], p, alone))
			tree_family(t, t->orphans.v[i]);
	return &t->family;
}

static void
local_signal(void *state, const struct process *p, bool alone, int sig)
{
	struct local *l = state;
	const struct pids *left;

	if (p->fd != -1)
		tree_signal_group(p->pid, sig);
	if (l->keep && p->fd == -1)
		return;
	left = find_left(l, p, alone);
	for (size_t i = 0; i < left->n; i++)
		tree_signal(left->v[i], sig);
}

static bool
local_ended(void *state, struct process *p)
{
	struct local *l = state;
	const pid_t pid = waitpid(p->pid, &p->status, WNOHANG);
	size_t i = 0;

	if (pid == 0)
		return false;
	if (pid == -1)
		p->status = unknown_status;
	close(p->fd);
	p->fd = -1;
	while (i < l->nown && l->own[i] != p->pid)
		i++;
	if (i < l->nown)
		l->own[i] = l->own[--l->nown];
	return true;
}

static size_t
local_left(void *state, const struct process *p, bool alone)
{
	struct local *l = state;

	return l->keep ? 0 : find_left(l, p, alone)->n;
}

static size_t
local_clear(void *state, const char *dir)
{
	const struct local *l = state;

	return l->keep ? 0 : leftovers_end(dir);
}

static void
local_tick(void *state)
{
	struct local *l = state;

	tree_scan(&l->tree, l->own, l->nown);
}

const struct executor executor_local = {
    .name = "local",
    .summary = "children of hpo-run, on this host",
    .alloc = local_alloc,
    .free = local_free,
    .find = local_find,
    .start = local_start,
    .signal = local_signal,
    .ended = local_ended,
    .left = local_left,
    .clear = local_clear,
    .tick = local_tick,
};
