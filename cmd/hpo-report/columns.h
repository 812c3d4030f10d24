/* What a table shows of each trial, a column each. */
#ifndef HPO_COLUMNS_H
#define HPO_COLUMNS_H
#include <stdbool.h>
#include <stddef.h>

#include "cell.h"
#include "die.h"
#include "history.h"

enum section {
	SECTION_FACT, /* known of every trial: its state, attempt, ... */
	SECTION_PARAMS,
	SECTION_METRICS,
};

struct column {
	char *heading; /* as asked for */
	enum section section;
	const struct fact *fact; /* of SECTION_FACT */
	char *key;               /* of the others: name within it */
	size_t key_len;
	size_t same;  /* index of the first column with the same values */
	bool numeric; /* its values are numbers, as a rule */
	bool free;    /* they may be texts of any length */
};

struct columns {
	struct column *list;
	size_t n;
};

/*
 * The columns that list names, commas between and blanks around them; NULL:
 * number, state, objectives, the metrics of constraints and whether these are
 * kept, parameters and seconds.  A name is that of a fact,
 * else of a parameter or metric of the header, else of one that any trial has;
 * params.NAME and metrics.NAME are always taken.  Returns 0, or -1 with *e set.
 * O(trials) for each name that neither is a fact nor stands in the header.
 */
int columns_parse(
    struct columns *c, const char *list, struct history *h, struct err *e);
void columns_release(struct columns *c);

/* The value of t in one column, into *cell. */
void column_read(const struct column *c, const struct history *h,
    const struct trial *t, struct cell *cell);

/*
 * The values of t, into cells, c->n of them.  They last until the history is
 * updated or cells are read again.  O(length of its params and metrics), and
 * c->n for each member that is no column, or stands elsewhere.
 */
void columns_read(const struct columns *c, const struct history *h,
    const struct trial *t, struct cell *cells);

#endif
