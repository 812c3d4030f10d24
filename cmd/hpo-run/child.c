/*
 * vfork and exec, by clone(2), which gives the child a stack of its own: it
 * shares our memory until the exec, so it only makes system calls.  fork(2)
 * would copy page tables, and posix_spawn(3) knows no death signal.
 */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "xalloc.h"

#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC (1U << 2)
#endif

enum { STACK = 1 << 16 };

struct child {
	const struct spawner *spawner;
	const struct spawn *what;
	int report; /* where a struct spawn_failure goes; closed by the exec */
};

int
spawner_init(struct spawner *s)
{
	*s = (struct spawner){.self = getpid()};
	s->null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (s->null == -1)
		return -1;
	s->stack = xmalloc(STACK);
	sigemptyset(&s->ignored);
	for (int sig = 1; sig < NSIG; sig++) {
		struct sigaction now;

		if (sigaction(sig, NULL, &now) == 0 &&
		    now.sa_handler == SIG_IGN)
			sigaddset(&s->ignored, sig);
	}
	return 0;
}

void
spawner_release(struct spawner *s)
{
	close(s->null);
	free(s->stack);
}

/* A signal that came before setsid(2) was for our group, not for a payload. */
static void
reset_signals(const struct spawner *s)
{
	const struct sigaction by_default = {.sa_handler = SIG_DFL};
	const struct sigaction ignore = {.sa_handler = SIG_IGN};
	sigset_t none, pending;

	sigpending(&pending);
	for (int sig = 1; sig < NSIG; sig++) {
		const bool came = sigismember(&pending, sig) == 1;

		if (came) /* it is forgotten so */
			sigaction(sig, &ignore, NULL);
		if (came || sigismember(&s->ignored, sig) == 1)
			sigaction(sig, &by_default, NULL);
	}
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* In the child: all but the exec.  Returns where it failed. */
static enum spawn_step
prepare(const struct spawner *s, const struct spawn *what)
{
	const struct rlimit no_core = {0, 0};

	setsid();
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1)
		return SPAWN_SYSTEM;
	if (getppid() != s->self) { /* it died before it was asked for */
		errno = ESRCH;
		return SPAWN_SYSTEM;
	}
	if (setrlimit(RLIMIT_CORE, &no_core) == -1)
		return SPAWN_SYSTEM;
	if (s->nofile_raised && setrlimit(RLIMIT_NOFILE, &s->nofile) == -1)
		return SPAWN_SYSTEM;
	if (what->cwd && chdir(what->cwd) == -1)
		return SPAWN_CWD;
	if (dup2(s->null, STDIN_FILENO) == -1 ||
	    dup2(what->output[0], STDOUT_FILENO) == -1 ||
	    dup2(what->output[1], STDERR_FILENO) == -1)
		return SPAWN_SYSTEM;
	/* Ours are all close-on-exec; this is for what we were given.  Before
	 * Linux 5.11 that stays open. */
	(void)close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
	reset_signals(s);
	return SPAWN_EXEC;
}

static int
child(void *arg)
{
	const struct child *c = arg;
	struct spawn_failure failure;
	ssize_t ignored;

	failure.step = prepare(c->spawner, c->what);
	if (failure.step == SPAWN_EXEC)
		execve(c->what->path, c->what->argv, c->what->envp);
	failure.error = errno;
	ignored = write(c->report, &failure, sizeof(failure));
	(void)ignored; /* the pipe is empty, and its reader there */
	return 127;
}

static void
close_pair(const int fds[2])
{
	close(fds[0]);
	close(fds[1]);
}

pid_t
spawn(const struct spawner *s, const struct spawn *what, int *pidfd,
    struct spawn_failure *failure)
{
	struct child c = {.spawner = s, .what = what};
	int report[2];
	ssize_t n;
	pid_t pid;

	*failure = (struct spawn_failure){.step = SPAWN_SYSTEM};
	if (pipe2(report, O_CLOEXEC) == -1) {
		failure->error = errno;
		return -1;
	}
	c.report = report[1];
	pid = clone(child, s->stack + STACK,
	    CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, &c, pidfd);
	if (pid == -1) {
		failure->error = errno;
		close_pair(report);
		return -1;
	}
	close(report[1]);
	do
		n = read(report[0], failure, sizeof(*failure));
	while (n == -1 && errno == EINTR);
	if (n == -1)
		failure->error = errno;
	close(report[0]);
	if (n == 0)
		return pid;
	if (n == -1) /* it may run: nobody knows */
		kill(pid, SIGKILL);
	while (waitpid(pid, NULL, 0) == -1 && errno == EINTR)
		;
	close(*pidfd);
	return -1;
}

/* Whether path can be executed; else errno says why not. */
static bool
is_program(const char *path)
{
	struct stat st;

	if (stat(path, &st) == -1)
		return false;
	errno = EACCES;
	return !S_ISDIR(st.st_mode) && access(path, X_OK) == 0;
}

char *
spawn_find(const char *command)
{
	const char *path = getenv("PATH");
	int error = ENOENT;

	if (strchr(command, '/') || *command == '\0')
		return is_program(command) ? xstrdup(command) : NULL;
	for (path = path ? path : "/usr/bin:/bin"; path;) {
		const char *end = strchrnul(path, ':');
		struct buf file = {0};

		buf_add(&file, path, (size_t)(end - path));
		buf_puts(&file, end > path ? "/" : "./");
		buf_puts(&file, command);
		if (is_program(buf_text(&file)))
			return buf_steal(&file);
		if (errno != ENOENT && errno != ENOTDIR)
			error = errno;
		buf_release(&file);
		path = *end ? end + 1 : NULL;
	}
	errno = error;
	return NULL;
}
