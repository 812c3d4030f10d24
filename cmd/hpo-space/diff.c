#include "diff.h"

#include <stdlib.h>
#include <string.h>

#include "jsonl.h"
#include "numbers.h"
#include "remake.h"
#include "xalloc.h"

/* Add a change, whose field is taken over. */
static void
add(struct diff *d, struct change change)
{
	if (d->n == d->cap) {
		d->cap = d->cap ? 2 * d->cap : 16;
		d->list = xreallocarray(d->list, d->cap, sizeof(*d->list));
	}
	json_incref(change.from); /* of NULL it is nothing */
	json_incref(change.to);
	d->list[d->n++] = change;
}

/* a.b, or a if b is NULL; to be freed. */
static char *
join(const char *a, const char *b)
{
	struct buf text = {0};

	buf_puts(&text, a);
	if (b)
		buf_printf(&text, ".%s", b);
	return buf_steal(&text);
}

/* Two parameters of one name. */
struct pair {
	const char *name;
	json_t *old, *new;
};

static void
add_param(struct diff *d, const struct pair *p, const char *key, json_t *from,
    json_t *to, enum effect effect)
{
	char *field = join("params", p->name);

	if (key) {
		char *whole = join(field, key);

		free(field);
		field = whole;
	}
	add(d, (struct change){field, from, to, p->name, effect});
}

static bool
is_type(const json_t *domain, const char *type)
{
	return strcmp(json_string_value(json_object_get(domain, "type")),
		   type) == 0;
}

static bool
is_listed(const json_t *domain)
{
	return is_type(domain, "categorical") || is_type(domain, "ordinal");
}

static void
compare_key(struct diff *d, const struct pair *p, const char *key)
{
	json_t *from = json_object_get(p->old, key);
	json_t *to = json_object_get(p->new, key);

	if ((from || to) && !(from && to && json_equal(from, to)))
		add_param(
		    d, p, key, from, to, effect_changed(key, p->old, p->new));
}

static void
compare_domains(struct diff *d, const struct pair *p)
{
	const char *key;
	json_t *value;

	if (!json_equal(json_object_get(p->old, "type"),
		json_object_get(p->new, "type")) &&
	    !(is_listed(p->old) && is_listed(p->new))) {
		add_param(
		    d, p, NULL, p->old, p->new, effect_type(p->old, p->new));
		return;
	}
	json_object_foreach (p->old, key, value)
		compare_key(d, p, key);
	json_object_foreach (p->new, key, value)
		if (!json_object_get(p->old, key))
			compare_key(d, p, key);
}

static void
compare_spaces(struct diff *d, json_t *old, json_t *new)
{
	const char *name;
	json_t *domain;

	json_object_foreach (old, name, domain) {
		const struct pair p = {
		    name, domain, json_object_get(new, name)};

		if (p.new)
			compare_domains(d, &p);
		else
			add_param(d, &p, NULL, p.old, NULL, EFFECT_WITH);
	}
	json_object_foreach (new, name, domain) {
		const struct pair p = {name, NULL, domain};

		if (!json_object_get(old, name))
			add_param(
			    d, &p, NULL, NULL, p.new, effect_added(domain));
	}
}

/* Whether one of a list equals value. */
static bool
has(const json_t *list, const json_t *value)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (json_equal(json_array_get(list, i), value))
			return true;
	return false;
}

/* What a key at the top of a header means for trials. */
struct top {
	const char *key;
	enum effect added, removed; /* of one of a list, or of a member */
	void (*compare)(
	    struct diff *d, const struct top *top, json_t *old, json_t *new);
};

static void
compare_lists(struct diff *d, const struct top *top, json_t *old, json_t *new)
{
	for (size_t i = 0; i < json_array_size(old); i++) {
		json_t *one = json_array_get(old, i);

		if (!has(new, one))
			add(d, (struct change){join(top->key, NULL), one, NULL,
				   NULL, top->removed});
	}
	for (size_t i = 0; i < json_array_size(new); i++) {
		json_t *one = json_array_get(new, i);

		if (!has(old, one))
			add(d, (struct change){join(top->key, NULL), NULL, one,
				   NULL, top->added});
	}
}

