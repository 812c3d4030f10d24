#include "options.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int
options_size(const char *text, uint64_t *bytes, struct err *e)
{
	static const char units[] = "KMGT";
	const int step = 10; /* a unit has 2^10 of the one before */
	const char *unit;
	char *end;
	double x;

	x = strtod(text, &end);
	unit = *end ? strchr(units, *end) : NULL;
	if (unit) {
		x = ldexp(x, step * (int)(unit - units + 1));
		end++;
	}
	if (end == text || *end != '\0' || !(x >= 2 && x <= 0x1p50))
		return err_set(
		    e, "'%s' is no size such as 64K, 100M or 1G", text);
	*bytes = (uint64_t)x;
	return 0;
}
