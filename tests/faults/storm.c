/*
 * storm TRIALS ACKS WRITERS KILLS SEED: processes that ask, tell and enqueue
 * on one trial file, many of them killed at a random microsecond.
 *
 * What a command acknowledged is written to ACKS.N, one JSON object a line:
 *   {"ask": LINE}    a line that hpo-ask printed
 *   {"tee": LINE}    a line that hpo-tell --tee printed
 *   {"told": N, "error": X}    hpo-tell of a result ended with 0
 *   {"uid": U}                 hpo-tell of a point ended with 0
 * storm_check holds the file to it.  A command that was killed is repeated
 * later, the same result or the same uid.  Status 1: a command that was not
 * killed failed.
 */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "die.h"
#include "xalloc.h"

enum {
	PENDING_MAX = 256,
	PAD_MAX = (1 << 20) - 4096, /* a line is at most 1 MiB */
	LONG_LINE = 8192,
	PAD_PIECE = 60000, /* a string at most 64 KiB */
	CLASSES = 24,      /* of durations, by the size of the line */
};

/* What is still to be told: a result of a trial, or a point. */
struct pending {
	json_int_t trial; /* 0: a point */
	char uid[27];
	double x;
	size_t pad;
};

struct writer {
	const char *trials;
	FILE *acks;
	int in, out, err; /* files that a command reads and writes */
	atomic_int *kills;
	unsigned short seed[3];
	struct pending pending[PENDING_MAX];
	size_t n;
	double usual_s[CLASSES]; /* how long a command takes */
	bool failed;
};

/* A number in [0, 1). */
static double
uniform(struct writer *w)
{
	return erand48(w->seed);
}

static void
sleep_s(double s)
{
	const struct timespec t = {
	    .tv_sec = (time_t)s, .tv_nsec = (long)((s - floor(s)) * 1e9)};

	nanosleep(&t, NULL);
}

static off_t
size_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == -1 ? -1 : st.st_size;
}

/*
 * Kill the process: at a random moment of the time that it usually takes, or,
 * since writing takes little of that, when the file has begun to grow.
 */
static void
kill_later(struct writer *w, pid_t pid, double usual_s)
{
	const double end = clock_monotonic() + 2 * usual_s;
	off_t size = size_of(w->trials), now;

	if (uniform(w) < 0.25)
		sleep_s(uniform(w) * 1.2 * usual_s);
	else
		while ((now = size_of(w->trials)) < size + LONG_LINE &&
		       clock_monotonic() < end) {
			size = now;
			sleep_s(30e-6);
		}
	kill(pid, SIGKILL);
}

static pid_t
start(struct writer *w, char *argv[])
{
	pid_t pid;

	/* Not in the child, which may be killed before it does it. */
	if (lseek(w->in, 0, SEEK_SET) == -1 || ftruncate(w->out, 0) == -1 ||
	    lseek(w->out, 0, SEEK_SET) == -1 || ftruncate(w->err, 0) == -1 ||
	    lseek(w->err, 0, SEEK_SET) == -1)
		die(STATUS_SYS, "cannot rewind: %s", strerror(errno));
	pid = fork();
	if (pid == -1)
		die(STATUS_SYS, "cannot fork: %s", strerror(errno));
	if (pid != 0)
		return pid;
	if (dup2(w->in, 0) == -1 || dup2(w->out, 1) == -1 ||
	    dup2(w->err, 2) == -1)
		_exit(126);
	(void)nice(10); /* so that we wake up in the midst of a write */
	execvp(argv[0], argv);
	_exit(127);
}

/* A command failed that was not killed: say so, with its own words. */
static void
complain(struct writer *w, const char *command, int status)
{
	char words[400];
	const ssize_t n = pread(w->err, words, sizeof(words) - 1, 0);

	words[n > 0 ? n : 0] = '\0';
	warn("%s ended with wait status %d: %s", command, status, words);
	w->failed = true;
}

/* Run argv, perhaps to be killed.  Whether it ended with 0. */
static bool
run(struct writer *w, char *argv[], size_t size)
{
	double *usual_s = &w->usual_s[0];
	const double begun = clock_monotonic();
	const bool doomed = uniform(w) < 0.6;
	const pid_t pid = start(w, argv);
	int status;

	for (size_t s = size; s > 1; s /= 2)
		usual_s++;
	if (doomed)
		kill_later(w, pid, *usual_s);
	while (waitpid(pid, &status, 0) == -1)
		continue;
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) {
		atomic_fetch_add(w->kills, 1);
		return false;
	}
	if (!doomed)
		*usual_s = (*usual_s + clock_monotonic() - begun) / 2;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	complain(w, argv[0], status);
	return false;
}

/* Note what was acknowledged; takes ack over. */
static void
note(struct writer *w, json_t *ack)
{
	if (!ack || json_dumpf(ack, w->acks, JSON_COMPACT) == -1 ||
	    putc('\n', w->acks) == EOF)
		die(STATUS_SYS, "cannot write an acknowledgement");
	json_decref(ack);
}

/* A result of trial (0: a new point), to be told some time. */
static void
add_pending(struct writer *w, json_int_t trial)
{
	struct pending *p = &w->pending[w->n];

	if (w->n == PENDING_MAX)
		return;
	*p = (struct pending){.trial = trial, .x = uniform(w)};
	for (double size = 1; size < PAD_MAX && uniform(w) < 0.98; size *= 1.5)
		p->pad = (size_t)size;
	p->uid[0] = '0';
	for (size_t i = 1; i < sizeof(p->uid) - 1; i++)
		p->uid[i] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[(
		    size_t)(uniform(w) * 32)];
	w->n++;
}

