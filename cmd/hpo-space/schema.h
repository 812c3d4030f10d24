/* JSON Schema, draft 2020-12, of what the programs read and write. */
#ifndef HPO_SCHEMA_H
#define HPO_SCHEMA_H
#include <stdbool.h>

#include "buf.h"
#include "study.h"

/* What of: the names after --schema=. */
enum schema_kind { SCHEMA_PARAMS, SCHEMA_TRIAL, SCHEMA_SPACE, SCHEMA_KINDS };

/* The kind called name; false if there is none. */
bool schema_find(const char *name, enum schema_kind *kind);

/*
 * Append a line: the schema of a line of a trial file (SCHEMA_TRIAL), or of a
 * space file (SCHEMA_SPACE).  Both are schema.json, from another of its
 * definitions on.
 */
void schema_fixed(enum schema_kind kind, struct buf *out);

/*
 * The same of the params object of a point of a study's space, all of whose
 * active parameters are there.  No point is refused.  What a schema cannot say
 * stands in $comment: rules; bounds by other parameters, the widest of which it
 * has; steps that are neither multiples nor few; sums; conditions on several
 * parameters, or on one of many values.
 */
void schema_params(const struct study *study, struct buf *out);

#endif
