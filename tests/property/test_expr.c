/*
 * Made up expressions: with as few parentheses as precedence needs they are
 * read as with all of them, and what they are at any point of a box is within
 * what they may be there.
 */
#include <math.h>
#include <string.h>

#include "buf.h"
#include "expr.h"
#include "expr_node.h"
#include "jsonl.h"
#include "rng.h"
#include "tap.h"

enum { EXPRESSIONS = 20000, POINTS = 8, DEPTH = 4 };

/* How tightly a phrase holds together, see hpo-space(5). */
enum { ANY, OR, AND, NOT, COMPARISON, SUM, PRODUCT, SIGN, POWER, PRIMARY };

/* The same expression with all parentheses, and with few. */
struct phrase {
	struct buf full, lean;
	int binds;
};

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

static void
say(struct phrase *p, const char *text)
{
	buf_puts(&p->full, text);
	buf_puts(&p->lean, text);
}

/* Append part, which is used up, where it has to bind as tightly as least. */
static void
append(struct phrase *p, struct phrase part, int least)
{
	const char *open = part.binds < least ? "(" : "";
	const char *close = part.binds < least ? ")" : "";

	buf_printf(&p->full, "(%s)", buf_text(&part.full));
	buf_printf(&p->lean, "%s%s%s", open, buf_text(&part.lean), close);
	buf_release(&part.full);
	buf_release(&part.lean);
}

static struct phrase
leaf(const char *text)
{
	struct phrase p = {.binds = *text == '-' ? SIGN : PRIMARY};

	say(&p, text);
	return p;
}

static struct phrase make(int depth, bool truth);

static struct phrase
make_list(void)
{
	static const char *const values[] = {"1", "-2.385", "'a'", "'b'",
	    "null", "true", "9007199254740993", "0.5", "'zz'", "false", "3"};
	struct phrase p = {.binds = PRIMARY};

	say(&p, "(");
	say(&p, ONE_OF(values));
	for (size_t n = below(4); n > 0; n--) {
		say(&p, ", ");
		say(&p, ONE_OF(values));
	}
	say(&p, ")");
	return p;
}

static struct phrase
make_binary(int depth, bool truth, const char *op, int binds)
{
	const bool power = binds == POWER, comparison = binds == COMPARISON;
	struct phrase p = {.binds = binds};

	append(&p, make(depth, truth),
	    power        ? PRIMARY
	    : comparison ? SUM
			 : binds);
	say(&p, op);
	append(&p, make(depth, truth), power ? SIGN : binds + 1);
	return p;
}

static struct phrase
make_function(int depth)
{
	static const char *const unary[] = {
	    "abs", "log", "exp", "sqrt", "round", "floor", "ceil"};
	static const char *const many[] = {"min", "max"};
	struct phrase p = {.binds = PRIMARY};
	size_t more = 0;

	if (below(2) == 0) {
		say(&p, ONE_OF(unary));
	} else {
		say(&p, ONE_OF(many));
		more = below(3);
	}
	say(&p, "(");
	append(&p, make(depth, false), ANY);
	for (; more > 0; more--) {
		say(&p, ", ");
		append(&p, make(depth, false), ANY);
	}
	say(&p, ")");
	return p;
}

static struct phrase
make_number(int depth)
{
	static const char *const leaves[] = {"x", "y", "z", "n", "x", "y", "m",
	    "0", "1", "2", "-1.5", "2.385", "7", "0.1", "1e300", "1e-300", "-3",
	    "9007199254740993", "c"};
	struct phrase p = {.binds = SIGN};

	if (depth == 0)
		return leaf(ONE_OF(leaves));
	switch (below(8)) {
	case 0:
		return make_binary(depth - 1, false, " + ", SUM);
	case 1:
		return make_binary(depth - 1, false, " - ", SUM);
	case 2:
		return make_binary(depth - 1, false, " * ", PRODUCT);
	case 3:
		return make_binary(depth - 1, false, " / ", PRODUCT);
	case 4:
		return make_binary(depth - 1, false, " % ", PRODUCT);
	case 5:
		return make_binary(depth - 1, false, " ^ ", POWER);
	case 6:
		return make_function(depth - 1);
	default:
		say(&p, "-");
		append(&p, make(depth - 1, false), SIGN);
		return p;
	}
}

