/*
 * What is drawn at random in made up spaces is distributed as hpo-space(5)
 * says: a parameter between the bounds that it has where those it depends on
 * are, and of that what the rules leave.  Held against exact probabilities, by
 * trying all points, with chi-square, or by formula, with Kolmogorov and
 * Smirnov's test; seeds are fixed, alpha is 1e-6.  And what is encoded is
 * decoded again.
 */
#include <gsl/gsl_cdf.h>
#include <stdlib.h>

#include "chance.h"
#include "jsonl.h"
#include "made_space.h"
#include "point.h"
#include "study.h"
#include "tap.h"
#include "uniform.h"
#include "xalloc.h"

enum { SPACES = 20, DRAWS = 20000, BINS = 40 };

static const double least = 0.05; /* share of draws that are points, so that
				   * hardly ever 500 in a row are none */

/* What is looked at: functions of a point, to a bin. */
static int
bin_a(const struct values *v)
{
	return (int)v->a - 1;
}

static int
bin_b(const struct values *v)
{
	return (int)v->b - 1;
}

static int
bin_n(const struct values *v)
{
	return (int)v->n - 1;
}

static int
bin_x(const struct values *v)
{
	return (int)(v->x * 4);
}

static int
bin_y(const struct values *v)
{
	return isnan(v->y) ? 5 : (int)(v->y * 4);
}

static int
bin_v(const struct values *v)
{
	return isnan(v->v) ? 0 : (int)v->v;
}

/* Of two that depend on each other by a condition. */
static int
bin_c_and_v(const struct values *v)
{
	return bin_v(v) + 4 * (v->c[0] == 'r' ? 0 : v->c[0] == 'g' ? 1 : 2);
}

/* Of two that do by a bound. */
static int
bin_a_and_n(const struct values *v)
{
	return (int)(v->a + 1) / 2 + 6 * ((int)(v->n + 1) / 2);
}

static const struct {
	const char *what;
	int (*of)(const struct values *v);
} views[] = {
    {"a", bin_a},
    {"b", bin_b},
    {"n", bin_n},
    {"x", bin_x},
    {"y", bin_y},
    {"v", bin_v},
    {"c and v", bin_c_and_v},
    {"a and n", bin_a_and_n},
};

struct tally {
	const struct made *made;
	double want[COUNT(views)][BINS];
	double got[COUNT(views)][BINS];
	double all; /* probability of a point */
	bool drawn; /* it goes to got, else to want */
};

/* How likely the draw of a point is, whatever the rules say. */
static double
probability(const struct made *m, const struct values *v)
{
	const double levels = 5; /* of x, z and y */
	double p = 1.0 / 9 / 3 / levels / levels / most_of_n(m, v->a);

	p *= log((v->b + 0.5) / (v->b - 0.5)) / log(9.5 / 0.5);
	if (!isnan(v->y))
		p /= levels;
	if (!isnan(v->v))
		p /= 3;
	return p;
}

static void
put(void *arg, const struct values *v)
{
	struct tally *t = arg;
	const double p = t->drawn ? 1 : probability(t->made, v);

	t->all += t->drawn ? 0 : p;
	for (size_t k = 0; k < COUNT(views); k++)
		(t->drawn ? t->got : t->want)[k][views[k].of(v)] += p;
}

static void
draw(struct tally *t, const struct study *study)
{
	double *row = xcalloc(study->space.n + 1, sizeof(*row));

	t->drawn = true;
	for (uint32_t i = 0; i < DRAWS; i++) {
		json_t *params;
		struct values v;

		if (!uniform_row(&study->space, study->seed, i, row))
			continue;
		params = point_params(&study->space, row);
		v = values_of(params);
		put(t, &v);
		json_decref(params);
	}
	free(row);
}

/* Whether the counts of a view are likely; bins of few are put together. */
static bool
is_likely(const struct tally *t, size_t k)
{
	enum { FEW = 10 };
	double few_want = 0, few_got = 0, chi = 0, p;
	int bins = 0;

	for (int i = 0; i < BINS; i++) {
		const double want = t->want[k][i] / t->all * DRAWS;

		if (want == 0 && t->got[k][i] > 0)
			return false;
		if (want < FEW) {
			few_want += want;
			few_got += t->got[k][i];
			continue;
		}
		chi += pow(t->got[k][i] - want, 2) / want;
		bins++;
	}
	if (few_want > 1) {
		chi += pow(few_got - few_want, 2) / few_want;
		bins++;
	}
	p = bins > 1 ? gsl_cdf_chisq_Q(chi, bins - 1) : 1;
	if (p < chance_alpha)
		printf("# %s: chi-square %g of %d bins\n", views[k].what, chi,
		    bins);
	return p >= chance_alpha;
}

