/* One line of the input: what to run, and for which trial. */
#ifndef HPO_JOB_H
#define HPO_JOB_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "die.h"

enum { JOB_ID = 9 }; /* of a study: 8 hex digits */

struct job {
	json_t *line;
	json_t *params;      /* borrowed, as are those below */
	json_t *fidelity;    /* NULL if the line has none */
	json_t *names;       /* of all parameters; NULL if not known */
	json_t *constrained; /* names of metrics; NULL: none */
	json_t *objectives;  /* an array of names; own reference */
	char id[JOB_ID];
	uint64_t seed; /* of the study */
	long long trial, attempt;
	long long again, idle; /* attempts that asked for another; the last of
				* them that had not come on */
	double step;           /* the last one; -1: none */
};

enum job_kind {
	JOB_ERROR = -1, /* *e says what is wrong with the line */
	JOB_WAITING,    /* to be run */
	JOB_FINAL,      /* it ended already: to be passed on */
};

/*
 * From an input line.  Only after JOB_WAITING does *job hold anything; after
 * JOB_FINAL *pass has the line to pass on, without its `study`.
 */
enum job_kind job_read(struct job *job, const char *line, size_t len,
    struct buf *pass, struct err *e);
void job_release(struct job *job);

/* Whether a and b are one point: 1 and 1.0 are the same number. */
bool job_same_params(json_t *a, json_t *b);
bool job_same_fidelity(json_t *a, json_t *b);

#endif
