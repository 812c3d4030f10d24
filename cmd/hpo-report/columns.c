#include "columns.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "fact.h"
#include "jsonl.h"
#include "scan.h"
#include "suggest.h"
#include "xalloc.h"

static const struct {
	const char *prefix;
	enum section section;
} prefixes[] = {
    {"params.", SECTION_PARAMS},
    {"metrics.", SECTION_METRICS},
};

enum { PREFIXES = sizeof(prefixes) / sizeof(*prefixes) };

static bool
is_objective(const struct study *s, const char *name)
{
	for (size_t i = 0; i < s->nobjectives; i++)
		if (strcmp(s->objectives[i].metric, name) == 0)
			return true;
	return false;
}

/* Whether the header names this metric, in an objective or a constraint. */
static bool
is_metric(const struct study *s, const char *name)
{
	return is_objective(s, name) ||
	       constraints_name(&s->constraints, name) != NULL;
}

/* Whether the object that s stands for has the key. */
static bool
has_key(const struct history *h, struct span s, const char *key)
{
	json_t *object = history_json(h, s);
	const bool has = json_object_get(object, key) != NULL;

	json_decref(object);
	return has;
}

/* Whether name is a parameter, a metric, of any trial. */
static void
look_up(struct history *h, const char *name, bool *param, bool *metric)
{
	const size_t n = history_count(h);

	for (size_t i = 0; i < n && !(*param && *metric); i++) {
		const struct trial *t = history_at(h, i);

		*param = *param || has_key(h, t->params, name);
		*metric = *metric || has_key(h, t->metrics, name);
	}
}

/* What follows the prefix of a section; NULL if there is none. */
static const char *
without_prefix(const char *name, enum section *section)
{
	for (size_t i = 0; i < PREFIXES; i++) {
		const size_t len = strlen(prefixes[i].prefix);

		if (strncmp(name, prefixes[i].prefix, len) == 0) {
			*section = prefixes[i].section;
			return name + len;
		}
	}
	return NULL;
}

/* What name may have been meant to be, or NULL. */
static const char *
nearest(const struct study *s, const char *name)
{
	const char **words, *near;
	size_t n = 0;

	while (facts[n].name)
		n++;
	words =
	    xcalloc(n + s->space.nfields + s->nobjectives + 1, sizeof(*words));
	for (size_t i = 0; i < n; i++)
		words[i] = facts[i].name;
	for (size_t i = 0; i < s->space.nfields; i++)
		words[n++] = s->space.fields[i].name;
	for (size_t i = 0; i < s->nobjectives; i++)
		words[n++] = s->objectives[i].metric;
	near = suggest(name, words);
	free(words);
	return near;
}

static int
unknown_column(const struct study *s, const char *name, struct err *e)
{
	const char *near = *name ? nearest(s, name) : NULL;

	if (near)
		return err_set(
		    e, "no column '%s': did you mean '%s'?", name, near);
	return err_set(e, "no column '%s'", name);
}

/* Which section name, of no fact, belongs to; its key there in *key. */
static int
find_section(struct history *h, const char *name, enum section *section,
    const char **key, struct err *e)
{
	const struct study *s = &h->study;
	bool param = space_find_field(&s->space, name) != SPACE_NONE;
	bool metric = is_metric(s, name);

	if (!param && !metric) {
		*key = without_prefix(name, section);
		if (*key && **key != '\0')
			return 0;
		look_up(h, name, &param, &metric);
	}
	if (param && metric)
		return err_set(e,
		    "'%s' is a parameter and a metric: "
		    "say params.%s or metrics.%s",
		    name, name, name);
	if (!param && !metric)
		return unknown_column(s, name, e);
	*key = name;
	*section = param ? SECTION_PARAMS : SECTION_METRICS;
	return 0;
}

static bool
is_numeric(const struct column *column, const struct study *s)
{
	size_t i;

	if (column->fact)
		return column->fact->numeric;
	if (column->section == SECTION_METRICS)
		return true;
	i = space_find_field(&s->space, column->key);
	return i != SPACE_NONE && !s->space.fields[i].type &&
	       !s->space.params[s->space.fields[i].first].choices;
}

/* The first of the columns that shows the same as the last: often itself. */
static size_t
find_same(const struct columns *c)
{
	const struct column *last = &c->list[c->n - 1];
	size_t i = 0;

	while (c->list[i].section != last->section ||
	       c->list[i].fact != last->fact ||
	       (last->key && strcmp(c->list[i].key, last->key) != 0))
		i++;
	return i;
}

/* Add a column; what it points to is taken over. */
static void
add_column(
    struct columns *c, const struct study *s, const struct column *column)
{
	struct column *added;

	c->list = xreallocarray(c->list, c->n + 1, sizeof(*c->list));
	added = &c->list[c->n++];
	*added = *column;
	added->key_len = column->key ? strlen(column->key) : 0;
	added->numeric = is_numeric(column, s);
	added->free = !column->fact || column->fact->free;
	added->same = find_same(c);
}

static int
add_name(struct columns *c, struct history *h, const char *name, struct err *e)
{
	struct column column = {.fact = fact_find(name)};
	const char *key = name;

	if (!column.fact) {
		if (find_section(h, name, &column.section, &key, e) == -1)
			return -1;
		column.key = xstrdup(key);
	}
	column.heading = xstrdup(name);
	add_column(c, &h->study, &column);
	return 0;
}

