/* Times: what is shown (UTC), and what is measured (monotonic). */
#ifndef HPO_CLOCK_H
#define HPO_CLOCK_H

#include <stddef.h>
#include <stdint.h>

enum { CLOCK_TEXT = 48 };

/* The time now by RFC 3339, UTC, with milliseconds: 2026-11-24T07:00:00.120Z */
void clock_utc(char text[CLOCK_TEXT]);

/* The same for a second since 1970, not negative, and 0 to 999 ms. */
void clock_text(char text[CLOCK_TEXT], int64_t second, int ms);

/*
 * The seconds since 1970 of such a text, with or without a fraction, Z or an
 * offset as +01:00 at its end (RFC 3339, 5.6, with capitals); NAN if it is
 * none.
 */
double clock_parse(const char *text, size_t len);

/* A length of time for people: 1.41 s, 12 min 05 s, 3 h 20 min, 2 d 04 h; what
 * is not finite: ? s. */
void clock_length(char text[CLOCK_TEXT], double seconds);

/* Seconds since some fixed moment; never steps back. */
double clock_monotonic(void);

#endif
