/* The key subject_to: what is wanted of metrics. */
#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "constraint.h"
#include "define_making.h"
#include "define_written.h"
#include "xalloc.h"

/* A metric is a number, any, or not there. */
static const struct expr_span metric = {
    .kinds = 1U << EXPR_NUMBER | 1U << EXPR_UNKNOWN,
    .low = -DBL_MAX,
    .high = DBL_MAX,
};

static struct expr_span
any(const void *arg, size_t i)
{
	(void)arg; /* of each the same */
	(void)i;
	return metric;
}

/* The parameter that a name, or params.NAME as in filters, is; or NULL. */
static const char *
find_param(const struct making *m, const char *name)
{
	static const char prefix[] = "params.";
	const size_t len = strlen(prefix);
	size_t part;

	if (define_find_param(&m->definitions, name, &part))
		return name;
	if (strncmp(name, prefix, len) == 0 &&
	    define_find_param(&m->definitions, name + len, &part))
		return name + len;
	return NULL;
}

/* Names of parameters are refused: their rules are known before a trial. */
static void
check_names(const struct making *m, const char *key, const struct node *node,
    const struct expr *expr)
{
	for (size_t i = 0; i < expr_names(expr); i++) {
		size_t at;
		const char *name = expr_name(expr, i, &at);
		const char *param = find_param(m, name);

		if (strchr(name, '['))
			problem_add(m->problems, node_place(node, at), key,
			    "'%.100s' is a part of a list, and a metric is a "
			    "number",
			    name);
		else if (param)
			problem_add(m->problems, node_place(node, at), key,
			    "'%.100s' is a parameter: rules on these are "
			    "'require' and 'forbid', and a metric of this name "
			    "is metrics.%.100s",
			    param, param);
	}
	if (expr_names(expr) == 0)
		problem_add(m->problems, node->at, key, "names no metric");
}

static void
check_kinds(const struct making *m, const char *key, const struct node *node,
    const struct expr *expr)
{
	const size_t n = expr_names(expr);
	unsigned *kinds = xcalloc(n + 1, sizeof(*kinds));
	struct err e = {0};

	for (size_t i = 0; i < n; i++)
		kinds[i] = metric.kinds;
	if (expr_check(expr, kinds, 1U << EXPR_BOOL, &e) == -1)
		problem_add(m->problems, node_place(node, (size_t)e.column - 1),
		    key, "%s", e.text);
	free(kinds);
}

static void
check_truth(const struct making *m, const char *key, const struct node *node,
    const struct expr *expr)
{
	const unsigned may = expr_may(expr, any, NULL);

	if ((may & EXPR_MAY_BE_TRUE) == 0)
		problem_add(m->problems, node->at, key, "never holds");
	else if ((may & EXPR_MAY_BE_FALSE) == 0)
		problem_warn(m->problems, node->at, key, "always holds");
}

static void
read_constraint(struct making *m, const char *key, const struct node *node)
{
	const size_t before = m->problems->errors;
	struct expr *expr = define_parse(node, key, m->problems);

	if (!expr)
		return;
	check_names(m, key, node, expr);
	if (m->problems->errors == before)
		check_kinds(m, key, node, expr);
	if (m->problems->errors == before)
		check_truth(m, key, node, expr);
	expr_free(expr);
}

void
define_constraints(struct making *m, const char *key, const struct node *value)
{
	(void)define_expressions(m, key, value, read_constraint);
}
