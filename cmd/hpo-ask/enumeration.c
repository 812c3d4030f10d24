#include "enumeration.h"

#include "encode.h"

void
enumeration_init(struct enumeration *e, const struct space *space,
    uint64_t seed, const char *purpose)
{
	*e = (struct enumeration){.space = space,
	    .n = space_count(space),
	    .shuffled = purpose != NULL};
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

json_t *
enumeration_absent(
    const struct enumeration *e, const struct past *past, uint64_t *i)
{
	uint64_t at = *i < e->n ? *i : 0;

	for (uint64_t k = 0; k < e->n; k++) {
		const uint64_t index =
		    e->shuffled ? permutation_at(&e->order, at) : at;
		json_t *params = encode_index(e->space, index);

		if (!past_has(past, params, false)) {
			*i = at;
			return params;
		}
		json_decref(params);
		at = at + 1 < e->n ? at + 1 : 0;
	}
	return NULL;
}
