/*
 * Searches of which subject_to forbids the best points: the model finds better
 * values that keep it than random search does, and comes to ask less of what
 * breaks it.  One trial at a time; the seeds count from 1, the same for both.
 *
 * The bounds: the model has the better value in 15 of 20 seeds or more, which a
 * fair coin has in 2 of 100 cases (sign test); of the last 20 asks it has nine
 * tenths of those that break the constraint for random search, or fewer; and
 * where the best point is not on the border of what may be, a smaller share of
 * them than in the design, again in 15 seeds.
 */
#include "sampling.h"

enum {
	SEEDS = 20,
	BOUND = 15,
	TRIALS = 60,
	EARLY = 10, /* trials of the design */
	LATE = 20,  /* the last */
	MODEL = 0,
	RANDOM,
	SEARCHES,
};

static const char *const methods[SEARCHES] = {"auto", "random"};

static const char header[] =
    "{\"hpo\":1,\"space\":{"
    "\"x\":{\"type\":\"float\",\"low\":0,\"high\":6},"
    "\"y\":{\"type\":\"float\",\"low\":0,\"high\":6}},"
    "\"objectives\":[{\"metric\":\"e\",\"goal\":\"minimize\"}],"
    "\"subject_to\":[\"c <= 0\"]}";

struct task {
	const char *name;
	double (*value)(double x, double y);
	double (*constraint)(double x, double y);
	bool on_border; /* is the best point */
};

static double
plane(double x, double y)
{
	return x + y;
}

/* Around (4, 4): a third of the square is in it, its corner at 0 is not. */
static double
disc(double x, double y)
{
	return hypot(x - 4, y - 4) - 2;
}

/* J. R. Gardner et al., "Bayesian optimization with inequality constraints"
 * (ICML 2014), the second simulation: two islands, a sixtieth of the square. */
static double
wave(double x, double y)
{
	return sin(x) + y;
}

static double
islands(double x, double y)
{
	return sin(x) * sin(y) + 0.95;
}

static const struct task tasks[] = {
    {"a disc", plane, disc, true},
    {"islands", wave, islands, false},
};

struct search {
	double best;     /* that keeps the constraint; infinite: none */
	int early, late; /* asks that break it */
};

/* One ask after these lines, recorded there with what the task says. */
static void
search_trial(struct run *r, const struct task *task, struct buf *lines, int i,
    struct search *s)
{
	double value, constraint;
	json_t *line;

	past_release(&r->past);
	past_init(&r->past, &r->study.space, proposer_looks(&r->proposer));
	run_read(r, header, lines);
	line = run_next(r);
	value = task->value(member(line, "x"), member(line, "y"));
	constraint = task->constraint(member(line, "x"), member(line, "y"));
	if (constraint <= 0)
		s->best = fmin(s->best, value);
	s->early += i < EARLY && constraint > 0;
	s->late += i >= TRIALS - LATE && constraint > 0;
	jsonl_write(lines, line);
	buf_printf(lines,
	    "\n{\"trial\":%lld,\"state\":\"complete\",\"metrics\":"
	    "{\"e\":%.17g,\"c\":%.17g}}\n",
	    (long long)json_integer_value(json_object_get(line, "trial")),
	    value, constraint);
	json_decref(line);
}

static struct search
search(const struct task *task, const char *sampler, uint64_t seed)
{
	struct search s = {.best = INFINITY};
	struct buf lines = {0};
	struct run r;

	run_begin(&r, header, sampler, &seed, true);
	for (int i = 0; i < TRIALS; i++)
		search_trial(&r, task, &lines, i, &s);
	run_end(&r);
	buf_release(&lines);
	return s;
}

static void
test_task(const struct task *task)
{
	int better = 0, fallen = 0;
	int late[SEARCHES] = {0};

	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		struct search s[SEARCHES];

		for (int k = 0; k < SEARCHES; k++) {
			s[k] = search(task, methods[k], seed);
			late[k] += s[k].late;
		}
		better += s[MODEL].best < s[RANDOM].best;
		fallen += s[MODEL].late * EARLY < s[MODEL].early * LATE;
	}
	ok(better >= BOUND, "%s: better than random in %d of %d seeds",
	    task->name, better, SEEDS);
	ok(10 * late[MODEL] <= 9 * late[RANDOM],
	    "%s: %d asks break the constraint, of random search %d", task->name,
	    late[MODEL], late[RANDOM]);
	if (!task->on_border)
		ok(fallen >= BOUND, "%s: less than in the design in %d of %d",
		    task->name, fallen, SEEDS);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(tasks) / sizeof(*tasks); i++)
		test_task(&tasks[i]);
	return tap_done();
}
