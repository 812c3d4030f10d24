/* What a payload says: lines, patterns, the last line, and their order. */
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "jsonl.h"
#include "pattern.h"
#include "result.h"
#include "tap.h"

/* Whether value is written as want; NULL is "none".  Consumes value. */
static int
is(json_t *value, const char *want)
{
	struct buf b = {0};
	int good;

	if (value)
		jsonl_write(&b, value);
	else
		buf_puts(&b, "none");
	good = strcmp(buf_text(&b), want) == 0;
	if (!good)
		printf("# %s, not %s\n", b.data, want);
	buf_release(&b);
	json_decref(value);
	return good;
}

static const struct {
	const char *text, *want;
} numbers[] = {
    {"1", "1"},
    {" 2.385\t", "2.385"},
    {"-0.5e-3", "-0.0005"},
    {"1.0", "1.0"},
    {"+5", "5"},
    {"9007199254740993", "9007199254740992.0"},
    {"1e400", "\"inf\""},
    {"-1e400", "\"-inf\""},
    {"nan", "\"nan\""},
    {"-NaN", "\"nan\""},
    {"Infinity", "\"inf\""},
    {"-inf", "\"-inf\""},
    {"", "none"},
    {"  ", "none"},
    {"1 2", "none"},
    {"0.5x", "none"},
    {"1,5", "none"},
    {"--1", "none"},
    {"e5", "none"},
};

static const struct {
	const char *line, *want;
	double step;
} lines[] = {
    {"{\"a\":1,\"b\":2.5,\"s\":\"x\",\"t\":true,\"n\":null,\"o\":{}}",
	"{\"a\":1,\"b\":2.5}", -1},
    {"{\"step\":3,\"trial\":1,\"attempt\":2,\"a\":1}", "{\"a\":1}", 3},
    {"{\"step\":0.5,\"metrics\":{\"a\":1,\"step\":9},\"b\":2}",
	"{\"a\":1,\"step\":9}", 0.5},
    {"{\"step\":-1,\"a\":1}", "{\"a\":1}", -1},
    {"{\"step\":null,\"metrics\":3,\"b\":2}", "{\"metrics\":3,\"b\":2}", -1},
    {"{\"a\":NaN,\"b\":-Infinity,\"c\":nan,\"d\":1}",
	"{\"a\":\"nan\",\"b\":\"-inf\",\"c\":\"nan\",\"d\":1}", -1},
    {"{\"a\":1e999,\"b\":100000000000000000000}", "{\"a\":\"inf\",\"b\":1e+20}",
	-1},
    {"{\"a\":\"NaN\",\"b\":\"Infinity\",\"c\":\"1\"}",
	"{\"a\":\"nan\",\"b\":\"inf\"}", -1},
    {"{\"a\\\"NaN\":NaN,\"s\":\"NaN \\\\\"}", "{\"a\\\"NaN\":\"nan\"}", -1},
    {"{}", "{}", -1},
    {"[1]", "none", -1},
    {"1", "none", -1},
    {"text", "none", -1},
    {"{\"a\":1", "none", -1},
    {"", "none", -1},
};

static void
test_text(void)
{
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		ok(is(result_number(numbers[i].text, strlen(numbers[i].text)),
		       numbers[i].want),
		    "number '%s'", numbers[i].text);
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		double step;
		json_t *metrics =
		    result_metrics(lines[i].line, strlen(lines[i].line), &step);

		ok(is(metrics, lines[i].want) && step == lines[i].step,
		    "line %s", lines[i].line);
	}
}

static json_t *
parse(const char *text)
{
	struct err e = {0};

	return text ? jsonl_parse(text, strlen(text), &e) : NULL;
}

