/* What designs promise of the points that they are made of. */
#include "sampling.h"

enum { N = 30 };

static const char numeric[] = HEADER("7", NUMERIC);
static const char reversed[] = HEADER("7",
    "\"y\":{\"type\":\"float\",\"low\":1e-12,\"high\":1e12,\"log\":true},"
    "\"x\":{\"type\":\"float\",\"low\":0,\"high\":1}");

static const char *const thirty[] = {"n=30", NULL};

/* Start a run of lhs with hypercubes of N points. */
static void
begin(struct run *r, const char *header)
{
	const struct method method = {.sampler = "lhs", .options = thirty};
	struct err e = {0};

	study_parse(&r->study, header, strlen(header), &e);
	proposer_init(&r->proposer, &r->study, &method, &e);
	past_init(&r->past, &r->study.space, proposer_looks(&r->proposer));
}

/* Whether the next N points have one in each N-th of both ranges; the parts of
 * x, in order, are left in part. */
static int
is_hypercube(struct run *r, size_t *part)
{
	unsigned char x[N] = {0}, y[N] = {0};
	int good = 1;

	for (size_t i = 0; i < N; i++) {
		json_t *line = run_next(r);
		const double v = (log10(member(line, "y")) + 12) / 24;

		part[i] = (size_t)(member(line, "x") * N);
		good &= !x[part[i]]++ && !y[(size_t)(v * N)]++;
		json_decref(line);
	}
	return good;
}

static void
test_hypercubes(void)
{
	size_t first[N], second[N], other[N];
	struct run r;

	begin(&r, numeric);
	ok(is_hypercube(&r, first), "30 points: one in each part");
	ok(is_hypercube(&r, second), "and of 30 more");
	ok(memcmp(first, second, sizeof(first)) != 0, "in another order");
	run_end(&r);
	begin(&r, reversed);
	ok(is_hypercube(&r, other) && memcmp(first, other, sizeof(first)) == 0,
	    "the order of parameters does not matter");
	run_end(&r);
}

/* Without -O n the header says how many points there will be, or nobody does.
 */
static void
test_number(void)
{
	static const char *const none[] = {NULL};
	const struct method method = {.sampler = "lhs", .options = none};
	struct err e = {0};
	size_t part[N];
	struct run r;

	study_parse(&r.study, numeric, strlen(numeric), &e);
	ok(proposer_init(&r.proposer, &r.study, &method, &e) == -1 &&
		strstr(e.text, "trials") && strstr(e.text, "-O n"),
	    "nobody says how many points: refused");
	r.study.stop_trials = 2000000;
	ok(proposer_init(&r.proposer, &r.study, &method, &e) == -1,
	    "too many: refused");
	r.study.stop_trials = N;
	ok(proposer_init(&r.proposer, &r.study, &method, &e) == 0,
	    "the header does");
	past_init(&r.past, &r.study.space, true);
	ok(is_hypercube(&r, part), "a hypercube of so many");
	run_end(&r);
}

int
main(void)
{
	test_hypercubes();
	test_number();
	return tap_done();
}
