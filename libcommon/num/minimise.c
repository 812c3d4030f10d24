#include "minimise.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "linalg.h"

enum { DENSE = 60, PAIRS = 10, VECTORS = 7, HALVINGS = 20 };

static const double armijo = 1e-4, shrink = .4;
static const double least_curvature = 1e-12; /* s'y of y'y, to be learnt from */

/* A search: where it is, and what is known of the curvature. */
struct search {
	const struct minimise *m;
	minimise_function *f;
	void *arg;
	int left; /* evaluations */
	double fx, ft;
	double *x, *g;     /* here */
	double *xt, *gt;   /* there */
	double *d;         /* from here to there */
	double *s, *y;     /* the last step, and what it changed in g */
	size_t updates;    /* since the start or a restart */
	double *curvature; /* n x n inverse; or PAIRS of s, and then of y */
};

size_t
minimise_workspace(size_t n)
{
	const size_t dense = n <= DENSE ? n * n : (size_t)DENSE * DENSE;
	const size_t pairs = n <= DENSE ? 0 : (size_t)2 * PAIRS * n;

	return VECTORS * n + (dense > pairs ? dense : pairs);
}

static double
within(const struct minimise *m, size_t i, double x)
{
	return x < m->low[i] ? m->low[i] : x > m->high[i] ? m->high[i] : x;
}

/* At a bound, and pushed outwards. */
static bool
rests(const struct search *q, size_t i)
{
	return (q->x[i] <= q->m->low[i] && q->g[i] >= 0) ||
	       (q->x[i] >= q->m->high[i] && q->g[i] <= 0);
}

static double
evaluate(struct search *q, const double *x, double *g)
{
	const double f = q->f(q->arg, x, g);

	q->left--;
	return isnan(f) ? INFINITY : f;
}

/* The largest gradient that may move something. */
static double
steepest(const struct search *q)
{
	double most = 0;

	for (size_t i = 0; i < q->m->n; i++)
		if (!rests(q, i))
			most = fmax(most, fabs(q->g[i]));
	return most;
}

/* d = H d for the dense inverse H; s is free to be used. */
static void
apply_dense(const struct search *q)
{
	const size_t n = q->m->n;

	linalg_product(q->curvature, n, n, n, q->d, q->s);
	memcpy(q->d, q->s, n * sizeof(*q->d));
}

static void
add(double *y, double scale, const double *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		y[i] += scale * x[i];
}

/* The pair k updates ago, k = 1 ... */
static double *
pair(const struct search *q, size_t k)
{
	return q->curvature + (q->updates - k) % PAIRS * q->m->n;
}

/* d = H d by the two loops over the last pairs. */
static void
apply_pairs(const struct search *q)
{
	const size_t n = q->m->n, of_y = PAIRS * n;
	const size_t pairs = q->updates < PAIRS ? q->updates : PAIRS;
	double part[PAIRS] = {0}, scale;

	for (size_t k = 1; k <= pairs; k++) {
		const double *s = pair(q, k), *y = s + of_y;

		part[k - 1] = linalg_dot(s, q->d, n) / linalg_dot(s, y, n);
		add(q->d, -part[k - 1], y, n);
	}
	scale = linalg_dot(pair(q, 1), pair(q, 1) + of_y, n) /
		linalg_dot(pair(q, 1) + of_y, pair(q, 1) + of_y, n);
	for (size_t i = 0; i < n; i++)
		q->d[i] *= scale;
	for (size_t k = pairs; k >= 1; k--) {
		const double *s = pair(q, k), *y = s + of_y;

		add(q->d,
		    part[k - 1] - linalg_dot(y, q->d, n) / linalg_dot(s, y, n),
		    s, n);
	}
}

/* d = - H g of what does not rest; whether it goes down. */
static bool
direction(struct search *q)
{
	const size_t n = q->m->n;

	for (size_t i = 0; i < n; i++)
		q->d[i] = rests(q, i) ? 0 : -q->g[i];
	if (q->updates > 0 && n <= DENSE)
		apply_dense(q);
	else if (q->updates > 0)
		apply_pairs(q);
	for (size_t i = 0; i < n; i++)
		if (rests(q, i))
			q->d[i] = 0;
	return linalg_dot(q->d, q->g, n) < 0;
}

