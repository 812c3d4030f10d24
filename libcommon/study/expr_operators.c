/* The operators and functions: names, operands, and the arithmetic. */
#include <math.h>

#include "expr_node.h"

static double
minimum(double a, double b)
{
	return b < a ? b : a;
}

static double
maximum(double a, double b)
{
	return b > a ? b : a;
}

static double
absolute(double a, double b)
{
	(void)b;
	return fabs(a);
}

static double
logarithm(double a, double b)
{
	(void)b;
	return log(a);
}

static double
exponential(double a, double b)
{
	(void)b;
	return exp(a);
}

static double
root(double a, double b)
{
	(void)b;
	return sqrt(a);
}

/* Half away from zero. */
static double
rounded(double a, double b)
{
	(void)b;
	return round(a);
}

static double
lower(double a, double b)
{
	(void)b;
	return floor(a);
}

static double
upper(double a, double b)
{
	(void)b;
	return ceil(a);
}

static double
minus(double a, double b)
{
	(void)b;
	return -a;
}

static double
plus(double a, double b)
{
	(void)b;
	return a;
}

static double
sum(double a, double b)
{
	return a + b;
}

static double
difference(double a, double b)
{
	return a - b;
}

static double
product(double a, double b)
{
	return a * b;
}

static double
quotient(double a, double b)
{
	return a / b;
}

const struct expr_operator expr_operators[EXPR_OPS] = {
    [OP_NAME] = {"", EXPR_LEAF, 0, NULL, NULL},
    [OP_LITERAL] = {"", EXPR_LEAF, 0, NULL, NULL},
    [OP_MIN] = {"min", EXPR_ARITHMETIC, 2, minimum, interval_min},
    [OP_MAX] = {"max", EXPR_ARITHMETIC, 2, maximum, interval_max},
    [OP_ABS] = {"abs", EXPR_ARITHMETIC, 1, absolute, interval_abs},
    [OP_LOG] = {"log", EXPR_ARITHMETIC, 1, logarithm, interval_log},
    [OP_EXP] = {"exp", EXPR_ARITHMETIC, 1, exponential, interval_exp},
    [OP_SQRT] = {"sqrt", EXPR_ARITHMETIC, 1, root, interval_sqrt},
    [OP_ROUND] = {"round", EXPR_ARITHMETIC, 1, rounded, interval_round},
    [OP_FLOOR] = {"floor", EXPR_ARITHMETIC, 1, lower, interval_floor},
    [OP_CEIL] = {"ceil", EXPR_ARITHMETIC, 1, upper, interval_ceil},
    [OP_MINUS] = {"-", EXPR_ARITHMETIC, 1, minus, interval_minus},
    [OP_PLUS] = {"+", EXPR_ARITHMETIC, 1, plus, interval_plus},
    [OP_ADD] = {"+", EXPR_ARITHMETIC, 2, sum, interval_add},
    [OP_SUBTRACT] = {"-", EXPR_ARITHMETIC, 2, difference, interval_subtract},
    [OP_MULTIPLY] = {"*", EXPR_ARITHMETIC, 2, product, interval_multiply},
    [OP_DIVIDE] = {"/", EXPR_ARITHMETIC, 2, quotient, interval_divide},
    [OP_MODULO] = {"%", EXPR_ARITHMETIC, 2, fmod, interval_modulo},
    [OP_POWER] = {"^", EXPR_ARITHMETIC, 2, pow, interval_power},
    [OP_EQUAL] = {"==", EXPR_EQUALITY, 2, NULL, NULL},
    [OP_UNEQUAL] = {"!=", EXPR_EQUALITY, 2, NULL, NULL},
    [OP_LESS] = {"<", EXPR_ORDER, 2, NULL, NULL},
    [OP_AT_MOST] = {"<=", EXPR_ORDER, 2, NULL, NULL},
    [OP_GREATER] = {">", EXPR_ORDER, 2, NULL, NULL},
    [OP_AT_LEAST] = {">=", EXPR_ORDER, 2, NULL, NULL},
    [OP_IN] = {"in", EXPR_MEMBER, 1, NULL, NULL},
    [OP_LIKE] = {"like", EXPR_PATTERN, 1, NULL, NULL},
    [OP_ILIKE] = {"ilike", EXPR_PATTERN, 1, NULL, NULL},
    [OP_IS_NULL] = {"is null", EXPR_ABSENCE, 1, NULL, NULL},
    [OP_NOT] = {"not", EXPR_LOGIC, 1, NULL, NULL},
    [OP_AND] = {"and", EXPR_LOGIC, 2, NULL, NULL},
    [OP_OR] = {"or", EXPR_LOGIC, 2, NULL, NULL},
};
