/* Check values computed in 40- to 60-digit arithmetic. */
#include "prior.h"

#include <math.h>

#include "tap.h"

enum { QUANTILES = 3, PLACES = 2, PRIORS = 10 };

static const double shares[QUANTILES] = {.001, .3, .9};
static const double places[PLACES] = {.2, .7};

/* One prior, and what it has at shares and places. */
struct known {
	const char *what;
	struct prior prior;
	double quantile[QUANTILES];
	double cdf[PLACES], log_density[PLACES];
};

static int
near(double x, double want, double relative)
{
	return fabs(x - want) <= relative * fabs(want);
}

/* Both ways, and against the density. */
static int
is_consistent(const struct prior *prior)
{
	int good = prior_cdf(prior, 0) == 0 && prior_cdf(prior, 1) == 1;

	for (int i = 1; i < 1000; i++) {
		const double u = i / 1000.0, step = 1e-6;
		const double mass = prior_mass(prior, u - step, u + step);
		const double p = prior_cdf(prior, u);

		good &= p < 1e-6 || p > 1 - 1e-6 ||
			fabs(prior_quantile(prior, p) - u) < 1e-8;
		good &= mass < 1e-12 ||
			near(log(mass / (2 * step)),
			    prior_log_density(prior, u), 1e-3) ||
			fabs(log(mass / (2 * step)) -
			     prior_log_density(prior, u)) < 1e-3;
	}
	return good;
}

static void
test_known(const struct known *k)
{
	int good = 1;

	for (int i = 0; i < QUANTILES; i++)
		good &= near(prior_quantile(&k->prior, shares[i]),
			    k->quantile[i], 1e-10) ||
			fabs(k->quantile[i]) < 1e-14;
	ok(good, "%s: quantiles", k->what);
	for (int i = 0, all = 1; i < PLACES; i++) {
		all &= near(prior_cdf(&k->prior, places[i]), k->cdf[i], 1e-10);
		all &= near(prior_log_density(&k->prior, places[i]),
		    k->log_density[i], 1e-10);
		if (i == PLACES - 1)
			ok(all, "%s: masses and densities", k->what);
	}
	ok(is_consistent(&k->prior), "%s: each of these fits the others",
	    k->what);
}

static void
test_all(void)
{
	const struct prior_axis unit = {0, 1, SPACING_VALUE};
	const struct prior_axis logs = {log(1e-5), 0, SPACING_LOG};
	const struct prior_axis two = {0, 2, SPACING_VALUE};
	const struct prior_axis end = {
	    -log1p(-.9), -log1p(-.999), SPACING_RLOG};
	const struct known list[PRIORS] = {
	    {"a normal", prior_normal(.2, .25, &unit, SPACING_VALUE),
		{.0006788284427936015, .16737955718048774, .55222413013168693},
		{.36591767146848808, .97198198628685612},
		{.70630175228664761, -1.2936982477133524}},
	    {"a normal of values, by logarithm",
		prior_normal(.01, .02, &logs, SPACING_VALUE),
		{.13846594936208565, .60674367617253245, .71964040367974942},
		{.0022949487381261999, .79774275875574641},
		{-3.5270969823313624, 1.7674476651958466}},
	    {"a lognormal of values from 0",
		prior_normal(-1, .5, &two, SPACING_LOG),
		{.03922990493535122, .141493674825907, .34879232213114367},
		{.5666803570766891, .99659357539002264},
		{1.3699863561432794, -3.4410782077303741}},
	    {"a normal of values next to 1",
		prior_normal(.95, .02, &end, SPACING_VALUE),
		{.0023003597412222845, .1096201844430154, .30088005462477868},
		{.69789550630335578, .99639737673703508},
		{1.1803105311156087, -3.6396749049346532}},
	    {"a normal 12 deviations away",
		prior_normal(-3, .25, &unit, SPACING_VALUE),
		{2.0701853844996233e-5, .0073712308335159272,
		    .047276570184146066},
		{.99995385508439724, 1},
		{-6.0419711705159862, -33.641971170515986}},
	    {"beta(2, 5)", prior_beta(2, 5),
		{.0082554927877466775, .18180347131894917, .51031630655149164},
		{.34464, .989065}, {.89918526397121598, -1.771368779580321}},
	    {"beta(1/2, 1/2)", prior_beta(.5, .5),
		{2.4673990709169441e-6, .20610737385376344, .97552825814757679},
		{.29516723530086655, .63098988043445462},
		{-.22843915397524511, -.36440601171706599}},
	    {"beta(1, 7)", prior_beta(1, 7),
		{.00014291840527490637, .049677200751309102,
		    .28031432699884798},
		{.7902848, .9997813},
		{.60704884117005477, -5.2779266769003027}},
	    {"beta(40, 3)", prior_beta(40, 3),
		{.7602698592950443, .91556136426286896, .97347177894440882},
		{6.133075859734528e-26, 5.5263874004690363e-5},
		{-52.767391729016667, -5.8712944637207677}},
	    {"beta(1/10, 3)", prior_beta(.1, 3),
		{2.3669013519439642e-31, 1.397635130911784e-6,
		    .098392995510301307},
		{.94941428159517899, .99868648539425523},
		{-1.156277730458018, -4.2454229081273017}},
	};

	for (int i = 0; i < PRIORS; i++)
		test_known(&list[i]);
}

