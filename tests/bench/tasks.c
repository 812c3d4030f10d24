/*
 * Tasks for search.sh that cost nothing, each a space and a loss to minimise.
 *
 * tasks list                    their names
 * tasks space NAME              the space, for hpo-space
 * tasks run NAME                reads waiting lines, prints final ones
 * tasks random NAME N ...       reads the header, prints the least possible
 *                               loss, the median of random points, and the
 *                               expected least of N of them
 *
 * To be run at the top of the tree.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "cli.h"
#include "encode.h"
#include "file.h"
#include "jsonl.h"
#include "points.h"
#include "rng.h"
#include "study.h"
#include "svm_grid.h"
#include "xalloc.h"

enum { POINTS = 20000 }; /* for what random search is expected to find */

/* What a loss is asked of. */
struct query {
	json_t *params;
	uint32_t trial;
};

static double
number(const struct query *q, const char *name)
{
	return json_number_value(json_object_get(q->params, name));
}

static bool
is(const struct query *q, const char *name, const char *choice)
{
	const char *s = json_string_value(json_object_get(q->params, name));

	return s && strcmp(s, choice) == 0;
}

static double
square(double x)
{
	return x * x;
}

static double
svm(const struct query *q)
{
	static struct svm_grid grid;

	if (grid.best == 0 &&
	    svm_grid_read(&grid, "tests/bench/svm-grid.txt") == -1)
		die(STATUS_SYS, "no tests/bench/svm-grid.txt here");
	return grid.best -
	       svm_grid_accuracy(&grid, number(q, "C"), number(q, "gamma"));
}

/* L. C. W. Dixon, G. P. Szegö, "The global optimization problem: an
 * introduction", in Towards Global Optimization 2 (1978): Branin's function. */
static double
branin(const struct query *q)
{
	const double x = number(q, "x"), y = number(q, "y");

	return square(y - 5.1 / square(2 * M_PI) * x * x + 5 / M_PI * x - 6) +
	       10 * (1 - 1 / (8 * M_PI)) * cos(x) + 10;
}

/* Hartmann's function of six variables, in the same place. */
static double
hartmann(const struct query *q)
{
	static const double c[4] = {1, 1.2, 3, 3.2};
	static const double a[4][6] = {
	    {10, 3, 17, 3.5, 1.7, 8},
	    {0.05, 10, 17, 0.1, 8, 14},
	    {3, 3.5, 1.7, 10, 17, 8},
	    {17, 8, 0.05, 10, 0.1, 14},
	};
	static const double p[4][6] = {
	    {.1312, .1696, .5569, .0124, .8283, .5886},
	    {.2329, .4135, .8307, .3736, .1004, .9991},
	    {.2348, .1451, .3522, .2883, .3047, .6650},
	    {.4047, .8828, .8732, .5743, .1091, .0381},
	};
	static const char *const names[] = {"a", "b", "c", "d", "e", "f"};
	double sum = 0;

	for (int i = 0; i < 4; i++) {
		double z = 0;

		for (int k = 0; k < 6; k++)
			z += a[i][k] * square(number(q, names[k]) - p[i][k]);
		sum -= c[i] * exp(-z);
	}
	return sum;
}

/* Ackley's function of five variables, away from the middle. */
static double
ackley(const struct query *q)
{
	static const char *const names[] = {"a", "b", "c", "d", "e"};
	static const double best[] = {-11, 7.3, 2.385, -4.1, 13};
	double squares = 0, cosines = 0;

	for (int k = 0; k < 5; k++) {
		const double z = number(q, names[k]) - best[k];

		squares += z * z / 5;
		cosines += cos(2 * M_PI * z) / 5;
	}
	return 20 - 20 * exp(-0.2 * sqrt(squares)) + M_E - exp(cosines);
}

/* Rastrigin's function of four whole numbers, its valleys 5 apart. */
static double
integers(const struct query *q)
{
	static const char *const names[] = {"a", "b", "c", "d"};
	static const double best[] = {7, 19, 3, 24};
	double sum = 0;

	for (int k = 0; k < 4; k++) {
		const double z = (number(q, names[k]) - best[k]) / 5;

		sum += z * z + 2 * (1 - cos(2 * M_PI * z));
	}
	return sum;
}

