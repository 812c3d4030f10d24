/* What is made of a space before anything is asked of it. */
#ifndef HPO_CHANGE_H
#define HPO_CHANGE_H
#include <stdbool.h>
#include <stddef.h>

#include "die.h"
#include "source.h"

struct changes {
	char **fixed; /* words NAME=VALUE, nfixed */
	size_t nfixed;
	char *narrow; /* a trial file; NULL: none */
	bool itself;  /* which is the source */
	bool quiet;   /* only mistakes are told */
};

/*
 * Put another header into *s: some parameters fixed, then ranges narrowed to
 * the best of the trials.  Returns STATUS_OK; or with which status the program
 * ends, all that is wrong having been told.
 */
enum status change_space(struct source *s, const struct changes *c);

#endif
