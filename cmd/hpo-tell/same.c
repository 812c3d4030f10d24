#include "same.h"

#include <string.h>

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
	struct buf a = {0}, b = {0};
	struct err ignored = {0};
	bool same;

	if (trial->params.len == 0)
		return true;
	before = history_json(h, trial->params);
	if (json_equal(before, now)) {
		same = true;
	} else if (encode_check(space, now, &ignored) == -1 ||
		   encode_check(space, before, &ignored) == -1) {
		same = false; /* 1 and 1.0 are told apart outside the space */
	} else {
		encode_key(space, before, &a);
		encode_key(space, now, &b);
		same = a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
	}
	buf_release(&a);
	buf_release(&b);
	json_decref(before);
	return same;
}
