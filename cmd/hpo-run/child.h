/* Start a program: a child of its own session, with nothing of ours. */
#ifndef HPO_CHILD_H
#define HPO_CHILD_H
#include <signal.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "buf.h"

/* What all children of a run have in common. */
struct spawner {
	char *stack;          /* where a child runs until its exec */
	int null;             /* /dev/null, its standard input */
	pid_t self;           /* who must still be its parent */
	sigset_t ignored;     /* signals to be set back to the default */
	struct rlimit nofile; /* as it was before we raised it */
	bool nofile_raised;
};

/* Which program, and how. */
struct spawn {
	const char *path;
	char *const *argv, *const *envp;
	const char *cwd; /* NULL: ours */
	int output[2];   /* its standard output and standard error */
};

enum spawn_step { SPAWN_SYSTEM, SPAWN_CWD, SPAWN_EXEC };

/* Why a child could not be started. */
struct spawn_failure {
	enum spawn_step step;
	int error; /* errno */
};

/* -1 with errno set if there is no /dev/null. */
int spawner_init(struct spawner *s);
void spawner_release(struct spawner *s);

/*
 * Returns the child's pid once its exec has succeeded, *pidfd being a
 * descriptor for it; or -1 with *failure set, no child being left.
 */
pid_t spawn(const struct spawner *s, const struct spawn *what, int *pidfd,
    struct spawn_failure *failure);

/*
 * The file that command names, sought along PATH as execvp(3) does if it has
 * no slash, to be freed; NULL with errno set if there is none that can be
 * executed.
 */
char *spawn_find(const char *command);

#endif
