#include "numbers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "encode.h"
#include "jsonl.h"
#include "number.h"
#include "scan.h"
#include "xalloc.h"

static char **
choice_texts(const struct param *p)
{
	const size_t n = json_array_size(p->choices);
	char **text = xcalloc(n + 1, sizeof(*text));

	for (size_t k = 0; k < n; k++) {
		struct buf b = {0};

		jsonl_write(&b, json_array_get(p->choices, k));
		text[k] = buf_steal(&b);
	}
	return text;
}

void
numbers_init(struct numbers *numbers, const struct space *space)
{
	*numbers = (struct numbers){.space = space};
	numbers->domain = xcalloc(space->n + 1, sizeof(*numbers->domain));
	for (size_t i = 0; i < space->n; i++) {
		struct domain *d = &numbers->domain[i];

		d->range = value_range(&space->params[i]);
		d->text = choice_texts(&space->params[i]);
	}
}

void
numbers_release(struct numbers *numbers)
{
	for (size_t i = 0; numbers->domain && i < numbers->space->n; i++) {
		struct domain *d = &numbers->domain[i];

		for (char **text = d->text; *text; text++)
			free(*text);
		free(d->text);
	}
	free(numbers->domain);
	*numbers = (struct numbers){0};
}

/* The numbers of an array; false if it has none. */
static bool
take_array(const struct space *space, const struct field *f, json_t *value,
    double *row)
{
	struct err ignored = {0};
	json_t *list = field_split(f, value, &ignored);
	bool good = list != NULL;

	for (size_t i = f->first; good && i < f->first + f->n; i++)
		good = point_number(&space->params[i],
		    json_array_get(list, i - f->first), &row[i]);
	json_decref(list);
	return good;
}

void
numbers_row(const struct numbers *numbers, json_t *params, double *row)
{
	const struct space *space = numbers->space;

	for (size_t i = 0; i < space->n; i++)
		row[i] = NAN;
	for (size_t i = 0; i < space->nfields; i++) {
		const struct field *f = &space->fields[i];
		json_t *value = json_object_get(params, f->name);

		if (value && f->type)
			(void)take_array(space, f, value, row);
		else if (value)
			(void)point_number(
			    &space->params[f->first], value, &row[f->first]);
	}
}

int
numbers_take(const struct numbers *numbers, json_t *params, double *row)
{
	struct err ignored = {0};
	json_t *point =
	    params ? encode_extend(numbers->space, params, &ignored) : NULL;

	if (!point)
		return -1;
	numbers_row(numbers, point, row);
	json_decref(point);
	return 0;
}

/* A row that is being read. */
struct reading {
	const struct numbers *numbers;
	double *row;
	size_t next;  /* field that is likely to come next */
	bool odd;     /* something was not as we write it */
	bool outside; /* a number is none of its parameter's */
};

/* The field with this name, or SPACE_NONE. */
static size_t
find_name(const struct space *space, const char *name, size_t len)
{
	char *copy = xstrndup(name, len);
	const size_t i = space_find_field(space, copy);

	free(copy);
	return i;
}

/* Whether the number x is one of p's; that of a row then. */
static bool
number_of(const struct param *p, double *x)
{
	uint64_t level;

	if (p->levels == 0)
		return *x >= p->low && *x <= p->high;
	if (!value_find_number(p, *x, &level))
		return false;
	*x = (double)level;
	return true;
}

/* The number of the value that text is; false if it is not as we write it. */
static bool
number_of_text(struct reading *r, size_t i, const char *text, size_t len)
{
	const struct param *p = &r->numbers->space->params[i];
	char *const *choices = r->numbers->domain[i].text;
	double x;

	if (!p->choices) {
		if (!number_parse(text, len, &x))
			return false;
		x += 0.0;
		r->outside = !number_of(p, &x) || r->outside;
		r->row[i] = x;
		return true;
	}
	for (size_t k = 0; choices[k]; k++)
		if (strncmp(choices[k], text, len) == 0 &&
		    choices[k][len] == '\0') {
			r->row[i] = (double)k;
			return true;
		}
	return false;
}

/* A list of numbers, as we write it: without blanks. */
static bool
take_numbers(
    struct reading *r, const struct field *f, const char *text, size_t len)
{
	const char *at = text + 1, *end = text + len - 1;

	if (len < 2 || *text != '[' || *end != ']')
		return false;
	for (size_t k = 0; k < f->n; k++) {
		const char *comma = memchr(at, ',', (size_t)(end - at));
		const char *to = comma ? comma : end;

		if ((comma == NULL) != (k + 1 == f->n) ||
		    !number_of_text(r, f->first + k, at, (size_t)(to - at)))
			return false;
		at = to + 1;
	}
	return true;
}

static bool
take_text(
    struct reading *r, const struct field *f, const char *text, size_t len)
{
	const struct space *space = r->numbers->space;
	json_t *value;
	bool good;

	if (!isnan(r->row[f->first]))
		return false; /* it is there twice */
	if (!f->type)
		return number_of_text(r, f->first, text, len);
	if (field_is_plain(f) && !space->params[f->first].choices)
		return take_numbers(r, f, text, len);
	value = jsonl_value(text, len);
	good = take_array(space, f, value, r->row);
	json_decref(value);
	return good;
}

/* Inactive parameters are not written, so that some are passed over. */
static void
take_member(void *arg, const char *key, size_t key_len, const char *value,
    size_t value_len)
{
	struct reading *r = arg;
	const struct space *space = r->numbers->space;
	size_t i = r->next;

	if (r->odd)
		return;
	if (i >= space->nfields || strlen(space->fields[i].name) != key_len ||
	    memcmp(space->fields[i].name, key, key_len) != 0)
		i = find_name(space, key, key_len);
	r->odd = i == SPACE_NONE ||
		 !take_text(r, &space->fields[i], value, value_len);
	r->next = i + 1;
}

int
numbers_read(
    const struct numbers *numbers, const char *text, size_t len, double *row)
{
	struct reading r = {.numbers = numbers, .row = row};
	struct err ignored = {0};
	json_t *params;
	int rc;

	for (size_t i = 0; i < numbers->space->n; i++)
		row[i] = NAN;
	if (scan_object(text, len, take_member, &r, &ignored) == 0 && !r.odd) {
		if (r.outside) /* as are all trials that a new header leaves */
			return -1;
		if (point_is(numbers->space, row))
			return 0;
	}
	params = jsonl_value(text, len);
	rc = numbers_take(numbers, params, row);
	json_decref(params);
	return rc;
}
