#include "lint.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "acceptance.h"
#include "bounds.h"
#include "buf.h"
#include "define.h"
#include "jsonl.h"
#include "ranking.h"
#include "samplers.h"
#include "xalloc.h"

enum {
	DECADES = 3,
	VALUES_FEW = 20,   /* which are all tried soon, on whatever scale */
	NUMBERS_LEAST = 3, /* choices of which an order says something */
	CHOICES_MANY = 50, /* of which no sampler learns much */
};

/* What is looked at. */
struct lint {
	struct source *source;
	const struct study *study;
};

/* The parameter as it was written: of w[0] this is w. */
static void
advise(
    const struct lint *l, const char *name, const char *key, const char *text)
{
	char *whole = xstrndup(name, strcspn(name, "["));
	char *field;
	const struct place at =
	    define_place(l->source->root, whole, key, &field);

	problem_warn(&l->source->problems, at, field, "%s", text);
	free(field);
	free(whole);
}

static const char *
type_of(const json_t *domain)
{
	return json_string_value(json_object_get(domain, "type"));
}

/* How often step goes into the range; INFINITY: there is none. */
static double
count_steps(const json_t *domain, double range)
{
	const json_t *step = json_object_get(domain, "step");

	if (step)
		return range / json_number_value(step);
	return strcmp(type_of(domain), "int") == 0 ? range : INFINITY;
}

/* A wide range that is searched as if small values did not matter. */
static void
look_at_scale(const struct lint *l, const char *name, const json_t *domain)
{
	const bool whole = strcmp(type_of(domain), "int") == 0;
	const double low = json_number_value(json_object_get(domain, "low"));
	const double high = json_number_value(json_object_get(domain, "high"));
	char text[200];

	if ((!whole && strcmp(type_of(domain), "float") != 0) ||
	    json_object_get(domain, "log") || json_object_get(domain, "rlog") ||
	    json_object_get(domain, "prior"))
		return;
	if (!(low > 0) || high < low * pow(10, DECADES) ||
	    count_steps(domain, high - low) < VALUES_FEW)
		return;
	snprintf(text, sizeof(text),
	    "%.3g decades without log: true, so that only %.2g %% of the "
	    "values tried are below %.6g",
	    log10(high / low),
	    100 * (sqrt(low) * sqrt(high) - low) / (high - low),
	    sqrt(low) * sqrt(high));
	advise(l, name, "high", text);
}

/* Choices that have an order, of which nobody was told. */
static void
look_at_numbers(const struct lint *l, const char *name, const json_t *domain)
{
	const json_t *choices = json_object_get(domain, "choices");
	const size_t n = json_array_size(choices);

	if (strcmp(type_of(domain), "categorical") != 0 || n < NUMBERS_LEAST)
		return;
	for (size_t i = 0; i < n; i++)
		if (!json_is_number(json_array_get(choices, i)))
			return;
	advise(l, name, "choices",
	    "all choices are numbers: as an ordinal they would have an order, "
	    "so that neighbours are expected to be alike");
}

static void
look_at_choices(const struct lint *l, const char *name, const json_t *domain)
{
	const size_t n = json_array_size(json_object_get(domain, "choices"));
	char text[200];

	if (strcmp(type_of(domain), "categorical") != 0 || n <= CHOICES_MANY)
		return;
	snprintf(text, sizeof(text),
	    "%zu choices without an order: what is learnt of one says nothing "
	    "of the others",
	    n);
	advise(l, name, "choices", text);
}

/* What is said of each parameter alone. */
static void (*const looks[])(const struct lint *l, const char *name,
    const json_t *domain) = {look_at_scale, look_at_numbers, look_at_choices};

static void
look_at_parameters(const struct lint *l)
{
	const char *name;
	json_t *domain;

	json_object_foreach (l->study->space.json, name, domain)
		for (size_t i = 0; i < sizeof(looks) / sizeof(*looks); i++)
			looks[i](l, name, domain);
}

static bool
has_objectives(const struct study *study)
{
	return study->nobjectives > 1;
}

static bool
has_conditions(const struct study *study)
{
	for (size_t i = 0; i < study->space.n; i++)
		if (study->space.params[i].when)
			return true;
	return false;
}

