/*
 * A whole number below 2^53, times or divided by a power of ten that is a
 * double too, is rounded once, so it is the nearest one: W. D. Clinger, "How to
 * read floating point numbers accurately", PLDI (1990), section 3.  All else is
 * for strtod().
 */
#include "number.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

enum { DIGITS_MAX = 15, POWER_MAX = 22, TEXT_MAX = 64 };

static const double powers[POWER_MAX + 1] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6,
    1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
    1e20, 1e21, 1e22};

static bool
parse_any(const char *text, size_t len, double *x)
{
	char small[TEXT_MAX];
	char *copy = len < sizeof(small) ? small : xmalloc(len + 1);

	memcpy(copy, text, len);
	copy[len] = '\0';
	*x = strtod(copy, NULL);
	if (copy != small)
		free(copy);
	return isfinite(*x);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* What was read of a number. */
struct decimal {
	const char *at, *end;
	uint64_t whole; /* all digits, without the point */
	int digits;     /* how many, but for zeros in front */
	int power;      /* of ten, that it is to be multiplied with */
};

static void
take_digits(struct decimal *d, int power)
{
	for (; d->at < d->end && is_digit(*d->at) && d->digits <= DIGITS_MAX;
	     d->at++) {
		d->whole = d->whole * 10 + (uint64_t)(*d->at - '0');
		d->digits += d->whole > 0;
		d->power += power;
	}
}

/* e-05 and the like; exponents of more than two digits are left. */
static void
take_exponent(struct decimal *d)
{
	const char *at = d->at + 1;
	bool minus;
	int n = 0;

	if (d->at == d->end || (*d->at != 'e' && *d->at != 'E'))
		return;
	minus = at < d->end && *at == '-';
	if (at < d->end && (*at == '-' || *at == '+'))
		at++;
	for (; at < d->end && is_digit(*at) && n < 10; at++)
		n = 10 * n + (*at - '0');
	d->power += minus ? -n : n;
	d->at = at;
}

bool
number_parse(const char *text, size_t len, double *x)
{
	struct decimal d = {.at = text, .end = text + len};
	const bool minus = len > 0 && text[0] == '-';

	d.at += minus;
	if (d.at == d.end || !is_digit(*d.at))
		return false;
	take_digits(&d, 0);
	if (d.at < d.end && *d.at == '.') {
		d.at++;
		take_digits(&d, -1);
	}
	take_exponent(&d);
	if (d.at != d.end || d.digits > DIGITS_MAX || d.power > POWER_MAX ||
	    d.power < -POWER_MAX)
		return parse_any(text, len, x);
	*x = d.power < 0 ? (double)d.whole / powers[-d.power]
			 : (double)d.whole * powers[d.power];
	if (minus)
		*x = -*x;
	return true;
}

/*
 * The same for most numbers, in a few ns: the digits as a whole number, which
 * is exact up to 13 of them, times or by a power of ten that is, too, so that
 * it is rounded once.  False if that is not sure.
 */
static bool
round_quickly(double x, int digits, double *rounded)
{
	const double size = fabs(x);
	int places;
	double whole, cut;

	if (!(size > 1e-9 && size < 1e20) || digits > 13)
		return false;
	places = digits - 1 - (int)floor(log10(size));
	if (places < -POWER_MAX || places > POWER_MAX)
		return false;
	whole = places >= 0 ? size * powers[places] : size / powers[-places];
	cut = nearbyint(whole);
	if (fabs(fabs(whole - cut) - 0.5) < 0.01 || /* which way? */
	    cut < powers[digits - 1] || cut >= powers[digits])
		return false;
	*rounded = copysign(
	    places >= 0 ? cut / powers[places] : cut * powers[-places], x);
	return true;
}

double
number_round(double x, int digits)
{
	char text[40];
	double rounded;

	if (round_quickly(x, digits, &rounded))
		return rounded;
	snprintf(text, sizeof(text), "%.*e", digits - 1, x);
	return strtod(text, NULL);
}
