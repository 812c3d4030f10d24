/*
 * What every sampler makes of awkward histories: a point of the space, the same
 * whatever does not matter, another where it does.  Seeds are fixed.
 */
#include "points.h"
#include "rng.h"
#include "sampling.h"

enum {
	TRIALS = 30, /* of a history */
	WIDE = 64,   /* pending ones */
	BATCH = 5,
	SEEDS = 400,
};

static const char numeric[] = HEADER("7", NUMERIC);
static const char maximised[] =
    "{\"hpo\":1,\"seed\":\"7\",\"space\":{" NUMERIC "},\"objectives\":[{"
    "\"metric\":\"e\",\"goal\":\"maximize\"}]}";
static const char choices[] = HEADER("7",
    "\"a\":{\"type\":\"categorical\",\"choices\":[\"x\",\"y\",\"z\",0.1,1]},"
    "\"b\":{\"type\":\"bool\"},"
    "\"c\":{\"type\":\"categorical\",\"choices\":[1,2,3,4,5,6,7,8,9,10,11]},"
    "\"d\":{\"type\":\"categorical\",\"choices\":[\"one\"]}");
static const char deep[] = HEADER("7",
    "\"u\":{\"type\":\"float\",\"low\":0,\"high\":1,\"when\":\"b == 3\"},"
    "\"b\":{\"type\":\"int\",\"low\":1,\"high\":3,\"when\":\"a in ('x', "
    "'y')\"},"
    "\"v\":{\"type\":\"float\",\"low\":0,\"high\":1,\"step\":0.5,"
    "\"when\":\"b in (2, 3)\"},"
    "\"w\":{\"type\":\"pow2\",\"low\":1,\"high\":64,\"when\":\"v == 0.5\"},"
    "\"a\":{\"type\":\"categorical\",\"choices\":[\"x\",\"y\",\"z\"]},"
    "\"k\":{\"type\":\"const\",\"value\":1,\"when\":\"a == 'z'\"},"
    "\"l\":{\"type\":\"float\",\"low\":0,\"high\":1,\"when\":\"k == 1\"}");
static const char narrow[] = HEADER("7",
    "\"b\":{\"type\":\"int\",\"low\":1,\"high\":2},"
    "\"c\":{\"type\":\"const\",\"value\":null},"
    "\"d\":{\"type\":\"float\",\"low\":2.385,\"high\":2.3850000001}");

/* The value of trial i in a history, and its state. */
struct history_kind {
	const char *name;
	size_t complete, failed, pruned, pending;
	double (*value)(size_t i);
	bool same_point;
};

static double
ordinary(size_t i)
{
	return (double)(i * 7919 % 101) / 100 - 0.3;
}

static double
constant_value(size_t i)
{
	(void)i;
	return 2.385;
}

static double
huge(size_t i)
{
	return i == 3 ? 1e300 : i == 4 ? 1e-300 : i == 5 ? -1e300 : ordinary(i);
}

static const struct history_kind kinds[] = {
    {"no trial", 0, 0, 0, 0, ordinary, false},
    {"one trial", 1, 0, 0, 0, ordinary, false},
    {"an ordinary history", TRIALS, 3, 3, 2, ordinary, false},
    {"all equal", TRIALS, 0, 0, 0, constant_value, false},
    {"values of 1e300 and 1e-300", TRIALS, 0, 0, 0, huge, false},
    {"all failed", 0, TRIALS, 0, 0, ordinary, false},
    {"all pruned", 0, 0, TRIALS, 0, ordinary, false},
    {"one point only", TRIALS, 1, 1, 1, ordinary, true},
    {"pending ones only", 0, 0, 0, WIDE, ordinary, false},
    {"as many pending as may be", TRIALS, 0, 0, WIDE, ordinary, false},
    {"more than 200", 230, 0, 0, 0, ordinary, false},
};

