/* Times as text are those of the C library, from 1970 to 9999. */
#include <math.h>
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
	return strcmp(want, got) == 0 && fabs(clock_parse(got, strlen(got)) -
					      (double)second - 0.007) < 1e-4;
}

static double
parse(const char *text)
{
	return clock_parse(text, strlen(text));
}

static void
test_parse(void)
{
	static const char *const wrong[] = {"", "Z", "2026-11-24",
	    "2026-11-24T07:00:02", "2026-11-24 07:00:02Z",
	    "2026-13-24T07:00:02Z", "2026-00-24T07:00:02Z",
	    "2026-11-00T07:00:02Z", "2026-11-24T24:00:02Z",
	    "2026-11-24T07:60:02Z", "2026-11-24T07:00:02ZZ",
	    "2026-11-24T07:00:02+0100", "2026-11-24T07:00:02+01:60",
	    "2026-11-24T07:00:0", "20x6-11-24T07:00:02Z"};

	ok(parse("1970-01-01T00:00:00Z") == 0, "the first second");
	ok(parse("2000-02-29T12:34:56.5Z") == 951827696.5, "a fraction");
	ok(parse("2000-02-29T13:34:56+01:00") == 951827696 &&
		parse("2000-02-29T03:04:56-09:30") == 951827696,
	    "an offset");
	ok(parse("2016-12-31T23:59:60Z") == 1483228800, "a leap second");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		ok(isnan(parse(wrong[i])), "no time: '%s'", wrong[i]);
	ok(isnan(clock_parse("2026-11-24T07:00:02Z", 19)), "cut");
}

static void
test_length(void)
{
	static const struct {
		double seconds;
		const char *text;
	} rows[] = {{0, "0 s"}, {1.41, "1.41 s"}, {59.94, "59.9 s"},
	    {60, "1 min 00 s"}, {3599.9, "59 min 59 s"}, {3600, "1 h 00 min"},
	    {86399, "23 h 59 min"}, {86400, "1 d 00 h"},
	    {8.64e7 - 1, "999 d 23 h"}, {1e8, "1157 d"},
	    {1e300, "1.157e+295 d"}};
	char text[CLOCK_TEXT];

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		clock_length(text, rows[i].seconds);
		ok(strncmp(text, rows[i].text, strlen(rows[i].text) - 5) == 0,
		    "%s is %s", text, rows[i].text);
	}
	clock_length(text, INFINITY);
	ok(strcmp(text, "? s") == 0, "no length: %s", text);
	clock_length(text, NAN);
	ok(strcmp(text, "? s") == 0, "none either: %s", text);
}

int
main(void)
{
	const int64_t day = 86400, last = 2932896; /* 9999-12-31 */
	const int64_t era = 146097; /* days, after which all repeats */
	char text[CLOCK_TEXT];
	int good = 1;

	clock_text(text, 0, 0);
	ok(strcmp(text, "1970-01-01T00:00:00.000Z") == 0, "%s", text);
	clock_text(text, 951827696, 385); /* a leap day of a century */
	ok(strcmp(text, "2000-02-29T12:34:56.385Z") == 0, "%s", text);
	for (int64_t d = 0; d <= era; d++)
		good &= agrees(d * day) && agrees(d * day + day - 1) &&
			agrees((last - d) * day);
	ok(good, "the ends of days");
	test_parse();
	test_length();
	clock_utc(text);
	ok(strlen(text) == 24 && text[23] == 'Z', "now: %s", text);
	ok(clock_monotonic() <= clock_monotonic(), "no step back");
	return tap_done();
}
