/*
 * Where a Gaussian process looks next: the best there is, by what it says of
 * itself and by what it finds.
 */
#include "gp_model.h"
#include "gp_search.h"
#include "point.h"
#include "rng.h"
#include "sampling.h"

enum { DIM = 5, TRIALS = 60, SEEDS = 5, WAITING = 8, SCATTERED = 4000 };

static const char sphere[] =
    HEADER("7", "\"a\":{\"type\":\"float\",\"low\":-1,\"high\":1},"
		"\"b\":{\"type\":\"float\",\"low\":-1,\"high\":1},"
		"\"c\":{\"type\":\"float\",\"low\":-1,\"high\":1},"
		"\"d\":{\"type\":\"float\",\"low\":-1,\"high\":1},"
		"\"e\":{\"type\":\"float\",\"low\":-1,\"high\":1}");
static const char mixed[] = HEADER(
    "7", TREE ",\"n\":{\"type\":\"int\",\"low\":1,\"high\":40,\"log\":true}");

static double
distance(json_t *line)
{
	static const char *const names[DIM] = {"a", "b", "c", "d", "e"};
	static const double centre[DIM] = {.1, -.3, .5, -.2, .37};
	double sum = 0;

	for (size_t j = 0; j < DIM; j++) {
		const double off = member(line, names[j]) - centre[j];

		sum += off * off;
	}
	return sum;
}

static void
tell(struct buf *lines, json_t *line, double value)
{
	jsonl_write(lines, line);
	buf_printf(lines,
	    "\n{\"trial\":%lld,\"state\":\"complete\",\"metrics\":{\"e\":%.17g}"
	    "}\n",
	    (long long)json_integer_value(json_object_get(line, "trial")),
	    value);
}

/* Ask and tell one by one; the least value. */
static double
minimum_of(uint64_t seed)
{
	double least = INFINITY;
	struct buf lines = {0};

	for (int i = 0; i < TRIALS; i++) {
		json_t *line;
		struct run r;

		run_begin(&r, sphere, "gp", &seed, true);
		run_read(&r, sphere, &lines);
		line = run_next(&r);
		least = fmin(least, distance(line));
		tell(&lines, line, distance(line));
		json_decref(line);
		run_end(&r);
	}
	buf_release(&lines);
	return least;
}

static void
test_sphere(void)
{
	double worst = 0;

	for (uint64_t seed = 1; seed <= SEEDS; seed++)
		worst = fmax(worst, minimum_of(seed));
	ok(worst < 1e-3, "a sphere of %d dimensions after %d asks: %g", DIM,
	    TRIALS, worst);
}

/* Ask after 20 results for as many as wait together; all are different. */
static void
test_waiting(void)
{
	const uint64_t seed = 1;
	struct buf lines = {0};
	json_t *asked[20 + WAITING];
	double nearest = INFINITY;
	struct run r;

	run_begin(&r, sphere, "gp", &seed, true);
	for (int i = 0; i < 20; i++) {
		asked[i] = run_next(&r);
		tell(&lines, asked[i], distance(asked[i]));
	}
	run_end(&r);
	run_begin(&r, sphere, "gp", &seed, true);
	run_read(&r, sphere, &lines);
	for (int i = 20; i < 20 + WAITING; i++) {
		asked[i] = run_next(&r);
		for (int k = 0; k < i; k++) {
			double sum = 0;

			for (const char *name = "abcde"; *name; name++) {
				const char one[] = {*name, 0};
				const double off = member(asked[i], one) -
						   member(asked[k], one);

				sum += off * off;
			}
			nearest = fmin(nearest, sqrt(sum));
		}
	}
	ok(nearest > 1e-2, "%d that wait are apart: %g", WAITING, nearest);
	for (int i = 0; i < 20 + WAITING; i++)
		json_decref(asked[i]);
	run_end(&r);
	buf_release(&lines);
}

/* A model of a space of all kinds, and what it is searched by. */
struct looking {
	struct run r;
	struct gp_model model;
	struct acquisition acquisition;
	struct gp_search search;
};