/* Note each whole line that the command printed; ask: keep its trials. */
static void
take_output(struct writer *w, bool ask)
{
	FILE *out;
	char *line = NULL;
	size_t cap = 0;
	ssize_t len;
	const int fd = dup(w->out);

	if (fd == -1 || lseek(fd, 0, SEEK_SET) == -1 ||
	    !(out = fdopen(fd, "r")))
		die(STATUS_SYS, "cannot read what was printed");
	while ((len = getline(&line, &cap, out)) > 0 && line[len - 1] == '\n') {
		json_t *object = json_loadb(line, (size_t)len, 0, NULL);

		if (!object)
			die(STATUS_INPUT, "printed, and not JSON: %s", line);
		if (ask)
			add_pending(w, json_integer_value(
					   json_object_get(object, "trial")));
		note(w, json_pack("{so}", ask ? "ask" : "tee", object));
	}
	free(line);
	fclose(out);
}

static void
ask(struct writer *w)
{
	char n[] = "1";
	char *argv[] = {(char[]){"hpo-ask"}, (char[]){"-n"}, n, NULL, NULL};

	argv[3] = xstrdup(w->trials);
	n[0] = (char)('1' + (int)(uniform(w) * 4));
	(void)run(w, argv, 1); /* what it printed counts, killed or not */
	take_output(w, true);
	free(argv[3]);
}

/* The line of p into w->in. */
static void
write_input(struct writer *w, const struct pending *p)
{
	json_t *pad = json_array(), *line;
	char *piece = xmalloc(PAD_PIECE + 1);
	FILE *f = fdopen(dup(w->in), "w");

	memset(piece, 'x', PAD_PIECE);
	for (size_t left = p->pad; left > 0;) {
		const size_t len = left < PAD_PIECE ? left : PAD_PIECE;

		json_array_append_new(pad, json_stringn(piece, len));
		left -= len;
	}
	if (p->trial)
		line = json_pack("{sIss s{sf} so}", "trial", p->trial, "state",
		    "complete", "metrics", "error", p->x, "pad", pad);
	else
		line = json_pack("{ss s{sf} so}", "uid", p->uid, "params", "x",
		    p->x, "pad", pad);
	if (!f || ftruncate(w->in, 0) == -1 || fseek(f, 0, SEEK_SET) == -1 ||
	    json_dumpf(line, f, JSON_COMPACT) == -1 || putc('\n', f) == EOF ||
	    fclose(f) == EOF)
		die(STATUS_SYS, "cannot write input");
	json_decref(line);
	free(piece);
}

/* Tell one of what is pending; it stays so if the command was killed. */
static void
tell(struct writer *w)
{
	char *argv[] = {(char[]){"hpo-tell"}, (char[]){"--tee"}, NULL, NULL};
	struct pending *p;

	if (w->n == 0)
		return;
	p = &w->pending[(size_t)(uniform(w) * (double)w->n)];
	write_input(w, p);
	argv[2] = xstrdup(w->trials);
	if (run(w, argv, p->pad)) {
		if (p->trial)
			note(w, json_pack(
				    "{sIsf}", "told", p->trial, "error", p->x));
		else
			note(w, json_pack("{ss}", "uid", p->uid));
		*p = w->pending[--w->n];
	}
	take_output(w, false);
	free(argv[2]);
}

static int
write_all_day(struct writer *w, int kills)
{
	while (atomic_load(w->kills) < kills && !w->failed) {
		const double what = uniform(w);

		if (what < 0.25)
			ask(w);
		else if (what < 0.4)
			add_pending(w, 0);
		else
			tell(w);
	}
	return fclose(w->acks) == EOF || w->failed;
}

/* The life of writer number i. */
static int
writer(char *argv[], int i, atomic_int *kills)
{
	struct writer *w = xcalloc(1, sizeof(*w));
	char name[4096];
	int rc;

	snprintf(name, sizeof(name), "%s.%d", argv[2], i);
	w->trials = argv[1];
	w->kills = kills;
	w->acks = fopen(name, "we");
	w->in = memfd_create("in", MFD_CLOEXEC);
	w->out = memfd_create("out", MFD_CLOEXEC);
	w->err = memfd_create("err", MFD_CLOEXEC);
	if (!w->acks || w->in == -1 || w->out == -1 || w->err == -1)
		die(STATUS_SYS, "cannot begin: %s", strerror(errno));
	(void)prctl(PR_SET_TIMERSLACK, 1000UL); /* else sleeps are 50 us more */
	w->seed[0] = (unsigned short)atoi(argv[5]);
	w->seed[1] = (unsigned short)i;
	for (size_t c = 0; c < CLASSES; c++)
		w->usual_s[c] = 0.005;
	rc = write_all_day(w, atoi(argv[4]));
	close(w->in);
	close(w->out);
	close(w->err);
	free(w);
	return rc;
}

int
main(int argc, char *argv[])
{
	atomic_int *kills;
	int status, bad = 0;

	if (argc != 6)
		die(STATUS_INPUT,
		    "usage: storm TRIALS ACKS WRITERS KILLS SEED");
	kills = mmap(NULL, sizeof(*kills), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (kills == MAP_FAILED)
		die(STATUS_SYS, "cannot map memory");
	for (int i = 0; i < atoi(argv[3]); i++) {
		const pid_t pid = fork();

		if (pid == -1)
			die(STATUS_SYS, "cannot fork");
		if (pid == 0)
			return writer(argv, i, kills);
	}
	while (wait(&status) != -1)
		bad |= status != 0;
	return bad ? STATUS_NO : STATUS_OK;
}
