#include "columns.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "suggest.h"
#include "xalloc.h"

/* Something known of every trial, or the place of its span. */
struct fact {
	const char *name;
	json_t *(*get)(const struct history *h, const struct trial *t);
	size_t span; /* offset within struct trial, if get is NULL */
	bool numeric;
};

static json_t *
get_trial(const struct history *h, const struct trial *t)
{
	(void)h; /* all that it takes is in t */
	return json_integer(t->number);
}

static json_t *
get_state(const struct history *h, const struct trial *t)
{
	(void)h; /* as above */
	return json_string(trial_state_name(t->state));
}

static json_t *
get_attempt(const struct history *h, const struct trial *t)
{
	(void)h; /* as above */
	return json_integer(t->attempt);
}

/* The first objective, also of a trial that is not complete. */
static json_t *
get_value(const struct history *h, const struct trial *t)
{
	return history_json(
	    h, history_member(h, t->metrics, h->study.objectives[0].metric));
}

static json_t *
get_sampler(const struct history *h, const struct trial *t)
{
	json_t *ask = history_json(h, t->ask);
	json_t *sampler = json_incref(json_object_get(ask, "sampler"));

	json_decref(ask);
	return sampler;
}

#define SPAN(key) #key, NULL, offsetof(struct trial, key)

static const struct fact facts[] = {
    {"trial", get_trial, 0, true},
    {"state", get_state, 0, false},
    {"value", get_value, 0, true},
    {"attempt", get_attempt, 0, true},
    {"sampler", get_sampler, 0, false},
    {SPAN(seconds), true},
    {SPAN(reason), false},
    {SPAN(exit), true},
    {SPAN(by), false},
    {SPAN(asked), false},
    {SPAN(started), false},
    {SPAN(ended), false},
    {SPAN(step), true},
    {SPAN(fidelity), true},
    {SPAN(job), false},
    {SPAN(uid), false},
    {SPAN(ask), false},
    {0},
};

static const struct {
	const char *prefix;
	enum section section;
} prefixes[] = {
    {"params.", SECTION_PARAMS},
    {"metrics.", SECTION_METRICS},
};

enum { PREFIXES = sizeof(prefixes) / sizeof(*prefixes) };

static const struct fact *
find_fact(const char *name)
{
	for (const struct fact *f = facts; f->name; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}

static bool
is_objective(const struct study *s, const char *name)
{
	for (size_t i = 0; i < s->nobjectives; i++)
		if (strcmp(s->objectives[i].metric, name) == 0)
			return true;
	return false;
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
	const size_t nfacts = sizeof(facts) / sizeof(*facts) - 1;
	const char **words =
	    xcalloc(nfacts + s->space.n + s->nobjectives + 1, sizeof(*words));
	const char *near;
	size_t n = 0;

	for (size_t i = 0; i < nfacts; i++)
		words[n++] = facts[i].name;
	for (size_t i = 0; i < s->space.n; i++)
		words[n++] = s->space.params[i].name;
	for (size_t i = 0; i < s->nobjectives; i++)
		words[n++] = s->objectives[i].metric;
	near = suggest(name, words);
	free(words);
	return near;
}

static int
unknown_column(const struct study *s, const char *name, struct err *e)
{
	const char *near = nearest(s, name);

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
	bool param = space_find(&s->space, name) != SPACE_NONE;
	bool metric = is_objective(s, name);

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
	i = space_find(&s->space, column->key);
	return i != SPACE_NONE && !s->space.params[i].choices;
}

/* Add a column; what it points to is taken over. */
static void
add_column(
    struct columns *c, const struct study *s, const struct column *column)
{
	c->list = xreallocarray(c->list, c->n + 1, sizeof(*c->list));
	c->list[c->n] = *column;
	c->list[c->n++].numeric = is_numeric(column, s);
}

static int
add_name(struct columns *c, struct history *h, const char *name, struct err *e)
{
	struct column column = {.fact = find_fact(name)};
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
	const struct fact *f = find_fact(name);

	if (f && f->get == get_value && section == SECTION_METRICS)
		return strcmp(name, s->objectives[0].metric) != 0;
	return f || (space_find(&s->space, name) != SPACE_NONE &&
			is_objective(s, name));
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
	    .heading = xstrdup(name), .fact = find_fact(name)};

	add_column(c, s, &column);
}

static void
add_standard(struct columns *c, const struct study *s)
{
	add_fact(c, s, "trial");
	add_fact(c, s, "state");
	for (size_t i = 0; i < s->nobjectives; i++)
		add_known(c, s, SECTION_METRICS, s->objectives[i].metric);
	for (size_t i = 0; i < s->space.n; i++)
		add_known(c, s, SECTION_PARAMS, s->space.params[i].name);
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

static json_t *
read_fact(const struct fact *f, const struct history *h, const struct trial *t)
{
	struct span s;

	if (f->get)
		return f->get(h, t);
	memcpy(&s, (const char *)t + f->span, sizeof(s));
	return history_json(h, s);
}

json_t *
column_read(
    const struct column *c, const struct history *h, const struct trial *t)
{
	if (c->section == SECTION_FACT)
		return read_fact(c->fact, h, t);
	return history_json(h,
	    history_member(h,
		c->section == SECTION_PARAMS ? t->params : t->metrics, c->key));
}

void
columns_read(const struct columns *c, const struct history *h,
    const struct trial *t, json_t **cells)
{
	json_t *params = history_json(h, t->params);
	json_t *metrics = history_json(h, t->metrics);

	for (size_t i = 0; i < c->n; i++) {
		const struct column *column = &c->list[i];

		switch (column->section) {
		case SECTION_FACT:
			cells[i] = read_fact(column->fact, h, t);
			break;
		case SECTION_PARAMS:
			cells[i] =
			    json_incref(json_object_get(params, column->key));
			break;
		case SECTION_METRICS:
			cells[i] =
			    json_incref(json_object_get(metrics, column->key));
			break;
		}
	}
	json_decref(params);
	json_decref(metrics);
}
