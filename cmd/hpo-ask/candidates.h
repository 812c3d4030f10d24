/*
 * Points among which an ask chooses, those of hpo-ask --candidates, each once.
 *
 * Samplers find them in struct sampling.  Whatever one proposes, the nearest
 * that is not used is asked (nearest.h), so that all samplers take candidates;
 * a model that scores the rows of all proposes one of them.
 */
#ifndef HPO_CANDIDATES_H
#define HPO_CANDIDATES_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "die.h"
#include "evidence.h"
#include "map.h"
#include "study.h"

/* All zero has not been read. */
struct candidates {
	const char *file;  /* "-": standard input */
	struct buf text;   /* of it */
	char id[STUDY_ID]; /* FNV-1a-32 of the text, 8 hex digits */

	/* As points of a study, whose space this is. */
	const struct space *space;
	json_t *header; /* of it, own reference */
	size_t n;       /* different points */
	size_t left;    /* of them, those that no trial has */
	double *rows;   /* n x space->n (point.h) */
	bool *used;     /* by point: a trial has it, cancelled ones aside */

	struct map by_hash; /* of a row: index + 1 */
	uint32_t *next;     /* index + 1 of another row with this hash; 0 */
	size_t looked;      /* observations that used is of */
	double *places;     /* n x space->n, see nearest.c; NULL: not made */
};

/* Read the file, once.  Returns 0, or -1 with *e set. */
int candidates_open(struct candidates *c, const char *file, struct err *e);
void candidates_release(struct candidates *c);

/*
 * Take the lines as points of the study's space; nothing is done if they are
 * that already.  All are unused then.  Mistakes are said on standard error, as
 * file:line:column, each; returns 0, or -1 with *e set if there was one.  About
 * a microsecond for a point of some parameters.
 */
int candidates_take(
    struct candidates *c, const struct study *study, struct err *e);

/*
 * Find out which are used.  Of evidence that has grown since, only what is new
 * is looked at.
 */
void candidates_mark(struct candidates *c, const struct evidence *ev);

static inline const double *
candidates_row(const struct candidates *c, size_t i)
{
	return c->rows + i * c->space->n;
}

/* The place of a row among them, or c->n. */
size_t candidates_find(const struct candidates *c, const double *row);

#endif
