/* The keys at the top of a space file, or of a header. */
#include "define.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "define_making.h"
#include "define_parts.h"
#include "jsonl.h"
#include "samplers.h"

enum {
	ID_MAX = 64,
	SAMPLERS_MAX = 40, /* to choose a hint from */
};

/* What a key means; value is its node. */
typedef void handler(
    struct making *m, const char *key, const struct node *value);

void
making_set(struct making *m, const char *key, json_t *value)
{
	json_object_set_new(m->parts, key, value);
}

static void
read_hpo(struct making *m, const char *key, const struct node *value)
{
	if (value->type != NODE_NUMBER || json_number_value(value->value) != 1)
		problem_add(m->problems, value->at, key,
		    "must be 1, the version of the format");
}

static void
read_seq(struct making *m, const char *key, const struct node *value)
{
	if (define_whole(value, key, 0, 0x1p53, m->problems))
		making_set(m, key,
		    json_integer((json_int_t)json_number_value(value->value)));
}

/* The id names a folder, so it must be harmless as one. */
static void
read_id(struct making *m, const char *key, const struct node *value)
{
	size_t n = 0;

	if (!define_expect(value, NODE_STRING, key, m->problems))
		return;
	while (isalnum((unsigned char)value->text[n]) ||
	       (value->text[n] && strchr("_-", value->text[n])))
		n++;
	if (n == 0 || n > ID_MAX || value->text[n] != '\0')
		problem_add(m->problems, value->at, key,
		    "must be 1 to %d letters, digits, _ or -", ID_MAX);
	making_set(m, key, json_incref(value->value));
}

static bool
is_printable(const char *s)
{
	for (; *s; s++)
		if (iscntrl((unsigned char)*s))
			return false;
	return true;
}

bool
define_label(struct making *m, const char *field, const struct node *value)
{
	if (!define_expect(value, NODE_STRING, field, m->problems))
		return false;
	if (value->text[0] != '\0' && is_printable(value->text))
		return true;
	problem_add(m->problems, value->at, field,
	    "must not be empty, nor hold control characters");
	return false;
}

static void
read_study(struct making *m, const char *key, const struct node *value)
{
	if (define_label(m, key, value))
		making_set(m, key, json_incref(value->value));
}

static void
read_seed(struct making *m, const char *key, const struct node *value)
{
	const char *s = value->text;
	char text[32];
	unsigned long long seed;

	if (value->type != NODE_STRING &&
	    !define_expect(value, NODE_NUMBER, key, m->problems))
		return;
	errno = 0;
	seed = strtoull(s, NULL, 10);
	if (errno != 0 || *s == '\0' || s[strspn(s, "0123456789")] != '\0') {
		problem_add(m->problems, value->at, key,
		    "must be a whole number from 0 to 18446744073709551615");
		return;
	}
	snprintf(text, sizeof(text), "%llu", seed);
	making_set(m, key, json_string(text));
}

static void
read_space(struct making *m, const char *key, const struct node *value)
{
	struct definitions *all = &m->definitions;
	size_t before;

	if (all->index) {
		problem_add(m->problems, value->at, key,
		    "'params' and 'space' are the same, give one");
		return;
	}
	if (!define_expect(value, NODE_MAP, key, m->problems))
		return;
	before = m->problems->errors;
	define_collect(all, value, key);
	define_dependences(all);
	all->good = m->problems->errors == before;
	for (size_t i = 0; i < all->n; i++) /* the reader may have complained */
		all->good = all->good && all->list[i].json;
}

static void
read_points(struct making *m, const char *key, const struct node *value)
{
	json_t *points;

	if (!m->definitions.index)
		return; /* the space is missing, which is said elsewhere */
	points = define_points(value, key, &m->definitions);
	if (points && json_array_size(points) > 0)
		making_set(m, key, json_incref(points));
	json_decref(points);
}

static void
read_sampler(struct making *m, const char *key, const struct node *value)
{
	/* of what hpo-samplers(7) is to have */
	static const char *const later[] = {
	    "cma", "de", "nsga2", "asha", "turbo", NULL};
	const char *words[SAMPLERS_MAX + 1] = {"auto"};
	char hint[DEFINE_HINT];
	size_t n = 1;

	if (!define_expect(value, NODE_STRING, key, m->problems))
		return;
	making_set(m, key, json_incref(value->value));
	if (strcmp(value->text, "auto") == 0 || sampler_row_find(value->text))
		return;
	for (size_t i = 0; later[i]; i++) {
		if (strcmp(value->text, later[i]) == 0) {
			problem_add(m->problems, value->at, key,
			    "the sampler '%s' is not built yet", later[i]);
			return;
		}
	}
	for (size_t i = 0; sampler_rows[i].name && n < SAMPLERS_MAX; i++)
		words[n++] = sampler_rows[i].name;
	define_hint(hint, value->text, words);
	problem_add(m->problems, value->at, key, "unknown sampler '%.100s'%s",
	    value->text, hint);
}

