#include "clock.h"

#include <stdio.h>
#include <time.h>

void
clock_utc(char text[CLOCK_TEXT])
{
	struct timespec now;
	struct tm tm;
	char day[CLOCK_TEXT];

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &tm);
	strftime(day, sizeof(day), "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(text, CLOCK_TEXT, "%.19s.%03dZ", day,
	    (int)(now.tv_nsec / 1000000 % 1000));
}

double
clock_monotonic(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}
