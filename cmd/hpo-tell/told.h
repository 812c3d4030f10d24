/* Trial lines from standard input. */
#ifndef HPO_TOLD_H
#define HPO_TOLD_H
#include "tell.h"

/* Tell all lines until the input ends; the worst that happened. */
enum status told_lines(struct teller *t);

#endif
