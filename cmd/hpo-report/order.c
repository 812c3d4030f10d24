#include "order.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buf.h"
#include "columns.h"
#include "xalloc.h"

/* What is compared: a number, else a text, else nothing. */
struct value {
	double number; /* NAN: none */
	char *text;    /* NULL: none */
};

struct record {
	const struct trial *trial;
	const struct value *values; /* one a key */
};

struct order {
	struct columns columns;
	bool *down; /* one a column */
};

/* Cut ASC or DESC off the end of a key; whether it was DESC. */
static bool
cut_direction(char *key)
{
	static const char *const words[] = {" ASC", " DESC"};
	size_t len = strlen(key);

	while (len > 0 && key[len - 1] == ' ')
		key[--len] = '\0';
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		const size_t n = strlen(words[i]);

		if (len <= n || strcasecmp(key + len - n, words[i]) != 0)
			continue;
		for (len -= n; len > 0 && key[len - 1] == ' '; len--) {
		}
		key[len] = '\0';
		return i == 1;
	}
	return false;
}

static int
parse(struct order *o, const char *keys, struct history *h, struct err *e)
{
	struct buf names = {0};
	size_t n = 0;
	int rc;

	*o = (struct order){0};
	for (const char *at = keys; at;) {
		const size_t len = strcspn(at, ",");
		char *key = xstrndup(at, len);

		o->down = xreallocarray(o->down, n + 1, sizeof(*o->down));
		o->down[n] = cut_direction(key);
		buf_printf(&names, "%s%s", n++ > 0 ? "," : "", key);
		free(key);
		at = at[len] == ',' ? at + len + 1 : NULL;
	}
	rc = columns_parse(&o->columns, buf_text(&names), h, e);
	buf_release(&names);
	return rc;
}

static void
release(struct order *o)
{
	columns_release(&o->columns);
	free(o->down);
}

static struct value
read_value(
    const struct column *c, const struct history *h, const struct trial *t)
{
	struct cell cell;
	struct buf text = {0};
	double number;

	column_read(c, h, t, &cell);
	if (cell_number(&cell, &number))
		return (struct value){.number = number};
	if (cell.len == 0 || *cell.text == 'n') /* null is nothing */
		return (struct value){.number = NAN};
	cell_exact(&text, &cell);
	return (struct value){.number = NAN, .text = buf_steal(&text)};
}

/* Numbers, then texts, then what has neither. */
static int
kind_of(const struct value *v)
{
	return !isnan(v->number) ? 0 : v->text ? 1 : 2;
}

static int
compare_values(const struct value *a, const struct value *b, bool down)
{
	const int x = kind_of(a), y = kind_of(b);
	int order;

	if (x != y)
		return x - y;
	order = x == 0   ? (a->number > b->number) - (a->number < b->number)
		: x == 1 ? strcmp(a->text, b->text)
			 : 0;
	return down ? (order < 0) - (order > 0) : order;
}

static int
compare(const void *left, const void *right, void *arg)
{
	const struct record *a = left, *b = right;
	const struct order *o = arg;

	for (size_t i = 0; i < o->columns.n; i++) {
		const int order =
		    compare_values(&a->values[i], &b->values[i], o->down[i]);

		if (order != 0)
			return order;
	}
	return a->trial->number < b->trial->number ? -1 : 1;
}

/* Put the n trials, which are by number, into the order. */
static void
sort(struct order *o, const struct history *h, const struct trial **trials,
    size_t n)
{
	const size_t k = o->columns.n;
	struct record *records = xcalloc(n + 1, sizeof(*records));
	struct value *values = xcalloc(n * k + 1, sizeof(*values));

	for (size_t i = 0; i < n; i++) {
		records[i] = (struct record){trials[i], values + i * k};
		for (size_t c = 0; c < k; c++)
			values[i * k + c] =
			    read_value(&o->columns.list[c], h, trials[i]);
	}
	qsort_r(records, n, sizeof(*records), compare, o);
	for (size_t i = 0; i < n; i++)
		trials[i] = records[i].trial;
	for (size_t i = 0; i < n * k; i++)
		free(values[i].text);
	free(values);
	free(records);
}

const struct trial **
order_trials(const char *keys, struct history *h, size_t *n, struct err *e)
{
	const struct trial **trials;
	struct order o = {0};

	if (keys && parse(&o, keys, h, e) == -1) {
		release(&o);
		return NULL;
	}
	*n = history_count(h);
	trials = xcalloc(*n + 1, sizeof(struct trial *));
	for (size_t i = 0; i < *n; i++)
		trials[i] = history_at(h, i);
	if (keys)
		sort(&o, h, trials, *n);
	release(&o);
	return trials;
}