/* A comparison of what is no number, too. */
static struct phrase
make_comparison(int depth)
{
	static const char *const ops[] = {
	    " == ", " != ", " < ", " <= ", " > ", " >= "};
	static const char *const leaves[] = {"c", "d", "s", "t", "m", "'a'",
	    "'b'", "null", "true", "absent", "''", "x", "9007199254740992",
	    "-9007199254740992", "d"};
	static const char *const patterns[] = {
	    "'a%'", "'_'", "'%b%'", "'rb_'", "'%'", "''"};
	struct phrase p = {.binds = COMPARISON};

	switch (below(5)) {
	case 0:
		return make_binary(depth, false, ONE_OF(ops), COMPARISON);
	case 1:
		append(&p, leaf(ONE_OF(leaves)), SUM);
		say(&p, ONE_OF(ops));
		append(&p, leaf(ONE_OF(leaves)), SUM);
		return p;
	case 2:
		append(&p, below(2) ? leaf(ONE_OF(leaves)) : make(depth, false),
		    SUM);
		say(&p, below(2) ? " in " : " not in ");
		struct phrase list = make_list();
		say(&p, buf_text(&list.full));
		buf_release(&list.full);
		buf_release(&list.lean);
		return p;
	case 3:
		append(&p, leaf(ONE_OF(leaves)), SUM);
		say(&p, below(2) ? " like " : " not ilike ");
		say(&p, ONE_OF(patterns));
		return p;
	default:
		append(&p, below(2) ? leaf(ONE_OF(leaves)) : make(depth, false),
		    SUM);
		say(&p, below(2) ? " is null" : " is not null");
		return p;
	}
}

static struct phrase
make_truth(int depth)
{
	struct phrase p = {.binds = NOT};

	if (depth == 0)
		return below(4) ? make_comparison(0) : leaf("t");
	switch (below(6)) {
	case 0:
	case 1:
		return make_binary(depth - 1, true, " and ", AND);
	case 2:
	case 3:
		return make_binary(depth - 1, true, " or ", OR);
	case 4:
		say(&p, "not ");
		append(&p, make(depth - 1, true), NOT);
		return p;
	default:
		return make_comparison(depth - 1);
	}
}

/* Now and then of the wrong kind, which is unknown. */
static struct phrase
make(int depth, bool truth)
{
	if (below(20) == 0)
		truth = !truth;
	return truth ? make_truth(depth) : make_number(depth);
}

/* What the names may be, and a point within. */
struct world {
	const struct expr *expr;
	struct expr_span span[16];
	struct expr_value point[16];
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
	return ((const struct world *)arg)->span[i];
}

static struct expr_value
get_value(const void *arg, size_t i)
{
	return ((const struct world *)arg)->point[i];
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

/* How many points of how many boxes are not within; *open grows by what is not
 * known beforehand. */
static size_t
count_outside(const struct expr *x, size_t *decided)
{
	static const unsigned bits[] = {1, 2, 4};
	struct world w = {.expr = x};
	struct expr_span span;
	size_t outside = 0;
	unsigned may;

	for (size_t i = 0; i < expr_names(x); i++)
		w.span[i] = some_span(expr_name(x, i, NULL));
	span = expr_span(x, get_span, &w);
	may = expr_may(x, get_span, &w);
	*decided += may == 1 || may == 2;
	for (size_t k = 0; k < POINTS; k++) {
		for (size_t i = 0; i < expr_names(x); i++)
			w.point[i] = some_value(&w.span[i]);
		outside += !is_within(expr_eval(x, get_value, &w), span) ||
			   (bits[expr_test(x, get_value, &w)] & may) == 0;
	}
	return outside;
}

/* 0 if all is well with one expression. */
static size_t
try_one(size_t *decided)
{
	struct phrase p = make(DEPTH, below(3) != 0);
	struct err e;
	struct expr *x = expr_parse(buf_text(&p.lean), &e);
	struct expr *y = expr_parse(buf_text(&p.full), &e);
	size_t wrong = 1;

	if (x && y && is_same(x, y))
		wrong = count_outside(x, decided);
	if (wrong > 0)
		printf("# %s: %zu points outside\n# %s\n", buf_text(&p.lean),
		    wrong, buf_text(&p.full));
	expr_free(x);
	expr_free(y);
	buf_release(&p.full);
	buf_release(&p.lean);
	return wrong;
}

static json_t *
parse(const char *text)
{
	struct err e;

	return jsonl_parse(text, strlen(text), &e);
}

int
main(void)
{
	size_t wrong = 0, decided = 0;

	plain = parse("[\"a\",\"b\",\"rbf\",\"\"]");
	mixed = parse("[null,1,\"a\",true,9007199254740993,false,2.385,\"b\"]");
	numbers = parse("[-2,1.0,3,0.5,9007199254740992,-9007199254740993]");
	rng_init(&rng, 2385, 0, "expr", 0);
	for (size_t i = 0; i < EXPRESSIONS && wrong < 20; i++)
		wrong += try_one(&decided);
	ok(wrong == 0, "%d expressions at %d points each", EXPRESSIONS, POINTS);
	ok(decided > EXPRESSIONS / 20, "%zu of them are decided", decided);
	json_decref(plain);
	json_decref(mixed);
	json_decref(numbers);
	return tap_done();
}
