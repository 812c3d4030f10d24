/*
 * What the report says of bounds is chance as rarely as it says, whatever the
 * domain; and it is said where values crowd.
 */
#include "bounds.h"

#include <math.h>
#include <string.h>

#include "encode.h"
#include "jsonl.h"
#include "points.h"
#include "rng.h"
#include "tap.h"

enum { STUDIES = 20000, BEST = 10 };

static const char *const domains[] = {
    "{\"type\":\"float\",\"low\":-1,\"high\":3}",
    "{\"type\":\"float\",\"low\":1e-5,\"high\":0.1,\"log\":true}",
    "{\"type\":\"float\",\"low\":0,\"high\":1,\"step\":0.25}",
    "{\"type\":\"int\",\"low\":1,\"high\":200}",
    "{\"type\":\"int\",\"low\":1,\"high\":200,\"log\":true}",
    "{\"type\":\"int\",\"low\":1,\"high\":3}",
    "{\"type\":\"int\",\"low\":1,\"high\":3,\"log\":true}",
    "{\"type\":\"pow2\",\"low\":16,\"high\":1024}",
    "{\"type\":\"float\",\"low\":0.9,\"high\":0.999,\"rlog\":true}",
    "{\"type\":\"float\",\"low\":0,\"high\":1,\"prior\":{\"beta\":[0.8,5]}}",
    "{\"type\":\"int\",\"low\":1,\"high\":9,\"prior\":{\"normal\":[9,3]}}",
};

enum { DOMAINS = sizeof(domains) / sizeof(*domains) };

static struct space
make_space(const char *domain)
{
	struct space space;
	struct buf text = {0};
	json_t *json;

	buf_printf(&text, "{\"x\":%s}", domain);
	json = jsonl_value(text.data, text.len);
	space_init(&space, json);
	json_decref(json);
	buf_release(&text);
	return space;
}

/* What is found in n points whose coordinates are u, or none where below 0. */
static struct bound
find(const struct space *space, const double *u, size_t n, double chance)
{
	json_t *params[BEST];
	struct bound b;

	for (size_t i = 0; i < n; i++)
		params[i] = u[i] < 0 ? jsonl_object() : params_at(space, &u[i]);
	b = bounds_find(space, 0, params, n, chance);
	for (size_t i = 0; i < n; i++)
		json_decref(params[i]);
	return b;
}

/* Values that are spread evenly; the sizes are those of small searches. */
static void
test_chance(const struct space *space, const char *domain, double chance)
{
	size_t alarms = 0, least = BEST;
	double most;

	for (uint32_t i = 0; i < STUDIES; i++) {
		const size_t n = 1 + i % BEST;
		double u[BEST];
		struct rng rng;
		struct bound b;

		rng_init(&rng, 7, i, "test", 0);
		for (size_t k = 0; k < n; k++)
			u[k] = prior_quantile(
			    &space->params[0].prior, rng_uniform(&rng));
		b = find(space, u, n, chance);
		alarms += b.end != 0;
		if (b.end != 0 && n < least)
			least = n;
	}
	/* Two bounds, and four standard deviations of a Poisson number. */
	most = 2 * chance * STUDIES;
	ok((double)alarms <= most + 4 * sqrt(most),
	    "%s: %zu alarms, at most %g, from %zu on", domain, alarms, most,
	    least);
}

static void
test_crowd(const struct space *space, const char *domain)
{
	const double beyond = 1 - 0x1p-33;
	double u[BEST];

	for (size_t i = 0; i < BEST; i++)
		u[i] = i == 3 ? -1 : i == 4 ? 0.5 : 0;
	ok(find(space, u, BEST, 0.03).end == -1, "%s: low", domain);
	for (size_t i = 0; i < BEST; i++)
		u[i] = i == 3 ? -1 : i == 4 ? 0.5 : beyond;
	ok(find(space, u, BEST, 0.03).end == 1, "%s: high", domain);
	u[4] = u[5] = 0;
	ok(find(space, u, BEST, 0.5).end == 0, "%s: 7 of 9 are few", domain);
}

static void
test_tail(void)
{
	/* By hand: 4 of 5 and 5 of 5 of 1/20, and the like. */
	ok(fabs(bounds_tail(5, 4, 0.05) / 3e-5 - 1) < 1e-12, "4 of 5");
	ok(fabs(bounds_tail(5, 0, 0.05) - 1) < 1e-12, "all there is");
	ok(fabs(bounds_tail(3, 2, 0.5) - 0.5) < 1e-12, "2 of 3");
	ok(bounds_tail(20000, 16000, 0.9) == 1, "what is sure");
	ok(bounds_tail(100000, 80000, 0.05) == 0 &&
		fabs(bounds_tail(100000, 5001, 0.05) - 0.5) < 0.01,
	    "many");
}

/* A flag that matters has nothing beyond. */
static void
test_flag(void)
{
	struct space space =
	    make_space("{\"type\":\"int\",\"low\":0,\"high\":1}");
	double u[BEST] = {0};

	ok(find(&space, u, BEST, 0.03).end == 0, "nothing of a flag");
	space_release(&space);
}

int
main(void)
{
	jsonl_allocate();
	test_tail();
	test_flag();
	for (size_t i = 0; i < DOMAINS; i++) {
		struct space space = make_space(domains[i]);

		test_chance(&space, domains[i], 0.05);
		test_chance(&space, domains[i], 0.001);
		test_crowd(&space, domains[i]);
		space_release(&space);
	}
	return tap_done();
}
