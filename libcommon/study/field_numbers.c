/* Fields of numbers, or of whatever else a parameter can be. */
#include <math.h>

#include "field_type.h"
#include "space.h"

static void
vector_param(const struct field *f, size_t k, struct param *p)
{
	space_param(p, field_param_name(f, k), f->json);
}

static json_t *
vector_split(const struct field *f, json_t *value, struct err *e)
{
	if (json_array_size(value) != f->n)
		return field_refuse_size(
		    json_array_size(value), "not", f->n, e);
	return json_copy(value);
}

const struct field_type field_vector = {
    .named = true,
    .param = vector_param,
    .split = vector_split,
};

static void
simplex_param(const struct field *f, size_t k, struct param *p)
{
	*p = (struct param){
	    .name = field_param_name(f, k),
	    .type = PARAM_FLOAT,
	    .high = 1,
	    .middle = 1 / (double)(f->n - k), /* equal parts */
	    .coordinate = SPACE_NONE,
	};
	/* So that all of the simplex is equally likely: L. Devroye,
	 * "Non-uniform random variate generation" (1986), chapter XI.4. */
	if (k + 2 < f->n)
		p->prior = prior_beta(1, (double)(f->n - k - 1));
}

static void
simplex_bound(const struct field *f, size_t k, int which, struct buf *text)
{
	if (k == 0 || (which == 0 && k + 1 < f->n))
		return;
	buf_puts(text, k + 1 < f->n ? "max(0, 1 - (" : "max(0, round((1 - (");
	field_add_sum(text, k);
	buf_puts(text, k + 1 < f->n ? "))" : ")) * 1e12) / 1e12)");
}

/* The last part, as its bounds have it, see above. */
static double
last_part(double others)
{
	return fmax(0, round((1 - others) * 1e12) / 1e12);
}

static json_t *
simplex_split(const struct field *f, json_t *value, struct err *e)
{
	const size_t n = json_array_size(value);
	const double slack = 1e-9; /* of what others have rounded */
	double others = 0, last;
	json_t *list;

	if (n != f->n)
		return field_refuse_size(n, "not", f->n, e);
	for (size_t k = 0; k < n; k++) {
		const json_t *part = json_array_get(value, k);
		const double x = json_number_value(part);

		if (!json_is_number(part) || x < 0 || x > 1) {
			err_set(e, "is no list of numbers from 0 to 1");
			return NULL;
		}
		others += k + 1 < n ? x : 0;
	}
	last = json_number_value(json_array_get(value, n - 1));
	if (fabs(others + last - 1) > slack) {
		err_set(e, "has the sum %.12g, not 1", others + last);
		return NULL;
	}
	list = json_copy(value);
	json_array_set_new(list, n - 1, json_real(last_part(others)));
	return list;
}

const struct field_type field_simplex = {
    .name = "simplex",
    .named = true,
    .rest = true,
    .param = simplex_param,
    .bound = simplex_bound,
    .split = simplex_split,
};
