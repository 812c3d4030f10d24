/* Bounded minimisation of functions whose least value is known. */
#include "minimise.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "tap.h"

enum { MOST = 90 };

/* What is minimised, and what was seen of it. */
struct task {
	const struct minimise *m;
	double (*f)(size_t n, const double *x, double *g);
	int calls, outside;
	double first[MOST], second[MOST]; /* where it was called */
	double least;
};

static double
call(void *arg, const double *x, double *g)
{
	struct task *t = arg;
	const size_t n = t->m->n;
	const double f = t->f(n, x, g);

	for (size_t i = 0; i < n; i++)
		t->outside += !(x[i] >= t->m->low[i] && x[i] <= t->m->high[i]);
	if (t->calls < 2)
		memcpy(t->calls == 0 ? t->first : t->second, x, n * sizeof(*x));
	t->calls++;
	t->least = fmin(t->least, f);
	return f;
}

/* H. H. Rosenbrock, Computer J. 3 (1960), chained: least at 1, 1, ... */
static double
rosenbrock(size_t n, const double *x, double *g)
{
	double f = 0;

	memset(g, 0, n * sizeof(*g));
	for (size_t i = 0; i + 1 < n; i++) {
		const double u = x[i + 1] - x[i] * x[i], v = 1 - x[i];

		f += 100 * u * u + v * v;
		g[i] += -400 * u * x[i] - 2 * v;
		g[i + 1] += 200 * u;
	}
	return f;
}

static double
centre(size_t i)
{
	return 0.385 * (double)(i % 7) - 1.1;
}

/* Curvatures from 1 to 1000; the least of each coordinate is by itself. */
static double
bowl(size_t n, const double *x, double *g)
{
	double f = 0;

	for (size_t i = 0; i < n; i++) {
		const double w = pow(1000, (double)i / (double)n);

		g[i] = w * (x[i] - centre(i));
		f += g[i] * (x[i] - centre(i)) / 2;
	}
	return f;
}

/* Coordinates hang together: (A x - 1)^2 / 2 with A x = x + mean of x. */
static double
leaning(size_t n, const double *x, double *g)
{
	double mean = 0, f = 0, sum = 0;

	for (size_t i = 0; i < n; i++)
		mean += x[i] / (double)n;
	for (size_t i = 0; i < n; i++) {
		const double r = x[i] + mean - 1;

		f += r * r / 2;
		sum += r / (double)n;
		g[i] = r;
	}
	for (size_t i = 0; i < n; i++)
		g[i] += sum;
	return f;
}

/* Least at 1.3; not a number or infinite up to 0.3. */
static double
half_line(size_t n, const double *x, double *g)
{
	double f = x[0] - log(x[0] - 0.3);

	g[0] = 1 - 1 / (x[0] - 0.3);
	for (size_t i = 1; i < n; i++) {
		f += x[i] * x[i];
		g[i] = 2 * x[i];
	}
	return x[0] > 0.3 ? f : x[0] > 0 ? INFINITY : NAN;
}

static double
run(struct task *t, const struct minimise *m, double *x)
{
	static double work[MOST * MOST + 2000];

	t->m = m;
	t->calls = t->outside = 0;
	t->least = INFINITY;
	return minimise(m, call, t, x, work);
}

static void
set(double *y, size_t n, double value)
{
	for (size_t i = 0; i < n; i++)
		y[i] = value;
}

/* A search of n numbers between two bounds from about one start for all. */
static double
search(
    struct task *t, size_t n, const double bounds[2], double start, double *x)
{
	double low[MOST], high[MOST];
	const struct minimise m = {n, low, high, 1e-7, 1e-15, .3, 2000};

	set(low, n, bounds[0]);
	set(high, n, bounds[1]);
	for (size_t i = 0; i < n; i++)
		x[i] = start + 0.01 * (double)(i % 5);
	return run(t, &m, x);
}

/* The largest distance to the least value of the bowl within bounds. */
static double
bowl_error(size_t n, const double bounds[2], const double *x)
{
	double worst = 0;

	for (size_t i = 0; i < n; i++) {
		const double c = centre(i);
		const double want = fmin(fmax(c, bounds[0]), bounds[1]);

		if (!(fabs(x[i] - want) <= worst))
			worst = fabs(x[i] - want);
	}
	return worst;
}

static const double wide[] = {-5, 5}, narrow[] = {-.4, .6};

static void
check_bowl(size_t n)
{
	struct task t = {.f = bowl};
	double x[MOST], error;

	search(&t, n, wide, -2.5, x);
	error = bowl_error(n, wide, x);
	ok(error < 1e-6 && t.outside == 0 && t.calls < 400,
	    "bowl of %zu to %.1g, %d calls", n, error, t.calls);
	search(&t, n, narrow, 0.1, x);
	error = bowl_error(n, narrow, x);
	ok(error < 2e-5 && t.outside == 0 && t.calls < 400,
	    "within bounds to %.1g, %d calls", error, t.calls);
}