/* The i-th point of a history. */
static json_t *
past_point(const struct space *space, const struct history_kind *kind, size_t i)
{
	double *u = calloc(space->dim + 1, sizeof(*u));
	struct rng rng;
	json_t *params;

	rng_init(&rng, 7, kind->same_point ? 1 : (uint32_t)i, "test", 0);
	for (size_t k = 0; k < space->dim; k++)
		u[k] = rng_uniform(&rng);
	params = params_at(space, u);
	free(u);
	return params;
}

/* Append the lines of trial i + 1, its value being factor v + offset. */
static void
write_trial(struct buf *lines, const struct space *space,
    const struct history_kind *kind, size_t i, const double affine[2])
{
	json_t *params = past_point(space, kind, i);
	const size_t failed = kind->complete + kind->failed;
	const size_t pruned = failed + kind->pruned;

	buf_printf(lines,
	    "{\"trial\":%zu,\"seq\":%zu,\"state\":\"waiting\","
	    "\"params\":",
	    i + 1, 2 * i + 1);
	jsonl_write(lines, params);
	buf_puts(lines, "}\n");
	json_decref(params);
	if (i >= pruned)
		return;
	buf_printf(lines, "{\"trial\":%zu,\"seq\":%zu,", i + 1, 2 * i + 2);
	if (i < kind->complete)
		buf_printf(lines, "\"state\":\"complete\"");
	else if (i < failed)
		buf_printf(lines, "\"state\":\"failed\",\"reason\":\"exit 1\"");
	else
		buf_printf(lines, "\"state\":\"pruned\",\"step\":%zu", i % 3);
	buf_printf(lines, ",\"metrics\":{\"e\":%.17g}}\n",
	    affine[0] * kind->value(i) + affine[1]);
}

static void
write_history(struct buf *lines, const struct space *space,
    const struct history_kind *kind, const double affine[2])
{
	const size_t n =
	    kind->complete + kind->failed + kind->pruned + kind->pending;

	for (size_t i = 0; i < n; i++)
		write_trial(lines, space, kind, i, affine);
}

/* The params that a sampler asks after a history, a new reference; or NULL. */
static json_t *
asked_after(const char *header, const char *sampler,
    const struct history_kind *kind, const double affine[2])
{
	struct buf lines = {0};
	struct err e = {0};
	struct run r;
	json_t *line, *params;

	run_start(&r, header, sampler);
	write_history(&lines, &r.study.space, kind, affine);
	run_read(&r, header, &lines);
	line = run_next(&r);
	params = json_incref(json_object_get(line, "params"));
	if (params && encode_check(&r.study.space, params, &e) == -1)
		ok(0, "%s after %s: %s", sampler, kind->name, e.text);
	json_decref(line);
	run_end(&r);
	buf_release(&lines);
	return params;
}

static void
test_histories(const char *sampler)
{
	static const char *const headers[] = {
	    tree, numeric, choices, deep, narrow};
	static const double plain[] = {1, 0}, affine[] = {2.385e3, -17};

	for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
		int good = 1, moved = 1;

		for (size_t i = 0; i < sizeof(headers) / sizeof(*headers);
		     i++) {
			json_t *once =
			    asked_after(headers[i], sampler, &kinds[k], plain);
			json_t *twice =
			    asked_after(headers[i], sampler, &kinds[k], plain);
			json_t *other =
			    asked_after(headers[i], sampler, &kinds[k], affine);

			/* All points of a small grid may be taken. */
			good &= once ? json_equal(once, twice)
				     : strcmp(sampler, "grid") == 0 && !twice;
			moved &= once ? json_equal(once, other) : !other;
			json_decref(once);
			json_decref(twice);
			json_decref(other);
		}
		ok(good, "%s after %s: a point, the same twice", sampler,
		    kinds[k].name);
		ok(moved || kinds[k].value == huge,
		    "%s after %s: another unit and zero of the values", sampler,
		    kinds[k].name);
	}
}

