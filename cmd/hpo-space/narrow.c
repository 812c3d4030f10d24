#include "narrow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "define_parts.h"
#include "fix.h"
#include "jsonl.h"
#include "narrow_param.h"
#include "numbers.h"
#include "point.h"
#include "ranking.h"
#include "xalloc.h"

enum {
	VALUED_LEAST = 20, /* trials, to say anything */
	BEST_MOST = 25,    /* more would be no better than many others */
};

/* The part of the trials that are the best, and how often one of all
 * parameters may be narrowed for nothing. */
static const double part = 0.15, chance = 0.05;

/* What trials say of a space. */
struct narrowing {
	const struct study *study;
	const struct space *space;
	struct numbers numbers;
	struct region *regions; /* by parameter */
	double *rows;           /* of the best, at most BEST_MOST */
	size_t valued;          /* of the trials that are points */
	size_t best;            /* so many of these */
	double first, last;     /* losses of the best, and of the worst */
	json_t *domains;        /* by name, some narrower by now */
	bool again;             /* the first try had mistakes */
};

/* Whether a trial is a point of the space: its row. */
static bool
read_row(const struct narrowing *n, const struct history *h,
    const struct trial *t, double *row)
{
	return t->params.len > 0 &&
	       numbers_read(&n->numbers, h->log.text.data + t->params.at,
		   t->params.len, row) == 0;
}

/* Count the choices of a trial that has ended. */
static void
count(struct narrowing *n, const double *row)
{
	for (size_t i = 0; i < n->space->n; i++) {
		struct region *r = &n->regions[i];

		if (isnan(row[i]))
			continue;
		r->active++;
		if (r->count)
			r->count[(size_t)row[i]]++;
	}
}

static void
keep_row(struct narrowing *n, const double *row)
{
	for (size_t i = 0; i < n->space->n; i++)
		if (!isnan(row[i]))
			region_keep(
			    &n->regions[i], &n->space->params[i], row[i]);
}

/* All that have ended, the best first. */
static void
look_at_ended(struct narrowing *n, struct history *h)
{
	const size_t width = n->space->n;
	double *row = xcalloc(width + 1, sizeof(*row));
	struct ranking r;

	ranking_init(&r, h, &n->study->objectives[0]);
	for (size_t i = 0; i < r.n; i++) {
		const struct ranked *one = &r.list[i];

		if (!read_row(n, h, one->trial, row))
			continue;
		count(n, row);
		if (isnan(one->loss))
			continue;
		if (n->valued < BEST_MOST)
			memcpy(n->rows + n->valued * width, row,
			    width * sizeof(*row));
		n->first = n->valued == 0 ? one->loss : n->first;
		n->last = one->loss;
		n->valued++;
	}
	n->best = (size_t)ceil(part * (double)n->valued);
	n->best = n->best < NARROW_LEAST ? NARROW_LEAST : n->best;
	n->best = n->best > BEST_MOST ? BEST_MOST : n->best;
	ranking_release(&r);
	free(row);
}

/* Those that wait or run, points that are enqueued among them, must stay. */
static void
look_at_open(struct narrowing *n, struct history *h)
{
	double *row = xcalloc(n->space->n + 1, sizeof(*row));
	const size_t trials = history_count(h);

	for (size_t i = 0; i < trials; i++) {
		const struct trial *t = history_at(h, i);

		if (!trial_is_final(t->state) && read_row(n, h, t, row))
			keep_row(n, row);
	}
	free(row);
}

/* So must what the points of the header say. */
static void
look_at_points(struct narrowing *n)
{
	for (size_t k = 0; k < json_array_size(n->study->points); k++) {
		json_t *point = json_array_get(n->study->points, k);

		for (size_t i = 0; i < n->space->n; i++) {
			const struct param *p = &n->space->params[i];
			json_t *value = field_value(n->space, i, point);
			double x;

			if (value && point_number(p, value, &x))
				region_keep(&n->regions[i], p, x);
			json_decref(value);
		}
	}
}

