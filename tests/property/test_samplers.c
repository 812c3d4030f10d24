/*
 * What holds for every sampler, whichever they are: the rows of samplers.c
 * (study) and the table of sampler.c (hpo-ask) are walked.  Seeds are fixed, so
 * a test that passes passes always.  What a history does is in
 * test_histories.c.
 */
#include "sampling.h"

enum {
	BATCH = 5,
	POINTS = 300,
	DRAWS = 14000,
	LEVELS = 7,
	FINITE = 20,
	SEARCHED = 40,
};

static const char tree_other_seed[] = HEADER("8", TREE);
static const char twenty[] = HEADER("7",
    "\"a\":{\"type\":\"int\",\"low\":1,\"high\":4},"
    "\"b\":{\"type\":\"ordinal\",\"choices\":[1,2.385,\"x\",null,true]}");
/* 101 numbers of 12 digits. */
static const char hundred[] =
    HEADER("7", "\"a\":{\"type\":\"float\",\"low\":1e6,\"high\":1000000.001}");
static const char constant[] =
    HEADER("7", "\"a\":{\"type\":\"const\",\"value\":2.385}");

/* A trial was told: every third failed, the others have a value. */
static void
write_line(struct buf *lines, json_t *line, bool told)
{
	const long long n =
	    (long long)json_integer_value(json_object_get(line, "trial"));

	jsonl_write(lines, line);
	buf_puts(lines, "\n");
	if (told && n % 3 == 0)
		buf_printf(lines,
		    "{\"trial\":%lld,\"state\":\"failed\",\"reason\":"
		    "\"exit 1\"}\n",
		    n);
	else if (told)
		buf_printf(lines,
		    "{\"trial\":%lld,\"state\":\"complete\",\"metrics\":"
		    "{\"e\":%lld}}\n",
		    n, n * 7919 % 101);
}

/* Append n asks to those of list, of which the first `told` have ended. */
static void
ask_after(const char *header, const char *sampler, json_t *list, size_t told,
    size_t n)
{
	struct buf lines = {0};
	struct run r;

	for (size_t i = 0; i < json_array_size(list); i++)
		write_line(&lines, json_array_get(list, i), i < told);
	run_start(&r, header, sampler);
	run_read(&r, header, &lines);
	for (size_t i = 0; i < n; i++) {
		json_t *line = run_next(&r);

		if (line)
			json_array_append_new(list, line);
	}
	run_end(&r);
	buf_release(&lines);
}

static void
ask(const char *header, const char *sampler, json_t *list, size_t n)
{
	ask_after(header, sampler, list, 0, n);
}

/* Append n asks, one by one, each after the results of those before. */
static void
search(const char *header, const char *sampler, json_t *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		ask_after(header, sampler, list, json_array_size(list), 1);
}

/*
 * Whether all points of a list are the model's, of a forest a few of them the
 * prior's; those of others need not.
 */
static int
all_modelled(json_t *list, const char *sampler)
{
	size_t i, priors = 0;
	json_t *line;

	if ((sampler_row_find(sampler)->flags & SAMPLER_MODEL) == 0)
		return 1;
	json_array_foreach (list, i, line) {
		json_t *made = json_object_get(line, "ask");
		const char *why =
		    json_string_value(json_object_get(made, "why"));

		const bool prior = why && strcmp(why, "prior") == 0 &&
				   strcmp(sampler, "forest") == 0;

		priors += prior;
		if (!why ||
		    (strncmp(why, "model", strlen("model")) != 0 && !prior))
			return 0;
	}
	return 4 * priors <= json_array_size(list);
}

static void
test_tables(void)
{
	for (const struct sampler_row *row = sampler_rows; row->name; row++)
		ok(sampler_find(row->name) != NULL, "%s has code", row->name);
	for (size_t i = 0; samplers[i]; i++)
		ok(sampler_row_find(samplers[i]->name) != NULL, "%s has a row",
		    samplers[i]->name);
	ok(!sampler_find("no such one") && !sampler_row_find("no such one"),
	    "others are not found");
}

/* BATCH asks after `told` results: at once, in two parts, one by one. */
static void
test_batches(const char *sampler, size_t told)
{
	json_t *five = json_array(), *parts = json_array(),
	       *single = json_array(), *other = json_array();

	search(tree, sampler, five, told);
	json_array_extend(parts, five);
	json_array_extend(single, five);
	ask_after(tree, sampler, five, told, BATCH);
	ask_after(tree, sampler, parts, told, 2);
	ask_after(tree, sampler, parts, told, BATCH - 2);
	for (size_t i = 0; i < BATCH; i++)
		ask_after(tree, sampler, single, told, 1);
	ok(json_array_size(five) == told + BATCH && json_equal(five, parts) &&
		json_equal(five, single) && all_modelled(five, sampler),
	    "%s after %zu results: 2 + 3 = 5, and 5 times 1", sampler, told);
	search(tree_other_seed, sampler, other, told);
	ask_after(tree_other_seed, sampler, other, told, BATCH);
	ok(!json_equal(five, other), "%s: the seed matters", sampler);
	json_decref(five);
	json_decref(parts);
	json_decref(single);
	json_decref(other);
}

