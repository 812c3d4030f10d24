/* Expressions: what is read, what is refused at which byte. */
#include <string.h>

#include "expr.h"
#include "jsonl.h"
#include "tap.h"

/* What is refused where; says is a part of the hint, if there is one. */
static const struct {
	const char *text;
	int column;
	const char *says;
} bad[] = {
    {"", 1, NULL},
    {"   ", 4, NULL},
    {"a ==", 5, NULL},
    {"a == $", 6, NULL},
    {"in == 1", 1, NULL},
    {"1 +", 4, NULL},
    {"* 2", 1, NULL},
    {"1 2", 3, NULL},
    {"a b", 3, NULL},
    {"(1", 3, NULL},
    {"1)", 2, NULL},
    {"()", 2, NULL},
    {"a < b < c", 7, "chained"},
    {"a == b == c", 8, "chained"},
    {"a is null is null", 11, "chained"},
    {"a in (1) in (2)", 10, "chained"},
    {"a not in (1) < 2", 14, "chained"},
    {"1 + not a", 5, "parentheses"},
    {"a == not b", 6, "parentheses"},
    {"a not b", 7, NULL},
    {"a not not in (1)", 7, NULL},
    {"a is", 5, NULL},
    {"a is 1", 6, NULL},
    {"a is 'null'", 6, NULL},
    {"a is not true", 10, NULL},
    {"a in ()", 7, NULL},
    {"a in 1", 6, NULL},
    {"a in (1", 8, NULL},
    {"a in (1,)", 9, NULL},
    {"a in (b)", 7, "'b'"},
    {"a in ('x' 'y')", 11, NULL},
    {"a in (-'x')", 8, NULL},
    {"a in (1 + 1)", 9, NULL},
    {"a in [1]", 6, NULL},
    {"(1, 2)", 3, NULL},
    {"a like b", 8, NULL},
    {"a like 1", 8, NULL},
    {"min()", 5, NULL},
    {"min(1,)", 7, NULL},
    {"abs(1, 2)", 6, NULL},
    {"lgo(1)", 1, "'log'"},
    {"log10(1)", 1, "unknown"},
    {"`log`(1)", 6, NULL},
    {"log (1", 7, NULL},
    {"a adn b", 3, "'and'"},
    {"a between 1 and 2", 3, "'x >= a"},
    {"a && b", 3, "'and'"},
    {"a || b", 3, "'or'"},
    {"!a", 1, "'not'"},
    {"a ** 2", 3, "'^'"},
    {"a => 2", 3, "'>='"},
    {"a =< 2", 3, "'<='"},
    {"a === 2", 3, "'=='"},
    {"a \u2264 2", 3, "'<='"},
    {"a ; b", 3, NULL},
    {"a & b", 3, "'and'"},
    {"1x", 1, NULL},
    {"1.5.2", 1, NULL},
    {"1e", 1, NULL},
    {"0x10", 1, NULL},
    {"1_000", 1, NULL},
    {".", 1, NULL},
    {"a[b]", 2, NULL},
    {"a[1", 2, NULL},
    {"1e999", 1, NULL},
    {"a == 'x", 6, NULL},
    {"a.`b", 1, NULL},
    {"`a == 1", 1, NULL},
    {"``", 1, NULL},
    {"`\xff`", 1, NULL},
    {"a == '\xff'", 6, NULL},
    {"`a` `b`", 5, NULL},
    {"`a`b", 4, NULL},
};

static void
test_bad(void)
{
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct err e = {0};
		struct expr *x = expr_parse(bad[i].text, &e);

		ok(!x && e.column == bad[i].column &&
			(!bad[i].says || strstr(e.text, bad[i].says)),
		    "refused at byte %d: %s (%s)", e.column, bad[i].text,
		    e.text);
		expr_free(x);
	}
}

/* n times what repeats, between two ends. */
static struct expr *
parse_many(const char *begin, const char *again, size_t n, const char *end,
    struct err *e)
{
	struct buf b = {0};
	struct expr *x;

	buf_puts(&b, begin);
	for (size_t i = 0; i < n; i++)
		buf_puts(&b, again);
	buf_puts(&b, end);
	x = expr_parse(buf_text(&b), e);
	buf_release(&b);
	return x;
}

static void
test_limits(void)
{
	static const struct {
		const char *begin, *again, *end;
		int width;
	} deep[] = {
	    {"", "(", "1", 1},
	    {"", "-", "1", 1},
	    {"", "not ", "t", 4},
	    {"", "abs(", "1", 4},
	    {"1", "^2", "", 2},
	};
	struct err e;
	struct expr *x;

	for (size_t i = 0; i < sizeof(deep) / sizeof(*deep); i++) {
		x = parse_many(deep[i].begin, deep[i].again, EXPR_DEPTH_MAX + 1,
		    deep[i].end, &e);
		ok(!x && e.column > EXPR_DEPTH_MAX * deep[i].width &&
			e.column <= (EXPR_DEPTH_MAX + 1) * deep[i].width + 1,
		    "too deep: %s (%d: %s)", deep[i].again, e.column, e.text);
	}
	x = parse_many("", "-", EXPR_DEPTH_MAX, "1", &e);
	ok(x != NULL, "as deep as may be");
	expr_free(x);
	x = parse_many("1", "+1", EXPR_TEXT_MAX / 2 - 1, "", &e);
	ok(x != NULL, "a long sum is not deep");
	expr_free(x);
	x = parse_many("1", " ", EXPR_TEXT_MAX, "", &e);
	ok(!x && e.column == EXPR_TEXT_MAX + 1, "too long");
	x = parse_many("a like '", "x", EXPR_PATTERN_MAX, "'", &e);
	ok(x != NULL, "as long a pattern as may be");
	expr_free(x);
	x = parse_many("a like '", "x", EXPR_PATTERN_MAX + 1, "'", &e);
	ok(!x && e.column == 8, "too long a pattern");
}

/* Write what was taken as name:literal@byte. */
static void
note(void *arg, size_t name, json_t *literal, size_t at)
{
	struct buf *out = arg;

	buf_printf(out, "%zu:", name);
	jsonl_write(out, literal);
	buf_printf(out, "@%zu ", at);
}

static void
test_parts(void)
{
	static const char text[] = "b == 1 and 'x' != a or b in (-2, null) or "
				   "b + 1 == 3 or a == b or 1 == 1 or b < 4 or "
				   "a == -(5) or a.`c-d` = true";
	static const char wanted[] =
	    "0:1@5 1:\"x\"@11 0:-2@29 0:null@33 1:-5@90 2:true@108 ";
	struct err e;
	struct expr *x = expr_parse(text, &e);
	struct buf b = {0};
	size_t at = 0;

	ok(x && expr_names(x) == 3, "three names");
	ok(strcmp(expr_name(x, 0, &at), "b") == 0 && at == 0, "the first");
	ok(strcmp(expr_name(x, 1, &at), "a") == 0 && at == 18, "the second");
	ok(strcmp(expr_name(x, 2, NULL), "a.c-d") == 0, "the third");
	expr_literals(x, note, &b);
	ok(strcmp(buf_text(&b), wanted) == 0, "literals: %s", buf_text(&b));
	buf_release(&b);
	expr_free(x);
	expr_free(NULL);
}

int
main(void)
{
	test_bad();
	test_limits();
	test_parts();
	return tap_done();
}
