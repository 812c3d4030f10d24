#include "fix.h"

#include <stdlib.h>
#include <string.h>

#include "clean.h"
#include "encode.h"
#include "encode_value.h"
#include "expr.h"
#include "jsonl.h"
#include "remake.h"
#include "suggest.h"
#include "xalloc.h"

/* The space before, and after. */
struct fixing {
	struct space space;
	json_t *domains; /* by name, of which some become constants */
	json_t *done;    /* names that are fixed */
	struct problems *p;
};

static void
complain_name(struct fixing *f, const char *name, struct place at)
{
	const char **names = xcalloc(f->space.nfields + 1, sizeof(*names));
	const char *near;

	for (size_t i = 0; i < f->space.nfields; i++)
		names[i] = f->space.fields[i].name;
	near = suggest(name, names);
	problem_add(f->p, at, name, "unknown parameter '%s'%s%s%s", name,
	    near ? " (did you mean '" : "", near ? near : "",
	    near ? "'?)" : "");
	free(names);
}

/* The value that text is, as in a space file; quotes make it a string. */
static json_t *
read_value(
    struct fixing *f, const char *name, const char *text, struct place at)
{
	const size_t len = strlen(text);
	const bool quoted =
	    len >= 2 && strchr("'\"", text[0]) && text[len - 1] == text[0];
	char *inner = quoted ? xstrndup(text + 1, len - 2) : xstrdup(text);
	struct node *node;
	json_t *value;

	for (size_t i = 0, n; inner[i] != '\0'; i += n) {
		n = utf8_length(inner + i, strlen(inner + i));
		if (n > 0)
			continue;
		problem_add(f->p, at, name, "is not UTF-8");
		free(inner);
		return NULL;
	}
	node = node_scalar(inner, quoted, at, name, f->p);
	value = node_is_broken(node) ? NULL : json_incref(node->value);
	node_free(node);
	free(inner);
	return value;
}

/* Make a constant of a parameter; takes value over. */
static void
make_constant(struct fixing *f, const char *name, json_t *value)
{
	const json_t *old = json_object_get(f->domains, name);
	const json_t *standard = json_object_get(old, "default");
	json_t *domain = jsonl_object();

	json_object_set_new(domain, "type", json_string("const"));
	json_object_set_new(domain, "value", value);
	if (standard && expr_compare(standard, value) == 0)
		json_object_set(domain, "default", value); /* of old trials */
	remake_common(domain, old);
	json_object_set_new(f->domains, name, domain);
}

/* The same if value is of its domain; else it is told what is wrong. */
static void
fix_value(
    struct fixing *f, const struct param *p, json_t *value, struct place at)
{
	struct err e = {0};
	json_t *canonical = value_canonical(p, value, &e);

	if (canonical)
		make_constant(f, p->name, canonical);
	else
		problem_add(f->p, at, p->name, "%s", e.text);
}

/* One word, its number being the line of its place. */
static void
fix_word(struct fixing *f, const char *word, int number)
{
	const char *equals = strchr(word, '=');
	struct place at = {number, 1};
	char *name = xstrndup(word, equals ? (size_t)(equals - word) : 0);
	const size_t i = space_find_field(&f->space, name);
	const struct field *field =
	    i == SPACE_NONE ? NULL : &f->space.fields[i];
	json_t *value;

	if (!equals || name[0] == '\0') {
		problem_add(f->p, at, "", "'%s' is not NAME=VALUE", word);
	} else if (!field) {
		complain_name(f, name, at);
	} else if (field->type) {
		problem_add(
		    f->p, at, name, "a list cannot be fixed, but by a rule");
	} else if (json_object_get(f->done, name)) {
		problem_add(f->p, at, name, "is fixed already");
	} else {
		at.column += (int)(equals + 1 - word);
		json_object_set_new(f->done, name, json_true());
		value = read_value(f, name, equals + 1, at);
		if (value)
			fix_value(f, &f->space.params[field->first], value, at);
		json_decref(value);
	}
	free(name);
}

static void
warn_of(struct fixing *f, const char *name, const char *text)
{
	struct buf field = {0};

	buf_printf(&field, "params.%s", name);
	problem_warn(f->p, (struct place){0}, buf_text(&field), "%s", text);
	buf_release(&field);
}

/*
 * Tell which parameters could be active before, and cannot now.  Bounds of
 * these may be none by now, and become a constant.
 */
static void
give_up_inactive(struct fixing *f, const struct space *now)
{
	struct box old, new;

	space_box(&f->space, &old);
	space_box(now, &new);
	for (size_t k = 0; k < now->nfields; k++) {
		const struct field *field = &f->space.fields[k];
		const size_t i = field->first;
		const struct param *p = &f->space.params[i];
		struct buf text = {0};

		if (!old.active[i] || new.active[i])
			continue;
		buf_printf(&text, "can no longer be active: %s", p->when->text);
		warn_of(f, field->name, buf_text(&text));
		buf_release(&text);
		if (!field->type && param_is_bound(p))
			make_constant(f, p->name, value_middle(p));
	}
	space_box_release(&old);
	space_box_release(&new);
}

/* Those of the points that are of the space now, a new reference. */
static json_t *
keep_points(struct fixing *f, json_t *points, const struct space *now)
{
	json_t *kept = json_array();

	for (size_t i = 0; i < json_array_size(points); i++) {
		json_t *point = json_array_get(points, i);
		struct err e = {0};
		json_t *whole = encode_complete(now, point, &e);

		if (whole)
			json_array_append(kept, point);
		else
			problem_warn(f->p, (struct place){0}, "points",
			    "number %zu is left out: %s", i + 1, e.text);
		json_decref(whole);
	}
	return kept;
}

/* The header of what was fixed, with those of its points that are left. */
static json_t *
finish(struct fixing *f, json_t *header)
{
	json_t *points = json_object_get(header, "points");
	json_t *changed = json_copy(header);
	json_t *made;
	struct space now;

	json_object_del(changed, "points");
	json_object_set(changed, "space", f->domains);
	remake_space(&now, changed);
	give_up_inactive(f, &now);
	space_release(&now);
	made = remake_header(changed, f->p);
	if (made && points) {
		remake_space(&now, made);
		json_object_set_new(
		    changed, "points", keep_points(f, points, &now));
		space_release(&now);
		json_decref(made);
		made = remake_header(changed, f->p);
	}
	json_decref(changed);
	return made;
}

json_t *
fix_domains(json_t *header, json_t *domains, struct problems *p)
{
	struct fixing f = {.domains = domains, .p = p};
	json_t *made;

	remake_space(&f.space, header);
	made = finish(&f, header);
	space_release(&f.space);
	return made;
}

json_t *
fix_header(json_t *header, char *const *words, size_t n, struct problems *p)
{
	const size_t before = p->errors;
	struct fixing f = {.p = p};
	json_t *fixed = NULL;

	remake_space(&f.space, header);
	f.domains = json_copy(json_object_get(header, "space"));
	f.done = jsonl_object();
	for (size_t i = 0; i < n; i++)
		fix_word(&f, words[i], (int)i + 1);
	if (p->errors == before)
		fixed = finish(&f, header);
	json_decref(f.domains);
	json_decref(f.done);
	space_release(&f.space);
	return fixed;
}
