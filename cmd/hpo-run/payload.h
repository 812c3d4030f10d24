/* What a payload is given of its trial: arguments and environment. */
#ifndef HPO_PAYLOAD_H
#define HPO_PAYLOAD_H
#include <stdbool.h>

#include "buf.h"
#include "die.h"
#include "job.h"
#include "words.h"

/* Where things are, for what is given to the payload. */
struct payload_paths {
	const char *dir;   /* HPO_DIR */
	const char *owner; /* HPO_RUNNER */
	double deadline;   /* HPO_DEADLINE; 0: none */
};

/*
 * The command's arguments, or -1 with *e set.  The first must not be left out.
 */
int payload_argv(const struct job *job, const struct payload_paths *paths,
    char *const *command, struct words *argv, struct err *e);

/* text, one argument, made for this job; -1 with *e set. */
int payload_text(const struct job *job, const struct payload_paths *paths,
    const char *text, struct buf *out, struct err *e);

/* The variables that hpo-run sets. */
void payload_environ(const struct job *job, const struct payload_paths *paths,
    struct words *out);

/* Whether two parameters would have one variable: -1 with *e set. */
int payload_check_names(const struct job *job, struct err *e);

/* The environment's variables that pass to all payloads, NULL last. */
char **payload_environ_base(bool clean);

#endif
