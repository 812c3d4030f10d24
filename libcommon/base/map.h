/* From numbers to numbers, neither of them 0.  All zero is an empty map. */
#ifndef HPO_MAP_H
#define HPO_MAP_H
#include <stddef.h>
#include <stdint.h>

struct map {
	struct map_entry {
		uint32_t key, value;
	} * entry;
	size_t n, cap; /* cap is a power of two, or 0 */
};

uint32_t map_get(const struct map *m, uint32_t key); /* 0: it has none */
void map_put(struct map *m, uint32_t key, uint32_t value);
void map_clear(struct map *m);   /* keeps the space */
void map_release(struct map *m); /* leaves an empty one */

#endif