/* Who maximises -v asks what who minimises v does. */
static void
test_goal(const char *sampler)
{
	static const double plain[] = {1, 0}, mirrored[] = {-1, 0};
	json_t *down = asked_after(numeric, sampler, &kinds[2], plain);
	json_t *up = asked_after(maximised, sampler, &kinds[2], mirrored);
	json_t *wrong = asked_after(numeric, sampler, &kinds[2], mirrored);

	ok(json_equal(down, up), "%s: maximised", sampler);
	ok(!json_equal(down, wrong) ==
		((sampler_row_find(sampler)->flags & SAMPLER_MODEL) != 0),
	    "%s: values matter to models, and to nobody else", sampler);
	json_decref(down);
	json_decref(up);
	json_decref(wrong);
}

/* Whether the sampler asks for `want`, which is given up, after these lines. */
static bool
asks(const char *sampler, struct buf *lines, json_t *want)
{
	json_t *line;
	struct run r;
	bool same;

	run_start(&r, tree, sampler);
	run_read(&r, tree, lines);
	line = run_next(&r);
	same = json_equal(want, json_object_get(line, "params"));
	json_decref(line);
	json_decref(want);
	run_end(&r);
	return same;
}

/* In which order trials were told changes nothing. */
static void
test_order(const char *sampler)
{
	static const double plain[] = {1, 0};
	struct buf lines = {0};
	json_t *want = asked_after(tree, sampler, &kinds[2], plain);
	struct run r;

	run_start(&r, tree, sampler);
	for (size_t i = TRIALS + 8; i-- > 0;)
		write_trial(&lines, &r.study.space, &kinds[2], i, plain);
	run_end(&r);
	ok(asks(sampler, &lines, want), "%s: trials in another order", sampler);
	buf_release(&lines);
}

/* Of equal values those that came first stay the best, whatever is told later.
 */
static void
test_tags(const char *sampler)
{
	static const double plain[] = {1, 0};
	struct buf lines = {0};
	json_t *want = asked_after(tree, sampler, &kinds[3], plain);
	struct run r;

	run_start(&r, tree, sampler);
	write_history(&lines, &r.study.space, &kinds[3], plain);
	run_end(&r);
	for (size_t i = 0; i < TRIALS / 2; i++)
		buf_printf(&lines,
		    "{\"trial\":%zu,\"seq\":%zu,\"tags\":{\"note\":\"good\"}}"
		    "\n",
		    i + 1, 2 * (size_t)TRIALS + i + 1);
	ok(asks(sampler, &lines, want), "%s: a tag on a trial that has ended",
	    sampler);
	buf_release(&lines);
}

/* How many of SEEDS asks are near x = 0.5, y = 1, after these lines. */
static int
count_near(const char *sampler, struct buf *lines)
{
	int near = 0;

	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		json_t *line;
		struct run r;

		run_begin(&r, numeric, sampler, &seed, true);
		run_read(&r, numeric, lines);
		line = run_next(&r);
		near += fabs(member(line, "x") - 0.5) < 0.1 &&
			fabs(log10(member(line, "y"))) < 2.4;
		json_decref(line);
		run_end(&r);
	}
	return near;
}

/* Trials at x and y = 10^z, told as the text says. */
static void
tell_at(struct buf *lines, size_t number, double x, double z, const char *text)
{
	buf_printf(lines,
	    "{\"trial\":%zu,\"params\":{\"x\":%.12g,\"y\":%.11e},%s}\n", number,
	    x, pow(10, z), text);
}

/*
 * Where points have failed, in the middle of good ones, few more are asked.  Of
 * a forest this is in test_forest_sampler.c: it does not look into the middle.
 */