static void
looking_begin(struct looking *l, size_t results, size_t pending)
{
	static const struct gp_how how = {GP_NOISE_NONE, GP_WARP_AUTO};
	struct buf lines = {0};

	run_begin(&l->r, mixed, "gp", NULL, true);
	for (size_t i = 0; i < results + pending; i++) {
		json_t *line = run_next(&l->r);

		if (i < results)
			tell(&lines, line,
			    pow(log10(member(line, "C")), 2) +
				fabs(member(line, "degree") - 90) / 100 +
				fabs(member(line, "n") - 7) / 10);
		else
			jsonl_write(&lines, line);
		buf_puts(&lines, "\n");
		json_decref(line);
	}
	run_end(&l->r);
	run_begin(&l->r, mixed, "gp", NULL, true);
	run_read(&l->r, mixed, &lines);
	buf_release(&lines);
	gp_model_init(&l->model, &l->r.study, &l->r.past.evidence, &how);
	acquisition_init(&l->acquisition, &l->model.gp, NULL, l->model.best, 7);
	l->search = (struct gp_search){.columns = &l->model.columns,
	    .acquisition = &l->acquisition,
	    .evidence = &l->r.past.evidence,
	    .seed = 7,
	    .trial = 1,
	    .scattered = 500,
	    .near = 200,
	    .starts = 5,
	    .cycles = 10};
}

static void
looking_end(struct looking *l)
{
	acquisition_release(&l->acquisition);
	gp_model_release(&l->model);
	run_end(&l->r);
}

static double
value_at(const struct looking *l, const double *row)
{
	double x[16], value;

	gp_columns_point(&l->model.columns, row, x, 1);
	acquisition_many(&l->acquisition, x, 1, 1, &value);
	return value;
}

/* A random point. */
static void
draw(const struct space *space, uint32_t i, double *row)
{
	double u[16];
	struct rng rng;

	rng_init(&rng, 7, i, "test", 0);
	do
		for (size_t j = 0; j < space->dim; j++)
			u[j] = rng_uniform(&rng);
	while (!point_decode(space, u, row));
}

/* The most that steps in one coordinate away from a row gain. */
static double
gain_of_steps(const struct looking *l, const double *row)
{
	const struct space *space = &l->r.study.space;
	double u[16], other[16], most = -INFINITY;

	point_encode(space, row, u);
	for (size_t j = 0; j < space->dim; j++) {
		const double middle = u[j];

		for (double step = 1e-4; step < .1; step *= 1.5)
			for (int side = -1; side <= 1; side += 2) {
				u[j] = middle + side * step;
				if (u[j] >= 0 && u[j] < 1 &&
				    point_decode(space, u, other))
					most = fmax(most, value_at(l, other));
			}
		u[j] = middle;
	}
	return most - value_at(l, row);
}

/* Nothing that is met by chance is better, by much more looking. */
static void
test_best(size_t pending)
{
	struct looking l;
	double row[16], other[16], value, most = -INFINITY;
	bool found;

	looking_begin(&l, 25, pending);
	found = gp_search(&l.search, row, &value);
	ok(found && point_is(&l.r.study.space, row) &&
		!evidence_has(&l.r.past.evidence, row, false) &&
		value == value_at(&l, row),
	    "%zu pending: a new point with its value: %g", pending, value);
	for (uint32_t i = 0; i < SCATTERED; i++) {
		draw(&l.r.study.space, i, other);
		most = fmax(most, value_at(&l, other));
	}
	ok(gain_of_steps(&l, row) < 2e-3, "steps away from it gain %g",
	    gain_of_steps(&l, row));
	ok(value > most, "of %d others the best has %g", SCATTERED, most);
	looking_end(&l);
}

/* Of a list the one with the most. */
static void
test_among(void)
{
	enum { GIVEN = 300 };
	struct looking l;
	struct candidates given = {.n = GIVEN};
	size_t best = 0, found;
	double value;

	looking_begin(&l, 25, 3);
	given.space = &l.r.study.space;
	given.rows = calloc(GIVEN * given.space->n, sizeof(double));
	given.used = calloc(GIVEN, sizeof(*given.used));
	for (uint32_t i = 0; i < GIVEN; i++)
		draw(given.space, i, given.rows + i * given.space->n);
	for (int taken = 0; taken < 3; taken++) {
		best = SIZE_MAX;
		for (size_t i = 0; i < GIVEN; i++)
			if (!given.used[i] &&
			    (best == SIZE_MAX ||
				value_at(&l, candidates_row(&given, i)) >
				    value_at(&l, candidates_row(&given, best))))
				best = i;
		found = gp_search_among(&l.search, &given, &value);
		ok(found == best &&
			value == value_at(&l, candidates_row(&given, best)),
		    "of %d candidates number %zu", GIVEN, found);
		given.used[best] = true;
	}
	memset(given.used, 1, GIVEN * sizeof(*given.used));
	ok(gp_search_among(&l.search, &given, &value) == GIVEN,
	    "none if all are used");
	free(given.rows);
	free(given.used);
	looking_end(&l);
}

int
main(void)
{
	test_sphere();
	test_waiting();
	test_best(0);
	test_best(4);
	test_among();
	return tap_done();
}
