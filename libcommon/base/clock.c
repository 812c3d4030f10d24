#include "clock.h"

#include <stdint.h>
#include <stdio.h>
#include <time.h>

enum { DAY_S = 86400, ERA_DAYS = 146097, EPOCH_DAYS = 719468 };

/*
 * The date of a day since 1970-01-01, in the Gregorian calendar.  A year is
 * taken to begin in March, so that the leap day is its last; 400 years repeat.
 * H. Hinnant, "chrono-compatible low-level date algorithms" (2013), section
 * civil_from_days, for days that are not negative.  gmtime_r(3) of glibc reads
 * the time zone's file first, which costs more than all the rest of a tell.
 */
static void
date_of(int64_t day, int date[3])
{
	const int64_t z = day + EPOCH_DAYS; /* since 0000-03-01 */
	const int64_t era = z / ERA_DAYS;
	const int64_t doe = z % ERA_DAYS; /* day of the era */
	const int64_t yoe =
	    (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	const int64_t month = (5 * doy + 2) / 153; /* from March */

	date[2] = (int)(doy - (153 * month + 2) / 5 + 1);
	date[1] = (int)(month < 10 ? month + 3 : month - 9);
	date[0] = (int)(yoe + era * 400 + (date[1] <= 2));
}

void
clock_text(char text[CLOCK_TEXT], int64_t second, int ms)
{
	const int in_day = (int)(second % DAY_S);
	int date[3];

	date_of(second / DAY_S, date);
	snprintf(text, CLOCK_TEXT, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
	    date[0] % 10000, date[1], date[2], in_day / 3600, in_day / 60 % 60,
	    in_day % 60, ms);
}

void
clock_utc(char text[CLOCK_TEXT])
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	clock_text(text, (int64_t)now.tv_sec, (int)(now.tv_nsec / 1000000));
}

double
clock_monotonic(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}
