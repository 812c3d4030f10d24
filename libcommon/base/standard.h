/*
 * Standard input, output and error.  A file that is opened takes the lowest
 * descriptor that is free: with standard output closed that would be the trial
 * file, and what is printed would end there.
 */
#ifndef HPO_STANDARD_H
#define HPO_STANDARD_H
#include <stdbool.h>

/*
 * Call first in main(): streams that are closed become empty ones; writing to
 * standard output then fails.  And a file that grows over the limit of its
 * size is an error of write(2), not the end of the program by SIGXFSZ; a lack
 * of memory is one for jansson, too, see jsonl_allocate().
 */
void standard_fill(void);

/* Whether standard output can be written to at all. */
bool standard_output(void);

#endif
