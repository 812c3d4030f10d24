/*
 * The point at which an acquisition is highest, among all points of a space:
 * numbers, choices, conditions and rules.
 *
 * Scattered points and neighbours of the best trials are looked at; from the
 * most promising ones coordinates are improved in turn: continuous numbers
 * together by their gradient, each other parameter over its values (Optuna's
 * GPSampler alternates in this way).
 */
#ifndef HPO_GP_SEARCH_H
#define HPO_GP_SEARCH_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "candidates.h"
#include "evidence.h"
#include "gp_acquisition.h"
#include "gp_columns.h"
#include "shortlist.h"

struct gp_search {
	const struct gp_columns *columns;
	const struct acquisition *acquisition;
	const struct evidence *evidence;
	uint64_t seed;
	uint32_t trial;
	double belief;    /* the weight of what users believe; 0: nothing */
	size_t scattered; /* points to begin with */
	size_t near;      /* neighbours of the best trials */
	size_t starts;    /* of these, that are improved */
	size_t cycles;    /* over all coordinates, from each, at most */
	bool repeats;     /* what was asked, where nothing new is found */
	struct shortlist *shortlist; /* for the best ones; NULL: nobody asks */
};

/* How many values of parameters that have levels a cycle looks at, at most. */
size_t gp_search_options(const struct space *space);

/*
 * The best point that nobody has asked, or if there are to be repeats any, into
 * row; false if none was found.
 * value: its acquisition, to which belief times point_log_prior() is added.
 */
bool gp_search(const struct gp_search *search, double *row, double *value);

/* The same of candidates: the place of the best that is not used; n: none. */
size_t gp_search_among(const struct gp_search *search,
    const struct candidates *candidates, double *value);

#endif
