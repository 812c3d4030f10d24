/* Numbers on a step: counted, found and made as the decimals they are. */
#include <math.h>

#include "rng.h"
#include "steps.h"
#include "tap.h"

static void
test_count(void)
{
	ok(steps_count(0, 1, 0.1) == 10 && steps_count(0, 0.9, 0.3) == 3 &&
		steps_count(1e6, 1000001, 0.1) == 10 &&
		steps_count(0, 1, 0.3) == 3 && steps_count(0, 1, 3) == 0,
	    "steps that rounding hides are found");
	ok(steps_have(0, 0.333333333333, 1.0 / 3) &&
		steps_have(0.1, 0.30000000000000004, 0.1) &&
		!steps_have(0, 0.3333, 1.0 / 3) &&
		!steps_have(0, 9007199254740991, 2) &&
		steps_have(0, 9007199254740990, 2),
	    "12 digits are enough, whole numbers are exact");
}

static void
test_at(void)
{
	ok(steps_at(0, 1, 0.1, 3) == 0.3 && steps_at(0.1, 0.9, 0.2, 3) == 0.7 &&
		steps_at(1e6, 1000001, 0.1, 7) == 1000000.7 &&
		steps_at(1.7e9, 1.8e9, 0.001, 12345) == 1700000012.345,
	    "decimals come without the dust of sums");
	ok(steps_at(0, 1, 1.0 / 3, 1) == 0.333333333333 &&
		steps_at(0, 0.8999999999999999, 0.3, 3) == 0.8999999999999999,
	    "others in 12 digits, and nothing above the range");
}

static void
test_apart(void)
{
	ok(steps_apart(0, 1, 1e-12) && !steps_apart(0, 1, 1e-13),
	    "10^12 steps are apart, more are not");
	ok(!steps_apart(1e-5, 1e19, 9314),
	    "nor are those closer than 12 digits tell");
	ok(steps_apart(-0x1p52, 0x1p52 - 1, 3) && steps_apart(1e15, 2e15, 1) &&
		!steps_apart(-0x1p53 + 1, 0x1p53 - 1, 3),
	    "whole numbers are as far as doubles count them");
	ok(steps_apart(0, 1e3, 1e-4 / 3) && !steps_apart(0, 1e3, 1e-6 / 3),
	    "what is no decimal has to be a good deal wider");
}

/* Of steps that are apart, each is found where it was made. */
static void
test_found(void)
{
	size_t tried = 0, wrong = 0;

	struct rng r;

	rng_init(&r, 5, 0, "steps", 0);
	for (size_t i = 0; i < 20000; i++) {
		const double low = (rng_uniform(&r) - 0.5) *
				   pow(10, 20 * rng_uniform(&r) - 10);
		const double high =
		    low + fabs(low) * pow(10, 12 * rng_uniform(&r) - 9);
		const double step =
		    (high - low) * pow(10, -14 * rng_uniform(&r));
		const double n = steps_count(low, high, step);
		const uint64_t k = (uint64_t)(n * rng_uniform(&r));
		double x, next;

		if (!(high > low) || n < 1 || !steps_apart(low, high, step))
			continue;
		tried++;
		x = steps_at(low, high, step, k);
		next = steps_at(low, high, step, (uint64_t)n);
		wrong += !steps_have(low, x, step) ||
			 steps_count(low, x, step) != (double)k ||
			 !steps_have(low, next, step) ||
			 steps_count(low, next, step) != n ||
			 steps_at(low, next, step, (uint64_t)n) != next;
	}
	ok(tried > 2000 && wrong == 0, "of %zu, %zu steps are lost", tried,
	    wrong);
}

int
main(void)
{
	test_count();
	test_at();
	test_apart();
	test_found();
	return tap_done();
}
