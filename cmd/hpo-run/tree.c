#include "tree.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "owner.h"
#include "xalloc.h"

enum {
	CHUNK = 4096,
	ENVIRON_MAX = 1 << 20,
	WAIT_MS = 2000,
};

void
tree_release(struct tree *t)
{
	if (t->children != -1)
		close(t->children);
	buf_release(&t->list);
	free(t->orphans);
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

static void
add_orphan(struct tree *t, pid_t pid)
{
	if (waitpid(pid, NULL, WNOHANG) != 0)
		return; /* reaped, or no child of ours */
	if (t->n == t->cap) {
		t->cap = 2 * t->cap + 8;
		t->orphans =
		    xreallocarray(t->orphans, t->cap, sizeof(*t->orphans));
	}
	t->orphans[t->n++] = pid;
}

void
tree_scan(struct tree *t, const pid_t *own, size_t n)
{
	char *s;

	t->n = 0;
	if (t->children == -1)
		return;
	read_list(t);
	for (s = buf_text(&t->list); *s;) {
		const long pid = strtol(s, &s, 10);

		while (*s == ' ')
			s++;
		if (pid <= 0)
			break;
		if (!is_own((pid_t)pid, own, n))
			add_orphan(t, (pid_t)pid);
	}
}

/* The environment of a process, with a NUL at its end; false if hidden. */
static bool
read_environ(pid_t pid, struct buf *out)
{
	char path[64];
	int fd;

	out->len = 0;
	snprintf(path, sizeof(path), "/proc/%ld/environ", (long)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return false;
	while (out->len < ENVIRON_MAX && buf_read(out, fd, CHUNK) > 0)
		;
	close(fd);
	buf_add(out, "", 1);
	return out->len > 1;
}

/* The value of name in an environment, or NULL. */
static const char *
find_value(const struct buf *environ_of, const char *name)
{
	const size_t len = strlen(name);
	const char *s = environ_of->data, *end = s + environ_of->len;

	for (; s < end; s += strlen(s) + 1)
		if (strncmp(s, name, len) == 0 && s[len] == '=')
			return s + len + 1;
	return NULL;
}

bool
tree_belongs(pid_t orphan, pid_t pid, const char *dir)
{
	struct buf its = {0};
	const char *value;
	bool rc;

	if (getsid(orphan) == pid || getpgid(orphan) == pid)
		return true;
	value = read_environ(orphan, &its) ? find_value(&its, "HPO_DIR") : NULL;
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
tree_signal_orphan(pid_t orphan, int sig)
{
	const pid_t group = getpgid(orphan);

	/* Its session is not ours, so its whole group is the payload's. */
	if (group > 1 && group != getpgrp())
		tree_signal_group(group, sig);
	kill(orphan, sig);
	if (sig == SIGTERM)
		kill(orphan, SIGCONT);
}

/* Whether pid is what is left of the trial in dir, and nobody's any more. */
static bool
is_leftover(pid_t pid, const char *dir, struct buf *its)
{
	const char *value, *runner;
	struct stat st;
	char path[64];

	snprintf(path, sizeof(path), "/proc/%ld", (long)pid);
	if (stat(path, &st) == -1 || st.st_uid != geteuid())
		return false;
	if (!read_environ(pid, its))
		return false;
	value = find_value(its, "HPO_DIR");
	runner = find_value(its, "HPO_RUNNER");
	return value && runner && strcmp(value, dir) == 0 &&
	       owner_alive(runner) == OWNER_DEAD;
}

static void
kill_and_wait(pid_t pid)
{
	struct pollfd p = {.fd = pidfd_open(pid, 0), .events = POLLIN};

	if (p.fd == -1)
		return;
	if (pidfd_send_signal(p.fd, SIGKILL, NULL, 0) == 0)
		(void)poll(&p, 1, WAIT_MS); /* it may take longer to die */
	close(p.fd);
}

size_t
tree_end_leftovers(const char *dir)
{
	DIR *proc = opendir("/proc");
	const struct dirent *entry;
	struct buf its = {0};
	size_t n = 0;

	if (!proc)
		return 0;
	while ((entry = readdir(proc))) { /* NOLINT(concurrency-mt-unsafe) */
		const pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);

		if (!isdigit((unsigned char)*entry->d_name) ||
		    !is_leftover(pid, dir, &its))
			continue;
		kill_and_wait(pid);
		n++;
	}
	closedir(proc);
	buf_release(&its);
	return n;
}
