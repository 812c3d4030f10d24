#include "sampler.h"

#include <stdlib.h>
#include <string.h>

#include "jsonl.h"
#include "point.h"
#include "product.h"
#include "repair.h"
#include "suggest.h"
#include "uniform.h"
#include "xalloc.h"

extern const struct sampler sampler_auto;
extern const struct sampler sampler_forest;
extern const struct sampler sampler_gp;
extern const struct sampler sampler_grid;
extern const struct sampler sampler_halton;
extern const struct sampler sampler_lhs;
extern const struct sampler sampler_random;
extern const struct sampler sampler_sobol;
extern const struct sampler sampler_tpe;

const struct sampler *const samplers[] = {
    &sampler_auto,
    &sampler_forest,
    &sampler_gp,
    &sampler_grid,
    &sampler_halton,
    &sampler_lhs,
    &sampler_random,
    &sampler_sobol,
    &sampler_tpe,
    NULL,
};

enum { TAKEN_MAX = 100 };

const struct sampler *
sampler_find(const char *name)
{
	for (size_t i = 0; samplers[i]; i++)
		if (strcmp(samplers[i]->name, name) == 0)
			return samplers[i];
	return NULL;
}

static int
refuse_name(const char *name, struct err *e)
{
	const char **names;
	const char *near;
	size_t n = 0;

	while (sampler_rows[n].name)
		n++;
	names = xcalloc(n + 1, sizeof(*names));
	for (size_t i = 0; i < n; i++)
		names[i] = sampler_rows[i].name;
	near = suggest(name, names);
	free(names);
	return err_set(e, "unknown sampler '%s'%s%s%s", name,
	    near ? " (did you mean '" : " (hpo-ask --list names them)",
	    near ? near : "", near ? "'?)" : "");
}

/* Whether the sampler can do what the study needs, but for what it is told. */
static int
check_flags(const struct sampling *s, struct err *e)
{
	const struct space *space = &s->study->space;

	if (s->study->nobjectives > 1 && !(s->row->flags & SAMPLER_MULTIOBJ))
		return err_set(e,
		    "sampler '%s' takes one objective only (no flag "
		    "multi-objective in hpo-ask --list)",
		    s->row->name);
	for (size_t i = 0; i < space->n; i++)
		if (space->params[i].when &&
		    !(s->row->flags & SAMPLER_CONDITIONS))
			return err_set(e,
			    "sampler '%s' takes no `when`, as of parameter "
			    "'%s' (no flag conditional in hpo-ask --list)",
			    s->row->name, space->params[i].name);
	return 0;
}

static int
refuse_option(const struct sampler_row *row, const char *key, struct err *e)
{
	const char *near = suggest(key, row->options);

	return err_set(e, "sampler '%s' has no option '%s'%s%s%s", row->name,
	    key, near ? " (did you mean '" : "", near ? near : "",
	    near ? "'?)" : "");
}

bool
sampler_takes(const struct sampler_row *row, const char *key)
{
	const size_t len = strcspn(key, ".");

	for (const char *const *o = row->options; *o; o++)
		if (strncmp(*o, key, len) == 0 && (*o)[len] == '\0')
			return true;
	return false;
}

static int
take_option(struct sampling *s, const char *option, struct err *e)
{
	const char *equals = strchr(option, '=');
	char *key;
	int rc;

	if (!equals || equals == option)
		return err_set(e, "-O %s: it is -O KEY=VALUE", option);
	key = xstrndup(option, (size_t)(equals - option));
	if (sampler_takes(s->row, key)) {
		rc = s->sampler->option(
		    &s->study->space, key, equals + 1, s->options, e);
	} else {
		key[strcspn(key, ".")] = '\0';
		rc = refuse_option(s->row, key, e);
	}
	free(key);
	return rc;
}

static int
take_options(struct sampling *s, const char *const *options, struct err *e)
{
	for (; *options; options++)
		if (take_option(s, *options, e) == -1)
			return -1;
	return 0;
}

int
sampling_open(struct sampling *s, const struct study *study,
    const struct method *method, struct err *e)
{
	const char *name = method->sampler ? method->sampler : study->sampler;

	*s = (struct sampling){.study = study,
	    .candidates = method->candidates,
	    .sampler = sampler_find(name),
	    .row = sampler_row_find(name),
	    .options = jsonl_object(),
	    .seed = method->seed ? *method->seed : study->seed};
	if (!s->sampler || !s->row) {
		sampling_close(s);
		return refuse_name(name, e);
	}
	s->finite = product_size(&study->space) > 0;
	s->points = space_count(&study->space);
	if (take_options(s, method->options, e) == -1 ||
	    check_flags(s, e) == -1 ||
	    (s->candidates &&
		candidates_take(method->candidates, study, e) == -1) ||
	    (s->sampler->open && s->sampler->open(s, e) == -1)) {
		sampling_close(s);
		return -1;
	}
	return 0;
}

void
sampling_close(struct sampling *s)
{
	if (s->sampler && s->sampler->close && s->state)
		s->sampler->close(s);
	enumeration_release(&s->all);
	json_decref(s->options);
	*s = (struct sampling){0};
}

void
sampling_choose(
    const struct sampling *s, size_t candidate, struct proposal *out)
{
	out->params = point_params(
	    &s->study->space, candidates_row(s->candidates, candidate));
}