static void
compare_values(struct diff *d, const struct top *top, json_t *old, json_t *new)
{
	if ((old || new) && !(old && new &&json_equal(old, new)))
		add(d, (struct change){
			   join(top->key, NULL), old, new, NULL, top->added});
}

static void
compare_members(struct diff *d, const struct top *top, json_t *old, json_t *new)
{
	const char *key;
	json_t *value;

	json_object_foreach (old, key, value) {
		json_t *now = json_object_get(new, key);

		if (!now || !json_equal(value, now))
			add(d, (struct change){join(top->key, key), value, now,
				   NULL, top->removed});
	}
	json_object_foreach (new, key, value)
		if (!json_object_get(old, key))
			add(d, (struct change){join(top->key, key), NULL, value,
				   NULL, top->added});
}

/* Keys that are not among these are compared as a whole. */
static const struct top tops[] = {
    {"require", EFFECT_AGAINST, EFFECT_KEPT, compare_lists},
    {"forbid", EFFECT_AGAINST, EFFECT_KEPT, compare_lists},
    {"subject_to", EFFECT_JUDGED, EFFECT_JUDGED, compare_lists},
    {"objectives", EFFECT_JUDGED, EFFECT_JUDGED, compare_lists},
    {"noise", EFFECT_JUDGED, EFFECT_JUDGED, compare_values},
    {"points", EFFECT_NONE, EFFECT_NONE, compare_lists},
    {"stop", EFFECT_NONE, EFFECT_NONE, compare_members},
    {"tags", EFFECT_NONE, EFFECT_NONE, compare_members},
    {0},
};

static void
compare_top(struct diff *d, const char *key, json_t *old, json_t *new)
{
	static const char *const passed[] = {"hpo", "seq", "id", "space"};
	const struct top other = {
	    key, EFFECT_NONE, EFFECT_NONE, compare_values};
	const struct top *top = tops;

	for (size_t i = 0; i < sizeof(passed) / sizeof(*passed); i++)
		if (strcmp(passed[i], key) == 0)
			return;
	while (top->key && strcmp(top->key, key) != 0)
		top++;
	top = top->key ? top : &other;
	top->compare(
	    d, top, json_object_get(old, key), json_object_get(new, key));
}

/* Of the trials that are points of the old space, those of the new one. */
static void
count_trials(struct diff *d, struct history *h, json_t *header)
{
	struct space space;
	struct numbers before, now;
	const size_t n = history_count(h);
	double *row;

	remake_space(&space, header);
	numbers_init(&before, &h->study.space);
	numbers_init(&now, &space);
	row = xcalloc(space.n + h->study.space.n + 1, sizeof(*row));
	for (size_t i = 0; i < n; i++) {
		const struct span s = history_at(h, i)->params;
		const char *text = h->log.text.data + s.at;

		if (s.len == 0 || numbers_read(&before, text, s.len, row) == -1)
			continue;
		d->trials++;
		d->stay += numbers_read(&now, text, s.len, row) == 0 ? 1 : 0;
	}
	d->counted = d->trials > 0;
	free(row);
	numbers_release(&before);
	numbers_release(&now);
	space_release(&space);
}

void
diff_find(struct diff *d, struct source *old, const struct source *new)
{
	const char *key;
	json_t *value;

	*d = (struct diff){0};
	compare_spaces(d, json_object_get(old->header, "space"),
	    json_object_get(new->header, "space"));
	json_object_foreach (old->header, key, value)
		compare_top(d, key, old->header, new->header);
	json_object_foreach (new->header, key, value)
		if (!json_object_get(old->header, key))
			compare_top(d, key, old->header, new->header);
	if (old->trials && d->n > 0)
		count_trials(d, &old->history, new->header);
}

void
diff_release(struct diff *d)
{
	for (size_t i = 0; i < d->n; i++) {
		free(d->list[i].field);
		json_decref(d->list[i].from);
		json_decref(d->list[i].to);
	}
	free(d->list);
	*d = (struct diff){0};
}