/* Whether name alone is another column than that of section. */
static bool
is_taken(const struct study *s, enum section section, const char *name)
{
	const struct fact *f = fact_find(name);

	if (f && fact_is_value(f) && section == SECTION_METRICS)
		return strcmp(name, s->objectives[0].metric) != 0;
	return f || (space_find_field(&s->space, name) != SPACE_NONE &&
			is_metric(s, name));
}

/* A column of section, with its prefix where the bare name says another. */
static void
add_known(struct columns *c, const struct study *s, enum section section,
    const char *name)
{
	struct column column = {.section = section, .key = xstrdup(name)};
	struct buf heading = {0};

	if (is_taken(s, section, name))
		buf_puts(&heading,
		    section == SECTION_PARAMS ? "params." : "metrics.");
	buf_puts(&heading, name);
	column.heading = buf_steal(&heading);
	add_column(c, s, &column);
}

static void
add_fact(struct columns *c, const struct study *s, const char *name)
{
	const struct column column = {
	    .heading = xstrdup(name), .fact = fact_find(name)};

	add_column(c, s, &column);
}

/* The metrics that constraints name and that are no objectives. */
static void
add_constrained(struct columns *c, const struct study *s)
{
	json_t *names = constraints_metrics(&s->constraints);

	for (size_t i = 0; i < json_array_size(names); i++) {
		const char *name = json_string_value(json_array_get(names, i));

		if (!is_objective(s, name))
			add_known(c, s, SECTION_METRICS, name);
	}
	json_decref(names);
}

static void
add_standard(struct columns *c, const struct study *s)
{
	add_fact(c, s, "trial");
	add_fact(c, s, "state");
	for (size_t i = 0; i < s->nobjectives; i++)
		add_known(c, s, SECTION_METRICS, s->objectives[i].metric);
	add_constrained(c, s);
	if (s->constraints.n > 0)
		add_fact(c, s, "feasible");
	for (size_t i = 0; i < s->space.nfields; i++)
		add_known(c, s, SECTION_PARAMS, s->space.fields[i].name);
	add_fact(c, s, "seconds");
}

/* The n bytes of list without blanks at their ends, to be freed. */
static char *
trimmed(const char *list, size_t n)
{
	for (; n > 0 && *list == ' '; n--)
		list++;
	while (n > 0 && list[n - 1] == ' ')
		n--;
	return xstrndup(list, n);
}

int
columns_parse(
    struct columns *c, const char *list, struct history *h, struct err *e)
{
	*c = (struct columns){0};
	if (!list)
		add_standard(c, &h->study);
	while (list) {
		const size_t len = strcspn(list, ",");
		char *name = trimmed(list, len);
		const int rc = add_name(c, h, name, e);

		free(name);
		if (rc == -1) {
			columns_release(c);
			return -1;
		}
		list = list[len] == ',' ? list + len + 1 : NULL;
	}
	return 0;
}

void
columns_release(struct columns *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->list[i].heading);
		free(c->list[i].key);
	}
	free(c->list);
	*c = (struct columns){0};
}

void
column_read(const struct column *c, const struct history *h,
    const struct trial *t, struct cell *cell)
{
	struct span s;

	if (c->section == SECTION_FACT) {
		fact_read(c->fact, h, t, cell);
		return;
	}
	s = history_member(
	    h, c->section == SECTION_PARAMS ? t->params : t->metrics, c->key);
	cell->text = h->log.text.data + s.at;
	cell->len = s.len;
}

/* Members of an object on their way into cells. */
struct filling {
	const struct columns *columns;
	enum section section;
	struct cell *cells;
	size_t next; /* the column that may come now */
};

/* The first column of the section with this key, from f->next on and round. */
static void
put(struct filling *f, const char *key, size_t key_len, const char *value,
    size_t value_len)
{
	const size_t n = f->columns->n;

	for (size_t i = 0, at = f->next; i < n; i++, at++) {
		const struct column *c;

		at = at == n ? 0 : at;
		c = &f->columns->list[at];
		if (c->section != f->section || c->same != at ||
		    c->key_len != key_len || memcmp(c->key, key, key_len) != 0)
			continue;
		f->cells[at].text = value;
		f->cells[at].len = value_len;
		f->next = at + 1;
		return;
	}
}

static void
take_member(void *arg, const char *key, size_t key_len, const char *value,
    size_t value_len)
{
	struct filling *f = arg;
	json_t *name;

	if (!memchr(key, '\\', key_len)) {
		put(f, key, key_len, value, value_len);
		return;
	}
	name = jsonl_value(key - 1, key_len + 2);
	if (name)
		put(f, json_string_value(name), json_string_length(name), value,
		    value_len);
	json_decref(name);
}

static void
fill(struct filling *f, const struct history *h, struct span object)
{
	const char *text = h->log.text.data + object.at;
	struct err ignored = {0};

	if (object.len > 0 && *text == '{') /* approved when it was folded */
		(void)scan_object(text, object.len, take_member, f, &ignored);
}

void
columns_read(const struct columns *c, const struct history *h,
    const struct trial *t, struct cell *cells)
{
	struct filling params = {c, SECTION_PARAMS, cells, 0};
	struct filling metrics = {c, SECTION_METRICS, cells, 0};

	for (size_t i = 0; i < c->n; i++) {
		cells[i].len = 0;
		if (c->list[i].fact)
			fact_read(c->list[i].fact, h, t, &cells[i]);
	}
	fill(&params, h, t->params);
	fill(&metrics, h, t->metrics);
	for (size_t i = 0; i < c->n; i++)
		if (c->list[i].same != i) {
			const struct cell *same = &cells[c->list[i].same];

			cells[i].text = same->text;
			cells[i].len = same->len;
		}
}
