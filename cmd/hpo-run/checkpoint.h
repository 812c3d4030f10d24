/*
 * Whether an attempt has come on: what its trial's checkpoint folder holds is
 * looked at before and after.
 */
#ifndef HPO_CHECKPOINT_H
#define HPO_CHECKPOINT_H
#include <stdbool.h>
#include <time.h>

/* All zero is that of an empty folder. */
struct checkpoint {
	long long files, bytes;
	struct timespec newest; /* change of one of them */
};

/*
 * What is below dir/checkpoint, of the first 10 000 files there.  What cannot
 * be read is not there.  A stat(2) for each file of every folder that is begun
 * by then, so O(files) of the largest one.
 */
struct checkpoint checkpoint_look(const char *dir);

/* Whether something is newer or more than before. */
bool checkpoint_grew(
    const struct checkpoint *before, const struct checkpoint *now);

#endif
