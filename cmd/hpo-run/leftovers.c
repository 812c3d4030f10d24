#include "leftovers.h"

#include <ctype.h>
#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "owner.h"
#include "pids.h"
#include "proc.h"

enum { PASSES_MAX = 3, MS = 1000 };

static const double wait_s = 2;

struct hunt {
	const char *dir;
	struct buf scratch; /* an environment */
	struct pids found;  /* sent KILL */
	double until;       /* when to wait no longer */
};

/* Whether the process is our user's: others need not be looked into. */
static bool
is_ours(pid_t pid)
{
	struct stat st;
	char path[64];

	snprintf(path, sizeof(path), "/proc/%ld", (long)pid);
	return stat(path, &st) == 0 && st.st_uid == geteuid();
}

/* Whether pid is what is left of the trial, and nobody's any more. */
static bool
is_leftover(struct hunt *h, pid_t pid)
{
	const char *dir, *runner;

	if (!proc_environ(pid, &h->scratch))
		return false;
	dir = proc_value(&h->scratch, "HPO_DIR");
	runner = proc_value(&h->scratch, "HPO_RUNNER");
	return dir && runner && strcmp(dir, h->dir) == 0 &&
	       owner_alive(runner) == OWNER_DEAD;
}

static void
kill_and_wait(struct hunt *h, pid_t pid, int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	const double left = h->until - clock_monotonic();

	if (pidfd_send_signal(fd, SIGKILL, NULL, 0) == -1)
		return;
	if (!pids_has(&h->found, pid))
		pids_add(&h->found, pid);
	if (left > 0)
		(void)poll(&p, 1, (int)(left * MS));
}

/* End pid if it is one.  Its descriptor comes first: should it end while we
 * look, and another get its number, the signal goes to nobody. */
static void
end_leftover(struct hunt *h, pid_t pid)
{
	const int fd = is_ours(pid) ? pidfd_open(pid, 0) : -1;

	if (fd == -1)
		return;
	if (is_leftover(h, pid))
		kill_and_wait(h, pid, fd);
	close(fd);
}

/* End what is there now; whether there was any that was not known. */
static bool
pass(struct hunt *h, DIR *proc)
{
	const size_t known = h->found.n;
	const struct dirent *entry;

	rewinddir(proc);
	while ((entry = readdir(proc))) /* NOLINT(concurrency-mt-unsafe) */
		if (isdigit((unsigned char)*entry->d_name))
			end_leftover(h, (pid_t)strtol(entry->d_name, NULL, 10));
	return h->found.n > known;
}

size_t
leftovers_end(const char *dir)
{
	struct hunt h = {.dir = dir, .until = clock_monotonic() + wait_s};
	DIR *proc = opendir("/proc");
	size_t n;

	if (!proc)
		return 0;
	/* What they forked meanwhile may have a pid that was passed already;
	 * but what does not die is not waited for again. */
	for (int i = 0; i < PASSES_MAX && pass(&h, proc); i++)
		;
	closedir(proc);
	n = h.found.n;
	pids_release(&h.found);
	buf_release(&h.scratch);
	return n;
}
