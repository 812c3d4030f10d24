#include "diff_effect.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "expr.h"

const struct effect_row effect_rows[EFFECTS] = {
    [EFFECT_NONE] = {"", "none"},
    [EFFECT_KEPT] = {"all trials stay", "kept"},
    [EFFECT_OUTSIDE] = {"trials outside are left out by models", "outside"},
    [EFFECT_DEFAULT] = {"trials without it have the default", "default"},
    [EFFECT_WITHOUT] = {"trials without it are left out by models", "without"},
    [EFFECT_WITH] = {"trials with it are left out by models", "with"},
    [EFFECT_ACTIVE] = {"trials that have it elsewhere are left out by models",
	"active"},
    [EFFECT_AGAINST] = {"trials against it are left out by models", "against"},
    [EFFECT_JUDGED] = {"trials are judged anew", "judged"},
};

enum effect
effect_added(const json_t *domain)
{
	return json_object_get(domain, "default") ? EFFECT_DEFAULT
						  : EFFECT_WITHOUT;
}

/* Whether x is a whole number of steps. */
static bool
is_on_grid(double x, double step)
{
	const double n = x / step;

	return fabs(n - nearbyint(n)) <= 1e-9 * fmax(1, fabs(n));
}

/* The step of a domain; 0: none. */
static double
step_of(const json_t *domain)
{
	const json_t *step = json_object_get(domain, "step");
	const char *type = json_string_value(json_object_get(domain, "type"));

	if (step)
		return json_number_value(step);
	return type && strcmp(type, "int") == 0 ? 1 : 0;
}

/* Whether all values of old that new has room for are on its grid. */
static bool
keeps_grid(const json_t *old, const json_t *new)
{
	const json_t *a = json_object_get(old, "low");
	const json_t *b = json_object_get(new, "low");
	const double before = step_of(old), now = step_of(new);

	if (now == 0)
		return true;
	if (before == 0 || !is_on_grid(before, now))
		return false;
	return (json_is_string(a) && json_equal(a, b)) ||
	       (json_is_number(a) && json_is_number(b) &&
		   is_on_grid(
		       json_number_value(a) - json_number_value(b), now));
}

static enum effect
on_low(const json_t *old, const json_t *new)
{
	const json_t *a = json_object_get(old, "low");
	const json_t *b = json_object_get(new, "low");

	return json_is_number(a) && json_is_number(b) &&
		       json_number_value(b) <= json_number_value(a) &&
		       keeps_grid(old, new)
		   ? EFFECT_KEPT
		   : EFFECT_OUTSIDE;
}

static enum effect
on_high(const json_t *old, const json_t *new)
{
	const json_t *a = json_object_get(old, "high");
	const json_t *b = json_object_get(new, "high");

	return json_is_number(a) && json_is_number(b) &&
		       json_number_value(b) >= json_number_value(a)
		   ? EFFECT_KEPT
		   : EFFECT_OUTSIDE;
}

static enum effect
on_step(const json_t *old, const json_t *new)
{
	return keeps_grid(old, new) ? EFFECT_KEPT : EFFECT_OUTSIDE;
}

/* Whether value is one of a list. */
static bool
is_among(const json_t *value, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i);

		if (json_equal(value, one) || expr_compare(value, one) == 0)
			return true;
	}
	return false;
}

static enum effect
on_choices(const json_t *old, const json_t *new)
{
	const json_t *a = json_object_get(old, "choices");
	const json_t *b = json_object_get(new, "choices");

	for (size_t i = 0; i < json_array_size(a); i++)
		if (!is_among(json_array_get(a, i), b))
			return EFFECT_OUTSIDE;
	return EFFECT_KEPT;
}

/* A permutation is of all choices, not of some. */
static enum effect
on_listed(const json_t *old, const json_t *new)
{
	const char *type = json_string_value(json_object_get(new, "type"));

	if (type && strcmp(type, "permutation") == 0 &&
	    json_array_size(json_object_get(old, "choices")) !=
		json_array_size(json_object_get(new, "choices")))
		return EFFECT_OUTSIDE;
	return on_choices(old, new);
}

static json_int_t
least_of(const json_t *subset)
{
	return json_integer_value(json_object_get(subset, "min"));
}

/* The most members of a subset that may be. */
static json_int_t
most_of(const json_t *subset)
{
	const json_t *most = json_object_get(subset, "max");

	return most ? json_integer_value(most)
		    : (json_int_t)json_array_size(
			  json_object_get(subset, "choices"));
}

static enum effect
on_min(const json_t *old, const json_t *new)
{
	return least_of(new) <= least_of(old) ? EFFECT_KEPT : EFFECT_OUTSIDE;
}

static enum effect
on_max(const json_t *old, const json_t *new)
{
	return most_of(new) >= most_of(old) ? EFFECT_KEPT : EFFECT_OUTSIDE;
}

static enum effect
on_default(const json_t *old, const json_t *new)
{
	(void)old;
	return effect_added(new);
}

static enum effect
keep(const json_t *old, const json_t *new)
{
	(void)old;
	(void)new;
	return EFFECT_KEPT;
}

static enum effect
nothing(const json_t *old, const json_t *new)
{
	(void)old;
	(void)new;
	return EFFECT_NONE;
}

static enum effect
activate(const json_t *old, const json_t *new)
{
	(void)old;
	(void)new;
	return EFFECT_ACTIVE;
}

/* Of any other key it is said that trials outside are left out. */
static const struct {
	const char *key;
	enum effect (*effect)(const json_t *old, const json_t *new);
} keys[] = {
    {"type", keep}, /* categorical or ordinal */
    {"low", on_low},
    {"high", on_high},
    {"step", on_step},
    {"choices", on_listed},
    {"min", on_min},
    {"max", on_max},
    {"log", keep},
    {"rlog", keep},
    {"spacing", keep},
    {"weights", keep},
    {"prior", keep},
    {"default", on_default},
    {"when", activate},
    {"unit", nothing},
    {"help", nothing},
    {"meta", nothing},
};

enum effect
effect_changed(const char *key, const json_t *old, const json_t *new)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (strcmp(keys[i].key, key) == 0)
			return keys[i].effect(old, new);
	return EFFECT_OUTSIDE;
}

enum effect
effect_type(const json_t *old, const json_t *new)
{
	const json_t *value = json_object_get(old, "value");

	if (value && json_object_get(new, "choices"))
		return is_among(value, json_object_get(new, "choices"))
			   ? EFFECT_KEPT
			   : EFFECT_OUTSIDE;
	return EFFECT_OUTSIDE;
}
