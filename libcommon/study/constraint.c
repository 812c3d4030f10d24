#include "constraint.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

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

bool
constraints_name(const struct constraints *c, const char *metric)
{
	for (size_t i = 0; i < c->n; i++)
		for (size_t k = 0; k < expr_names(c->list[i].expr); k++)
			if (strcmp(constraint_metric(
				       expr_name(c->list[i].expr, k, NULL)),
				metric) == 0)
				return true;
	return false;
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
