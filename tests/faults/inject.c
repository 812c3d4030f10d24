/*
 * inject LOG WHOM SIGNAL WHEN LIMIT -- COMMAND ... [ '|' COMMAND ... ]: run a
 * pipeline in a process group of its own, and send it a signal.
 *   WHOM    the stages that get it, as in 2 or 1,3; 0 is the whole group
 *   SIGNAL  its name, such as KILL
 *   WHEN    after how many microseconds, as in 1500 or 20000,90000 if it is
 *           sent twice; 0: never
 *   LIMIT   milliseconds within which all has to end after the last signal,
 *           or after the start if there is none
 *
 * A line `signal WHOM SECONDS` is appended to LOG before a signal is sent; the
 * seconds are those of the monotonic clock.  At the end one line is printed:
 *   HITS MS STATUS ...
 * the number of stages that were there for the first signal, milliseconds from
 * the last signal to the end, and how each stage ended: a number, or the name
 * of a signal.
 *
 * Orphans of the pipeline become children of this process, so that it knows
 * whether all has ended.  Status 1: something was there after LIMIT, or, if
 * there are several stages, a tenth of a second after the last of them.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "die.h"

enum { STAGES_MAX = 8, TIMES_MAX = 2, FIXED = 7 };

static const double orphan_s = 0.1; /* an orphan dies by its death signal */

struct stage {
	char **argv;
	pid_t pid;
	bool chosen, ended;
	int status;
};

struct pipeline {
	struct stage stage[STAGES_MAX];
	size_t n, left;
	char *whom;
	int log, sig;
	double at[TIMES_MAX]; /* when signals are due */
	size_t times, sent;
	double limit_s, last, all_ended;
	size_t hits;
};

static int
signal_of(const char *name)
{
	for (int sig = 1; sig < NSIG; sig++)
		if (sigabbrev_np(sig) && strcmp(sigabbrev_np(sig), name) == 0)
			return sig;
	die(STATUS_INPUT, "no signal is called %s", name);
}

/* The stages of argv, taken apart at each "|". */
static void
split(struct pipeline *p, char *argv[])
{
	p->stage[p->n++].argv = argv;
	for (; *argv; argv++) {
		if (strcmp(*argv, "|") != 0)
			continue;
		if (p->n == STAGES_MAX)
			die(STATUS_INPUT, "more than %d stages", STAGES_MAX);
		*argv = NULL;
		p->stage[p->n++].argv = argv + 1;
	}
	p->left = p->n;
}

static void
choose(struct pipeline *p)
{
	char *rest = p->whom;

	for (;;) {
		const size_t i = strtoul(rest, &rest, 10);

		if (i > p->n)
			die(STATUS_INPUT, "no stage %zu", i);
		for (size_t k = 0; k < p->n; k++)
			p->stage[k].chosen |= i == 0 || i == k + 1;
		if (*rest++ != ',')
			return;
	}
}

/* In the child: become the stage.  Signals are as on a terminal. */
static _Noreturn void
become(char *argv[], pid_t group, int in, int out)
{
	sigset_t none;

	setpgid(0, group);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if ((in != -1 && dup2(in, STDIN_FILENO) == -1) ||
	    (out != -1 && dup2(out, STDOUT_FILENO) == -1))
		_exit(126);
	execvp(argv[0], argv);
	_exit(127);
}

static void
start(struct pipeline *p)
{
	int in = -1;

	for (size_t i = 0; i < p->n; i++) {
		int pipe[2] = {-1, STDERR_FILENO}; /* ours is the report's */
		struct stage *s = &p->stage[i];

		if (i + 1 < p->n && pipe2(pipe, O_CLOEXEC) == -1)
			die(STATUS_SYS, "no pipe: %s", strerror(errno));
		s->pid = fork();
		if (s->pid == -1)
			die(STATUS_SYS, "cannot fork: %s", strerror(errno));
		if (s->pid == 0)
			become(s->argv, p->stage[0].pid, in, pipe[1]);
		setpgid(s->pid, p->stage[0].pid);
		if (in != -1)
			close(in);
		if (i + 1 < p->n)
			close(pipe[1]);
		in = pipe[0];
	}
}

