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
	PASSES_MAX = 3,
	STAT_MAX = 1024,
	STATE_FIELD = 3, /* of /proc/PID/stat */
	SIZE_FIELD = 23,
	ENV_END_FIELD = 51,
	EXEC_MS = 20, /* that an exec may take */
};

void
tree_release(struct tree *t)
{
	if (t->children != -1)
		close(t->children);
	buf_release(&t->list);
	free(t->orphans.v);
	free(t->family.v);
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
add_pid(struct pids *p, pid_t pid)
{
	if (p->n == p->cap) {
		p->cap = 2 * p->cap + 8;
		p->v = xreallocarray(p->v, p->cap, sizeof(*p->v));
	}
	p->v[p->n++] = pid;
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
	char *s;
	pid_t pid;

	t->orphans.n = 0;
	read_list(t);
	s = buf_text(&t->list);
	while ((pid = next_pid(&s)) != 0) {
		if (is_own(pid, own, n))
			continue;
		if (waitpid(pid, NULL, WNOHANG) == 0)
			add_pid(&t->orphans, pid);
		else
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

/* The fields of a process from its state on, in text; NULL: it has none. */
static const char *
read_stat(pid_t pid, char text[STAT_MAX])
{
	char path[64];
	const char *name_end;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return NULL;
	n = read(fd, text, STAT_MAX - 1);
	close(fd);
	text[n > 0 ? n : 0] = '\0';
	name_end = strrchr(text, ')'); /* the name may hold anything */
	return name_end && name_end[1] == ' ' ? name_end + 2 : NULL;
}

/* Whether there is a process, and not only what is left of one. */
static bool
is_alive(pid_t pid)
{
	char text[STAT_MAX];
	const char *state = read_stat(pid, text);

	return state && *state != 'Z' && *state != 'X';
}

/* Whether a process is becoming another program: it has memory, but its
 * environment is not there yet. */
static bool
is_in_exec(pid_t pid)
{
	char text[STAT_MAX];
	const char *field = read_stat(pid, text);
	bool memory = false;

	for (int i = STATE_FIELD; i < ENV_END_FIELD && field; i++) {
		field = strchr(field, ' ');
		field = field ? field + 1 : NULL;
		if (field && i + 1 == SIZE_FIELD)
			memory = *field != '0';
	}
	return field && memory && strtoull(field, NULL, 10) == 0;
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
		if (is_alive(pid))
			add_pid(&t->family, pid);
}

void
tree_family(struct tree *t, pid_t orphan)
{
	size_t i = t->family.n;

	add_pid(&t->family, orphan);
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

/* The environment of a process, with a NUL at its end; false if hidden. */
static bool
read_environ(pid_t pid, struct buf *out)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%ld/environ", (long)pid);
	for (int ms = 0; ms < EXEC_MS; ms++) {
		const int fd = open(path, O_RDONLY | O_CLOEXEC);

		out->len = 0;
		if (fd == -1)
			return false;
		while (out->len < ENVIRON_MAX && buf_read(out, fd, CHUNK) > 0)
			;
		close(fd);
		if (out->len > 0 || !is_in_exec(pid))
			break;
		(void)poll(NULL, 0, 1);
	}
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

/* End what is there now of the trial in dir; how many there were. */
static size_t
end_leftovers_once(DIR *proc, const char *dir, struct buf *its)
{
	const struct dirent *entry;
	size_t n = 0;

	rewinddir(proc);
	while ((entry = readdir(proc))) { /* NOLINT(concurrency-mt-unsafe) */
		const pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);

		if (!isdigit((unsigned char)*entry->d_name) ||
		    !is_leftover(pid, dir, its))
			continue;
		kill_and_wait(pid);
		n++;
	}
	return n;
}

size_t
tree_end_leftovers(const char *dir)
{
	DIR *proc = opendir("/proc");
	struct buf its = {0};
	size_t n = 0;

	if (!proc)
		return 0;
	/* What they forked meanwhile may have a pid that was passed already;
	 * but what does not die is not waited for again. */
	for (int pass = 0; pass < PASSES_MAX; pass++) {
		const size_t ended = end_leftovers_once(proc, dir, &its);

		n += ended;
		if (ended == 0)
			break;
	}
	closedir(proc);
	buf_release(&its);
	return n;
}