static void
test_finite(void)
{
	size_t looked = 0, unlikely = 0;

	for (uint32_t i = 0; i < SPACES; i++) {
		struct tally *t = xcalloc(1, sizeof(*t));
		struct study study;
		struct made m;
		struct err e;

		make(&m, i, true);
		t->made = &m;
		by_force(&m, put, t);
		if (t->all > least &&
		    study_parse(&study, m.header, strlen(m.header), &e) == 0) {
			draw(t, &study);
			looked++;
			for (size_t k = 0; k < COUNT(views); k++)
				if (!is_likely(t, k)) {
					printf("# %s\n", m.header);
					unlikely++;
				}
			study_release(&study);
		}
		free(t);
	}
	printf("# %zu spaces, %zu views of each\n", looked, COUNT(views));
	ok(looked > SPACES / 3 && unlikely == 0,
	    "%zu of them are unlikely to be right", unlikely);
}

/* Functions of x and y that are uniform: distribution functions. */
static double
of_x(double x, double y)
{
	(void)y;
	return x;
}

static double
of_ratio(double x, double y)
{
	return y / x;
}

static double
of_logarithm(double x, double y)
{
	return log10(y / x);
}

static double
of_triangle(double x, double y)
{
	(void)y;
	return 1 - (1 - x) * (1 - x);
}

static double
of_hyperbola(double x, double y)
{
	const double all = 0.25 * (1 + log(4));

	(void)y;
	return (x < 0.25 ? x : 0.25 + 0.25 * log(4 * x)) / all;
}

static double
of_corner(double x, double y)
{
	(void)y;
	return (x < 0.5 ? x : 0.5 + (x - 0.5) / 2) / 0.75;
}

static double
of_active(double x, double y)
{
	(void)x;
	return isnan(y) ? -1 : y;
}

#define X "\"x\":{\"type\":\"float\",\"low\":0,\"high\":1},"
#define Y "\"y\":{\"type\":\"float\","

static const struct {
	const char *params, *rules;
	double (*of)(double x, double y); /* -1: not looked at */
} reals[] = {
    {X Y "\"low\":0,\"high\":\"x\"}", "", of_x},
    {X Y "\"low\":0,\"high\":\"x\"}", "", of_ratio},
    {"\"x\":{\"type\":\"float\",\"low\":0.01,\"high\":1}," Y
     "\"log\":true,\"low\":\"x\",\"high\":\"10 * x\"}",
	"", of_logarithm},
    {X Y "\"low\":0,\"high\":1}", "\"require\":[\"x + y <= 1\"],", of_triangle},
    {X Y "\"low\":0,\"high\":1}", "\"require\":[\"x * y <= 1 / 4\"],",
	of_hyperbola},
    {X Y "\"low\":0,\"high\":1}", "\"forbid\":[\"x > 0.5 and y < 0.5\"],",
	of_corner},
    {X Y "\"low\":0,\"high\":1,\"when\":\"x > 0.7 or x < 0.1\"}", "",
	of_active},
    {X Y "\"low\":0,\"high\":1,\"when\":\"x > 0.5\"}",
	"\"require\":[\"y is null or x > 0\"],", of_x},
};

static void
open_study(struct study *study, const char *params, const char *rules)
{
	struct buf b = {0};
	struct err e;

	buf_printf(&b,
	    "{\"hpo\":1,\"seed\":\"7\",\"space\":{%s},%s\"objectives\":[{"
	    "\"metric\":\"e\",\"goal\":\"minimize\"}]}",
	    params, rules);
	if (study_parse(study, buf_text(&b), b.len, &e) == -1) {
		printf("Bail out! %s: %s\n", buf_text(&b), e.text);
		exit(1);
	}
	buf_release(&b);
}

static void
test_reals(void)
{
	double *p = xcalloc(DRAWS, sizeof(*p));

	for (size_t k = 0; k < COUNT(reals); k++) {
		struct study study;
		size_t n = 0;

		open_study(&study, reals[k].params, reals[k].rules);
		for (uint32_t i = 0; i < DRAWS; i++) {
			double row[2];

			if (uniform_row(&study.space, 7, i, row))
				p[n] = reals[k].of(row[0], row[1]);
			n += p[n] >= 0;
		}
		ok(n > DRAWS / 4 && are_uniform(p, n), "%zu of {%s} %s", n,
		    reals[k].params, reals[k].rules);
		study_release(&study);
	}
	free(p);
}

