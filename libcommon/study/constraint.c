#include "constraint.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "jsonl.h"
#include "xalloc.h"

void
constraints_init(struct constraints *c, const json_t *texts)
{
	struct err ignored = {0}; /* the texts were checked */

	c->n = json_array_size(texts);
	c->list = xcalloc(c->n + 1, sizeof(*c->list));
	for (size_t i = 0; i < c->n; i++) {
		struct constraint *one = &c->list[i];

		one->text = json_string_value(json_array_get(texts, i));
		one->expr = expr_parse(one->text, &ignored);
	}
}

void
constraints_release(struct constraints *c)
{
	for (size_t i = 0; i < c->n; i++)
		expr_free(c->list[i].expr);
	free(c->list);
	*c = (struct constraints){0};
}

const char *
constraint_metric(const char *name)
{
	static const char prefix[] = "metrics.";
	const size_t len = sizeof(prefix) - 1;

	return strncmp(name, prefix, len) == 0 ? name + len : name;
}

const char *
constraints_name(const struct constraints *c, const char *metric)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct expr *expr = c->list[i].expr;

		for (size_t k = 0; k < expr_names(expr); k++) {
			const char *name =
			    constraint_metric(expr_name(expr, k, NULL));

			if (strcmp(name, metric) == 0)
				return name;
		}
	}
	return NULL;
}

json_t *
constraints_metrics(const struct constraints *c)
{
	json_t *seen = jsonl_object();
	json_t *list = json_array();

	for (size_t i = 0; i < c->n; i++) {
		const struct expr *expr = c->list[i].expr;

		for (size_t k = 0; k < expr_names(expr); k++) {
			const char *name =
			    constraint_metric(expr_name(expr, k, NULL));

			if (json_object_get(seen, name))
				continue;
			json_object_set_new(seen, name, json_true());
			json_array_append_new(list, json_string(name));
		}
	}
	json_decref(seen);
	return list;
}

static int
compare(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The median of |c| in one column of k, NAN left out; list has n places. */
static double
median(const double *c, size_t n, size_t k, double *list)
{
	size_t known = 0;

	for (size_t i = 0; i < n; i++)
		if (!isnan(c[i * k]))
			list[known++] = fabs(c[i * k]);
	if (known == 0)
		return 0;
	qsort(list, known, sizeof(*list), compare);
	/* Halves, so that no sum overflows. */
	return list[(known - 1) / 2] / 2 + list[known / 2] / 2;
}

void
constraints_total(const double *c, size_t n, size_t k, double *total)
{
	double *list = xcalloc(n + 1, sizeof(*list));

	for (size_t i = 0; i < n; i++)
		total[i] = 0;
	for (size_t j = 0; j < k; j++) {
		const double middle = median(c + j, n, k, list);

		for (size_t i = 0; i < n; i++) {
			const double x = c[i * k + j];

			if (x > 0)
				total[i] +=
				    fmax(middle > 0 ? x / middle : x, DBL_MIN);
			total[i] = fmin(total[i], DBL_MAX);
		}
	}
	free(list);
}