/* Whether all are points of the space, with active parameters only. */
static int
all_valid(const char *header, json_t *list, struct err *e)
{
	struct study study;
	int good = 1;

	study_parse(&study, header, strlen(header), e);
	for (size_t i = 0; i < json_array_size(list); i++)
		good &= encode_check(&study.space,
			    json_object_get(json_array_get(list, i), "params"),
			    e) == 0;
	study_release(&study);
	return good;
}

static void
test_range(const char *sampler)
{
	json_t *list = json_array(), *searched = json_array();
	struct err e = {0};

	ask(tree, sampler, list, POINTS);
	ok(json_array_size(list) == POINTS && all_valid(tree, list, &e),
	    "%s: all are points of the space, active parameters only: %s",
	    sampler, e.text);
	search(tree, sampler, searched, SEARCHED);
	ok(json_array_size(searched) == SEARCHED &&
		all_valid(tree, searched, &e) &&
		all_modelled(searched, sampler),
	    "%s: with results as well: %s", sampler, e.text);
	json_decref(list);
	json_decref(searched);
}

/* How many of the points of a list are different. */
static size_t
different(json_t *list)
{
	json_t *seen = jsonl_object();
	size_t i, n;
	json_t *line;

	json_array_foreach (list, i, line) {
		struct buf key = {0};

		jsonl_write(&key, json_object_get(line, "params"));
		json_object_set_new(seen, buf_text(&key), json_true());
		buf_release(&key);
	}
	n = json_object_size(seen);
	json_decref(seen);
	return n;
}

/*
 * With results, a space of 20 gives 20 points and then none; so many are in a
 * continuous range of a few numbers too, as they are written.
 */
static void
test_distinct(const char *sampler)
{
	const bool model =
	    (sampler_row_find(sampler)->flags & SAMPLER_MODEL) != 0;
	json_t *list = json_array(), *close = json_array();

	search(twenty, sampler, list, FINITE + 1);
	ok(json_array_size(list) == FINITE && different(list) == FINITE,
	    "%s: with results, 20 points of 20: %zu", sampler, different(list));
	search(hundred, sampler, close, 2 * FINITE);
	ok(!model || different(close) == 2 * FINITE,
	    "%s: a point is not asked twice: %zu", sampler, different(close));
	json_decref(list);
	json_decref(close);
}

/* How many points, all different, a space gives until it is exhausted. */
static size_t
count_distinct(const char *header, const char *sampler)
{
	json_t *list = json_array();
	size_t n;

	ask(header, sampler, list, POINTS);
	n = json_array_size(list) == different(list) ? different(list) : 0;
	json_decref(list);
	return n;
}

/* A space of which one point is free by a cancelled trial. */
static void
test_cancelled(const char *sampler)
{
	json_t *list = json_array();
	struct buf lines = {0};
	json_t *line;
	struct run r;

	ask(twenty, sampler, list, FINITE);
	for (size_t i = 0; i < json_array_size(list); i++) {
		jsonl_write(&lines, json_array_get(list, i));
		buf_printf(&lines, "\n{\"trial\":%zu,\"state\":\"%s\"}\n",
		    i + 1,
		    i == 5   ? "cancelled"
		    : i == 6 ? "failed"
			     : "complete");
	}
	run_start(&r, twenty, sampler);
	run_read(&r, twenty, &lines);
	line = run_next(&r);
	ok(line && json_equal(json_object_get(line, "params"),
		       json_object_get(json_array_get(list, 5), "params")),
	    "%s: a cancelled trial's point is free again, a failed one's not",
	    sampler);
	json_decref(line);
	line = run_next(&r);
	ok(!line, "%s: and no other", sampler);
	json_decref(line);
	run_end(&r);
	json_decref(list);
	buf_release(&lines);
}

/* Points of another space in the history harm nothing. */
static void
test_foreign(const char *sampler)
{
	struct buf lines = {0};
	json_t *line;
	struct run r;

	buf_puts(&lines, "{\"trial\":1,\"state\":\"complete\",\"params\":"
			 "{\"a\":5},\"metrics\":{\"e\":1}}\n"
			 "{\"trial\":2,\"state\":\"failed\"}\n");
	run_start(&r, twenty, sampler);
	run_read(&r, twenty, &lines);
	line = run_next(&r);
	ok(json_integer_value(json_object_get(line, "trial")) == 3 &&
		r.past.evidence.taken == 1,
	    "%s: a history from elsewhere", sampler);
	json_decref(line);
	run_end(&r);
	buf_release(&lines);
}

