/*
 * A Gaussian process of what trials have found: the objective over the points,
 * and of labels where some have failed.
 *
 * Values are warped if they are skewed (warp.h) and brought to mean 0 and
 * variance 1.  Trials of equal points are one result, the mean.  Results are
 * taken as they are, almost without noise, unless the study says otherwise,
 * results have a standard error, or equal points have differed.
 */
#ifndef HPO_GP_MODEL_H
#define HPO_GP_MODEL_H
#include <stdbool.h>
#include <stddef.h>

#include "evidence.h"
#include "gp.h"
#include "gp_columns.h"
#include "study.h"

/* Whether results differ from what a point is worth. */
enum gp_noise {
	GP_NOISE_AUTO, /* if the study, repeats or results say so */
	GP_NOISE_NONE,
	GP_NOISE_FREE,
};

/* When values are warped. */
enum gp_warp {
	GP_WARP_AUTO, /* if they are skewed */
	GP_WARP_NEVER,
	GP_WARP_ALWAYS,
};

struct gp_how {
	enum gp_noise noise;
	enum gp_warp warp;
};

struct gp_model {
	struct gp_how how;
	struct gp_columns columns;
	struct gp gp, success;
	bool fails; /* success is there */
	bool noisy;
	double best;    /* what is to be improved upon, as the process has it */
	size_t results; /* different points with a value */
	double *known;  /* their values, ascending, and what became of them */
	double *warped;
};

/* O(n^3) and a fit. */
void gp_model_init(struct gp_model *model, const struct study *study,
    const struct evidence *ev, const struct gp_how *how);
void gp_model_release(struct gp_model *model);

/* A value of the process in units of the objective, to be minimised. */
double gp_model_value(const struct gp_model *model, double warped);

/* The same of a small difference next to the best value. */
double gp_model_scale(const struct gp_model *model);

#endif