/* Whether p has choices without an order. */
static bool
is_list(const struct param *p)
{
	return p->choices && p->type != PARAM_ORDINAL;
}

/* A formula whose literals are looked at. */
struct naming {
	struct narrowing *n;
	const struct formula *f;
};

static void
take_literal(void *arg, size_t name, json_t *literal, size_t at)
{
	const struct naming *naming = arg;
	const size_t i = naming->f->params[name];
	const struct param *p = &naming->n->space->params[i];
	struct region *r = &naming->n->regions[i];
	double x;

	(void)at;
	if (!point_number(p, literal, &x))
		return;
	if (is_list(p))
		r->named[(size_t)x] = true;
	else
		region_keep(r, p, x);
}

static void
look_at_formula(struct narrowing *n, const struct formula *f)
{
	struct naming naming = {n, f};

	if (f)
		expr_literals(f->expr, take_literal, &naming);
}

/* Values with which something is compared: the header must stay right. */
static void
look_at_formulas(struct narrowing *n)
{
	for (size_t i = 0; i < n->space->n; i++) {
		const struct param *p = &n->space->params[i];

		look_at_formula(n, p->when);
		look_at_formula(n, p->bound[0]);
		look_at_formula(n, p->bound[1]);
	}
	for (size_t i = 0; i < n->space->nrules; i++)
		look_at_formula(n, n->space->rules[i].formula);
}

/* Take a default out of a narrower domain that it is outside of. */
static void
drop_default(const char *name, json_t *domain, struct buf *why)
{
	json_t *value = json_object_get(domain, "default");
	struct field f;
	json_t *canonical;
	struct err ignored = {0};

	if (!value)
		return;
	field_init(&f, name, domain);
	canonical = define_field_value(&f, value, &ignored);
	field_release(&f);
	if (!canonical) {
		json_object_del(domain, "default");
		buf_puts(why, "; its default is outside, and gone");
	}
	json_decref(canonical);
}

/* Take a prior out that was of all of the old domain, or if none may stay. */
static void
drop_prior(const struct narrowing *n, json_t *domain, struct buf *why)
{
	const json_t *prior = json_object_get(domain, "prior");
	const bool stays = json_object_get(prior, "normal") ||
			   json_object_get(prior, "lognormal");

	if (!prior || (stays && !n->again))
		return;
	json_object_del(domain, "prior");
	buf_puts(why, "; its prior is gone");
}

/* The numbers of the best trials that have a field; x is to be freed. */
static struct best
gather(const struct narrowing *n, const struct field *f)
{
	double *x = xcalloc(n->best * f->n + 1, sizeof(*x));
	struct best best = {.x = x,
	    .each = f->n,
	    .of = n->valued,
	    .chance = chance / (double)n->space->nfields};

	for (size_t k = 0; k < n->best; k++) {
		const double *row = &n->rows[k * n->space->n + f->first];

		if (!isnan(row[0]))
			memcpy(&x[best.n++ * f->n], row, f->n * sizeof(*x));
	}
	return best;
}

/* What must stay of all values of a field; its lists are of the first. */
static struct region
join_regions(const struct narrowing *n, const struct field *f)
{
	struct region all = n->regions[f->first];

	for (size_t i = 1; i < f->n; i++) {
		const struct region *r = &n->regions[f->first + i];

		all.low = fmin(all.low, r->low);
		all.high = fmax(all.high, r->high);
		all.least = fmin(all.least, r->least);
		all.most = fmax(all.most, r->most);
	}
	return all;
}

/* Whether a field has a domain that can be made narrower, a common one if it is
 * a vector, of which those of numbers and ordinals can. */
static bool
can_shrink(const struct narrowing *n, const struct field *f)
{
	const struct param *p = &n->space->params[f->first];
	const char *type = json_string_value(json_object_get(f->json, "type"));

	return strcmp(type, param_type_name(p->type)) == 0 && p->levels != 1 &&
	       !param_is_bound(p) && !(f->type && is_list(p));
}

