/*
 * Expressions of hpo-space(5): a language of arithmetic, comparison and
 * three-valued logic over named values, which come from the caller.  The
 * grammar and the meaning of each operator are in the manual.
 */
#ifndef HPO_EXPR_H
#define HPO_EXPR_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "die.h"

enum {
	EXPR_DEPTH_MAX = 64,     /* parentheses, signs, not, and ^ in another */
	EXPR_TEXT_MAX = 65536,   /* bytes */
	EXPR_PATTERN_MAX = 1024, /* bytes of a pattern */
};

/* What a value is; unknown is an inactive or absent name, and what follows. */
enum expr_kind { EXPR_UNKNOWN, EXPR_NULL, EXPR_BOOL, EXPR_NUMBER, EXPR_STRING };

struct expr_value {
	enum expr_kind kind;
	bool truth;         /* of EXPR_BOOL */
	short rest;         /* number + rest is a whole number beyond 2^53 */
	double number;      /* of EXPR_NUMBER, finite */
	const char *string; /* of EXPR_STRING, borrowed */
};

/* That of a scalar, whose strings are borrowed; NULL is unknown. */
struct expr_value expr_from_json(const json_t *value);

struct expr; /* one that was read; not changed afterwards */

/*
 * Read text.  Returns NULL with *e set, e->column the byte of text, from 1.
 * Linear in text, of which nothing is needed afterwards.
 */
struct expr *expr_parse(const char *text, struct err *e);
void expr_free(struct expr *expr); /* NULL is fine */

/* The distinct names in it, in order of first appearance. */
size_t expr_names(const struct expr *expr);

/* Name i, which belongs to expr; *at, unless NULL, the byte, from 0, where it
 * is first. */
const char *expr_name(const struct expr *expr, size_t i, size_t *at);

/*
 * Its value, that of name i being get(arg, i).  Allocates nothing; a string is
 * one of get's, or belongs to expr.
 */
typedef struct expr_value expr_get(const void *arg, size_t i);
struct expr_value expr_eval(
    const struct expr *expr, expr_get *get, const void *arg);

/* Of a condition; maybe is unknown, and what is no truth value. */
enum expr_truth { EXPR_FALSE, EXPR_TRUE, EXPR_MAYBE };
enum expr_truth expr_test(
    const struct expr *expr, expr_get *get, const void *arg);

/*
 * How far a condition is from holding: above 0 if it is false, at most 0 if it
 * is true, NAN if it is unknown.  Of numbers a <= b and a < b are a - b, a == b
 * is |a - b|; what is false by no more than nothing, as 1 < 1, is DBL_MIN, and
 * no more than DBL_MAX is told.  `and` is the greatest, `or` the least, `in` a
 * list the least of ==, and `not` the opposite.  What no numbers measure is 1
 * or -1.
 */
double expr_violation(const struct expr *expr, expr_get *get, const void *arg);

/*
 * Each comparison by ==, != or in of a name with a literal: for those who know
 * what the name can be.  at is the byte of the literal, from 0.  literal is
 * borrowed.
 */
typedef void expr_literal(void *arg, size_t name, json_t *literal, size_t at);
void expr_literals(const struct expr *expr, expr_literal *take, void *arg);

/*
 * All that a name may be, or that an expression may become: a superset.  Of
 * numbers an interval, of choices those from `from` to before `to` of a list;
 * kinds, truths, low and high are of these, too.
 */
struct expr_span {
	unsigned kinds;        /* bits 1 << enum expr_kind */
	unsigned truths;       /* bits EXPR_MAY_BE_FALSE, _TRUE; of EXPR_BOOL */
	double low, high;      /* of EXPR_NUMBER; finite */
	const json_t *choices; /* array, borrowed; NULL: no list */
	size_t from, to;
};

/* The span of one of these choices, which are scalars: linear in them. */
struct expr_span expr_span_choices(
    const json_t *choices, size_t from, size_t to);

/*
 * What an expression may become when name i may be any of get(arg, i), each for
 * itself.  Allocates nothing.  Choices of it are those of get, or belong to
 * expr.  Lists are looked through, unless they are very long.
 */
typedef struct expr_span expr_get_span(const void *arg, size_t i);
struct expr_span expr_span(
    const struct expr *expr, expr_get_span *get, const void *arg);

/* The same of a condition: these bits. */
enum {
	EXPR_MAY_BE_FALSE = 1,
	EXPR_MAY_BE_TRUE = 2,
	EXPR_MAY_BE_UNKNOWN = 4,
};
unsigned expr_may(const struct expr *expr, expr_get_span *get, const void *arg);

/*
 * Check types: kinds[i] are what name i may be, bits as in struct expr_span.
 * That an operator can never be given what it needs is a mistake: a number that
 * is compared with a string, arithmetic with one, `and` of numbers.  wanted:
 * bits of which the result must have one (1 << EXPR_BOOL for conditions, 1 <<
 * EXPR_NUMBER for bounds).  Of what is never anything but unknown nothing is
 * said.  Returns 0, or -1 with *e and its column, the byte of text, from 1,
 * where the operand or the literal that does not fit begins.
 */
int expr_check(const struct expr *expr, const unsigned *kinds, unsigned wanted,
    struct err *e);

/*
 * The order of two scalars, below, at or above 0; 0 exactly if they are equal.
 * Numbers go by value, so that 1 is 1.0, but "1" is not 1.  Of a and b one may
 * be an array or an object: it equals no scalar.
 */
int expr_compare(const json_t *a, const json_t *b);

/*
 * A string, to be freed, that two scalars share exactly if expr_compare() has
 * them equal: for sets of many.
 */
char *expr_key(json_t *value);

#endif
