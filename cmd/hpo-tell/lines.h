/* Trial lines from standard input. */
#ifndef HPO_LINES_H
#define HPO_LINES_H
#include "tell.h"

/* Tell all lines until the input ends; the worst that happened. */
enum status lines_tell(struct teller *t);

#endif