/* final, matched, steps: objects or NULL; line: the last of the output. */
static const struct {
	const char *final, *matched, *steps, *line, *names, *want;
} judged[] = {
    {"{\"a\":1,\"b\":2}", NULL, NULL, "9", "[\"a\"]", "{\"a\":1,\"b\":2}"},
    {NULL, "{\"a\":3}", NULL, "9", "[\"a\"]", "{\"a\":3}"},
    {NULL, NULL, NULL, "9", "[\"a\"]", "{\"a\":9}"},
    {NULL, NULL, NULL, "{\"a\":4,\"c\":5}", "[\"a\"]", "{\"a\":4,\"c\":5}"},
    {"{\"b\":2}", NULL, "{\"a\":6,\"z\":1}", "9", "[\"a\"]",
	"{\"b\":2,\"a\":6}"},
    {"{\"a\":1}", "{\"a\":3,\"m\":4}", NULL, NULL, "[\"a\"]",
	"{\"a\":1,\"m\":4}"},
    {"{\"a\":1}", NULL, NULL, "{\"b\":2}", "[\"a\",\"b\"]",
	"{\"a\":1,\"b\":2}"},
    {"{\"a\":1}", NULL, NULL, "2", "[\"a\",\"b\"]",
	"no result for 'b', only for 'a'"},
    {NULL, NULL, NULL, NULL, "[\"a\"]", "no result"},
    {NULL, NULL, NULL, "text", "[\"a\"]", "no result"},
    {NULL, NULL, NULL, "nan", "[\"a\"]", "nonfinite: a"},
    {"{\"a\":\"inf\"}", "{\"a\":1}", NULL, NULL, "[\"a\"]", "nonfinite: a"},
    {NULL, NULL, "{\"a\":\"nan\"}", "1", "[\"a\"]", "nonfinite: a"},
    {"{\"a\":1,\"b\":\"nan\",\"c\":\"inf\"}", NULL, NULL, NULL, "[\"a\"]",
	"{\"a\":1}"},
};

static void
test_judge(void)
{
	for (size_t i = 0; i < sizeof(judged) / sizeof(*judged); i++) {
		struct result r = {.final = parse(judged[i].final),
		    .matched = parse(judged[i].matched),
		    .steps = parse(judged[i].steps)};
		const char *line = judged[i].line;
		json_t *names = parse(judged[i].names), *metrics;
		struct buf left_out = {0}, reason = {0};

		metrics = result_judge(&r, line, line ? strlen(line) : 0,
		    &(struct wanted){names, NULL}, &left_out, &reason);
		ok(metrics ? is(metrics, judged[i].want)
			   : strcmp(buf_text(&reason), judged[i].want) == 0,
		    "judged: %s", judged[i].want);
		json_decref(names);
		buf_release(&left_out);
		buf_release(&reason);
		result_release(&r);
	}
}

/* What is judged of final and steps, names being ["a"]: metrics or a reason. */
static void
test_constrained(
    const char *final, const char *steps, const char *names, const char *want)
{
	struct result r = {.final = parse(final), .steps = parse(steps)};
	json_t *objectives = parse("[\"a\"]"), *constrained = parse(names);
	struct buf left_out = {0}, reason = {0};
	json_t *metrics = result_judge(&r, NULL, 0,
	    &(struct wanted){objectives, constrained}, &left_out, &reason);

	ok(metrics ? is(metrics, want) : strcmp(buf_text(&reason), want) == 0,
	    "judged with a constraint: %s", want);
	json_decref(objectives);
	json_decref(constrained);
	buf_release(&left_out);
	buf_release(&reason);
	result_release(&r);
}

static void
test_steps(void)
{
	struct result r = {0};
	json_t *first = parse("{\"a\":1,\"b\":2}");
	json_t *second = parse("{\"a\":\"nan\",\"c\":3}");
	const char *odd;

	result_step(&r, first, &odd);
	ok(!odd, "all finite");
	result_step(&r, second, &odd);
	ok(odd && strcmp(odd, "a") == 0, "one is not");
	ok(is(json_incref(r.last), "{\"c\":3}"), "the last step's finite ones");
	ok(is(json_incref(r.steps), "{\"a\":\"nan\",\"b\":2,\"c\":3}"),
	    "the last of each");
	json_decref(first);
	json_decref(second);
	result_release(&r);
}

