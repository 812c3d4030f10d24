#include "expr_build.h"

#include <assert.h>

#include "jsonl.h"
#include "xalloc.h"

void
expr_build_init(struct expr_build *b)
{
	*b = (struct expr_build){xcalloc(1, sizeof(*b->expr)), 0};
	b->expr->index =
	    jsonl_object(); /* from now on json_array() can't fail */
	b->expr->literals = json_array();
}

/* Space for one more behind n; sizes are powers of two. */
static void *
room(void *list, size_t n, size_t size)
{
	return (n & (n - 1)) == 0 ? xreallocarray(list, n ? 2 * n : 1, size)
				  : list;
}

void
expr_build_list(
    struct expr_build *b, enum expr_op op, size_t at, size_t first, size_t n)
{
	struct expr *x = b->expr;

	b->height += 1 - (size_t)expr_operators[op].operands;
	assert(0 < b->height && b->height <= EXPR_STACK_MAX);
	x->nodes = room(x->nodes, x->n, sizeof(*x->nodes));
	x->nodes[x->n++] =
	    (struct expr_node){op, (uint32_t)at, (uint32_t)first, (uint32_t)n};
}

void
expr_build_node(struct expr_build *b, enum expr_op op, size_t at)
{
	expr_build_list(b, op, at, 0, 0);
}

void
expr_build_drop(struct expr_build *b)
{
	json_array_remove(
	    b->expr->literals, json_array_size(b->expr->literals) - 1);
	b->expr->n--;
	b->height--;
}

size_t
expr_build_literal(struct expr_build *b, json_t *value, size_t at)
{
	struct expr *x = b->expr;
	const size_t n = json_array_size(x->literals);

	json_array_append_new(x->literals, value);
	x->values = room(x->values, n, sizeof(*x->values));
	x->values[n] = expr_from_json(value);
	x->at = room(x->at, n, sizeof(*x->at));
	x->at[n] = at;
	return n;
}

json_t *
expr_negative(const json_t *number)
{
	if (json_is_integer(number))
		return json_integer(-json_integer_value(number));
	return json_real(-json_real_value(number));
}

void
expr_build_negate(struct expr_build *b, size_t i, size_t at)
{
	struct expr *x = b->expr;
	json_t *value = expr_negative(json_array_get(x->literals, i));

	json_array_set_new(x->literals, i, value);
	x->values[i] = expr_from_json(value);
	x->at[i] = at;
}

size_t
expr_build_name(struct expr_build *b, const char *name, size_t at)
{
	struct expr *x = b->expr;
	const size_t n = x->n_names;
	const json_t *known = json_object_get(x->index, name);

	if (known)
		return (size_t)json_integer_value(known);
	if (json_object_set_new(x->index, name, json_integer((json_int_t)n)) ==
	    -1)
		return EXPR_NO_NAME;
	x->names = room(x->names, n, sizeof(*x->names));
	x->names[n].name =
	    json_object_iter_key(json_object_iter_at(x->index, name));
	x->names[n].at = at;
	x->n_names++;
	return n;
}
