/* Times: what is shown (UTC), and what is measured (monotonic). */
#ifndef HPO_CLOCK_H
#define HPO_CLOCK_H

enum { CLOCK_TEXT = 32 };

/* The time now by RFC 3339, UTC, with milliseconds: 2026-11-24T07:00:00.120Z */
void clock_utc(char text[CLOCK_TEXT]);

/* Seconds since some fixed moment; never steps back. */
double clock_monotonic(void);

#endif
