/* Processes of dead runs: which are ended, how many are counted, how long that
 * takes when they do not end. */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "leftovers.h"
#include "owner.h"
#include "tap.h"

/* The name of an owner that is dead. */
static void
dead_owner(char text[OWNER_TEXT])
{
	int fds[2];
	pid_t pid;

	if (pipe(fds) == -1)
		exit(3);
	pid = fork();
	if (pid == 0) {
		owner_self(text);
		_exit(write(fds[1], text, OWNER_TEXT) != OWNER_TEXT);
	}
	if (read(fds[0], text, OWNER_TEXT) != OWNER_TEXT ||
	    waitpid(pid, NULL, 0) != pid)
		exit(3);
	close(fds[0]);
	close(fds[1]);
}

/* A program that only ends when told to, with this in its environment. */
static pid_t
start(const char *dir, const char *runner)
{
	int fds[2], ready[2];
	char byte;
	pid_t pid;

	/* it ends with us, at the latest: we have the other end of its input */
	if (pipe2(fds, O_CLOEXEC) == -1 || pipe2(ready, O_CLOEXEC) == -1)
		exit(3);
	pid = fork();
	if (pid == 0) {
		char its[64], by[OWNER_TEXT + 16];
		char name[] = "cat", *words[] = {name, NULL},
		     *envp[] = {its, by, NULL};

		snprintf(its, sizeof(its), "HPO_DIR=%s", dir);
		snprintf(by, sizeof(by), "HPO_RUNNER=%s", runner);
		dup2(fds[0], STDIN_FILENO);
		execvpe(*words, words, envp);
		_exit(127);
	}
	close(ready[1]);
	if (pid == -1 || read(ready[0], &byte, 1) != 0) /* until the exec */
		exit(3);
	close(ready[0]);
	close(fds[0]);
	return pid;
}

static bool
has_ended(pid_t pid)
{
	return waitpid(pid, NULL, WNOHANG) == pid;
}

static void
end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void
test_whose(const char *dead, const char *dir, const char *other_dir)
{
	char alive[OWNER_TEXT];
	pid_t left[2], ours, other, unknown;

	owner_self(alive);
	left[0] = start(dir, dead);
	ours = start(dir, alive);
	other = start(other_dir, dead);
	unknown = start(dir, "elsewhere");
	left[1] = start(dir, dead);
	ok(leftovers_end(dir) == 2, "two are left of a dead run");
	ok(has_ended(left[0]) && has_ended(left[1]), "they have ended");
	ok(!has_ended(ours), "not that of a run that lives");
	ok(!has_ended(other), "not that of another trial");
	ok(!has_ended(unknown), "not that of who knows whom");
	ok(leftovers_end(dir) == 0, "none is left then");
	end(ours);
	end(other);
	end(unknown);
}

/* A debugger can keep a process from its end. */
static void
test_stuck(const char *dead, const char *dir)
{
	const pid_t a = start(dir, dead), b = start(dir, dead);
	double took = clock_monotonic();

	if (ptrace(PTRACE_SEIZE, a, NULL, PTRACE_O_TRACEEXIT) == -1 ||
	    ptrace(PTRACE_SEIZE, b, NULL, PTRACE_O_TRACEEXIT) == -1) {
		ok(true, "that do not end # SKIP no ptrace(2)");
	} else {
		ok(leftovers_end(dir) == 2, "each is counted once");
		took = clock_monotonic() - took;
		ok(took >= 1.9, "what does not end is waited for");
		ok(took < 3.5, "2 seconds in all: %.1f", took);
		waitpid(a, NULL, 0); /* the stop at its end */
		waitpid(b, NULL, 0);
		ptrace(PTRACE_DETACH, a, NULL, NULL);
		ptrace(PTRACE_DETACH, b, NULL, NULL);
	}
	end(a);
	end(b);
}

int
main(void)
{
	char dead[OWNER_TEXT] = "", dir[32], other_dir[32];
	const int self = pidfd_open(getpid(), 0);

	if (self == -1) { /* under valgrind */
		ok(true, "leftovers # SKIP no pidfd_open(2)");
		return tap_done();
	}
	close(self);

	/* other tests may run beside this one */
	snprintf(dir, sizeof(dir), "/%ld/1", (long)getpid());
	snprintf(other_dir, sizeof(other_dir), "/%ld/2", (long)getpid());
	dead_owner(dead);
	test_whose(dead, dir, other_dir);
	test_stuck(dead, dir);
	return tap_done();
}
