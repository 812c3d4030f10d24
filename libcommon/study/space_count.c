/* How many points a space has: its forest knows, or they are counted. */
#include "forest.h"
#include "product.h"
#include "space.h"

uint64_t
space_count(const struct space *space)
{
	struct forest f;
	uint64_t n;

	if (!forest_init(&f, space))
		return product_size(space) <= PRODUCT_QUICK
			   ? product_points(space)
			   : 0;
	n = f.points;
	forest_release(&f);
	return n;
}
