#include "empty.h"

#include <math.h>
#include <stdlib.h>

#include "boxes.h"
#include "point.h"
#include "rng.h"
#include "xalloc.h"

static const double HALF = 0.5;

enum {
	DRAWS = 16,
	BOXES = 2000,
	EFFORT = 6000000,   /* of all proofs of a space */
	REASONS = 40000000, /* of finding out what is needed for them */
	SHARE = 2,          /* a part may take one of so many of what is left */
};

struct search {
	const struct space *space;
	struct boxes boxes;
	struct box box; /* room for that, and for a row */
	double *row;
	bool *off, *used; /* by limit */
	empty_tell *tell;
	void *arg;
};

static bool
keeps_rules(struct search *s)
{
	const struct part *part = s->boxes.part;

	for (size_t k = 0; k < part->nlimits; k++) {
		const size_t limit = part->limits[k];
		const struct rule *rule;

		if (limit >= s->space->nrules || boxes_is_off(&s->boxes, limit))
			continue;
		rule = &s->space->rules[limit];
		boxes_pay(&s->boxes, rule->formula);
		if (rule_is_broken(rule, s->space, s->row))
			return false;
	}
	return true;
}

/* The domain of parameter i at the row. */
static const struct param *
domain_of(const struct search *s, size_t i, struct param *own)
{
	return boxes_is_off(&s->boxes, s->space->nrules + i)
		   ? &s->space->params[i]
		   : point_domain(s->space, i, s->row, own);
}

/* A number of active parameter i at the row, drawn by rng, or, if it is NULL,
 * near the middle of the box; false if there is none. */
static bool
choose(struct search *s, size_t i, struct rng *rng)
{
	struct param own;
	const struct param *domain = domain_of(s, i, &own);
	const double u = rng ? rng_uniform(rng) : HALF;
	double x, low = s->box.low[i], high = s->box.high[i];

	if (!domain)
		return false;
	s->boxes.effort -= BOXES_PARAM;
	if (domain->levels == 0) {
		x = boxes_between(domain, rng ? domain->low : low,
		    rng ? domain->high : high, u);
		s->row[i] = fmin(fmax(x, domain->low), domain->high);
		return true;
	}
	x = point_number_at(s->space, i, domain, u);
	low = fmax(low, point_number_at(s->space, i, domain, 0));
	high =
	    fmin(high, point_number_at(s->space, i, domain, nextafter(1, 0)));
	s->row[i] = rng ? x : floor(low + (high - low) / 2);
	return low <= high;
}

/* Whether that makes a point. */
static bool
is_point(struct search *s, struct rng *rng)
{
	const struct part *part = s->boxes.part;

	for (size_t k = 0; k < part->n; k++)
		s->row[part->params[k]] = NAN;
	for (size_t k = 0; k < part->n; k++)
		if (point_active(s->space, part->params[k], s->row) &&
		    !choose(s, part->params[k], rng))
			return false;
	return keeps_rules(s);
}

static bool
draw(struct search *s)
{
	for (uint32_t k = 0; k < DRAWS && s->boxes.effort >= 0; k++) {
		struct rng rng;

		rng_init(&rng, 0, 0, "proof", k);
		if (is_point(s, &rng))
			return true;
	}
	return false;
}

/* Whether no box of a part is left, for at most this effort. */
static bool
is_empty(struct search *s, const struct part *part, long effort)
{
	bool point;

	s->boxes.part = part;
	s->boxes.effort = effort;
	s->boxes.box = &s->box;
	point = draw(s);
	boxes_begin(&s->boxes);
	for (int k = 0; !point && boxes_next(&s->boxes); k++)
		point =
		    k == BOXES || is_point(s, NULL) || !boxes_halve(&s->boxes);
	boxes_release(&s->boxes);
	return !point && s->boxes.effort >= 0;
}

/* Leave out of an empty part what is not needed for that, and tell the rest. */
static void
tell_part(struct search *s, const struct part *part)
{
	size_t *needed = xcalloc(part->nlimits + 1, sizeof(*needed));
	long effort = REASONS;
	size_t n = 0;

	s->boxes.off = s->off;
	for (size_t k = 0; k < part->nlimits; k++) {
		const size_t limit = part->limits[k];

		s->off[limit] = limit < s->space->nrules && !s->used[limit];
	}
	for (size_t k = 0; k < part->nlimits; k++) {
		bool *off = &s->off[part->limits[k]];

		if (*off)
			continue;
		*off = true;
		*off = is_empty(s, part, effort);
		effort = s->boxes.effort;
		if (!*off)
			needed[n++] = part->limits[k];
	}
	s->tell(s->arg, needed, n);
	s->boxes.off = NULL;
	free(needed);
}

static void
try_parts(struct search *s)
{
	const struct part *part;
	struct parts parts;
	long left = EFFORT;

	parts_init(&parts, s->space, false);
	while ((part = parts_next(&parts)) != NULL) {
		const long share = left / SHARE;

		if (is_empty(s, part, share))
			tell_part(s, part);
		else
			left -= share - s->boxes.effort;
	}
	parts_release(&parts);
}

void
empty_search(const struct space *space, empty_tell *tell, void *arg)
{
	const size_t limits = space->nrules + space->n;
	struct search s = {.space = space, .tell = tell, .arg = arg};

	if (space->fixed)
		return;
	space_box(space, &s.box);
	s.row = xcalloc(space->n + 1, sizeof(*s.row));
	s.off = xcalloc(limits + 1, sizeof(*s.off));
	s.used = xcalloc(limits + 1, sizeof(*s.used));
	s.boxes.used = s.used;
	try_parts(&s);
	space_box_release(&s.box);
	free(s.row);
	free(s.off);
	free(s.used);
}
