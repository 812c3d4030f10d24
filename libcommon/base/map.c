/*
 * Open addressing with linear probing, half full at the most.  The place is
 * the top of a product (D. E. Knuth, "The art of computer programming", vol.
 * 3, 6.4: multiplicative hashing by the golden ratio): its low bits would let
 * all multiples of a power of two meet.
 */
#include "map.h"

#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

enum { FIRST = 64 };

/* Where key is, or would be put. */
static struct map_entry *
find(const struct map *m, uint32_t key)
{
	const uint64_t product = key * 11400714819323198485ULL;
	size_t i = (size_t)(product >> 32) & (m->cap - 1);

	while (m->entry[i].key != 0 && m->entry[i].key != key)
		i = (i + 1) & (m->cap - 1);
	return &m->entry[i];
}

static void
grow(struct map *m)
{
	const struct map old = *m;

	m->cap = old.cap > 0 ? 2 * old.cap : FIRST;
	m->entry = xcalloc(m->cap, sizeof(*m->entry));
	for (size_t i = 0; i < old.cap; i++)
		if (old.entry[i].key != 0)
			*find(m, old.entry[i].key) = old.entry[i];
	free(old.entry);
}

uint32_t
map_get(const struct map *m, uint32_t key)
{
	return m->cap > 0 ? find(m, key)->value : 0;
}

void
map_put(struct map *m, uint32_t key, uint32_t value)
{
	struct map_entry *e;

	if (2 * (m->n + 1) > m->cap)
		grow(m);
	e = find(m, key);
	m->n += e->key == 0;
	*e = (struct map_entry){.key = key, .value = value};
}

void
map_clear(struct map *m)
{
	if (m->cap > 0)
		memset(m->entry, 0, m->cap * sizeof(*m->entry));
	m->n = 0;
}

void
map_release(struct map *m)
{
	free(m->entry);
	*m = (struct map){0};
}
