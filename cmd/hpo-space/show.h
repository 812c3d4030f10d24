/* What hpo-space says of a space instead of its header. */
#ifndef HPO_SHOW_H
#define HPO_SHOW_H
#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "study.h"

/* A table for people: name, type, domain, default, when. */
void show_table(const struct study *study, struct buf *out);

/* The number of points, or `infinite`. */
void show_count(const struct study *study, struct buf *out);

/*
 * Random point number i, from 1, of this seed: its params object, a line.
 * False if none is found that the rules allow.
 */
bool show_sample(
    const struct study *study, uint64_t seed, uint32_t i, struct buf *out);

#endif
