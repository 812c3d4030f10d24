/* What is known of every trial by a name of its own: its state, its number. */
#ifndef HPO_FACT_H
#define HPO_FACT_H
#include <stdbool.h>
#include <stddef.h>

#include "cell.h"
#include "history.h"

struct fact {
	const char *name;
	/* Put it into *cell, whose len is 0; NULL: it is at the span. */
	void (*get)(
	    const struct history *h, const struct trial *t, struct cell *cell);
	size_t span; /* offset within struct trial */
	bool numeric;
	bool free; /* a text of any length */
};

extern const struct fact facts[]; /* name NULL last */

/* The fact called name, or NULL. */
const struct fact *fact_find(const char *name);

/* Whether it is the first objective. */
bool fact_is_value(const struct fact *f);

/* What t has of it, into *cell. */
void fact_read(const struct fact *f, const struct history *h,
    const struct trial *t, struct cell *cell);

#endif