static void
send_signal(struct pipeline *p)
{
	if (dprintf(p->log, "signal %s %.6f\n", p->whom, clock_monotonic()) < 0)
		die(STATUS_SYS, "cannot write the log: %s", strerror(errno));
	for (size_t i = 0; i < p->n; i++) {
		const struct stage *s = &p->stage[i];

		if (!s->chosen || s->ended)
			continue;
		p->hits += p->sent == 0;
		if (strcmp(p->whom, "0") != 0)
			kill(s->pid, p->sig);
	}
	if (strcmp(p->whom, "0") == 0)
		kill(-p->stage[0].pid, p->sig);
	p->last = clock_monotonic();
	p->sent++;
}

/* Take note of all that have ended; whether nobody is left. */
static bool
reap(struct pipeline *p)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (size_t i = 0; i < p->n; i++) {
			struct stage *s = &p->stage[i];

			if (s->pid != pid)
				continue;
			s->ended = true;
			s->status = status;
			if (--p->left == 0)
				p->all_ended = clock_monotonic();
		}
	return pid == -1 && errno == ECHILD;
}

/* Until when we wait for what is left. */
static double
deadline(const struct pipeline *p)
{
	double end = p->last + p->limit_s;

	if (p->sent < p->times)
		end = p->at[p->sent];
	if (p->left == 0 && p->n > 1)
		end = fmin(end, p->all_ended + orphan_s);
	return end;
}

/* Say which process is left, and end it. */
static void
end_child(const char *pid)
{
	char name[64] = "?", path[64];
	FILE *comm;

	snprintf(path, sizeof(path), "/proc/%s/comm", pid);
	comm = fopen(path, "re");
	if (comm && fscanf(comm, "%63s", name) == 1)
		warn("process %s, %s", pid, name);
	if (comm)
		fclose(comm);
	kill((pid_t)strtol(pid, NULL, 10), SIGKILL);
}

/* End all children, and the group. */
static _Noreturn void
end_all(const struct pipeline *p)
{
	FILE *f = fopen("/proc/thread-self/children", "re");
	char pid[32];

	warn("%s: not all has ended:",
	    p->left > 0 ? "too late" : "an orphan survives");
	while (f && fscanf(f, "%31s", pid) == 1)
		end_child(pid);
	kill(-p->stage[0].pid, SIGKILL);
	exit(STATUS_NO);
}

static void
attend(struct pipeline *p, const sigset_t *child)
{
	while (!reap(p)) {
		const double wait = deadline(p) - clock_monotonic();
		const struct timespec t = {.tv_sec = (time_t)wait,
		    .tv_nsec = (long)((wait - floor(wait)) * 1e9)};

		if (wait > 0)
			(void)sigtimedwait(child, NULL, &t);
		else if (p->sent < p->times && p->left > 0)
			send_signal(p);
		else if (p->sent < p->times)
			p->times = p->sent; /* too late for it */
		else
			end_all(p);
	}
}

static void
report(const struct pipeline *p)
{
	printf("%zu %.0f", p->hits, 1e3 * (clock_monotonic() - p->last));
	for (size_t i = 0; i < p->n; i++) {
		const int status = p->stage[i].status;

		if (WIFSIGNALED(status))
			printf(" %s", sigabbrev_np(WTERMSIG(status)));
		else
			printf(" %d", WEXITSTATUS(status));
	}
	putchar('\n');
}

int
main(int argc, char *argv[])
{
	struct pipeline p = {0};
	sigset_t child;
	char *when;

	if (argc <= FIXED || strcmp(argv[FIXED - 1], "--") != 0)
		die(STATUS_INPUT,
		    "usage: inject LOG WHOM SIGNAL WHEN LIMIT -- COMMAND ...");
	p.log = open(argv[1], O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	p.whom = argv[2];
	p.sig = signal_of(argv[3]);
	p.limit_s = strtod(argv[5], NULL) / 1e3;
	split(&p, argv + FIXED);
	choose(&p);
	/* Before there is a child, which a signal may meet at once: what is
	 * ignored here would be lost on it. */
	for (int sig = 1; sig < NSIG; sig++)
		(void)signal(sig, SIG_DFL);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, NULL);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	p.last = clock_monotonic();
	for (when = argv[4]; *when && p.times < TIMES_MAX; when += *when == ',')
		if ((p.at[p.times] = p.last + strtod(when, &when) / 1e6) >
		    p.last)
			p.times++;
	start(&p);
	attend(&p, &child);
	report(&p);
	return STATUS_OK;
}