/* Narrow a field if there is reason to; whether there is. */
static bool
narrow(struct narrowing *n, const struct field *f, struct problems *p)
{
	const struct param *param = &n->space->params[f->first];
	json_t *domain = json_object_get(n->domains, f->name);
	const struct best best = gather(n, f);
	const struct region region = join_regions(n, f);
	struct buf why = {0}, field = {0};
	json_t *new = (is_list(param) ? narrow_list : narrow_range)(
	    param, &region, &best, domain, &why);

	if (new) {
		drop_default(f->name, new, &why);
		drop_prior(n, new, &why);
		json_object_set_new(n->domains, f->name, new);
		buf_printf(&field, "params.%s", f->name);
		problem_warn(p, (struct place){0}, buf_text(&field), "%s",
		    buf_text(&why));
	}
	buf_release(&why);
	buf_release(&field);
	free(best.x);
	return new != NULL;
}

static int
check_evidence(const struct narrowing *n, struct err *e)
{
	if (n->valued < VALUED_LEAST)
		err_set(e,
		    "too little evidence: %zu trials are complete and points "
		    "of this space, %d are needed",
		    n->valued, VALUED_LEAST);
	else if (n->first == n->last)
		err_set(e, "too little evidence: all results are equal");
	else
		return 0;
	e->status = STATUS_NO;
	return -1;
}

/* The header, all evidence being there; NULL with *e, or with mistakes in *p.
 */
static json_t *
shrink(struct narrowing *n, struct problems *p, struct err *e)
{
	json_t *header = NULL;
	bool any = false;

	n->domains = json_copy(json_object_get(n->study->header, "space"));
	for (size_t k = 0; k < n->space->nfields; k++) {
		const struct field *f = &n->space->fields[k];

		if (can_shrink(n, f))
			any = narrow(n, f, p) || any;
	}
	if (any) {
		header = fix_domains(n->study->header, n->domains, p);
	} else {
		err_set(e,
		    "too little evidence: the best %zu of %zu trials are "
		    "nowhere closer together than by chance",
		    n->best, n->valued);
		e->status = STATUS_NO;
	}
	json_decref(n->domains);
	return header;
}

/* Defaults stay, too. */
static void
keep_defaults(struct narrowing *n)
{
	for (size_t i = 0; i < n->space->n; i++) {
		const struct param *p = &n->space->params[i];
		double x;

		if (p->standard && point_number(p, p->standard, &x))
			region_keep(&n->regions[i], p, x);
	}
}

static void
init(struct narrowing *n, const struct study *study)
{
	*n = (struct narrowing){.study = study, .space = &study->space};
	numbers_init(&n->numbers, n->space);
	n->rows = xcalloc(BEST_MOST * n->space->n + 1, sizeof(*n->rows));
	n->regions = xcalloc(n->space->n + 1, sizeof(*n->regions));
	for (size_t i = 0; i < n->space->n; i++)
		region_init(&n->regions[i], &n->space->params[i]);
}

static void
release(struct narrowing *n)
{
	for (size_t i = 0; i < n->space->n; i++)
		region_release(&n->regions[i]);
	free(n->regions);
	free(n->rows);
	numbers_release(&n->numbers);
}

json_t *
narrow_header(const struct study *study, struct history *h, struct problems *p,
    struct err *e)
{
	struct narrowing n;
	json_t *header = NULL;

	*e = (struct err){.status = STATUS_INPUT};
	init(&n, study);
	look_at_ended(&n, h);
	look_at_open(&n, h);
	look_at_points(&n);
	look_at_formulas(&n);
	if (check_evidence(&n, e) == 0)
		header = shrink(&n, p, e);
	if (p->errors > 0) {
		/* without its defaults it may be against its rules, and of a
		 * prior there may be next to nothing left */
		problems_release(p);
		n.again = true;
		keep_defaults(&n);
		header = shrink(&n, p, e);
	}
	release(&n);
	return header;
}