/* Rosenbrock's function of three logarithms. */
static double
logs(const struct query *q)
{
	static const char *const names[] = {"a", "b", "c"};
	double z[3], sum = 0;

	for (int k = 0; k < 3; k++)
		z[k] = (log10(number(q, names[k])) + 3) / 2 + 1;
	for (int k = 0; k < 2; k++)
		sum += 100 * square(z[k + 1] - z[k] * z[k]) + square(1 - z[k]);
	return sum;
}

/* Three kinds of model; the best of the third is hard to meet. */
static double
tree(const struct query *q)
{
	double rate, layers;

	if (is(q, "model", "linear"))
		return 0.3 + 0.02 * square(log10(number(q, "C")) - 1);
	if (is(q, "model", "forest"))
		return 0.2 + 4e-4 * square(number(q, "depth") - 17) +
		       0.3 * square(number(q, "features") - 0.35);
	rate = log10(number(q, "rate"));
	layers = number(q, "layers");
	if (is(q, "optimizer", "adam"))
		return 0.15 + 0.05 * square(rate + 3) +
		       0.01 * square(layers - 3) +
		       0.5 * square(number(q, "beta") - 0.9);
	return 0.1 + 0.1 * square(rate + 1.2) + 0.01 * square(layers - 5) +
	       0.8 * square(number(q, "momentum") - 0.85);
}

/*
 * A training that diverges, and fails, where its effective rate is above 0.1,
 * not far from the best; and each tenth trial is lost, whatever its point.
 */
static double
crash(const struct query *q)
{
	const double momentum = number(q, "momentum");
	const double rate = log10(number(q, "rate") / (1 - momentum));
	struct rng rng;

	rng_init(&rng, 1, q->trial, "crash", 0);
	if (rate > -1 || rng_uniform(&rng) < 0.1)
		return NAN;
	return 0.3 * square(rate + 1.3) + 0.5 * square(momentum - 0.7) +
	       0.05 * square(number(q, "layers") - 5);
}

static const struct task {
	const char *name;
	double (*loss)(const struct query *q); /* NAN: the trial fails */
	double least;
	const char *params; /* of the space */
} tasks[] = {
    {"svm", svm, 0,
	"  C: log(1e-3, 1e3)\n"
	"  gamma: log(1e-5, 10)\n"},
    {"branin-2", branin, 0.39788735772973816,
	"  x: float(-5, 10)\n"
	"  y: float(0, 15)\n"},
    {"hartmann-6", hartmann, -3.322368011415515,
	"  a: float(0, 1)\n"
	"  b: float(0, 1)\n"
	"  c: float(0, 1)\n"
	"  d: float(0, 1)\n"
	"  e: float(0, 1)\n"
	"  f: float(0, 1)\n"},
    {"ackley-5", ackley, 0,
	"  a: float(-20, 20)\n"
	"  b: float(-20, 20)\n"
	"  c: float(-20, 20)\n"
	"  d: float(-20, 20)\n"
	"  e: float(-20, 20)\n"},
    {"integers-4", integers, 0,
	"  a: int(0, 30)\n"
	"  b: int(0, 30)\n"
	"  c: int(0, 30)\n"
	"  d: int(0, 30)\n"},
    {"logs-3", logs, 0,
	"  a: log(1e-6, 100)\n"
	"  b: log(1e-6, 100)\n"
	"  c: log(1e-6, 100)\n"},
    {"tree-9", tree, 0.1,
	"  model: choice(linear, forest, net)\n"
	"  C: {type: float, low: 1e-4, high: 1e4, log: true,\n"
	"      when: model == 'linear'}\n"
	"  depth: {type: int, low: 1, high: 40, when: model == 'forest'}\n"
	"  features: {type: float, low: 0.05, high: 1,\n"
	"             when: model == 'forest'}\n"
	"  rate: {type: float, low: 1e-6, high: 1, log: true,\n"
	"         when: model == 'net'}\n"
	"  layers: {type: int, low: 1, high: 8, when: model == 'net'}\n"
	"  optimizer: {type: categorical, choices: [sgd, adam],\n"
	"              when: model == 'net'}\n"
	"  beta: {type: float, low: 0.5, high: 0.999,\n"
	"         when: optimizer == 'adam'}\n"
	"  momentum: {type: float, low: 0, high: 0.99,\n"
	"             when: optimizer == 'sgd'}\n"},
    {"crash-3", crash, 0,
	"  rate: log(1e-5, 1)\n"
	"  momentum: float(0, 0.99)\n"
	"  layers: int(1, 12)\n"},
    {0},
};

