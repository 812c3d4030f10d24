/*
 * What every sampler provides.  To add one: write sampler_NAME.c with one
 * struct sampler, give it a line in sampler.c and a row in samplers.c (what it
 * is called and can do, which hpo-space reads too);
 * tests/property/test_samplers.c then tests it with the others.
 */
#ifndef HPO_SAMPLER_H
#define HPO_SAMPLER_H
#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "candidates.h"
#include "die.h"
#include "enumeration.h"
#include "past.h"
#include "samplers.h"
#include "shortlist.h"
#include "study.h"

/* How points are to be made. */
struct method {
	const char *sampler;           /* of -m; NULL: the header's */
	const char *const *options;    /* of -O, NULL last */
	const uint64_t *seed;          /* of --seed; NULL: the header's */
	struct candidates *candidates; /* of --candidates; NULL: none */
	bool confirm; /* not by a sampler: repeats of the best point */
};

/* One run of a sampler. */
struct sampling {
	const struct study *study;
	/* Those that are proposed, used ones marked; NULL: any point is. */
	const struct candidates *candidates;
	const struct sampler *sampler;
	const struct sampler_row *row;
	json_t *options; /* what -O set and is not the default */
	uint64_t seed;
	bool finite;                 /* the space is: no point is asked twice */
	uint64_t points;             /* of it, if that is known; else 0 */
	struct shortlist *shortlist; /* for the best candidates, or NULL */
	struct err problem;          /* why nothing can be proposed */
	struct enumeration all; /* of a finite space, made when it is needed */
	void *state;            /* the sampler's own */
};

/* A point, and what its `ask` must hold so that it can be made again. */
struct proposal {
	json_t *params;      /* own reference */
	json_int_t i;        /* index in its sampler's sequence; -1: none */
	const char *sampler; /* whose it is; NULL: of the one that was asked */
	const char *why;     /* static; NULL: nothing to say */
	/*
	 * What a model expects there: the objective's mean and standard
	 * deviation, in the user's units and sign, and the natural logarithm of
	 * the improvement that is expected, in units of the objective.  NAN: it
	 * does not say.
	 */
	double mean, sd, acq;
};

/* One of which nothing is known yet. */
static inline struct proposal
proposal_none(void)
{
	return (struct proposal){.i = -1, .mean = NAN, .sd = NAN, .acq = NAN};
}

struct sampler {
	const char *name;
	bool enumerates; /* looks at all points, of infinite spaces too */

	/*
	 * Check -O key=value, key being one of the row's options or one and
	 * .PARAMETER; put it into options if it is not the default.  NULL if
	 * there are no options.  Returns 0, or -1 with *e set.
	 */
	int (*option)(const struct space *space, const char *key,
	    const char *value, json_t *options, struct err *e);

	/* Prepare and give up s->state; NULL if there is none. */
	int (*open)(struct sampling *s, struct err *e);
	void (*close)(struct sampling *s);

	/*
	 * The point of trial `number`, a pure function of *s but for state,
	 * *past and the number.  Returns 0, 1 if there is none left, or -1 with
	 * s->problem set.
	 */
	int (*propose)(struct sampling *s, const struct past *past,
	    uint32_t number, struct proposal *out);
};

/* All samplers, by name, NULL last. */
extern const struct sampler *const samplers[];

/* The one that a name of a header or of -m stands for, or NULL. */
const struct sampler *sampler_find(const char *name);

/* Whether -O key is for this sampler, key being an option's or with .NAME. */
bool sampler_takes(const struct sampler_row *row, const char *key);

/*
 * Start a run of a method's sampler.  Refuses unknown names, options, what the
 * sampler cannot do, and candidates that are none.  Returns 0, or -1 with *e
 * set.
 */
int sampling_open(struct sampling *s, const struct study *study,
    const struct method *method, struct err *e);
void sampling_close(struct sampling *s);

/* A candidate as the point that is proposed. */
void sampling_choose(
    const struct sampling *s, size_t candidate, struct proposal *out);

/*
 * Of candidates the first in a shuffled order that is not used.  Else the
 * first point of the shuffled enumeration of a finite space that is not
 * taken, or where that is too long the first in its boxes.  That there is none
 * is remembered; that it was not found out, or that the space is not finite, is
 * a problem.  Returns as propose does.
 */
int sampling_rest(
    struct sampling *s, const struct past *past, struct proposal *out);

/*
 * The numbers that lead to the point with this index in a sequence, by
 * point_draw(), or if false is returned by point_draw_evenly(); u has
 * space->dim places.
 */
typedef bool sampler_draw(
    const struct sampling *s, uint32_t number, json_int_t index, double *u);

/*
 * The first new point of a sequence from out->i on.  In a finite space points
 * that are taken are passed over, up to 100; then comes the first one of the
 * shuffled enumeration that is not.  Where there are candidates it is the first
 * draw, whatever the rules say.  Returns as propose does.
 */
int sampling_distinct(struct sampling *s, const struct past *past,
    uint32_t number, sampler_draw *draw, struct proposal *out);

#endif
