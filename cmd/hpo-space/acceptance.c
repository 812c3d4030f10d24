#include "acceptance.h"

#include <stdint.h>
#include <stdlib.h>

#include "buf.h"
#include "point.h"
#include "remake.h"
#include "rng.h"
#include "space.h"
#include "xalloc.h"

enum {
	PERCENT = 100,
	/* None of so many is a point by chance, where 1 % are, once in 150. */
	LOOKS_LEAST = 500,
};

static const struct {
	uint32_t looks;
	uint64_t numbers; /* that are drawn for these in all */
} efforts[] = {
    [ACCEPTANCE_QUICK] = {2000, 50000},
    [ACCEPTANCE_THOROUGH] = {10000, 2000000},
};

/* What was found. */
struct acceptance {
	uint32_t looks, points;
	uint32_t *against; /* by rule: the first that a place breaks */
};

static void
look(const struct space *space, struct rng *rng, double *u, double *row,
    struct acceptance *a)
{
	const struct rule *broken;

	for (size_t i = 0; i < space->dim; i++)
		u[i] = rng_uniform(rng);
	a->looks++;
	if (!point_draw(space, u, row))
		return;
	broken = point_broken(space, row);
	if (broken)
		a->against[broken - space->rules]++;
	else
		a->points++;
}

/* Whether no more looks are needed: 1 % of them would be points, or few are. */
static bool
is_clear(const struct acceptance *a, uint32_t looks)
{
	return a->points >= looks / PERCENT ||
	       (a->looks == LOOKS_LEAST && a->points == 0);
}

static void
find(const struct space *space, uint32_t looks, struct acceptance *a)
{
	double *u = xcalloc(space->dim + 1, sizeof(*u));
	double *row = xcalloc(space->n + 1, sizeof(*row));
	struct rng rng;

	rng_init(&rng, 0, 0, "acceptance", 0);
	while (a->looks < looks && !is_clear(a, looks))
		look(space, &rng, u, row, a);
	free(u);
	free(row);
}

/* The rule that most places were against; NULL: bounds are in the way. */
static const struct rule *
worst_rule(const struct space *space, const struct acceptance *a)
{
	size_t worst = 0;

	for (size_t i = 1; i < space->nrules; i++)
		if (a->against[i] > a->against[worst])
			worst = i;
	return space->nrules > 0 && a->against[worst] > 0 ? &space->rules[worst]
							  : NULL;
}

/* The node of a rule: the string, or one of a list. */
static const struct node *
rule_node(const struct node *file, const struct space *space,
    const struct rule *rule, const char *key)
{
	const struct node *value = node_get(file, key);
	size_t i = 0;

	for (const struct rule *r = space->rules; r < rule; r++)
		i += r->forbids == rule->forbids;
	return value->type == NODE_LIST ? value->items[i] : value;
}

/* "only 0.4 % of 2000 random places are points". */
static void
say_part(const struct acceptance *a, struct buf *out)
{
	const double part = PERCENT * (double)a->points / (double)a->looks;

	if (a->points == 0)
		buf_printf(out, "none of %u random places is a point",
		    (unsigned)a->looks);
	else
		buf_printf(out, "only %.2g %% of %u random places are points",
		    part, (unsigned)a->looks);
}

static void
warn_of(const struct space *space, const struct acceptance *a,
    const struct node *file, struct problems *p)
{
	const struct rule *rule = worst_rule(space, a);
	struct buf part = {0};

	say_part(a, &part);
	if (rule) {
		const char *key = rule->forbids ? "forbid" : "require";

		problem_warn(p, rule_node(file, space, rule, key)->at, key,
		    "%s, most are against this", buf_text(&part));
	} else {
		const char *key = node_get(file, "params") ? "params" : "space";

		problem_warn(p, node_get(file, key)->at, key,
		    "%s, elsewhere nothing is between bounds", buf_text(&part));
	}
	buf_release(&part);
}

/* Whether every place is a point. */
static bool
is_free(json_t *header)
{
	const char *name;
	json_t *domain;

	if (json_object_get(header, "require") ||
	    json_object_get(header, "forbid"))
		return false;
	json_object_foreach (json_object_get(header, "space"), name, domain)
		if (json_is_string(json_object_get(domain, "low")) ||
		    json_is_string(json_object_get(domain, "high")))
			return false;
	return true;
}

void
acceptance_warn(json_t *header, const struct node *file,
    enum acceptance_effort effort, struct problems *p)
{
	uint32_t looks = efforts[effort].looks;
	struct acceptance a = {0};
	struct space space;
	uint64_t most;

	/* Lists make more of them than there are keys. */
	most = efforts[effort].numbers /
	       (json_object_size(json_object_get(header, "space")) + 1);
	if (most < LOOKS_LEAST || is_free(header))
		return;
	remake_space(&space, header);
	most = efforts[effort].numbers / (space.n + 1);
	looks = looks < most ? looks : (uint32_t)most;
	if (looks >= LOOKS_LEAST) {
		a.against = xcalloc(space.nrules + 1, sizeof(*a.against));
		find(&space, looks, &a);
		if (a.points < looks / PERCENT)
			warn_of(&space, &a, file, p);
		free(a.against);
	}
	space_release(&space);
}
