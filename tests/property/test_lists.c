/*
 * Searches for a list: the model finds better ones than random search does,
 * one trial at a time, the same seeds for both.  The bound: in all of the
 * seeds but one, which a fair coin has in 1 of 28 cases for each task.
 */
#include "sampling.h"

enum { SEEDS = 8, BOUND = 7, TRIALS = 50 };

static json_int_t
whole_at(const json_t *list, size_t i)
{
	return json_integer_value(json_array_get(list, i));
}

/* How far each is from its place. */
static double
misplaced(const json_t *list)
{
	static const json_int_t best[] = {3, 1, 4, 8, 2, 7, 5, 6};
	double sum = 0;

	for (size_t i = 0; i < json_array_size(list); i++)
		for (size_t k = 0; k < json_array_size(list); k++)
			if (whole_at(list, k) == best[i])
				sum += fabs((double)k - (double)i);
	return sum;
}

/* How many are missing, or too much, of 2, 5, 8 and 11. */
static double
mistaken(const json_t *list)
{
	double found = 0;

	for (size_t i = 0; i < json_array_size(list); i++)
		found += whole_at(list, i) % 3 == 2;
	return 4 - found + (double)json_array_size(list) - found;
}

static const double shares[] = {0.1, 0.4, 0.05, 0.3, 0.05, 0.1};

static double
distance(const json_t *list)
{
	double sum = 0;

	for (size_t i = 0; i < json_array_size(list); i++)
		sum += pow(
		    json_number_value(json_array_get(list, i)) - shares[i], 2);
	return sum;
}

static const struct task {
	const char *header;
	double (*value)(const json_t *list);
} tasks[] = {
    {HEADER("1", "\"x\":{\"type\":\"permutation\",\"choices\":[1,2,3,4,5,6,7,"
		 "8]}"),
	misplaced},
    {HEADER("1", "\"x\":{\"type\":\"subset\",\"choices\":[1,2,3,4,5,6,7,8,9,"
		 "10,11,12],\"min\":2,\"max\":5}"),
	mistaken},
    {HEADER("1", "\"x\":{\"type\":\"simplex\",\"shape\":6}"), distance},
    {HEADER("1", "\"x\":{\"type\":\"float\",\"low\":0,\"high\":1,\"shape\":6}"),
	distance},
};

static double
search(const struct task *task, const char *sampler, uint64_t seed)
{
	struct buf lines = {0};
	double best = INFINITY;
	struct run r;

	run_begin(&r, task->header, sampler, &seed, true);
	for (int i = 0; i < TRIALS; i++) {
		json_t *line;
		double value;

		past_release(&r.past);
		past_init(&r.past, &r.study.space, proposer_looks(&r.proposer));
		run_read(&r, task->header, &lines);
		line = run_next(&r);
		value = task->value(
		    json_object_get(json_object_get(line, "params"), "x"));
		best = fmin(best, value);
		jsonl_write(&lines, line);
		buf_printf(&lines,
		    "\n{\"trial\":%d,\"state\":\"complete\",\"metrics\":"
		    "{\"e\":%.17g}}\n",
		    i + 1, value);
		json_decref(line);
	}
	run_end(&r);
	buf_release(&lines);
	return best;
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(tasks) / sizeof(*tasks); i++) {
		int better = 0;

		for (uint64_t seed = 1; seed <= SEEDS; seed++)
			better += search(&tasks[i], "tpe", seed) <
				  search(&tasks[i], "random", seed);
		ok(better >= BOUND, "%s: better in %d of %d",
		    tasks[i].header + 29, better, SEEDS);
	}
	return tap_done();
}