static bool
feed(const struct patterns *p, struct matches *m, const char *line)
{
	return patterns_match(p, m, line, strlen(line));
}

static void
test_alternatives(void)
{
	static const char *const empty[] = {"a=(|^.$)+", "a=(x|)", "a=|(x)",
	    "a=(x)|", "a=(a||b)", "a=([[:digit:]]|)"};
	static const char *const right[] = {"a=(a|b)", "a=([|)])", "a=([]|]|b)",
	    "a=([^]|)]|b)", "a=(\\||\\))", "a=()", "a=([[:digit:]|)]|x)"};
	struct err e = {0};

	for (size_t i = 0; i < sizeof(empty) / sizeof(*empty); i++) {
		struct patterns p = {0};

		ok(patterns_add(&p, empty[i], &e) == -1, "%s", empty[i]);
	}
	for (size_t i = 0; i < sizeof(right) / sizeof(*right); i++) {
		struct patterns p = {0};

		ok(patterns_add(&p, right[i], &e) == 0, "%s", right[i]);
		patterns_release(&p);
	}
}

static void
test_patterns(void)
{
	struct patterns p = {0};
	struct matches m = {0};
	struct err e = {0};

	ok(patterns_add(&p, "noequals", &e) == -1, "no regex");
	ok(patterns_add(&p, "=(x)", &e) == -1, "no name");
	ok(patterns_add(&p, "a=(x", &e) == -1, "no regular expression");
	ok(patterns_add(&p, "a=x", &e) == -1, "no group");
	test_alternatives();
	ok(patterns_add(&p, "a=^a=([^ ]*)", &e) == 0 &&
		patterns_add(&p, "b=b=([^ ]*)", &e) == 0 && p.n == 2,
	    "two patterns");
	ok(!feed(&p, &m, "x a=1"), "no step, nothing to pass on");
	ok(is(json_incref(m.found), "{}"), "^ is the line's beginning");
	feed(&p, &m, "a=1 b=2 b=3 b=x");
	ok(is(json_incref(m.found), "{\"a\":1,\"b\":3}"),
	    "the last that is a number");
	feed(&p, &m, "a= b=nan");
	ok(is(json_incref(m.found), "{\"a\":1,\"b\":\"nan\"}"), "nan is found");
	matches_release(&m);
	ok(patterns_add(&p, "step=epoch ([0-9]+)", &e) == 0, "a step");
	ok(!feed(&p, &m, "a=1"), "before the first step");
	ok(!feed(&p, &m, "epoch 2"), "a step alone");
	ok(feed(&p, &m, "a=5") && m.step == 2, "a metric after it");
	ok(feed(&p, &m, "b=6") && is(json_incref(m.now), "{\"a\":5,\"b\":6}"),
	    "another of the same step");
	ok(feed(&p, &m, "b=7 epoch 3") && m.step == 3 &&
		is(json_incref(m.now), "{\"b\":7}"),
	    "the next one");
	ok(is(json_incref(m.found), "{\"a\":5,\"b\":7}"), "step is no metric");
	matches_release(&m);
	patterns_release(&p);
}

int
main(void)
{
	test_text();
	test_judge();
	test_constrained(
	    "{\"a\":1,\"b\":\"nan\"}", NULL, "[\"m\",\"b\"]", "nonfinite: b");
	test_constrained(
	    "{\"a\":1,\"b\":\"nan\"}", NULL, "[\"m\"]", "{\"a\":1}");
	test_constrained(
	    "{\"a\":1}", "{\"m\":3,\"c\":4}", "[\"m\"]", "{\"a\":1,\"m\":3}");
	test_steps();
	test_patterns();
	return tap_done();
}
