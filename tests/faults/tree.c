/*
 * tree RECORDS WORDS: a payload of hpo-run that grows processes of its own, in
 * whatever way they might get away: forked twice, in a session of their own,
 * deaf to TERM, stopped, with closed outputs, as another program under another
 * name, several deep.  What it grows depends on SEED, the trial and the
 * attempt.  WORDS, in one argument:
 *   deaf  some ignore TERM, and the payload with long
 *   bare  other programs get an empty environment
 *   slow  it goes on for up to 50 ms once all have grown
 *   long  it goes on for ever
 * When all are as they will stay, the payload prints 0.5 and ends.
 *
 * Each process notes itself in RECORDS: trial, attempt, role, who it is as in
 * the key `by`.  All of a trial's hold a lock on the file `held` of its folder,
 * together, as long as one of them lives; a payload that finds it locked ends
 * with 9.
 *
 * tree --alive RECORDS: print those lines of it whose processes live.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "die.h"
#include "owner.h"

enum {
	DEPTH_MAX = 3,
	CHILDREN_MAX = 4,
	PAUSE_NS = 500000,
	SLOW_NS = 50000000,
	HELD = 9, /* exit status */
};

struct tree {
	int records;
	bool deaf, bare;
	/* Of all processes: begun, and as they will stay. */
	atomic_int *begun, *settled;
	unsigned short seed[3];
};

/* Whether something happens that does so once in n times. */
static bool
once_in(struct tree *t, int n)
{
	return nrand48(t->seed) % n == 0;
}

static void
wait_a_little(long ns)
{
	const struct timespec pause = {.tv_nsec = ns};

	nanosleep(&pause, NULL);
}

/* Note who we are, in one write. */
static void
record(const struct tree *t, const char *role)
{
	char by[OWNER_TEXT];

	owner_self(by);
	if (dprintf(t->records, "%s %s %s %s\n", getenv("HPO_TRIAL"),
		getenv("HPO_ATTEMPT"), role, by) < 0)
		die(STATUS_SYS, "cannot write a record");
}

/* Stay for ever, in one way or another. */
_Noreturn static void
stay(struct tree *t)
{
	static char *const nothing[] = {NULL};
	char name[] = "innocent", long_time[] = "1000000";
	char *const argv[] = {name, long_time, NULL};

	switch (nrand48(t->seed) % 3) {
	case 0:
		raise(SIGSTOP);
		break;
	case 1:
		if (t->bare)
			execvpe("sleep", argv, nothing);
		else
			execvp("sleep", argv);
		break;
	default:
		break;
	}
	for (;;)
		pause();
}

static void grow(struct tree *t, int depth);

/* The life of a process that was forked by parent. */
_Noreturn static void
live(struct tree *t, pid_t parent, bool orphan, int depth)
{
	while (orphan && getppid() == parent)
		wait_a_little(PAUSE_NS);
	if (once_in(t, 2))
		setsid();
	if (t->deaf && once_in(t, 6))
		signal(SIGTERM, SIG_IGN);
	if (once_in(t, 2)) {
		close(STDOUT_FILENO);
		close(STDERR_FILENO);
	}
	if (depth < DEPTH_MAX && once_in(t, 3))
		grow(t, depth + 1);
	record(t, "child");
	atomic_fetch_add(t->settled, 1);
	stay(t);
}

/* One more process; every second loses its parent at once. */
static void
grow(struct tree *t, int depth)
{
	const bool orphan = once_in(t, 2);
	pid_t parent = getpid(), pid;

	atomic_fetch_add(t->begun, 1);
	t->seed[2]++; /* a sequence of its own for each */
	pid = fork();
	if (pid == 0 && orphan) {
		parent = getpid();
		pid = fork();
		if (pid > 0)
			_exit(0); /* nobody waits for it, either */
	}
	if (pid == 0)
		live(t, parent, orphan, depth);
	if (pid == -1)
		die(STATUS_SYS, "cannot fork: %s", strerror(errno));
}

/* One lock for a payload and all that comes of it. */
static void
hold(void)
{
	const int dir = open(getenv("HPO_DIR"), O_DIRECTORY | O_CLOEXEC);
	/* Not closed by an exec: the lock is to last as long as the process. */
	const int fd = openat(dir, "held", O_RDWR | O_CREAT, 0600);

	if (fd == -1)
		die(STATUS_SYS, "cannot open 'held': %s", strerror(errno));
	if (flock(fd, LOCK_EX | LOCK_NB) == -1)
		die((enum status)HELD, "an earlier attempt is still alive");
	close(dir);
}

static void
grow_all(struct tree *t, const char *words)
{
	const int n = (int)(nrand48(t->seed) % (CHILDREN_MAX + 1));

	for (int i = 0; i < n; i++)
		grow(t, 1);
	while (atomic_load(t->settled) < atomic_load(t->begun))
		wait_a_little(PAUSE_NS);
	if (strstr(words, "slow"))
		wait_a_little(nrand48(t->seed) % SLOW_NS);
	if (!strstr(words, "long"))
		return;
	if (t->deaf)
		signal(SIGTERM, SIG_IGN);
	for (;;)
		pause();
}

static int
show_alive(const char *path)
{
	FILE *f = fopen(path, "re");
	char line[1024], by[OWNER_TEXT];

	if (!f)
		die(STATUS_SYS, "cannot open '%s'", path);
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "%*s %*s %*s %159s", by) == 1 &&
		    owner_alive(by) != OWNER_DEAD)
			fputs(line, stdout);
	return fclose(f) == EOF;
}

static unsigned short
small_number(const char *name)
{
	const char *text = getenv(name);

	return (unsigned short)(text ? strtol(text, NULL, 10) : 1);
}

int
main(int argc, char *argv[])
{
	struct tree t = {
	    .seed = {small_number("SEED"), small_number("HPO_TRIAL"),
		(unsigned short)(small_number("HPO_ATTEMPT") << 8)}};

	if (argc != 3)
		die(STATUS_INPUT, "usage: tree RECORDS WORDS");
	if (strcmp(argv[1], "--alive") == 0)
		return show_alive(argv[2]);
	t.deaf = strstr(argv[2], "deaf") != NULL;
	t.bare = strstr(argv[2], "bare") != NULL;
	t.records = open(argv[1], O_WRONLY | O_APPEND | O_CREAT, 0600);
	t.begun = mmap(NULL, 2 * sizeof(*t.begun), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (t.records == -1 || t.begun == MAP_FAILED)
		die(STATUS_SYS, "cannot begin: %s", strerror(errno));
	t.settled = t.begun + 1;
	hold();
	record(&t, "payload");
	grow_all(&t, argv[2]);
	puts("0.5");
	return fflush(stdout) == EOF;
}