/* Go t d from here, at most to the bounds; whether that is far enough down. */
static bool
try_step(struct search *q, double t)
{
	const size_t n = q->m->n;
	double slope = 0;

	for (size_t i = 0; i < n; i++) {
		q->xt[i] = within(q->m, i, q->x[i] + t * q->d[i]);
		slope += q->g[i] * (q->xt[i] - q->x[i]);
	}
	if (!(slope < 0))
		return false;
	q->ft = evaluate(q, q->xt, q->gt);
	return q->ft <= q->fx + armijo * slope;
}

/* The length of the first step of those to be tried. */
static double
first_length(const struct search *q)
{
	double most = 0;

	for (size_t i = 0; i < q->m->n; i++)
		most = fmax(most, fabs(q->d[i]));
	return q->updates == 0 && most > q->m->step ? q->m->step / most : 1;
}

static bool
line_search(struct search *q)
{
	double t = first_length(q);

	for (int k = 0; k <= HALVINGS && q->left > 0; k++) {
		if (try_step(q, t))
			return true;
		t *= shrink;
	}
	return false;
}

/* H of s and y, (6.17), with H y in d. */
static void
update_dense(struct search *q, double sy, double yy)
{
	const size_t n = q->m->n;
	double *h = q->curvature, yhy;

	if (q->updates == 0) {
		memset(h, 0, n * n * sizeof(*h));
		for (size_t i = 0; i < n; i++)
			h[i * n + i] = sy / yy;
	}
	linalg_product(h, n, n, n, q->y, q->d);
	yhy = linalg_dot(q->y, q->d, n);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			h[i * n + j] +=
			    (1 + yhy / sy) / sy * q->s[i] * q->s[j] -
			    (q->d[i] * q->s[j] + q->s[i] * q->d[j]) / sy;
}

static void
update_pairs(struct search *q)
{
	const size_t n = q->m->n;
	double *s = q->curvature + q->updates % PAIRS * n;

	memcpy(s, q->s, n * sizeof(*s));
	memcpy(s + PAIRS * n, q->y, n * sizeof(*s));
}

static void
exchange(double **a, double **b)
{
	double *const kept = *a;

	*a = *b;
	*b = kept;
}

/* Learn from the step from here to there, and be there. */
static void
advance(struct search *q)
{
	const size_t n = q->m->n;
	double sy, yy;

	for (size_t i = 0; i < n; i++) {
		const bool rested = q->xt[i] == q->x[i] && rests(q, i);

		q->s[i] = q->xt[i] - q->x[i];
		q->y[i] = rested ? 0 : q->gt[i] - q->g[i];
	}
	sy = linalg_dot(q->s, q->y, n);
	yy = linalg_dot(q->y, q->y, n);
	if (sy > least_curvature * yy) {
		if (n <= DENSE)
			update_dense(q, sy, yy);
		else
			update_pairs(q);
		q->updates++;
	}
	exchange(&q->x, &q->xt);
	exchange(&q->g, &q->gt);
	q->fx = q->ft;
}

/* Go down once: along H g, or if that leads nowhere along g. */
static bool
descend(struct search *q)
{
	if (direction(q) && line_search(q))
		return true;
	if (q->updates == 0)
		return false;
	q->updates = 0;
	return direction(q) && line_search(q);
}

double
minimise(const struct minimise *m, minimise_function *f, void *arg, double *x,
    double *work)
{
	const size_t n = m->n;
	struct search q = {.m = m, .f = f, .arg = arg, .left = m->evaluations};

	q.x = work;
	q.g = work + n;
	q.xt = work + 2 * n;
	q.gt = work + 3 * n;
	q.d = work + 4 * n;
	q.s = work + 5 * n;
	q.y = work + 6 * n;
	q.curvature = work + VECTORS * n;
	for (size_t i = 0; i < n; i++)
		q.x[i] = within(m, i, x[i]);
	q.fx = evaluate(&q, q.x, q.g);
	while (q.fx < INFINITY && q.left > 0 && steepest(&q) > m->gradient) {
		const double before = q.fx;

		if (!descend(&q))
			break;
		advance(&q);
		if (before - q.fx <= m->decrease * fabs(before))
			break;
	}
	memcpy(x, q.x, n * sizeof(*x));
	return q.fx;
}
