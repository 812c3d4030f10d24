#include "point.h"

#include <math.h>
#include <string.h>

#include "jsonl.h"

bool
point_active(const struct space *space, size_t i, const double *row)
{
	const struct formula *when = space->params[i].when;

	return !when || formula_test(when, space, row) == EXPR_TRUE;
}

/* A condition that was looked at: the values of a list share theirs. */
struct condition {
	const struct formula *when;
	bool holds;
};

/* The same for a condition that may be the last one. */
static bool
is_active(const struct space *space, size_t i, const double *row,
    struct condition *last)
{
	const struct formula *when = space->params[i].when;

	if (!last->when || when != last->when)
		*last = (struct condition){when, point_active(space, i, row)};
	return last->holds;
}

const struct param *
point_domain(
    const struct space *space, size_t i, const double *row, struct param *own)
{
	const struct param *p = &space->params[i];

	const struct field *f = &space->fields[p->field];

	if (!param_is_bound(p) && !f->ways)
		return p;
	*own = *p;
	if (p->bound[0])
		own->low = formula_number(p->bound[0], space, row);
	if (p->bound[1])
		own->high = formula_number(p->bound[1], space, row);
	if (p->type == PARAM_INT) {
		own->low = ceil(own->low);
		own->high = floor(own->high);
	}
	if (!(own->low <= own->high)) /* or one of them is no number */
		return NULL;
	own->levels = param_levels(own);
	belief_settle(own);
	if (f->ways && own->levels > 1)
		own->prior = field_prior(f, i - f->first, row + f->first);
	return own;
}

/* How many levels of its widest domain are below the first of this one. */
static double
levels_below(const struct param *widest, const struct param *domain)
{
	return domain == widest || domain->levels == 0
		   ? 0
		   : (domain->low - widest->low) / widest->step;
}

bool
point_number(const struct param *p, json_t *value, double *x)
{
	uint64_t k;

	if (p->levels > 0) {
		if (!value_find_level(p, value, &k))
			return false;
		*x = (double)k;
		return true;
	}
	*x = json_number_value(value) + 0.0; /* -0.0 is 0.0 */
	return json_is_number(value) && *x >= p->low && *x <= p->high;
}

json_t *
point_value(const struct space *space, size_t i, double x)
{
	const struct param *p = &space->params[i];

	return p->levels > 0 ? value_level(p, (uint64_t)x) : json_real(x);
}

static double
decode_number(
    const struct space *space, size_t i, const struct param *domain, double u)
{
	const struct range r = value_range(domain);

	if (domain->levels == 0)
		return value_number_at(domain, &r, u) + 0.0;
	return levels_below(&space->params[i], domain) +
	       (double)value_level_at(domain, &r, u);
}

double
point_number_at(
    const struct space *space, size_t i, const struct param *domain, double u)
{
	return decode_number(space, i, domain, value_quantise(u));
}

double
point_level(
    const struct space *space, size_t i, const struct param *domain, double x)
{
	return x - levels_below(&space->params[i], domain);
}

double
point_draw_number(
    const struct space *space, size_t i, const struct param *domain, double u)
{
	/* Where nothing is believed, u as it is. */
	return point_number_at(space, i, domain,
	    domain->prior.kind ? prior_quantile(&domain->prior, u) : u);
}

static double
draw_number_evenly(
    const struct space *space, size_t i, const struct param *domain, double u)
{
	const struct prior *even =
	    domain->belief.kind ? &domain->even : &domain->prior;

	return point_number_at(
	    space, i, domain, even->kind ? prior_quantile(even, u) : u);
}

/* What takes a coordinate of a domain to a number. */
typedef double number_at(
    const struct space *space, size_t i, const struct param *domain, double u);

static bool
fill(const struct space *space, const double *u, number_at *number, double *row)
{
	struct condition last = {0};

	for (size_t i = 0; i < space->n; i++)
		row[i] = NAN;
	for (size_t k = 0; k < space->n; k++) {
		const size_t i = space->order[k];
		const struct param *p = &space->params[i];
		const struct param *domain;
		struct param own;

		if (!is_active(space, i, row, &last))
			continue;
		domain = point_domain(space, i, row, &own);
		if (!domain)
			return false;
		if (p->rest)
			row[i] = domain->low;
		else
			row[i] =
			    p->coordinate == SPACE_NONE
				? 0
				: number(space, i, domain, u[p->coordinate]);
	}
	return true;
}

bool
point_decode(const struct space *space, const double *u, double *row)
{
	return fill(space, u, decode_number, row);
}

bool
point_draw(const struct space *space, const double *u, double *row)
{
	return fill(space, u, point_draw_number, row);
}

void
point_settle(const struct space *space, size_t i, double *row)
{
	const struct field *f = &space->fields[space->params[i].field];
	const size_t last = f->first + f->n - 1;
	const struct param *domain;
	struct param own;

	if (!space->params[last].rest || isnan(row[last]))
		return;
	domain = point_domain(space, last, row, &own);
	row[last] = domain ? domain->low : NAN;
}

bool
point_draw_evenly(const struct space *space, const double *u, double *row)
{
	return fill(space, u, draw_number_evenly, row);
}

