/* Times as text are those of the C library, from 1970 to 9999. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "tap.h"

/* Whether the text of a second is gmtime_r's. */
static int
agrees(int64_t second)
{
	const time_t t = (time_t)second;
	char want[CLOCK_TEXT], got[CLOCK_TEXT];
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(want, sizeof(want), "%Y-%m-%dT%H:%M:%S.007Z", &tm);
	clock_text(got, second, 7);
	return strcmp(want, got) == 0;
}

int
main(void)
{
	const int64_t day = 86400, days = 2932896; /* to 9999-12-31 */
	char text[CLOCK_TEXT];
	int good = 1;

	clock_text(text, 0, 0);
	ok(strcmp(text, "1970-01-01T00:00:00.000Z") == 0, "%s", text);
	clock_text(text, 951827696, 385); /* a leap day of a century */
	ok(strcmp(text, "2000-02-29T12:34:56.385Z") == 0, "%s", text);
	for (int64_t d = 0; d <= days; d++)
		good &= agrees(d * day) && agrees(d * day + day - 1);
	ok(good, "the ends of every day");
	clock_utc(text);
	ok(strlen(text) == 24 && text[23] == 'Z', "now: %s", text);
	ok(clock_monotonic() <= clock_monotonic(), "no step back");
	return tap_done();
}
