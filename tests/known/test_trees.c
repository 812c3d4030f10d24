/*
 * Extra-trees: what they come to where that can be told by hand, and what holds
 * of them whatever is drawn.
 */
#include "trees.h"

#include <math.h>
#include <stdlib.h>

#include "rng.h"
#include "tap.h"
#include "xalloc.h"

enum { N = 400, WIDTH = 3, TREES = 30, ASKED = 200 };

static const bool unordered[WIDTH] = {false, false, true};

/* x[0]^2 + [choice is 2], of mean about 0; x[1] does not matter. */
static double
truth(double x, double choice)
{
	return 3 * (x * x - 1.0 / 3) + (choice == 2 ? 1.5 : -0.5);
}

static void
draw(float *x, double *y, size_t n)
{
	struct rng rng;

	rng_init(&rng, 7, 1, "test", 0);
	for (size_t i = 0; i < n; i++) {
		x[i] = (float)rng_uniform(&rng);
		x[n + i] = (float)rng_uniform(&rng);
		x[2 * n + i] = (float)rng_below(&rng, 4);
		y[i] = truth(x[i], x[2 * n + i]);
	}
}

static struct trees
grow(const float *x, const double *y, size_t n, size_t least, uint64_t seed)
{
	const struct trees_data data = {
	    .n = n, .width = WIDTH, .x = x, .unordered = unordered, .y = y};
	const struct trees_setting setting = {
	    .trees = TREES, .least = least, .tried = 2, .seed = seed};
	struct trees t;

	trees_grow(&t, &data, &setting);
	return t;
}

/* With one leaf, the mean and the variance of all. */
static void
test_leaf(void)
{
	static const float x[4 * WIDTH] = {0, .25F, .5F, .75F};
	static const double y[] = {-1, 3, 1, 5};
	struct trees t = grow(x, y, 4, 3, 7);
	float at[WIDTH] = {.5F};
	double mean, variance;

	trees_predict(&t, at, &mean, &variance);
	ok(mean == 2 && variance == 5, "one leaf: %g, %g", mean, variance);
	trees_release(&t);
}

/*
 * Two observations at 0 and 1: the cut is uniform, so that at 0.5 some trees
 * say -1 and the others 1; the variance is that of what they say.
 */
static void
test_cut(void)
{
	static const float x[2 * WIDTH] = {0, 1};
	static const double y[] = {-1, 1};
	const struct trees_data data = {
	    .n = 2, .width = WIDTH, .x = x, .unordered = unordered, .y = y};
	const struct trees_setting setting = {
	    .trees = 2000, .least = 1, .tried = WIDTH, .seed = 7};
	struct trees t;
	bool good = true;

	trees_grow(&t, &data, &setting);
	for (int i = 0; i <= 10; i++) {
		const float at[WIDTH] = {(float)i / 10};
		const double p = i / 10.0;
		double mean, variance;

		/* Of 2000 draws, five deviations. */
		trees_predict(&t, at, &mean, &variance);
		good = good &&
		       fabs(mean - (2 * p - 1)) <=
			   5 * 2 * sqrt(p * (1 - p) / 2000) + 1e-9 &&
		       fabs(variance - (1 - mean * mean)) < 1e-9;
	}
	ok(good, "a cut is uniform between two observations");
	trees_release(&t);
}

static void
test_function(const struct trees *t)
{
	double error = 0, spread = 0, between = 1;
	struct rng rng;

	rng_init(&rng, 7, 2, "test", 0);
	for (int i = 0; i < ASKED; i++) {
		const float x[WIDTH] = {(float)rng_uniform(&rng),
		    (float)rng_uniform(&rng), (float)rng_below(&rng, 4)};
		const double y = truth(x[0], x[2]);
		double mean, variance;

		trees_predict(t, x, &mean, &variance);
		error += (mean - y) * (mean - y) / ASKED;
		spread += y * y / ASKED;
		between = fmin(between, variance);
	}
	ok(error < 0.05 * spread, "a function of a number and a choice: %g",
	    error / spread);
	ok(between > 0, "there is some variance everywhere: %g", between);
}

/* Observations with a leaf of their own are what is said there. */
static void
test_observed(const struct trees *t, const float *x, const double *y)
{
	double worst = 0, variance = 0;

	for (size_t i = 0; i < N; i++) {
		const float at[WIDTH] = {x[i], x[N + i], x[2 * N + i]};
		double mean;

		trees_predict(t, at, &mean, &variance);
		worst = fmax(worst, fmax(fabs(mean - y[i]), variance));
	}
	ok(worst < 1e-5, "what was observed is known: %g", worst);
}

/* Whether both say the same, to the last bit. */
static bool
agree(const struct trees *a, const struct trees *b)
{
	bool same = true;

	for (int i = 0; i < ASKED; i++) {
		const float x[WIDTH] = {(float)i / ASKED,
		    (float)(i * 7 % ASKED) / ASKED, (float)(i % 5)};
		double mean[2], variance[2];

		trees_predict(a, x, &mean[0], &variance[0]);
		trees_predict(b, x, &mean[1], &variance[1]);
		same = same && mean[0] == mean[1] && variance[0] == variance[1];
	}
	return same;
}

/* The same observations, the last one first. */
static void
reverse(const float *x, const double *y, float *rx, double *ry)
{
	for (size_t i = 0; i < N; i++) {
		for (size_t f = 0; f < WIDTH; f++)
			rx[f * N + i] = x[f * N + N - 1 - i];
		ry[i] = y[N - 1 - i];
	}
}

static void
test_order(const struct trees *t, const float *x, double *y)
{
	float *rx = xcalloc(WIDTH * N, sizeof(*rx));
	double *ry = xcalloc(N, sizeof(*ry));
	struct trees other;

	reverse(x, y, rx, ry);
	other = grow(rx, ry, N, 1, 7);
	ok(agree(t, &other), "the order of observations does not matter");
	trees_release(&other);
	for (size_t i = 0; i < N; i++)
		ry[i] += 1e-12 * ((double)(i % 3) - 1);
	other = grow(rx, ry, N, 1, 7);
	ok(agree(t, &other), "nor what their last digits are");
	trees_release(&other);
	other = grow(x, y, N, 1, 8);
	ok(!agree(t, &other), "the seed does");
	trees_release(&other);
	free(rx);
	free(ry);
}

/* More observations than a tree may have. */
static void
test_many(void)
{
	enum { MANY = TREES_ROWS + 1000 };
	float *x = xcalloc((size_t)WIDTH * MANY, sizeof(*x));
	double *y = xcalloc(MANY, sizeof(*y));
	struct trees t;

	draw(x, y, MANY);
	t = grow(x, y, MANY, 3, 7);
	test_function(&t);
	trees_release(&t);
	free(x);
	free(y);
}

int
main(void)
{
	float *x = xcalloc(WIDTH * N, sizeof(*x));
	double *y = xcalloc(N, sizeof(*y));
	struct trees t;

	test_leaf();
	test_cut();
	draw(x, y, N);
	t = grow(x, y, N, 1, 7);
	test_function(&t);
	test_observed(&t, x, y);
	test_order(&t, x, y);
	trees_release(&t);
	test_many();
	free(x);
	free(y);
	return tap_done();
}
