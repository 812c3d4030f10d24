/* Times: what is shown (UTC), and what is measured (monotonic). */
#ifndef HPO_CLOCK_H
#define HPO_CLOCK_H

#include <stdint.h>

enum { CLOCK_TEXT = 48 };

/* The time now by RFC 3339, UTC, with milliseconds: 2026-11-24T07:00:00.120Z */
void clock_utc(char text[CLOCK_TEXT]);

/* The same for a second since 1970, not negative, and 0 to 999 ms. */
void clock_text(char text[CLOCK_TEXT], int64_t second, int ms);

/* Seconds since some fixed moment; never steps back. */
double clock_monotonic(void);

#endif