/* Chi-square of counts against probabilities. */
static double
chi_square(const double *counts, const double *p, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		const double off = counts[i] - p[i] * DRAWS;

		sum += off * off / (p[i] * DRAWS);
	}
	return sum;
}

static int
ascending(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Kolmogorov and Smirnov's distance from uniform, times sqrt(n). */
static double
distance(double *u, size_t n)
{
	double d = 0;

	qsort(u, n, sizeof(*u), ascending);
	for (size_t i = 0; i < n; i++)
		d = fmax(d, fmax(u[i] - (double)i / (double)n,
				(double)(i + 1) / (double)n - u[i]));
	return d * sqrt((double)n);
}

static void
test_distribution(const char *sampler)
{
	const double low = log(1e-5), high = log(10);
	double n[LEVELS] = {0}, m[LEVELS] = {0}, even[LEVELS], logs[LEVELS];
	double *u = calloc(DRAWS, sizeof(*u));
	struct run r;

	run_begin(&r, scales, sampler, NULL, true);
	for (size_t i = 0; i < DRAWS; i++) {
		json_t *line = run_next(&r);

		n[(size_t)(member(line, "n") + 3)]++;
		m[(size_t)(member(line, "m") - 1)]++;
		u[i] = (log(member(line, "x")) - low) / (high - low);
		json_decref(line);
	}
	run_end(&r);
	for (int i = 0; i < LEVELS; i++) {
		even[i] = 1.0 / LEVELS;
		logs[i] = log((i + 1.5) / (i + 0.5)) / log(7.5 / 0.5);
	}
	/* 6 degrees of freedom: p about 1e-4. */
	ok(chi_square(n, even, LEVELS) < 28, "%s: whole numbers, ends too: %g",
	    sampler, chi_square(n, even, LEVELS));
	ok(chi_square(m, logs, LEVELS) < 28, "%s: their logarithms: %g",
	    sampler, chi_square(m, logs, LEVELS));
	/* Beyond 2.2 with p about 1e-4. */
	ok(distance(u, DRAWS) < 2.2, "%s: logarithms of reals: %g", sampler,
	    distance(u, DRAWS));
	free(u);
}

/* More than one objective: those with the flag take them, others refuse. */
static void
test_objectives(const struct sampler_row *row)
{
	const struct method method = {
	    .sampler = row->name, .options = run_options(row, twenty, true)};
	struct err e = {0};
	struct run r;
	json_t *line;
	int rc;

	study_parse(&r.study, twenty, strlen(twenty), &e);
	r.study.nobjectives = 2;
	rc = proposer_init(&r.proposer, &r.study, &method, &e);
	if ((row->flags & SAMPLER_MULTIOBJ) == 0) {
		ok(rc == -1 && strstr(e.text, "multi-objective"),
		    "%s refuses two objectives, and names the flag", row->name);
		study_release(&r.study);
		return;
	}
	past_init(&r.past, &r.study.space, proposer_looks(&r.proposer));
	line = run_next(&r);
	ok(rc == 0 && line, "%s takes two objectives", row->name);
	json_decref(line);
	run_end(&r);
}

/* Where it has no model of a study, auto says so. */
static void
test_auto(void)
{
	static const char *const none[] = {NULL};
	const struct method method = {.sampler = "auto", .options = none};
	struct err e = {0};
	struct run r;
	json_t *line, *made;

	study_parse(&r.study, twenty, strlen(twenty), &e);
	r.study.nobjectives = 2;
	proposer_init(&r.proposer, &r.study, &method, &e);
	past_init(&r.past, &r.study.space, true);
	line = run_next(&r);
	made = json_object_get(line, "ask");
	ok(strcmp(json_string_value(json_object_get(made, "sampler")),
	       "sobol") == 0 &&
		strstr(json_string_value(json_object_get(made, "why")),
		    "several objectives"),
	    "auto has no model of several objectives");
	json_decref(line);
	run_end(&r);
}

int
main(void)
{
	test_tables();
	test_auto();
	for (const struct sampler_row *row = sampler_rows; row->name; row++) {
		test_batches(row->name, 0);
		test_batches(row->name, BATCH);
		test_range(row->name);
		test_distinct(row->name);
		ok(count_distinct(twenty, row->name) == FINITE,
		    "%s: a space of 20 gives 20 points, then none", row->name);
		ok(count_distinct(constant, row->name) == 1,
		    "%s: a space of one point", row->name);
		test_cancelled(row->name);
		test_foreign(row->name);
		test_objectives(row);
		if ((row->flags & SAMPLER_CONTINUOUS) != 0)
			test_distribution(row->name);
	}
	return tap_done();
}
