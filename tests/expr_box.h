/*
 * Boxes for expressions: what each name may be is made up, by its first letter,
 * and so are points within.
 */
#ifndef HPO_EXPR_BOX_TEST_H
#define HPO_EXPR_BOX_TEST_H
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "expr.h"
#include "expr_node.h"
#include "jsonl.h"
#include "rng.h"

static struct rng rng;

static size_t
below(size_t n)
{
	return rng_below(&rng, (uint32_t)n);
}

static const char *
one_of(const char *const *words, size_t n)
{
	return words[below(n)];
}
#define ONE_OF(words) one_of(words, sizeof(words) / sizeof(*(words)))

/* What the names may be, and a point within. */
struct box {
	struct expr_span *span;
	struct expr_value *point;
};

static json_t *plain, *mixed, *numbers; /* lists of choices */

/* An interval that begins or ends with an awkward number, or a point. */
static struct expr_span
some_numbers(void)
{
	static const double ends[] = {0, 1, -1, 2.385, -0.0, 1e-300, 1e300, 7,
	    -1e9, 0.5, 3, -2.5, 1024, 1e-5, -0.1, 710};
	const double a = ends[below(16)], b = ends[below(16)];
	struct expr_span s = {.kinds = 1 << EXPR_NUMBER};

	s.low = fmin(a, b);
	s.high = below(4) == 0 ? s.low : fmax(a, b);
	return s;
}

static struct expr_span
some_choices(json_t *list)
{
	const size_t n = json_array_size(list), from = below(n);

	return expr_span_choices(list, from, from + 1 + below(n - from));
}

static struct expr_span
some_span(const char *name)
{
	struct expr_span s = {.kinds = 1 << EXPR_BOOL, .truths = 1};

	switch (*name) {
	case 'a':
		return (struct expr_span){.kinds = 1 << EXPR_UNKNOWN};
	case 'c':
		s = some_choices(plain);
		break;
	case 'd':
		s = some_choices(numbers);
		break;
	case 'm':
		s = some_choices(mixed);
		break;
	case 's':
		s = (struct expr_span){.kinds = 1 << EXPR_STRING};
		break;
	case 't':
		s.truths += (unsigned)below(3);
		break;
	default:
		s = some_numbers();
	}
	if (below(3) == 0)
		s.kinds |= 1 << EXPR_UNKNOWN;
	return s;
}

static struct expr_value
some_value(const struct expr_span *s)
{
	static const char *const texts[] = {"", "a", "b", "abb", "\xc3\xa9"};
	struct expr_value v = {.kind = EXPR_UNKNOWN};
	const double u = below(3) == 0 ? 0 : below(2) ? 1 : rng_uniform(&rng);

	if (s->kinds == 1 << EXPR_UNKNOWN ||
	    (s->kinds & 1 << EXPR_UNKNOWN && below(3) == 0))
		return v;
	if (s->choices)
		return expr_from_json(json_array_get(
		    s->choices, s->from + below(s->to - s->from)));
	if (s->kinds & 1 << EXPR_STRING)
		return (struct expr_value){
		    .kind = EXPR_STRING, .string = ONE_OF(texts)};
	if (s->kinds & 1 << EXPR_BOOL)
		return (struct expr_value){.kind = EXPR_BOOL,
		    .truth = s->truths == 2 || (s->truths == 3 && below(2))};
	v.kind = EXPR_NUMBER;
	v.number = fmax(s->low, fmin(s->high, s->low + u * (s->high - s->low)));
	/* near the ends there is more to see */
	if (s->low > 0 && below(2))
		v.number = fmin(s->high, s->low * pow(s->high / s->low, u));
	v.number = fmax(s->low, v.number);
	return v;
}

static struct expr_span
get_span(const void *arg, size_t i)
{
	return ((const struct box *)arg)->span[i];
}

static struct expr_value
get_value(const void *arg, size_t i)
{
	return ((const struct box *)arg)->point[i];
}

static bool
is_within(struct expr_value v, struct expr_span s)
{
	bool within = (s.kinds & 1U << v.kind) != 0;

	if (v.kind == EXPR_NUMBER)
		within &= s.low <= v.number && v.number <= s.high;
	if (v.kind == EXPR_BOOL)
		within &= (s.truths & (v.truth ? 2U : 1U)) != 0;
	if (!s.choices || v.kind == EXPR_UNKNOWN)
		return within;
	for (size_t i = s.from; i < s.to; i++)
		if (expr_equal(v, expr_from_json(json_array_get(s.choices, i))))
			return within;
	return false;
}

/*
 * How many of n points in one box are not within what the expression may
 * become; *decided grows by 1 if it must be true or must be false.
 */
static size_t
count_outside(const struct expr *x, size_t n, size_t *decided)
{
	static const unsigned bits[] = {1, 2, 4};
	const size_t names = expr_names(x);
	struct box box = {calloc(names + 1, sizeof(*box.span)),
	    calloc(names + 1, sizeof(*box.point))};
	struct expr_span span;
	size_t outside = 0;
	unsigned may;

	for (size_t i = 0; i < names; i++)
		box.span[i] = some_span(expr_name(x, i, NULL));
	span = expr_span(x, get_span, &box);
	may = expr_may(x, get_span, &box);
	*decided += may == 1 || may == 2;
	for (size_t k = 0; k < n; k++) {
		for (size_t i = 0; i < names; i++)
			box.point[i] = some_value(&box.span[i]);
		outside += !is_within(expr_eval(x, get_value, &box), span) ||
			   (bits[expr_test(x, get_value, &box)] & may) == 0;
	}
	free(box.span);
	free(box.point);
	return outside;
}

static json_t *
parse(const char *text)
{
	struct err e;

	return jsonl_parse(text, strlen(text), &e);
}

/* Begin a row of boxes; the lists of choices are there until box_end(). */
static void
box_begin(uint64_t seed)
{
	plain = parse("[\"a\",\"b\",\"rbf\",\"\"]");
	mixed = parse("[null,1,\"a\",true,9007199254740993,false,2.385,"
		      "\"b\"]");
	numbers = parse("[-2,1.0,3,0.5,9007199254740992,-9007199254740993]");
	rng_init(&rng, seed, 0, "expr", 0);
}

static void
box_end(void)
{
	json_decref(plain);
	json_decref(mixed);
	json_decref(numbers);
}

/* Whether both are the same nodes. */
static bool
is_same(const struct expr *a, const struct expr *b)
{
	bool same = a->n == b->n && json_equal(a->literals, b->literals);

	for (size_t i = 0; same && i < a->n; i++)
		same = a->nodes[i].op == b->nodes[i].op &&
		       a->nodes[i].first == b->nodes[i].first &&
		       a->nodes[i].n == b->nodes[i].n;
	return same;
}

#endif
