#include "tpe_kernel.h"

#include <stdlib.h>

#include "buf.h"
#include "point.h"
#include "rng.h"
#include "xalloc.h"

/* What is the rest of others is one choice, too, if it is active. */
static bool
is_unordered(const struct param *p)
{
	return p->type == PARAM_CATEGORICAL || p->type == PARAM_BOOL ||
	       p->type == PARAM_CONST || p->rest;
}

static const struct range *
range_of(const struct evidence *ev, size_t i)
{
	return &ev->numbers.domain[i].range;
}

/* Whether kernels stand on levels, all of which have equal shares. */
static bool
is_equal(const struct evidence *ev, size_t i)
{
	return range_of(ev, i)->equal &&
	       !param_is_bound(&ev->numbers.space->params[i]);
}

double
kernel_place(const struct space *space, size_t i, const double *values)
{
	const struct param *p = &space->params[i];

	if (p->rest)
		return 0;
	return p->levels > 0 && !param_is_bound(p)
		   ? values[i]
		   : point_coordinate(space, i, values);
}

void
kernel_build(struct kde *kde, const struct evidence *ev, size_t i,
    const size_t *list, size_t n)
{
	const struct param *p = &ev->numbers.space->params[i];
	const bool equal = is_equal(ev, i);
	uint64_t *levels = xcalloc(n + 1, sizeof(*levels));
	double *u = xcalloc(n + 1, sizeof(*u));

	for (size_t k = 0; k < n; k++) {
		const double *row = evidence_row(ev, list[k]);

		if (p->rest)
			levels[k] = 0;
		else if (equal)
			levels[k] = (uint64_t)row[i];
		else if (param_is_bound(p))
			u[k] = point_coordinate(ev->numbers.space, i, row);
		else
			u[k] = value_coordinate(p, range_of(ev, i), row[i]);
	}
	if (is_unordered(p))
		kde_choices(kde, levels, n, p->rest ? 1 : (size_t)p->levels);
	else if (equal)
		kde_levels(kde, levels, n, (size_t)p->levels);
	else
		kde_numbers(kde, u, n);
	free(levels);
	free(u);
}

/* Multiply by the masses of the cell that a level has between its bounds. */
static void
multiply_cell(struct kde *kde, const struct evidence *ev, size_t i,
    const struct param *domain, const double *values, struct kde_term *terms)
{
	const struct space *space = ev->numbers.space;
	struct range r = *range_of(ev, i);
	double middle, width;

	if (domain != &space->params[i])
		r = value_range(domain);
	width = value_cell_width(domain, &r,
	    (uint64_t)point_level(space, i, domain, values[i]), &middle);
	kde_multiply_mass(kde, middle, width, terms);
}

/* What the prior's kernel is: what is believed, or what holds without that. */
static const struct prior *
prior_of(const struct param *domain, bool believing)
{
	static const struct prior none = {0};

	if (believing || !domain->belief.kind)
		return &domain->prior;
	return is_unordered(domain) ? &none : &domain->even;
}

void
kernel_multiply(struct kde *kde, const struct evidence *ev, size_t i,
    bool believing, const struct candidate *at, struct kde_term *terms)
{
	const struct space *space = ev->numbers.space;
	const struct param *p = &space->params[i];
	struct param own;
	const struct param *domain = point_domain(space, i, at->values, &own);

	kde_believe(kde, prior_of(domain, believing));
	if (is_unordered(p))
		kde_multiply_choice(kde, (uint64_t)at->row[i], terms);
	else if (p->levels == 0)
		kde_multiply_density(kde, at->row[i], terms);
	else if (is_equal(ev, i))
		kde_multiply_level(kde, (uint64_t)at->row[i], terms);
	else
		multiply_cell(kde, ev, i, domain, at->values, terms);
}

/* A uniform number of the stream that is the parameter's. */
static double
draw_uniform(const struct param *p, const struct draw *draw)
{
	struct buf purpose = {0};
	struct rng rng;

	buf_printf(&purpose, "tpe/%s", p->name);
	rng_init(&rng, draw->seed, draw->trial, buf_text(&purpose), draw->sub);
	buf_release(&purpose);
	return rng_uniform(&rng);
}

bool
kernel_draw(struct kde *kde, size_t which, const struct evidence *ev, size_t i,
    const struct draw *draw, struct candidate *to)
{
	const struct space *space = ev->numbers.space;
	const struct param *p = &space->params[i];
	struct param own;
	const struct param *domain = point_domain(space, i, to->values, &own);
	double u = draw_uniform(p, draw);

	if (!domain)
		return false;
	if (p->rest) {
		to->values[i] = domain->low;
		to->row[i] = 0;
		return true;
	}
	kde_believe(kde, &domain->prior);
	if (is_unordered(p)) {
		to->values[i] = (double)kde_choice(kde, which, u);
		to->row[i] = to->values[i];
		return true;
	}
	u = kde_number(kde, which, u);
	to->values[i] = point_number_at(space, i, domain, u);
	to->row[i] = p->levels > 0 && !param_is_bound(p) ? to->values[i] : u;
	return true;
}
