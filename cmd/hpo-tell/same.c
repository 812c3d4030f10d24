#include "same.h"

#include "encode.h"

bool
same_metrics(json_t *a, json_t *b)
{
	const char *name;
	json_t *value;

	if (json_object_size(a) != json_object_size(b))
		return false;
	json_object_foreach (a, name, value) {
		const json_t *other = json_object_get(b, name);

		if (!json_is_number(value) || !json_is_number(other) ||
		    json_number_value(value) != json_number_value(other))
			return false;
	}
	return true;
}

bool
same_params(const struct history *h, const struct trial *trial, json_t *now)
{
	const struct space *space = &h->study.space;
	json_t *before;
	bool same;

	if (trial->params.len == 0)
		return true;
	before = history_json(h, trial->params);
	/* Outside the space 1 and 1.0 are told apart. */
	same = json_equal(before, now) || encode_equal(space, before, now);
	json_decref(before);
	return same;
}
