/*
 * Looking for the point that a forest expects the largest improvement of: many
 * points that are drawn at random, more in the neighbourhood of the best
 * results, and from the best of all these on local search by changes of one
 * parameter (F. Hutter, H. H. Hoos, K. Leyton-Brown, "Sequential model-based
 * optimization for general algorithm configuration", LION 5, 2011, section 4.3,
 * but for its random neighbours here being ever nearer).
 */
#ifndef HPO_FOREST_SEARCH_H
#define HPO_FOREST_SEARCH_H
#include <stdbool.h>
#include <stdint.h>

#include "candidates.h"
#include "forest_model.h"

/* What is looked at, and what was found. */
struct forest_search {
	const struct forest_model *model;
	const struct forest_key *key;
	double *row; /* of the point that was found */
	struct forest_view view;
};

/*
 * The new point with the greatest gain, what is believed of it counting less
 * and less (point_log_prior()).  Where rules refuse all that is drawn, points
 * are made near to it.  False if none was found that keeps the rules and was
 * not asked; in a space that is not finite the last may have been.  Some
 * thousand looks at the forest.
 */
bool forest_search(struct forest_search *search);

/* The same of candidates: the place of the best that is not used; n: none. */
size_t forest_search_among(
    struct forest_search *search, const struct candidates *candidates);

#endif
