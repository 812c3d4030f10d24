/* What an earlier hpo-run, which was killed, has left of a trial. */
#ifndef HPO_LEFTOVERS_H
#define HPO_LEFTOVERS_H
#include <stddef.h>

/*
 * End the processes whose HPO_DIR is dir and whose HPO_RUNNER is dead: by KILL,
 * for their payload is dead already.  Waits for their ends, up to 2 seconds in
 * all.  Returns how many were sent it, each counted once.
 *
 * Cost: reads the environment of every process of ours in /proc, and once more
 * after each time that something was found: some 20 us for each process.
 */
size_t leftovers_end(const char *dir);

#endif
