#include "formula.h"

#include <math.h>
#include <stdlib.h>

#include "encode_value.h"
#include "space.h"
#include "xalloc.h"

struct formula *
formula_make(const char *text, const struct space *space)
{
	struct formula *f = xcalloc(1, sizeof(*f));
	struct err ignored = {0};

	f->text = text;
	f->expr = expr_parse(text, &ignored);
	f->n = f->expr ? expr_names(f->expr) : 0;
	f->params = xcalloc(f->n + 1, sizeof(*f->params));
	for (size_t k = 0; k < f->n; k++)
		f->params[k] = space_find(space, expr_name(f->expr, k, NULL));
	if (f->expr && !formula_names(f, SPACE_NONE))
		return f;
	formula_free(f);
	return NULL;
}

struct formula *
formula_make_own(char *text, size_t first)
{
	struct formula *f = xcalloc(1, sizeof(*f));
	struct err ignored = {0};

	f->text = f->own = text;
	f->expr = expr_parse(text, &ignored);
	f->n = expr_names(f->expr);
	f->params = xcalloc(f->n + 1, sizeof(*f->params));
	for (size_t k = 0; k < f->n; k++)
		f->params[k] =
		    first + strtoul(expr_name(f->expr, k, NULL) + 1, NULL, 10);
	return f;
}

void
formula_free(struct formula *f)
{
	if (!f)
		return;
	expr_free(f->expr);
	free(f->own);
	free(f->params);
	free(f);
}

bool
formula_names(const struct formula *f, size_t i)
{
	for (size_t k = 0; k < f->n; k++)
		if (f->params[k] == i)
			return true;
	return false;
}

/* A formula at a row, or over a box. */
struct at {
	const struct formula *f;
	const struct space *space;
	const double *row;
	const struct box *box;
};

static struct expr_value
value_of(const void *arg, size_t k)
{
	const struct at *at = arg;
	const size_t i = at->f->params[k];
	const struct param *p = &at->space->params[i];
	const double x = at->row[i];

	if (isnan(x))
		return (struct expr_value){.kind = EXPR_UNKNOWN};
	if (p->choices)
		return expr_from_json(json_array_get(p->choices, (size_t)x));
	return (struct expr_value){
	    .kind = EXPR_NUMBER, .number = value_number(p, x)};
}

enum expr_truth
formula_test(
    const struct formula *f, const struct space *space, const double *row)
{
	const struct at at = {f, space, row, NULL};

	return expr_test(f->expr, value_of, &at);
}

double
formula_number(
    const struct formula *f, const struct space *space, const double *row)
{
	const struct at at = {f, space, row, NULL};
	const struct expr_value v = expr_eval(f->expr, value_of, &at);

	return v.kind == EXPR_NUMBER ? v.number : NAN;
}

static struct expr_span
span_of(const void *arg, size_t k)
{
	const struct at *at = arg;
	const size_t i = at->f->params[k];
	const struct param *p = &at->space->params[i];
	struct expr_span s = {0};

	if (at->box->active[i] && p->choices) {
		s = expr_span_choices(p->choices, (size_t)at->box->low[i],
		    (size_t)at->box->high[i] + 1);
	} else if (at->box->active[i]) {
		s.kinds = 1U << EXPR_NUMBER;
		s.low = value_number(p, at->box->low[i]);
		s.high = value_number(p, at->box->high[i]);
	}
	if (at->box->inactive[i])
		s.kinds |= 1U << EXPR_UNKNOWN;
	return s;
}

unsigned
formula_may(
    const struct formula *f, const struct space *space, const struct box *box)
{
	const struct at at = {f, space, NULL, box};

	return expr_may(f->expr, span_of, &at);
}

struct expr_span
formula_span(
    const struct formula *f, const struct space *space, const struct box *box)
{
	const struct at at = {f, space, NULL, box};

	return expr_span(f->expr, span_of, &at);
}
