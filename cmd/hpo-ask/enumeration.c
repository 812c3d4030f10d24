#include "enumeration.h"

#include <stdlib.h>

#include "encode.h"
#include "forest.h"
#include "point.h"
#include "product.h"
#include "xalloc.h"

void
enumeration_init(struct enumeration *e, const struct space *space,
    uint64_t seed, const char *purpose)
{
	struct forest f;

	*e = (struct enumeration){.space = space, .shuffled = purpose != NULL};
	if (forest_init(&f, space)) {
		e->n = f.points;
		forest_release(&f);
	} else if (product_size(space) <= PRODUCT_MAX) {
		e->n = product_size(space);
		e->sparse = true;
	}
	if (e->shuffled && e->n > 0)
		permutation_init(&e->order, e->n, seed, purpose);
}

void
enumeration_release(struct enumeration *e)
{
	if (e->shuffled && e->n > 0)
		permutation_release(&e->order);
	*e = (struct enumeration){0};
}

/* The point with this number, a new reference; NULL if there is none. */
static json_t *
point_at(const struct enumeration *e, uint64_t index)
{
	json_t *params = NULL;
	double *row;

	if (!e->sparse)
		return encode_index(e->space, index);
	row = xcalloc(e->space->n + 1, sizeof(*row));
	if (product_row(e->space, index, row))
		params = point_params(e->space, row);
	free(row);
	return params;
}

json_t *
enumeration_absent(
    const struct enumeration *e, const struct past *past, uint64_t *i)
{
	uint64_t at = *i < e->n ? *i : 0;

	for (uint64_t k = 0; k < e->n; k++) {
		const uint64_t index =
		    e->shuffled ? permutation_at(&e->order, at) : at;
		json_t *params = point_at(e, index);

		if (params && !past_has(past, params, false)) {
			*i = at;
			return params;
		}
		json_decref(params);
		at = at + 1 < e->n ? at + 1 : 0;
	}
	return NULL;
}
