/* What the header line of a trial file says, hpo-trials(5). */
#ifndef HPO_STUDY_H
#define HPO_STUDY_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "constraint.h"
#include "die.h"
#include "space.h"

enum {
	STUDY_FAILURES = 20, /* the default of stop.failures */
	STUDY_ID = 9,        /* 8 hex digits and their end */
};

struct objective {
	const char *metric; /* borrowed from the header */
	char *error;        /* the metric that is its standard error */
	bool maximize;
	bool has_target;
	double target; /* of stop.target or the objective's own */
};

struct study {
	json_t *header;    /* canonical, own reference */
	const char *name;  /* "" if none */
	char id[STUDY_ID]; /* of the first header; "" before it is known */
	uint64_t seed;
	struct objective *objectives;
	size_t nobjectives;
	bool noisy;   /* the same point may have another value next time */
	double noise; /* its standard deviation then; 0: not known */
	struct constraints constraints; /* of subject_to */
	struct space space;
	const char *sampler;     /* "auto" if none */
	json_t *points;          /* array, borrowed; NULL if none */
	long long stop_trials;   /* 0: no limit */
	long long stop_failures; /* default STUDY_FAILURES; 0: off */
	long long stop_patience; /* 0: off */
	double stop_time;        /* seconds; 0: no limit */
	double stop_improvement; /* in units of the objective; 0: off */
};

/*
 * From a header line, which study_parse() checks by define_header().  Returns
 * 0, or -1 with *e set (the first mistake, its field named).  A header without
 * `id` has that of study_id().
 */
int study_parse(
    struct study *study, const char *line, size_t len, struct err *e);
void study_release(struct study *study);

/* FNV-1a-32 of a header line (no BOM, CR, LF) as 8 hex digits. */
void study_id(char id[STUDY_ID], const char *line, size_t len);

/*
 * The `study` object that hpo-ask prints on a line, a new reference:
 * {"id","name","seed","metrics":[...],"params":[all names]}, and, if there are
 * any, "constraints", the metrics that these name.
 */
json_t *study_job(const struct study *study);

#endif