/* Where the mass is beyond doubles, what is exact is the density. */
static void
test_far(void)
{
	const struct prior_axis unit = {0, 1, SPACING_VALUE};
	const struct prior far = prior_normal(60, 1, &unit, SPACING_VALUE);

	ok(near(prior_log_density(&far, .2), -43.442175488346131, 1e-10) &&
		near(prior_log_density(&far, .7), -13.667175488346131, 1e-10),
	    "60 deviations away: densities");
	ok(near(prior_cdf(&far, .7), 1.9554332438942413e-8, 1e-8), "masses");
	ok(near(prior_quantile(&far, .001), .88306881291140676, 1e-3) &&
		near(prior_quantile(&far, .3), .97960306213624267, 1e-3) &&
		near(prior_quantile(&far, .9), .99821476810541555, 1e-3),
	    "quantiles, nearly");
}

static void
test_narrow(void)
{
	const struct prior_axis unit = {0, 1e-9, SPACING_VALUE};
	const struct prior flat = prior_normal(3e-10, 1, &unit, SPACING_VALUE);
	const struct prior fall = prior_normal(-10, 1, &unit, SPACING_VALUE);

	ok(near(prior_quantile(&flat, .3), .3, 1e-9) &&
		near(prior_cdf(&flat, .3), .3, 1e-9) &&
		fabs(prior_log_density(&flat, .3)) < 1e-9,
	    "as good as flat: uniform");
	ok(near(prior_quantile(&fall, .3), .3, 1e-5) &&
		near(prior_cdf(&fall, .3), .3, 1e-5),
	    "a narrow range 10 deviations away: nearly so");
}

static void
test_steps(void)
{
	static const double edge[] = {0, .1, .5, 1};
	static const double weight[] = {1, 0, 3};
	struct prior_steps *steps = prior_steps_make(3, edge, weight);
	struct prior_steps *equal = prior_steps_make(4, NULL, NULL);
	const struct prior p = prior_by_steps(steps), e = prior_by_steps(equal);
	const struct prior two = prior_split(.5, .2);

	ok(near(prior_quantile(&p, .125), .05, 1e-15) &&
		near(prior_quantile(&p, .625), .75, 1e-15) &&
		prior_quantile(&p, .25) == .5 && prior_quantile(&p, 1) == 1,
	    "steps: quantiles, which pass over what has no mass");
	ok(near(prior_cdf(&p, .05), .125, 1e-15) &&
		near(prior_cdf(&p, .3), .25, 1e-15) &&
		prior_mass(&p, .1, .5) == 0 &&
		near(prior_mass(&p, .5, 1), .75, 1e-15),
	    "masses");
	ok(near(prior_log_density(&p, .05), log(2.5), 1e-15) &&
		prior_log_density(&p, .3) == -INFINITY &&
		near(prior_log_density(&p, .9), log(1.5), 1e-15),
	    "densities");
	ok(near(prior_quantile(&e, .3), .3, 1e-15) &&
		near(prior_cdf(&e, .3), .3, 1e-15),
	    "equal steps are none");
	ok(near(prior_quantile(&two, .1), .25, 1e-15) &&
		near(prior_quantile(&two, .6), .75, 1e-15) &&
		prior_cdf(&two, .5) == .2 &&
		near(prior_log_density(&two, .6), log(1.6), 1e-15) &&
		near(prior_log_density(&two, .4), log(.4), 1e-15),
	    "two parts");
	prior_steps_free(steps);
	prior_steps_free(equal);
}

static void
test_none(void)
{
	const struct prior none = {0};

	ok(prior_quantile(&none, .3) == .3 && prior_cdf(&none, .3) == .3 &&
		prior_log_density(&none, .3) == 0 &&
		prior_mass(&none, .25, .75) == .5,
	    "no prior is the uniform one");
}

int
main(void)
{
	test_all();
	test_far();
	test_narrow();
	test_steps();
	test_none();
	return tap_done();
}
