#include "clock.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

enum { LONG_D = 1000 }; /* days, of which hours are not told */
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

/* The other way, after the same source, section days_from_civil. */
static int64_t
day_of(int year, int month, int day)
{
	const int64_t y = year - (month <= 2);
	const int64_t era = (y + 400) / 400 - 1; /* y may be -1 */
	const int64_t yoe = y - era * 400;
	const int64_t doy =
	    (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	const int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * ERA_DAYS + doe - EPOCH_DAYS;
}

/* Take the digits of n that stand next, and the character behind. */
static bool
take(const char **at, const char *end, int n, char behind, int *value)
{
	const char *s = *at;

	*value = 0;
	if (end - s < n + (behind != '\0'))
		return false;
	for (; n > 0; n--, s++) {
		if (*s < '0' || *s > '9')
			return false;
		*value = 10 * *value + (*s - '0');
	}
	if (behind != '\0' && *s++ != behind)
		return false;
	*at = s;
	return true;
}

static double
take_fraction(const char **at, const char *end)
{
	double value = 0, unit = 0.1;

	if (*at == end || **at != '.')
		return 0;
	for (++*at; *at < end && **at >= '0' && **at <= '9'; ++*at) {
		value += unit * (**at - '0');
		unit /= 10;
	}
	return value;
}

/* Z or an offset in seconds, and nothing behind it. */
static bool
take_zone(const char *at, const char *end, int *offset)
{
	int hour = 0, minute = 0, sign = 0;

	if (at < end && *at == 'Z') {
		at++;
	} else if (at < end && (*at == '+' || *at == '-')) {
		sign = *at++ == '-' ? -1 : 1;
		if (!take(&at, end, 2, ':', &hour) ||
		    !take(&at, end, 2, '\0', &minute))
			return false;
	} else {
		return false;
	}
	*offset = sign * (hour * 3600 + minute * 60);
	return at == end && hour <= 23 && minute <= 59;
}

double
clock_parse(const char *text, size_t len)
{
	const char *at = text, *end = text + len;
	int year, month, day, hour, minute, second, offset;
	double fraction;

	if (!take(&at, end, 4, '-', &year) || !take(&at, end, 2, '-', &month) ||
	    !take(&at, end, 2, 'T', &day) || !take(&at, end, 2, ':', &hour) ||
	    !take(&at, end, 2, ':', &minute) ||
	    !take(&at, end, 2, '\0', &second))
		return NAN;
	fraction = take_fraction(&at, end);
	/* A 31st of a short month is taken for the day behind it. */
	if (!take_zone(at, end, &offset) || month < 1 || month > 12 ||
	    day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60)
		return NAN;
	second += hour * 3600 + minute * 60 - offset;
	return (double)(day_of(year, month, day) * DAY_S + second) + fraction;
}

void
clock_length(char text[CLOCK_TEXT], double seconds)
{
	const double minute = 60, hour = 3600;

	if (!isfinite(seconds))
		snprintf(text, CLOCK_TEXT, "? s");
	else if (seconds < minute)
		snprintf(text, CLOCK_TEXT, "%.3g s", seconds);
	else if (seconds < hour)
		snprintf(text, CLOCK_TEXT, "%.0f min %02.0f s",
		    floor(seconds / minute), floor(fmod(seconds, minute)));
	else if (seconds < DAY_S)
		snprintf(text, CLOCK_TEXT, "%.0f h %02.0f min",
		    floor(seconds / hour), floor(fmod(seconds, hour) / minute));
	else if (seconds >= LONG_D * DAY_S)
		snprintf(text, CLOCK_TEXT, "%.4g d", seconds / DAY_S);
	else
		snprintf(text, CLOCK_TEXT, "%.0f d %02.0f h",
		    floor(seconds / DAY_S), floor(fmod(seconds, DAY_S) / hour));
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