static void
test_failures(const char *sampler)
{
	struct buf lines = {0};
	int before, after, lost;
	size_t n = 0;

	for (int i = 0; i < 5; i++)
		for (int k = 0; k < 5; k++) {
			char text[80];

			if (i == 2 && k == 2)
				continue;
			snprintf(text, sizeof(text),
			    "\"state\":\"complete\",\"metrics\":{\"e\":%d}",
			    (i - 2) * (i - 2) + (k - 2) * (k - 2));
			tell_at(&lines, ++n, .1 + .2 * i, -10 + 5 * k, text);
		}
	before = count_near(sampler, &lines);
	for (int i = 0; i < 5; i++)
		tell_at(&lines, ++n, .46 + .02 * i, 0.5 * (i * 2 % 5) - 1,
		    "\"state\":\"failed\",\"reason\":\"lost\"");
	lost = count_near(sampler, &lines);
	n -= 5;
	for (int i = 0; i < 5; i++)
		tell_at(&lines, ++n, .46 + .02 * i, 0.5 * (i * 2 % 5) - 1,
		    "\"state\":\"failed\",\"reason\":\"exit 1: crash\"");
	after = count_near(sampler, &lines);
	ok(before > SEEDS / 5 && 10 * after < before,
	    "%s: near failures %d of %d, before %d", sampler, after, SEEDS,
	    before);
	ok(lost > before / 2, "%s: what was lost says nothing: %d", sampler,
	    lost);
	buf_release(&lines);
}

/* Points that are asked together keep apart: each is a bad one to the next. */
static void
test_apart(const char *sampler)
{
	static const double plain[] = {1, 0};
	struct buf lines = {0};
	double x[WIDE], y[WIDE];
	int twins = 0;
	struct run r;

	run_start(&r, numeric, sampler);
	write_history(&lines, &r.study.space, &kinds[2], plain);
	run_read(&r, numeric, &lines);
	for (int i = 0; i < WIDE; i++) {
		json_t *line = run_next(&r);
		bool twin = false;

		x[i] = member(line, "x");
		y[i] = log10(member(line, "y")) / 24;
		for (int k = 0; k < i; k++)
			twin |=
			    fabs(x[i] - x[k]) < .01 && fabs(y[i] - y[k]) < .01;
		twins += twin;
		json_decref(line);
	}
	ok(20 * twins < WIDE, "%s: near-duplicates of %d together: %d", sampler,
	    WIDE, twins);
	run_end(&r);
	buf_release(&lines);
}

/* Another order of parameters, the same points. */
static void
test_reordered(const char *sampler)
{
	static const double plain[] = {1, 0};
	struct buf lines = {0};
	int good = 1;
	struct run r;

	run_start(&r, scales, sampler);
	if (strcmp(sampler, "random") != 0) /* its design does depend on it */
		write_history(&lines, &r.study.space, &kinds[2], plain);
	for (int i = 0; i < BATCH; i++) {
		struct run other;
		json_t *line, *one;

		run_end(&r);
		run_start(&r, scales, sampler);
		run_start(&other, scales_reordered, sampler);
		run_read(&r, scales, &lines);
		run_read(&other, scales_reordered, &lines);
		line = run_next(&r);
		one = run_next(&other);
		good &= json_equal(json_object_get(line, "params"),
		    json_object_get(one, "params"));
		jsonl_write(&lines, line);
		buf_puts(&lines, "\n");
		json_decref(line);
		json_decref(one);
		run_end(&other);
	}
	run_end(&r);
	buf_release(&lines);
	ok(good, "%s: the order of parameters is irrelevant", sampler);
}

int
main(void)
{
	for (const struct sampler_row *row = sampler_rows; row->name; row++) {
		test_histories(row->name);
		test_order(row->name);
		test_tags(row->name);
		test_goal(row->name);
		if ((row->flags & SAMPLER_MODEL) != 0 &&
		    strcmp(row->name, "forest") != 0)
			test_failures(row->name);
		if ((row->flags & SAMPLER_MODEL) != 0)
			test_apart(row->name);
	}
	test_reordered("random");
	test_reordered("tpe");
	test_reordered("forest");
	return tap_done();
}