static int
shuffled_candidate(const struct sampling *s, struct proposal *out)
{
	const struct candidates *c = s->candidates;
	struct permutation order;
	uint64_t i = 0;

	permutation_init(&order, c->n, s->seed, "candidates");
	while (i < c->n && c->used[permutation_at(&order, i)])
		i++;
	if (i < c->n)
		sampling_choose(s, (size_t)permutation_at(&order, i), out);
	permutation_release(&order);
	return i < c->n ? 0 : 1;
}

int
sampling_rest(struct sampling *s, const struct past *past, struct proposal *out)
{
	bool known = s->finite;
	uint64_t i = 0;

	if (s->candidates)
		return shuffled_candidate(s, out);
	if (s->finite && s->all.n == 0)
		enumeration_init(
		    &s->all, &s->study->space, s->seed, "enumeration");
	if (s->all.n > 0)
		out->params = enumeration_absent(&s->all, past, &i);
	else if (known)
		out->params =
		    enumeration_in_boxes(&s->study->space, past, &known);
	if (!known)
		return err_set(
		    &s->problem, "no new point was found that keeps all rules");
	if (!out->params)
		s->points = past->evidence.taken;
	out->why = "what is left";
	return out->params ? 0 : 1;
}

/* Say which rule most draws of the last attempt broke. */
static int
refuse_rules(struct sampling *s, const size_t *broken)
{
	const struct space *space = &s->study->space;
	size_t worst = 0;

	for (size_t i = 1; i < space->nrules; i++)
		if (broken[i] > broken[worst])
			worst = i;
	if (space->nrules == 0 || broken[worst] == 0)
		return err_set(&s->problem,
		    "no point was found: in all of %d the bounds of some "
		    "parameter have nothing between them",
		    UNIFORM_TRIES);
	return err_set(&s->problem,
	    "no point was found that keeps all rules: %zu of %d are against "
	    "%s: %.300s",
	    broken[worst], UNIFORM_TRIES,
	    space->rules[worst].forbids ? "forbid" : "require",
	    space->rules[worst].formula->text);
}

/* A search for a new point of a sequence. */
struct search {
	struct sampling *s;
	const struct past *past;
	uint32_t number;
	double *first; /* coordinates of the first draw */
	double *u, *row;
	size_t *broken; /* by rule, how often */
	int taken, refused;
};

/* Whether draw i is a point, and in a finite space a new one. */
static bool
is_new(struct search *f, sampler_draw *draw, json_int_t i)
{
	const struct space *space = &f->s->study->space;
	const struct rule *rule = NULL;
	const bool believing = draw(f->s, f->number, i, f->u);
	bool found;

	if (f->taken + f->refused == 0)
		memcpy(f->first, f->u, space->dim * sizeof(*f->u));
	found = believing ? point_draw(space, f->u, f->row)
			  : point_draw_evenly(space, f->u, f->row);
	if (!found || (rule = point_broken(space, f->row)) != NULL) {
		if (rule)
			f->broken[rule - space->rules]++;
		f->refused++;
		return false;
	}
	if (!f->s->finite || !evidence_has(&f->past->evidence, f->row, false))
		return true;
	f->taken++;
	return false;
}

/* Where none can be made, either: in a finite space one is looked for. */
static int
find_rest(struct search *f, struct proposal *out)
{
	const int rc = f->s->finite ? sampling_rest(f->s, f->past, out) : -1;

	if (rc == -1 || (rc == 1 && f->past->evidence.taken == 0))
		return refuse_rules(f->s, f->broken);
	return rc;
}

/* Where draws are all against the rules: a point made from the first one. */
static int
make_point(struct search *f, struct proposal *out)
{
	const struct space *space = &f->s->study->space;

	if (!repair_point(space, f->first, f->s->seed, f->number, 0, f->row))
		return find_rest(f, out);
	repair_stir(space, f->s->seed, f->number, f->row);
	if (f->s->finite && evidence_has(&f->past->evidence, f->row, false))
		return sampling_rest(f->s, f->past, out);
	out->params = point_params(space, f->row);
	out->why = "made to keep the rules";
	return 0;
}

/* The first draw, near which a candidate will be looked for. */
static int
draw_first(struct search *f, sampler_draw *draw, struct proposal *out)
{
	const struct space *space = &f->s->study->space;
	const bool believing = draw(f->s, f->number, out->i, f->u);

	if (!(believing ? point_draw : point_draw_evenly)(space, f->u, f->row))
		return sampling_rest(f->s, f->past, out);
	out->params = point_params(space, f->row);
	return 0;
}

static int
search(struct search *f, sampler_draw *draw, struct proposal *out)
{
	if (f->s->candidates)
		return draw_first(f, draw, out);
	for (; f->taken < TAKEN_MAX && f->refused < UNIFORM_TRIES; out->i++) {
		if (!is_new(f, draw, out->i))
			continue;
		out->params = point_params(&f->s->study->space, f->row);
		return 0;
	}
	out->i--; /* the last one that was passed over */
	return f->taken < TAKEN_MAX ? make_point(f, out)
				    : sampling_rest(f->s, f->past, out);
}

int
sampling_distinct(struct sampling *s, const struct past *past, uint32_t number,
    sampler_draw *draw, struct proposal *out)
{
	const struct space *space = &s->study->space;
	struct search f = {.s = s, .past = past, .number = number};
	int rc;

	f.first = xcalloc(2 * space->dim + 1, sizeof(*f.first));
	f.u = f.first + space->dim;
	f.row = xcalloc(space->n + 1, sizeof(*f.row));
	f.broken = xcalloc(space->nrules + 1, sizeof(*f.broken));
	rc = search(&f, draw, out);
	free(f.first);
	free(f.row);
	free(f.broken);
	return rc;
}
