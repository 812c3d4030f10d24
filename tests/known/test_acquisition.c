/*
 * Expected improvement: check values computed in 60- to 1200-digit arithmetic.
 */
#include "acquisition.h"

#include <math.h>

#include "tap.h"

static const struct {
	double z, log_h, slope;
} rows[] = {
    {-1e6, -500000000028.54995965, 1000000.000002},
    {-1e3, -500014.73445209115845, 1000.001999994000042},
    {-50, -1258.7441828684608531, 50.039952133872654947},
    {-25, -319.86146358149595433, 25.079620234266532815},
    {-20, -206.91783850942509785, 20.099262811101281775},
    {-10, -55.553122036122355927, 10.194383033412553306},
    {-5, -16.744301162660990143, 5.3618162412880885298},
    {-2, -4.768783523917114157, 2.6794168839555859839},
    {-1, -2.4851210257126413368, 1.9042712333296918229},
    {0, -.91893853320467274178, 1.2533141373155002512},
    {1, .08002621884930694003, .77663872520173925975},
    {5, 1.6094379231264313851, .19999994053122004649},
};

/* Improvement on f expected of a normal prediction. */
static const struct {
	double mean, sd, f, ei;
} improvements[] = {
    {0, 1, 0, .3989422804014327},
    {1, .5, .8, .1152194184737265},
    {-.3, .2, 0, .305861358752521},
    {5, 1, 0, 5.346165533833e-08},
};

static void
check_rows(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		double slope, log_h = log_improvement(rows[i].z, &slope);

		ok(fabs(log_h - rows[i].log_h) <=
			4e-15 * fmax(1, fabs(rows[i].log_h)),
		    "ln h(%g): %.17g", rows[i].z, log_h);
		ok(fabs(slope / rows[i].slope - 1) <= 3e-14,
		    "its derivative: %.17g", slope);
	}
}

static void
check_improvements(void)
{
	for (size_t i = 0; i < sizeof(improvements) / sizeof(*improvements);
	     i++) {
		const double sd = improvements[i].sd;
		const double z =
		    (improvements[i].f - improvements[i].mean) / sd;
		const double ei = exp(log_improvement(z, NULL)) * sd;

		ok(fabs(ei / improvements[i].ei - 1) <= 1e-12,
		    "improvement %.16g", ei);
	}
}

/* Rising, and convex, also where one formula takes over from another. */
static void
check_shape(void)
{
	double last = -INFINITY, steepest = INFINITY, worst = 0;
	int falls = 0;

	for (double z = -40; z < 8; z += 1.0 / 1024) {
		double slope, h = log_improvement(z, &slope);
		const double about = (log_improvement(z + 1e-4, NULL) -
					 log_improvement(z - 1e-4, NULL)) /
				     2e-4;

		falls += !(h > last) || slope > steepest * (1 + 1e-13);
		if (!(fabs(about / slope - 1) <= worst))
			worst = fabs(about / slope - 1);
		last = h;
		steepest = slope;
	}
	ok(falls == 0, "rising ever less steeply: %d exceptions", falls);
	ok(worst < 1e-7, "slope against differences: %g", worst);
}

static void
check_ends(void)
{
	double slope;

	ok(log_improvement(-INFINITY, &slope) == -INFINITY, "at -infinity");
	ok(log_improvement(INFINITY, &slope) == INFINITY && slope == 0,
	    "at infinity");
	ok(isnan(log_improvement(NAN, &slope)) && isnan(slope), "at NAN");
	ok(fabs(log_improvement(-1e150, &slope) / -5e299 - 1) < 1e-15 &&
		fabs(slope / 1e150 - 1) < 1e-15,
	    "far out");
}

int
main(void)
{
	check_rows();
	check_improvements();
	check_shape();
	check_ends();
	return tap_done();
}
