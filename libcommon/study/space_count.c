/* How many points a space has: its forest knows, if all of it is finite. */
#include "forest.h"
#include "space.h"

uint64_t
space_count(const struct space *space)
{
	struct forest f;
	uint64_t n;

	for (size_t i = 0; i < space->n; i++)
		if (space->params[i].levels == 0)
			return 0;
	forest_init(&f, space);
	n = f.points;
	forest_release(&f);
	return n;
}