static const struct task *
task_find(const char *name)
{
	for (const struct task *t = tasks; t->name; t++)
		if (strcmp(t->name, name) == 0)
			return t;
	die(STATUS_INPUT, "no task '%s'", name);
}

/* Each line is answered before the next is read: somebody may wait for it. */
static int
run(const struct task *t)
{
	struct jsonl_reader r = {.fd = STDIN_FILENO};
	const char *text;
	size_t len;

	do {
		while (jsonl_ready(&r, &text, &len) == JSONL_LINE) {
			struct err e = {0};
			json_t *line = jsonl_parse(text, len, &e);
			const struct query q = {json_object_get(line, "params"),
			    (uint32_t)json_integer_value(
				json_object_get(line, "trial"))};
			const double loss = t->loss(&q);

			printf("{\"trial\":%u,\"state\":", q.trial);
			if (isnan(loss))
				puts("\"failed\",\"reason\":\"no loss\"}");
			else
				printf("\"complete\",\"metrics\":"
				       "{\"loss\":%.17g}}\n",
				    loss);
			fflush(stdout);
			json_decref(line);
		}
	} while (jsonl_fill(&r) > 0);
	jsonl_release(&r);
	return STATUS_OK;
}

static int
ascending(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The losses of POINTS random points of the header's space, ascending, failed
 * ones infinite; how many are not. */
static size_t
sample(const struct task *t, double *losses)
{
	struct buf header = {0};
	struct err e = {0};
	struct study study;
	size_t good = 0;
	double *u;

	if (file_read("-", JSONL_LINE_MAX, &header, &e) == -1 ||
	    study_parse(&study, header.data, header.len, &e) == -1)
		die(STATUS_INPUT, "%s: %s", t->name, e.text);
	u = xcalloc(study.space.dim, sizeof(*u));
	for (uint32_t i = 0; i < POINTS; i++) {
		struct query q = {.trial = i + 1};
		struct rng rng;

		rng_init(&rng, 0, i + 1, "points", 0);
		for (size_t k = 0; k < study.space.dim; k++)
			u[k] = rng_uniform(&rng);
		q.params = params_at(&study.space, u);
		losses[i] = t->loss(&q);
		if (isnan(losses[i]))
			losses[i] = INFINITY;
		else
			good++;
		json_decref(q.params);
	}
	qsort(losses, POINTS, sizeof(*losses), ascending);
	free(u);
	study_release(&study);
	buf_release(&header);
	return good;
}

/* Of points that all fail the least is taken to be the median of good ones. */
static int
expect(const struct task *t, char *counts[])
{
	double *losses = xcalloc(POINTS, sizeof(*losses)), median;
	const size_t good = sample(t, losses);

	median = losses[good / 2];
	printf("%s %.9g %.9g", t->name, t->least, median);
	for (; *counts; counts++) {
		struct err e = {0};
		double sum = 0;
		long long n;

		if (cli_number(*counts, 1, POINTS, &n, &e) == -1)
			die(STATUS_INPUT, "%s", e.text);
		/* The chance that all n are of these and those above, and that
		 * not all are above. */
		for (size_t i = 0; i < POINTS; i++)
			sum +=
			    (pow(1 - (double)i / POINTS, (double)n) -
				pow(1 - (double)(i + 1) / POINTS, (double)n)) *
			    (i < good ? losses[i] : median);
		printf(" %.9g", sum);
	}
	putchar('\n');
	free(losses);
	return STATUS_OK;
}

int
main(int argc, char *argv[])
{
	const char *verb = argc > 1 ? argv[1] : "";

	if (argc == 2 && strcmp(verb, "list") == 0) {
		for (const struct task *t = tasks; t->name; t++)
			puts(t->name);
		return STATUS_OK;
	}
	if (argc == 3 && strcmp(verb, "space") == 0) {
		printf("study: %s\nminimize: loss\nstop: {trials: 100}\n"
		       "params:\n%s",
		    argv[2], task_find(argv[2])->params);
		return STATUS_OK;
	}
	if (argc == 3 && strcmp(verb, "run") == 0)
		return run(task_find(argv[2]));
	if (argc > 3 && strcmp(verb, "random") == 0)
		return expect(task_find(argv[2]), argv + 3);
	die(STATUS_INPUT, "usage: tasks list | space NAME | run NAME | "
			  "random NAME N ...");
}
