/* Children that hpo-run did not start: reaped, found, or neither. */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"
#include "tree.h"

/* A child, of which flags says by what signal its parent hears of its end. */
static pid_t
child(unsigned long flags)
{
	const pid_t pid = (pid_t)syscall(SYS_clone, flags, NULL, NULL, NULL, 0);

	if (pid == 0)
		for (;;)
			pause();
	if (pid == -1)
		exit(3);
	return pid;
}

/* Wait for the end of pid, and leave it to be reaped. */
static void
end(pid_t pid)
{
	siginfo_t info;

	kill(pid, SIGKILL);
	waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT | __WALL);
}

int
main(void)
{
	struct tree t;
	pid_t own, orphan, silent;

	alarm(60); /* a scan that goes on for ever */
	tree_init(&t);
	if (t.children == -1) {
		ok(true, "children # SKIP the kernel has no list of them");
		return tap_done();
	}
	ok(!t.strangers, "no strangers at the beginning");
	own = child(SIGCHLD);
	orphan = child(SIGCHLD);
	tree_scan(&t, &own, 1);
	ok(t.orphans.n == 1 && t.orphans.v[0] == orphan, "an orphan");
	end(own);
	end(orphan);
	tree_scan(&t, &own, 1);
	ok(t.orphans.n == 0, "it has ended");
	ok(waitpid(orphan, NULL, WNOHANG) == -1 && errno == ECHILD,
	    "and was reaped");
	ok(waitpid(own, NULL, WNOHANG) == own, "not so what we started");

	/* waitpid(2) does not know of such a child. */
	silent = child(0);
	tree_scan(&t, NULL, 0);
	ok(t.orphans.n == 0, "a child that cannot be waited for");
	end(silent);
	tree_scan(&t, NULL, 0);
	ok(t.orphans.n == 0, "nor when it has ended");
	waitpid(silent, NULL, __WALL);
	tree_release(&t);
	return tap_done();
}
