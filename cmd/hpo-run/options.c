#include "options.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct unit {
	char letter;
	double factor;
};

/* A number of at least 0 and one letter of units, or none. */
static bool
read_amount(const char *text, const struct unit *units, double *x)
{
	char *end;

	*x = strtod(text, &end);
	if (end == text || !isfinite(*x) || *x < 0)
		return false;
	if (*end == '\0')
		return true;
	for (; units->letter; units++) {
		if (units->letter == *end && end[1] == '\0') {
			*x *= units->factor;
			return true;
		}
	}
	return false;
}

int
options_duration(const char *text, double *seconds, struct err *e)
{
	static const struct unit units[] = {
	    {'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {0}};
	const double longest = 1e9; /* 30 years */

	if (!read_amount(text, units, seconds) || *seconds > longest)
		return err_set(
		    e, "'%s' is no time such as 90s, 1.5m or 2h", text);
	return 0;
}

int
options_size(const char *text, uint64_t *bytes, struct err *e)
{
	static const struct unit units[] = {
	    {'K', 0x1p10}, {'M', 0x1p20}, {'G', 0x1p30}, {'T', 0x1p40}, {0}};
	double x;

	if (!read_amount(text, units, &x) || x < 2 || x > 0x1p50)
		return err_set(
		    e, "'%s' is no size such as 64K, 100M or 1G", text);
	*bytes = (uint64_t)x;
	return 0;
}
