/*
 * Made up expressions: with as few parentheses as precedence needs they are
 * read as with all of them, and what they are at any point of a box is within
 * what they may be there.
 */
#include "buf.h"
#include "expr.h"
#include "expr_box.h"
#include "tap.h"

enum { EXPRESSIONS = 20000, POINTS = 8, DEPTH = 4 };

/* How tightly a phrase holds together, see hpo-space(5). */
enum { ANY, OR, AND, NOT, COMPARISON, SUM, PRODUCT, SIGN, POWER, PRIMARY };

/* The same expression with all parentheses, and with few. */
struct phrase {
	struct buf full, lean;
	int binds;
};

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
		wrong = count_outside(x, POINTS, decided);
	if (wrong > 0)
		printf("# %s: %zu points outside\n# %s\n", buf_text(&p.lean),
		    wrong, buf_text(&p.full));
	expr_free(x);
	expr_free(y);
	buf_release(&p.full);
	buf_release(&p.lean);
	return wrong;
}

int
main(void)
{
	size_t wrong = 0, decided = 0;

	box_begin(2385);
	for (size_t i = 0; i < EXPRESSIONS && wrong < 20; i++)
		wrong += try_one(&decided);
	ok(wrong == 0, "%d expressions at %d points each", EXPRESSIONS, POINTS);
	ok(decided > EXPRESSIONS / 20, "%zu of them are decided", decided);
	box_end();
	return tap_done();
}
