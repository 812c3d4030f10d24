/*
 * Taking -O key=value of a sampler.  Each puts value into options, unless it is
 * the default, which is left out so that `ask` shows only what differs.
 * Returns 0, or -1 with *e set.
 */
#ifndef HPO_SAMPLER_OPTION_H
#define HPO_SAMPLER_OPTION_H
#include <jansson.h>

#include "die.h"

/* One of words, NULL last, the first being the default. */
int option_word(const char *key, const char *value, const char *const *words,
    json_t *options, struct err *e);

/* A whole number from min to max; no standard: any below min. */
struct option_range {
	long long min, max, standard;
};
int option_number(const char *key, const char *value,
    const struct option_range *range, json_t *options, struct err *e);

/* Refuse a key of the form NAME.PARAMETER. */
int option_plain(const char *key, struct err *e);

#endif
