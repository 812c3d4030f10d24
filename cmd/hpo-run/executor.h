/* Where payloads run: one row in executor.c each. */
#ifndef HPO_EXECUTOR_H
#define HPO_EXECUTOR_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "die.h"
#include "options.h"

/* What is to be started. */
struct launch {
	char *const *argv, *const *envp;
	const char *cwd; /* NULL: ours */
	int output[2];   /* for its standard output and standard error */
};

/* A payload that was started. */
struct process {
	pid_t pid;
	int fd;          /* readable when it has ended; -1: not running */
	int status;      /* as of wait(2), once it has */
	const char *dir; /* HPO_DIR */
};

enum executor_start {
	EXECUTOR_STARTED,
	EXECUTOR_SYSTEM,  /* *e: we could start nothing */
	EXECUTOR_COMMAND, /* *e: nothing can be started with this command */
	EXECUTOR_TRIAL,   /* *e: not with these arguments, or not now */
};

struct executor {
	const char *name, *summary;

	/* A state of its own, or NULL with *e set. */
	void *(*alloc)(const struct options *o, struct err *e);
	void (*free)(void *state);

	/* Whether the command can be found, before anything is made for it. */
	enum executor_start (*find)(
	    void *state, const struct launch *l, struct err *e);
	enum executor_start (*start)(void *state, const struct launch *l,
	    struct process *p, struct err *e);

	/*
	 * To all of the payload's processes that can be found; alone says that
	 * no other payload has any.
	 */
	void (*signal)(
	    void *state, const struct process *p, bool alone, int sig);

	/* Whether the payload itself has ended; then p->status is set. */
	bool (*ended)(void *state, struct process *p);

	/* How many processes the payload, which has ended, has left. */
	size_t (*left)(void *state, const struct process *p, bool alone);

	/* End what an hpo-run that died left in HPO_DIR dir. */
	size_t (*clear)(void *state, const char *dir);

	/* Something to do from time to time. */
	void (*tick)(void *state);
};

extern const struct executor *const executors[]; /* NULL last */

const struct executor *executor_find(const char *name); /* NULL: none */

extern const struct executor executor_local;

#endif