/* Whether, or by which standard deviation, the same point has other values. */
static void
read_noise(struct making *m, const char *key, const struct node *value)
{
	const bool is_sd = value->type == NODE_NUMBER;

	if (value->type != NODE_BOOL &&
	    !(is_sd && json_number_value(value->value) > 0))
		problem_add(m->problems, value->at, key,
		    "must be true, false, or a standard deviation above zero");
	else if (is_sd || json_is_true(value->value))
		making_set(m, key, json_incref(value->value));
}

static void
read_tags(struct making *m, const char *key, const struct node *value)
{
	if (define_expect(value, NODE_MAP, key, m->problems))
		making_set(m, key, node_to_json(value));
}

static void
read_meta(struct making *m, const char *key, const struct node *value)
{
	making_set(m, key, node_to_json(value));
}

/* In the order in which they are read: later ones need the earlier. */
static const struct top_row {
	const char *key;
	handler *read;
} rows[] = {
    {"hpo", read_hpo},
    {"seq", read_seq},
    {"id", read_id},
    {"study", read_study},
    {"seed", read_seed},
    {"params", read_space},
    {"space", read_space},
    {"require", define_rules},
    {"forbid", define_rules},
    {"subject_to", define_constraints},
    {"minimize", define_objectives},
    {"maximize", define_objectives},
    {"objectives", define_objectives},
    {"noise", read_noise},
    {"stop", define_stop},
    {"points", read_points},
    {"sampler", read_sampler},
    {"tags", read_tags},
    {"meta", read_meta},
    {0},
};

enum { ROWS = sizeof(rows) / sizeof(*rows) };

static const char *const top_later[] = {
    "fidelity", "pruner", "prior", "weights", "executor", NULL};

/* The keys there are, NULL last. */
static void
list_keys(const char *keys[ROWS])
{
	for (size_t i = 0; i < ROWS; i++)
		keys[i] = rows[i].key;
}

/* Whether none of words is a key of the file, nor a key one that is misspelt.
 */
static bool
lacks(const struct making *m, const char *const *words)
{
	const char *known[ROWS];

	list_keys(known);
	for (; *words; words++)
		if (node_get(m->file, *words) ||
		    define_misspelt(m->file, known, *words))
			return false;
	return true;
}

/* What must be there; its place is that of the file's first key. */
static void
check_missing(const struct making *m)
{
	static const char *const spaces[] = {"params", "space", NULL};
	static const char *const goals[] = {
	    "minimize", "maximize", "objectives", NULL};
	const struct place at = m->file->n ? m->file->key_at[0] : m->file->at;

	if (lacks(m, spaces))
		problem_add(m->problems, at, "params",
		    "is missing: a mapping of names to domains");
	if (lacks(m, goals))
		problem_add(m->problems, at, "minimize",
		    "there is no objective: minimize or maximize names a "
		    "metric, as in 'minimize: loss'");
}

/* The parts in the order of a header. */
static json_t *
assemble(const struct making *m)
{
	static const char *const order[] = {"study", "seed", "space", "require",
	    "forbid", "objectives", "subject_to", "noise", "stop", "points",
	    "sampler", "tags", "meta", "id", NULL};
	json_t *header = jsonl_object();
	json_t *space = jsonl_object();
	json_t *seq = json_object_get(m->parts, "seq");

	for (size_t i = 0; i < m->definitions.n; i++)
		json_object_set(space, m->definitions.list[i].name,
		    m->definitions.list[i].json);
	json_object_set_new(m->parts, "space", space);
	if (!json_object_get(m->parts, "seed"))
		json_object_set_new(m->parts, "seed", json_string("0"));
	json_object_set_new(header, "hpo", json_integer(1));
	json_object_set_new(
	    header, "seq", seq ? json_incref(seq) : json_integer(0));
	for (size_t i = 0; order[i]; i++) {
		json_t *value = json_object_get(m->parts, order[i]);

		if (value)
			json_object_set(header, order[i], value);
	}
	return header;
}

json_t *
define_header(const struct node *file, struct problems *p)
{
	struct making m = {.file = file, .problems = p};
	const size_t before = p->errors;
	const char *known[ROWS];
	const struct define_keys keys = {known, top_later, "a space"};
	json_t *header = NULL;

	if (!define_expect(file, NODE_MAP, "", p))
		return NULL;
	m.parts = jsonl_object();
	m.definitions.problems = p;
	list_keys(known);
	define_check_keys(file, "", &keys, p);
	for (size_t i = 0; rows[i].key; i++) {
		const struct node *value = node_get(file, rows[i].key);

		if (value && !node_is_broken(value))
			rows[i].read(&m, rows[i].key, value);
	}
	define_whole_space(&m);
	check_missing(&m);
	if (p->errors == before)
		header = assemble(&m);
	definitions_release(&m.definitions);
	json_decref(m.parts);
	return header;
}
