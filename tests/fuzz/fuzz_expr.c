/*
 * An expression: a refusal says why and where; what is accepted is the same
 * again when it is written with all parentheses, and its values are within what
 * they may be.
 */
#include <string.h>

#include "expr.h"
#include "expr_box.h"
#include "fuzz.h"
#include "jsonl.h"
#include "xalloc.h"

/* Append text in these quotes, which are doubled in it, as are backslashes. */
static void
add_quoted(struct buf *out, const char *text, char quote)
{
	buf_add(out, &quote, 1);
	for (; *text; text++) {
		if (*text == quote || *text == '\\')
			buf_add(out, *text == '\\' ? "\\" : &quote, 1);
		buf_add(out, text, 1);
	}
	buf_add(out, &quote, 1);
}

static void
add_literal(struct buf *out, json_t *value)
{
	if (json_is_string(value))
		add_quoted(out, json_string_value(value), '\'');
	else
		jsonl_write(out, value);
}

static void
add_list(struct buf *out, json_t *list, size_t from, size_t n)
{
	for (size_t i = from; i < from + n; i++) {
		buf_puts(out, i == from ? " in (" : ", ");
		add_literal(out, json_array_get(list, i));
	}
	buf_puts(out, ")");
}

/* Write a leaf, or an operator with its operands, which are used up. */
static void
write_node(const struct expr *x, const struct expr_node *node, struct buf *v)
{
	const struct expr_operator *op = &expr_operators[node->op];
	struct buf out = {0};

	if (node->op == OP_NAME)
		add_quoted(&out, x->names[node->first].name, '`');
	else if (node->op == OP_LITERAL)
		add_literal(&out, json_array_get(x->literals, node->first));
	else if (node->op == OP_PLUS) /* which a number would take over */
		buf_printf(&out, "min(%s)", buf_text(v));
	else if (node->op <= OP_CEIL && op->operands == 2)
		buf_printf(
		    &out, "%s(%s,%s)", op->name, buf_text(v), buf_text(v + 1));
	else if (op->operands == 2)
		buf_printf(&out, "(%s) %s (%s)", buf_text(v), op->name,
		    buf_text(v + 1));
	else if (op->family == EXPR_ARITHMETIC || op->family == EXPR_LOGIC)
		buf_printf(&out, "%s (%s)", op->name, buf_text(v));
	else
		buf_printf(&out, "(%s) ", buf_text(v));
	if (op->family == EXPR_ABSENCE)
		buf_puts(&out, op->name);
	if (op->family == EXPR_MEMBER)
		add_list(&out, x->literals, node->first, node->n);
	if (op->family == EXPR_PATTERN) {
		buf_printf(&out, "%s ", op->name);
		add_literal(&out, json_array_get(x->literals, node->first));
	}
	for (size_t i = 0; i < op->operands; i++)
		buf_release(&v[i]);
	*v = out;
}

static void
check_again(const struct expr *x)
{
	struct buf stack[EXPR_STACK_MAX] = {0};
	struct buf *top = stack;
	struct expr *again;
	struct err e = {0};

	for (size_t i = 0; i < x->n; i++) {
		top -= expr_operators[x->nodes[i].op].operands;
		write_node(x, &x->nodes[i], top++);
	}
	must(top == stack + 1);
	again = expr_parse(buf_text(stack), &e);
	/* sums take no parentheses, and may be longer than these go deep */
	must(again || strstr(e.text, "nested") || strstr(e.text, "longer"));
	if (again)
		must(is_same(x, again));
	expr_free(again);
	buf_release(stack);
}

/* Of an expression, and how long its text is. */
struct measured {
	const struct expr *expr;
	size_t len;
};

static void
check_literal(void *arg, size_t name, json_t *literal, size_t at)
{
	const struct measured *m = arg;

	must(name < expr_names(m->expr) && at < m->len);
	must(expr_from_json(literal).kind != EXPR_UNKNOWN);
}

static void
check_types(const struct expr *x, size_t len)
{
	unsigned *kinds = xcalloc(expr_names(x) + 1, sizeof(*kinds));
	struct err e = {0};

	for (size_t i = 0; i < expr_names(x); i++)
		kinds[i] = some_span(expr_name(x, i, NULL)).kinds;
	if (expr_check(x, kinds, 1 << EXPR_BOOL, &e) == -1)
		must(e.text[0] != '\0' && e.column > 0 &&
		     (size_t)e.column <= len);
	free(kinds);
}

static void
check_refusal(const char *text, const struct err *e)
{
	must(e->text[0] != '\0' && e->status == STATUS_INPUT);
	must(e->column > 0 && (size_t)e->column <= strlen(text) + 1);
}

static void
check_expression(const struct expr *x, const char *text)
{
	const size_t len = strlen(text);
	size_t decided = 0;

	expr_literals(x, check_literal, &(struct measured){x, len});
	check_types(x, len);
	check_again(x);
	must(count_outside(x, 4, &decided) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size);
	struct err e = {0};
	struct expr *x = expr_parse(text, &e);

	box_begin(rng_hash(text));
	if (x)
		check_expression(x, text);
	else
		check_refusal(text, &e);
	box_end();
	expr_free(x);
	free(text);
	return 0;
}
