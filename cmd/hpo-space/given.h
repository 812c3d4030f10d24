/* The spaces that options and operands name. */
#ifndef HPO_GIVEN_H
#define HPO_GIVEN_H
#include "source.h"
#include "space_options.h"

/* The space, or the one of --diff that it is held against, to be released;
 * mistakes are told and end the program. */
void open_space(struct source *s, const struct options *o);
void open_old(struct source *s, const struct options *o);

#endif
