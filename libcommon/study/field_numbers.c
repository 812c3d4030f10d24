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
	buf_puts(text, "max(0, round((1 - (");
	field_add_sum(text, k);
	buf_puts(text, ")) * 1e12) / 1e12)");
}

/* What parts of this sum leave, as bounds have it, see above. */
static double
rest_of(double sum)
{
	return fmax(0, round((1 - sum) * 1e12) / 1e12);
}

/* Whether a list has parts whose sum is 1 but for what they were rounded. */
static bool
check_parts(const json_t *list, struct err *e)
{
	const double slack = 1e-9;
	double sum = 0;

	for (size_t k = 0; k < json_array_size(list); k++) {
		const json_t *part = json_array_get(list, k);
		const double x = json_number_value(part);

		if (!json_is_number(part) || x < 0 || x > 1) {
			err_set(e, "is no list of numbers from 0 to 1");
			return false;
		}
		sum += x;
	}
	if (fabs(sum - 1) <= slack)
		return true;
	err_set(e, "has the sum %.12g, not 1", sum);
	return false;
}

static json_t *
simplex_split(const struct field *f, json_t *value, struct err *e)
{
	const size_t n = json_array_size(value);
	double sum = 0;
	json_t *list;

	if (n != f->n)
		return field_refuse_size(n, "not", f->n, e);
	if (!check_parts(value, e))
		return NULL;
	list = json_copy(value);
	for (size_t k = 0; k < n; k++) {
		const double x = json_number_value(json_array_get(list, k));
		const double rest = rest_of(sum);

		if (k + 1 == n || x > rest)
			json_array_set_new(list, k, json_real(rest));
		sum += fmin(x, rest);
	}
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