static void
check_rosenbrock(size_t n)
{
	struct task t = {.f = rosenbrock};
	double x[MOST], f = search(&t, n, wide, -.3, x), worst = 0;

	for (size_t i = 0; i < n; i++)
		if (!(fabs(x[i] - 1) <= worst))
			worst = fabs(x[i] - 1);
	ok(worst < 1e-5 && f == t.least && t.calls < 600,
	    "Rosenbrock's of %zu to %.1g, %d calls", n, worst, t.calls);
}

static void
check_leaning(size_t n)
{
	const double bounds[] = {-9, .25};
	struct task t = {.f = leaning};
	double x[MOST], worst = 0;

	search(&t, n, wide, 3, x);
	for (size_t i = 0; i < n; i++)
		worst = fmax(worst, fabs(x[i] - .5));
	ok(worst < 1e-6, "leaning one of %zu, %d calls", n, t.calls);
	search(&t, n, bounds, -3, x);
	worst = 0;
	for (size_t i = 0; i < n; i++)
		worst = fmax(worst, fabs(x[i] - .25));
	ok(worst == 0, "which ends at all bounds, %d calls", t.calls);
}

/* On 0.6 x, the other is at the least of 100 (y - .36)^2. */
static void
check_one_bound(void)
{
	struct task t = {.f = rosenbrock};
	double x[2], f = search(&t, 2, narrow, -.3, x);

	ok(x[0] == .6 && fabs(x[1] - .36) < 1e-8 && fabs(f - .16) < 1e-12,
	    "one bound is reached: %g %g", x[0], x[1]);
}

static void
check_holes(void)
{
	const double bounds[] = {-4, 9};
	struct task t = {.f = half_line};
	double x[MOST], f = search(&t, 3, bounds, 8, x);

	ok(fabs(x[0] - 1.3) < 1e-6 && fabs(x[2]) < 1e-6 &&
		fabs(f - 1.3) < 1e-12,
	    "beside where there is no function: %d calls", t.calls);
	f = search(&t, 3, bounds, .1, x);
	ok(f == INFINITY && t.calls == 1 && x[0] == .1, "start in there");
	f = search(&t, 3, bounds, -1, x);
	ok(f == INFINITY && t.calls == 1, "start where it is NAN");
}

static void
check_limits(void)
{
	const double low[] = {-5, -5, .7}, high[] = {5, 5, .7};
	struct minimise m = {3, low, high, 1e-7, 1e-15, .3, 2000};
	struct task t = {.f = rosenbrock};
	double x[] = {-2, 7, 3}, g[3], f, start, most = 0;

	f = run(&t, &m, x);
	ok(t.first[0] == -2 && t.first[1] == 5 && t.first[2] == .7,
	    "the start is moved into the bounds");
	for (size_t i = 0; i < 3; i++)
		most = fmax(most, fabs(t.second[i] - t.first[i]));
	ok(fabs(most - .3) < 1e-12, "the first step is short: %g", most);
	ok(x[2] == .7 && t.outside == 0 && f == t.least,
	    "one that has no room stays");
	start = rosenbrock(3, (double[]){-2, 4, .7}, g);
	for (m.evaluations = 1; m.evaluations < 30; m.evaluations++) {
		double y[] = {-2, 4, .7};

		f = run(&t, &m, y);
		if (t.calls > m.evaluations || f > start ||
		    f != rosenbrock(3, y, g))
			break;
	}
	ok(m.evaluations == 30, "evaluations end, f is of x");
}

static void
check_stops(void)
{
	double low[5], high[5], x[5], g[5], f, before;
	struct minimise m = {5, low, high, 1e-2, 0, .3, 2000};
	struct task t = {.f = rosenbrock};
	int calls;

	set(low, 5, -5);
	set(high, 5, 5);
	set(x, 5, -.3);
	before = run(&t, &m, x);
	calls = t.calls;
	rosenbrock(5, x, g);
	for (size_t i = 0; i < 5; i++)
		ok(fabs(g[i]) <= 1e-2, "gradient %g", g[i]);
	m.decrease = .5;
	set(x, 5, -.3);
	f = run(&t, &m, x);
	ok(t.calls < calls && f > before, "by decrease: %d, not %d calls",
	    t.calls, calls);
	f = run(&t, &(struct minimise){5, low, high, INFINITY, 0, .3, 9}, x);
	ok(t.calls == 1 && f == t.least, "at once");
}

/* Who takes workspace for many numbers may come with fewer. */
static void
check_workspace(void)
{
	int good = 1;

	for (size_t n = 1; n <= 200; n++)
		good &= minimise_workspace(n + 1) > minimise_workspace(n);
	ok(good, "more numbers take more workspace");
}

int
main(void)
{
	static const size_t sizes[] = {2, 5, 20, 60, 61, 80};

	check_bowl(1);
	for (size_t s = 0; s < sizeof(sizes) / sizeof(*sizes); s++) {
		check_bowl(sizes[s]);
		check_rosenbrock(sizes[s]);
		check_leaning(sizes[s]);
	}
	check_one_bound();
	check_holes();
	check_limits();
	check_stops();
	check_workspace();
	return tap_done();
}
