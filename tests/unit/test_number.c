#include "number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rng.h"
#include "tap.h"

static const char *const texts[] = {"0", "-0", "0.0", "1", "-1", "2.385", "0.1",
    "0.3", "1e-05", "1E+5", "1e22", "1e23", "-1e-22", "1e-23",
    "123456789012345", "1234567890123456", "9007199254740993",
    "0.000000000000000000123", "123456789012.345e-9", "1e300", "1e-300",
    "5e-324", "1.7976931348623157e308", "0.00000000000000000000000000000000001",
    "100000000000000000000000000000000000000000000000000000000000000000000000",
    "3.14159265358979", "3.141592653589793", "0e99", "0e-400"};

/* Random decimals as we write them, 12 digits, over many powers. */
static int
random_agree(void)
{
	struct rng rng;
	int good = 1;

	rng_init(&rng, 7, 1, "test", 0);
	for (int i = 0; i < 20000; i++) {
		char text[64];
		double x = NAN;

		snprintf(text, sizeof(text), i % 2 ? "%.12g" : "%.11e",
		    (rng_uniform(&rng) - .5) *
			pow(10, 60 * rng_uniform(&rng) - 30));
		good &= number_parse(text, strlen(text), &x) &&
			x == strtod(text, NULL);
	}
	return good;
}

/* Also next to where it is not sure which way. */
static int
rounds_as_printed(void)
{
	struct rng rng;
	int good = 1;

	rng_init(&rng, 7, 2, "test", 0);
	for (int i = 0; i < 20000; i++) {
		const int digits = 1 + (int)rng_below(&rng, 17);
		const double power = pow(10, (int)rng_below(&rng, 60) - 30);
		const double u = rng_uniform(&rng);
		const double whole = floor(u * 1e6) + 0.5;
		const double x = (i % 2 ? whole * 1e-6 : u - 0.5) * power;
		char text[64];

		snprintf(text, sizeof(text), "%.*e", digits - 1, x);
		good &= number_round(x, digits) == strtod(text, NULL);
	}
	return good;
}

int
main(void)
{
	static const char *const none[] = {
	    "", "-", "\"1\"", "true", "null", "[1]", "1e999", "-1e400"};
	double x;

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		x = NAN;
		ok(number_parse(texts[i], strlen(texts[i]), &x) &&
			x == strtod(texts[i], NULL) &&
			!signbit(x) == (texts[i][0] != '-'),
		    "%s", texts[i]);
	}
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		ok(!number_parse(none[i], strlen(none[i]), &x),
		    "'%s' is refused", none[i]);
	ok(number_parse("1e-5,", 4, &x) && x == 1e-5, "no more than len bytes");
	ok(random_agree(), "as strtod");
	ok(number_round(0.1 + 0.2, 12) == 0.3, "rounded to 12 digits");
	ok(number_round(-1254, 2) == -1300, "and to 2");
	ok(number_round(0, 2) == 0 && number_round(0x1p-1074, 1) == 0x1p-1074,
	    "at both ends of what is small");
	ok(rounds_as_printed(), "rounded as printf and strtod do");
	return tap_done();
}
