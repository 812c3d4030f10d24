/*
 * The kernels that TPE has of one parameter.  In a model a row has for a
 * parameter with a fixed domain what it has in point.h, but of continuous ones
 * the coordinate; and the coordinate where bounds depend on others, since a
 * number says little if its range is another one for each point.
 */
#ifndef HPO_TPE_KERNEL_H
#define HPO_TPE_KERNEL_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evidence.h"
#include "kde_term.h"

/* Who draws: streams are named by the seed, the trial and a number. */
struct draw {
	uint64_t seed;
	uint32_t trial;
	uint32_t sub;
};

/* A point: as models have it, and as it is (point.h). */
struct candidate {
	double *row, *values;
	double score;
};

/* What a model's row has of parameter i of a point. */
double kernel_place(const struct space *space, size_t i, const double *values);

/* The kernels of parameter i around what it was in n trials. */
void kernel_build(struct kde *kde, const struct evidence *ev, size_t i,
    const size_t *list, size_t n);

/*
 * Multiply terms by those of parameter i at a point.  What users believe is
 * said of good places: where that is not what they stand for, it is left out.
 */
void kernel_multiply(struct kde *kde, const struct evidence *ev, size_t i,
    bool believing, const struct candidate *at, struct kde_term *terms);

/*
 * Draw active parameter i from kernel `which`, those it depends on being there.
 * False if nothing is between its bounds.
 */
bool kernel_draw(struct kde *kde, size_t which, const struct evidence *ev,
    size_t i, const struct draw *draw, struct candidate *to);

#endif
