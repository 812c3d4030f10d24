/* The forms in which hpo-ask prints trials. */
#ifndef HPO_FORMAT_H
#define HPO_FORMAT_H
#include <jansson.h>

#include "buf.h"
#include "study.h"

struct format {
	const char *name;
	/* What stands before the trials, or NULL. */
	void (*begin)(const struct study *study, struct buf *out);
	/* One trial, a whole line. */
	void (*trial)(const struct study *study, json_t *line, struct buf *out);
};

/* All of them, name NULL last; the first is the default. */
extern const struct format formats[];

const struct format *format_find(const char *name); /* or NULL */

#endif