double
point_coordinate(const struct space *space, size_t i, const double *row)
{
	struct param own;
	const struct param *domain = point_domain(space, i, row, &own);
	struct range r;

	if (!domain || domain->levels == 1 ||
	    (domain->levels == 0 && domain->low == domain->high))
		return 0.5; /* all coordinates stand for its one value */
	r = value_range(domain);
	return value_coordinate(
	    domain, &r, point_level(space, i, domain, row[i]));
}

double
point_trace_number(const struct space *space, size_t i, const double *row)
{
	struct param own;
	const struct param *domain = point_domain(space, i, row, &own);
	const double u = point_coordinate(space, i, row);

	return domain && domain->prior.kind ? prior_cdf(&domain->prior, u) : u;
}

/* What takes the number in a row to a coordinate. */
typedef double coordinate_of(
    const struct space *space, size_t i, const double *row);

static void
gather(const struct space *space, const double *row, coordinate_of *coordinate,
    double *u)
{
	for (size_t i = 0; i < space->n; i++) {
		const struct param *p = &space->params[i];

		if (p->coordinate != SPACE_NONE)
			u[p->coordinate] =
			    isnan(row[i]) ? 0.5 : coordinate(space, i, row);
	}
}

void
point_encode(const struct space *space, const double *row, double *u)
{
	gather(space, row, point_coordinate, u);
}

void
point_trace(const struct space *space, const double *row, double *u)
{
	gather(space, row, point_trace_number, u);
}

const struct rule *
point_broken(const struct space *space, const double *row)
{
	for (size_t i = 0; i < space->nrules; i++)
		if (rule_is_broken(&space->rules[i], space, row))
			return &space->rules[i];
	return NULL;
}

/* Whether active parameter i is between the bounds that it has there. */
static bool
is_within(const struct space *space, size_t i, const double *row)
{
	const struct param *p = &space->params[i];
	struct param own;
	const struct param *domain = point_domain(space, i, row, &own);
	double x;

	if (domain == p)
		return true; /* as every number that is read */
	x = value_number(p, row[i]);
	return domain && x >= domain->low && x <= domain->high;
}

/* Whether parameter i is there just where it should be, and within bounds. */
static bool
is_right(const struct space *space, size_t i, const double *row,
    struct condition *last)
{
	const bool there = !isnan(row[i]);

	return there == is_active(space, i, row, last) &&
	       (!there || is_within(space, i, row));
}

bool
point_is(const struct space *space, const double *row)
{
	struct condition last = {0};

	for (size_t i = 0; i < space->n; i++)
		if (!is_right(space, i, row, &last))
			return false;
	return !point_broken(space, row);
}

/* Whether all that depends on parameter i is as it should be. */
static bool
is_kept(const struct space *space, const struct uses *uses, size_t i,
    const double *row)
{
	const struct use_list *rules = &uses->rules, *params = &uses->params;
	struct condition last = {0};

	for (size_t at = params->first[i]; at < params->first[i + 1]; at++)
		if (!is_right(space, params->of[at], row, &last))
			return false;
	for (size_t at = rules->first[i]; at < rules->first[i + 1]; at++)
		if (rule_is_broken(&space->rules[rules->of[at]], space, row))
			return false;
	return is_right(space, i, row, &last);
}

bool
point_is_still(const struct space *space, const struct uses *uses, size_t i,
    const double *row)
{
	const struct field *f = &space->fields[space->params[i].field];
	const size_t last = f->first + f->n - 1;

	return is_kept(space, uses, i, row) &&
	       (!space->params[last].rest || is_kept(space, uses, last, row));
}

bool
point_equal(const struct space *space, const double *a, const double *b)
{
	for (size_t i = 0; i < space->n; i++)
		if (a[i] != b[i] && !(isnan(a[i]) && isnan(b[i])))
			return false;
	return true;
}

/* Rows hold neither -0.0 nor more than one NAN. */
uint32_t
point_hash(const struct space *space, const double *row)
{
	uint64_t hash = space->n;

	for (size_t i = 0; i < space->n; i++) {
		uint64_t bits;

		memcpy(&bits, &row[i], sizeof(bits));
		hash = (hash ^ bits) * 11400714819323198485ULL;
		hash ^= hash >> 32;
	}
	return (uint32_t)hash != 0 ? (uint32_t)hash : 1;
}

/* What stands in a point at the name of a field, a new reference. */
static json_t *
field_at(const struct space *space, const struct field *f, const double *row)
{
	json_t *list, *array;

	if (!f->type)
		return point_value(space, f->first, row[f->first]);
	list = json_array();
	for (size_t i = f->first; i < f->first + f->n; i++)
		json_array_append_new(list, point_value(space, i, row[i]));
	array = field_join(f, list);
	json_decref(list);
	return array;
}

json_t *
point_params(const struct space *space, const double *row)
{
	json_t *params = jsonl_object();

	for (size_t i = 0; i < space->nfields; i++) {
		const struct field *f = &space->fields[i];

		if (!isnan(row[f->first]))
			json_object_set_new(
			    params, f->name, field_at(space, f, row));
	}
	return params;
}
