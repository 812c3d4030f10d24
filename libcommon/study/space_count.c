/* How many points a space has: its forest knows, if all of it is finite. */
#include "forest.h"
#include "space.h"

uint64_t
space_count(const struct space *space)
{
	struct forest f;
	uint64_t n;

	if (!forest_init(&f, space))
		return 0;
	n = f.points;
	forest_release(&f);
	return n;
}
