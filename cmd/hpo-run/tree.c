#include "tree.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proc.h"

enum { CHUNK = 4096 };

void
tree_release(struct tree *t)
{
	if (t->children != -1)
		close(t->children);
	buf_release(&t->list);
	pids_release(&t->orphans);
	pids_release(&t->family);
}

/* All of our list, afresh. */
static void
read_list(struct tree *t)
{
	char chunk[CHUNK];
	ssize_t n;

	t->list.len = 0;
	while ((n = pread(t->children, chunk, sizeof(chunk),
		    (off_t)t->list.len)) > 0) {
		buf_add(&t->list, chunk, (size_t)n);
		if ((size_t)n < sizeof(chunk) / 2)
			break; /* that was the end: no second look */
	}
}

void
tree_init(struct tree *t)
{
	char path[64];

	*t = (struct tree){0};
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1); /* since Linux 3.4 */
	snprintf(
	    path, sizeof(path), "/proc/self/task/%ld/children", (long)getpid());
	t->children = open(path, O_RDONLY | O_CLOEXEC);
	if (t->children != -1)
		read_list(t);
	t->strangers = t->list.len > 0 || getpid() == 1;
}

static bool
is_own(pid_t pid, const pid_t *own, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (own[i] == pid)
			return true;
	return false;
}

/* Take the next of the pids in a list of children; 0 at its end. */
static pid_t
next_pid(char **s)
{
	const long pid = strtol(*s, s, 10);

	return pid > 0 ? (pid_t)pid : 0;
}

/* Look through our list once; how many were reaped. */
static size_t
scan_once(struct tree *t, const pid_t *own, size_t n)
{
	size_t reaped = 0;
	pid_t pid, rc;
	char *s;

	t->orphans.n = 0;
	read_list(t);
	s = buf_text(&t->list);
	while ((pid = next_pid(&s)) != 0) {
		if (is_own(pid, own, n))
			continue;
		rc = waitpid(pid, NULL, WNOHANG);
		if (rc == 0)
			pids_add(&t->orphans, pid);
		else if (rc > 0) /* some children cannot be waited for */
			reaped++;
	}
	return reaped;
}

void
tree_scan(struct tree *t, const pid_t *own, size_t n)
{
	t->orphans.n = 0;
	if (t->children == -1)
		return;
	/* The children of what has ended came to us after we read the list. */
	while (scan_once(t, own, n) > 0)
		;
}

/* Add the children of one thread that are alive. */
static void
add_children(struct tree *t, int tasks, const char *thread)
{
	char path[64];
	char *s;
	pid_t pid;
	int fd;

	snprintf(path, sizeof(path), "%.20s/children", thread);
	fd = openat(tasks, path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return;
	t->list.len = 0;
	while (buf_read(&t->list, fd, CHUNK) > 0)
		;
	close(fd);
	s = buf_text(&t->list);
	while ((pid = next_pid(&s)) != 0)
		if (proc_alive(pid))
			pids_add(&t->family, pid);
}

void
tree_family(struct tree *t, pid_t orphan)
{
	size_t i = t->family.n;

	pids_add(&t->family, orphan);
	for (; i < t->family.n; i++) {
		const struct dirent *entry;
		char path[64];
		DIR *tasks;

		snprintf(
		    path, sizeof(path), "/proc/%ld/task", (long)t->family.v[i]);
		tasks = opendir(path);
		if (!tasks)
			continue; /* it has ended meanwhile */
		while ((
		    entry = readdir(tasks))) /* NOLINT(concurrency-mt-unsafe) */
			if (isdigit((unsigned char)*entry->d_name))
				add_children(t, dirfd(tasks), entry->d_name);
		closedir(tasks);
	}
}

bool
tree_belongs(pid_t orphan, pid_t pid, const char *dir)
{
	struct buf its = {0};
	const char *value;
	bool rc;

	if (getsid(orphan) == pid || getpgid(orphan) == pid)
		return true;
	value = proc_environ(orphan, &its) ? proc_value(&its, "HPO_DIR") : NULL;
	rc = value && strcmp(value, dir) == 0;
	buf_release(&its);
	return rc;
}

void
tree_signal_group(pid_t pid, int sig)
{
	kill(-pid, sig);
	if (sig == SIGTERM)
		kill(-pid, SIGCONT); /* a stopped process does not hear it */
}

void
tree_signal(pid_t pid, int sig)
{
	const pid_t group = getpgid(pid);

	/* What it forks meanwhile is in its group, which is not ours. */
	if (sig == SIGKILL && group > 1 && group != getpgrp())
		kill(-group, sig);
	kill(pid, sig);
	if (sig == SIGTERM)
		kill(pid, SIGCONT);
}