/* How far apart two numbers of a parameter are that should be one. */
static double
apart(const struct space *space, size_t i, const double *a, const double *b)
{
	struct param own;
	const struct param *domain = point_domain(space, i, a, &own);

	if (isnan(a[i]) || isnan(b[i]))
		return isnan(a[i]) != isnan(b[i]) ? INFINITY : 0;
	if (space->params[i].levels > 0)
		return a[i] == b[i] ? 0 : INFINITY;
	return fabs(a[i] - b[i]) / fmax(fabs(domain->low), fabs(domain->high));
}

/* The worst of a row, its coordinates, and what these stand for. */
static double
there_and_back(const struct space *space, const double *row)
{
	double *u = xcalloc(space->dim + 1, sizeof(*u));
	double *back = xcalloc(space->n + 1, sizeof(*back));
	double worst = 0;

	point_encode(space, row, u);
	if (!point_decode(space, u, back))
		worst = INFINITY;
	for (size_t i = 0; i < space->n; i++)
		worst = fmax(worst, apart(space, i, row, back));
	free(u);
	free(back);
	return worst;
}

static void
test_made(bool finite)
{
	double worst = 0;
	size_t n = 0;

	for (uint32_t i = 0; i < 10 * SPACES; i++) {
		struct study study;
		struct made m;
		struct err e;
		double *row;

		make(&m, i, finite);
		if (study_parse(&study, m.header, strlen(m.header), &e) == -1)
			continue;
		row = xcalloc(study.space.n + 1, sizeof(*row));
		for (uint32_t k = 0; k < SPACES; k++)
			if (uniform_row(&study.space, 1, k, row)) {
				worst = fmax(
				    worst, there_and_back(&study.space, row));
				n++;
			}
		free(row);
		study_release(&study);
	}
	ok(n > SPACES && worst <= 1e-11, "%zu points there and back: %g", n,
	    worst);
}

static const char *const domains[] = {
    "\"type\":\"float\",\"low\":-1,\"high\":3",
    "\"type\":\"float\",\"low\":-1e300,\"high\":-1e-300",
    "\"type\":\"float\",\"low\":1e9,\"high\":1000000001",
    "\"type\":\"float\",\"low\":1e-12,\"high\":1e12,\"log\":true",
    "\"type\":\"float\",\"low\":0,\"high\":0.999999,\"rlog\":true",
    "\"type\":\"float\",\"low\":0,\"high\":1,\"step\":0.001",
    "\"type\":\"float\",\"low\":0.1,\"high\":100,\"step\":0.1,\"log\":true",
    "\"type\":\"int\",\"low\":-9007199254740991,\"high\":-9007199254739990",
    "\"type\":\"int\",\"low\":1,\"high\":1000000,\"log\":true",
    "\"type\":\"int\",\"low\":-5,\"high\":100000,\"step\":7",
    "\"type\":\"pow2\",\"low\":1,\"high\":4503599627370496",
    "\"type\":\"pow2\",\"low\":1,\"high\":1000000000,\"base\":10",
    "\"type\":\"ordinal\",\"choices\":[1,\"x\",null,true,1.5]",
    "\"type\":\"ordinal\",\"choices\":[1,2,5,30,1e9],\"spacing\":\"log\"",
    "\"type\":\"bool\"",
};

/* All levels of a domain, or many, or any of its numbers, and both ends. */
static void
test_domain(const char *domain)
{
	enum { MOST = 20000 };
	struct study study;
	const struct param *p;
	char params[300];
	double worst = 0;

	snprintf(params, sizeof(params), "\"x\":{%s}", domain);
	open_study(&study, params, "");
	p = study.space.params;
	for (uint32_t i = 0; i <= MOST; i++) {
		const double part = (double)i / MOST;
		double row = floor(part * (double)(p->levels - 1));

		if (p->levels == 0)
			row = p->low + part * (p->high - p->low);
		worst = fmax(worst, there_and_back(&study.space, &row));
	}
	ok(worst <= 1e-11, "there and back: %s: %g", domain, worst);
	study_release(&study);
}

int
main(void)
{
	test_finite();
	test_reals();
	test_made(true);
	test_made(false);
	for (size_t i = 0; i < COUNT(domains); i++)
		test_domain(domains[i]);
	return tap_done();
}