static bool
is_continuous(const struct study *study)
{
	for (size_t i = 0; i < study->space.n; i++)
		if (study->space.params[i].levels == 0)
			return true;
	return false;
}

/* What a sampler must be able to do, or does in its own way. */
static const struct ability {
	enum sampler_flag flag;
	bool (*wanted)(const struct study *study);
	const char *text;
} abilities[] = {
    {SAMPLER_MULTIOBJ, has_objectives, "takes one objective only"},
    {SAMPLER_CONDITIONS, has_conditions, "takes no parameters with `when`"},
    {SAMPLER_CONTINUOUS, is_continuous,
	"has only some values of each continuous parameter"},
};

/* That the sampler of the header can do what this study needs. */
static void
look_at_sampler(const struct lint *l)
{
	const struct sampler_row *row = sampler_row_find(l->study->sampler);
	const struct node *node = node_get(l->source->root, "sampler");

	for (size_t i = 0;
	     node && row && i < sizeof(abilities) / sizeof(*abilities); i++)
		if (!(row->flags & abilities[i].flag) &&
		    abilities[i].wanted(l->study))
			problem_warn(&l->source->problems, node->at, "sampler",
			    "the sampler '%s' %s", row->name,
			    abilities[i].text);
}

/* A bound of parameter i that is in the way of the best trials. */
static void
look_at_bound(const struct lint *l, size_t i, json_t *const *best, size_t n)
{
	const struct space *space = &l->study->space;
	const struct param *p = &space->params[i];
	const struct bound b =
	    bounds_find(space, i, best, n, bounds_chance(space->n));
	struct buf text = {0};

	if (b.end == 0)
		return;
	if (space->fields[p->field].type)
		buf_printf(&text, "%s: ", p->name);
	buf_printf(&text,
	    "%zu of the best %zu trials with it are near %.6g: better ones may "
	    "be %s",
	    b.at, b.of, b.end < 0 ? p->low : p->high,
	    b.end < 0 ? "below" : "above");
	advise(l, p->name, b.end < 0 ? "low" : "high", buf_text(&text));
	buf_release(&text);
}

static void
look_at_trials(const struct lint *l)
{
	struct history *h = &l->source->history;
	const struct space *space = &l->study->space;
	struct ranking r;
	json_t **best;
	size_t n;

	if (!l->source->trials)
		return;
	ranking_init(&r, h, &l->study->objectives[0]);
	n = bounds_best(r.valued);
	best = xcalloc(n + 1, sizeof(json_t *));
	for (size_t i = 0; i < n; i++)
		best[i] = history_json(h, r.list[i].trial->params);
	for (size_t i = 0; n > 0 && i < space->n; i++)
		look_at_bound(l, i, best, n);
	for (size_t i = 0; i < n; i++)
		json_decref(best[i]);
	free(best);
	ranking_release(&r);
}

/* One of the problems as JSON, a new reference. */
static json_t *
advice_json(const struct source *s, const struct problem *p)
{
	json_t *object = jsonl_object();

	json_object_set_new(object, "file", jsonl_string(s->name));
	json_object_set_new(object, "line", json_integer(p->at.line));
	json_object_set_new(object, "column", json_integer(p->at.column));
	json_object_set_new(object, "field", jsonl_string(p->field));
	json_object_set_new(object, "text", jsonl_string(p->text));
	return object;
}

void
lint_write(struct source *source, bool json, struct buf *out)
{
	problems_sort(&source->problems);
	for (size_t i = 0; i < source->problems.n; i++) {
		const struct problem *p = &source->problems.list[i];

		if (json) {
			json_t *object = advice_json(source, p);

			jsonl_write(out, object);
			json_decref(object);
		} else {
			source_place(source, p, out);
			source_say(p, out);
		}
		buf_puts(out, "\n");
	}
}

void
lint_advise(struct source *source, const struct study *study)
{
	const struct lint l = {source, study};

	look_at_parameters(&l);
	look_at_sampler(&l);
	look_at_trials(&l);
	acceptance_warn(source->header, source->root, ACCEPTANCE_THOROUGH,
	    &source->problems);
}
