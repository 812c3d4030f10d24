/* Expressions of one form: a name is one of a list of values. */
#include <stdlib.h>
#include <string.h>

#include "expr.h"
#include "expr_node.h"
#include "jsonl.h"
#include "xalloc.h"

/* The literals of a condition being collected. */
struct collecting {
	struct condition *c;
	json_t *seen; /* keys of the literals */
};

static void
collect(void *arg, size_t name, json_t *literal, size_t at)
{
	const struct collecting *k = arg;
	const size_t n = json_array_size(k->c->allowed);
	char *key = expr_key(literal);

	(void)name; /* there is one */
	if (!json_object_get(k->seen, key)) {
		json_object_set_new(k->seen, key, json_true());
		k->c->at = xreallocarray(k->c->at, n + 1, sizeof(*k->c->at));
		k->c->at[n] = at;
		json_array_append(k->c->allowed, literal);
	}
	free(key);
}

/* Whether node i may be in a condition. */
static bool
is_fitting(const struct expr *x, size_t i)
{
	const struct expr_node *node = &x->nodes[i];

	if (node->op == OP_NAME)
		return node->first == 0;
	if (node->op == OP_LITERAL)
		return (i > 0 && node[-1].op == OP_NAME) ||
		       (i + 1 < x->n && node[1].op == OP_NAME);
	return node->op == OP_EQUAL || node->op == OP_IN || node->op == OP_OR;
}

/* The first node in the text that no condition has, or NULL. */
static const struct expr_node *
find_other(const struct expr *x)
{
	const struct expr_node *other = NULL;

	for (size_t i = 0; i < x->n; i++)
		if (!is_fitting(x, i) && (!other || x->nodes[i].at < other->at))
			other = &x->nodes[i];
	return other;
}

/* How many nodes have this operator. */
static size_t
count(const struct expr *x, enum expr_op op)
{
	size_t n = 0;

	for (size_t i = 0; i < x->n; i++)
		n += x->nodes[i].op == op;
	return n;
}

/* Whether it has the form, with *e if not; len of the text. */
static int
check_form(const struct expr *x, size_t len, struct err *e)
{
	const struct expr_node *other = find_other(x);
	const char *what = other ? expr_operators[other->op].name : "";

	if (other && *what)
		err_set(e, "'%s' is not built yet in conditions", what);
	else if (other && other->op == OP_NAME)
		err_set(e,
		    "a condition on two parameters ('%.100s' and '%.100s') is "
		    "not built yet",
		    x->names[0].name, x->names[other->first].name);
	else if (other)
		err_set(e, "expected the name of a parameter");
	else if (count(x, OP_NAME) != count(x, OP_EQUAL) + count(x, OP_IN) ||
		 count(x, OP_LITERAL) != count(x, OP_EQUAL))
		err_set(e, "expected comparisons by ==, or in (...)");
	else
		return 0;
	e->column = (int)(other ? other->at : len) + 1;
	return -1;
}

int
expr_condition(const char *text, struct condition *c, struct err *e)
{
	struct expr *x = expr_parse(text, e);
	struct collecting k = {c, NULL};
	int rc = -1;

	*c = (struct condition){0};
	if (x && check_form(x, strlen(text), e) == 0) {
		c->parent = xstrdup(x->names[0].name);
		c->parent_at = x->names[0].at;
		c->allowed = json_array();
		k.seen = jsonl_object();
		expr_literals(x, collect, &k);
		json_decref(k.seen);
		rc = 0;
	}
	expr_free(x);
	return rc;
}

void
condition_release(struct condition *c)
{
	free(c->parent);
	free(c->at);
	json_decref(c->allowed);
	*c = (struct condition){0};
}
