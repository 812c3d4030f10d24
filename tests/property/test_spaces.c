/*
 * What samplers ask in made up spaces is held against C that says the same as
 * each expression.  SPACES=1000 ASKS=1000 GRIDS=50 is the long form: a million
 * asks of each sampler.
 */
#include <stdlib.h>

#include "made_space.h"
#include "sampling.h"
#include "xalloc.h"

enum { RUN = 250 }; /* asks after which models begin anew */

static size_t
size_from(const char *name, size_t standard)
{
	const char *text = getenv(name);

	return text ? strtoul(text, NULL, 10) : standard;
}

/* What was asked of a sampler. */
struct tally {
	size_t asked, broken;
	size_t empty; /* spaces of which nothing was asked */
};

/* Ask up to n points; every third is complete, so that models have something.
 */
static void
ask(const struct made *m, const char *sampler, uint64_t seed, size_t n,
    struct tally *t)
{
	struct run r;

	run_begin(&r, m->header, sampler, &seed, false);
	for (size_t i = 0; i < n; i++) {
		json_t *line = run_next(&r);
		struct values v;

		if (!line)
			break;
		v = values_of(json_object_get(line, "params"));
		t->broken += !is_kept(m, &v);
		if (r.past.keeps && i % 3 != 0) {
			struct observation *o = &r.past.evidence.at[i];

			r.past.evidence.count[o->class]--;
			o->class = EVIDENCE_COMPLETE;
			o->value = v.x + v.a + (isnan(v.y) ? 0 : v.y);
			r.past.evidence.count[o->class]++;
		}
		t->asked++;
		json_decref(line);
	}
	run_end(&r);
}

static void
count(void *arg, const struct values *v)
{
	size_t *n = arg;

	(void)v;
	++*n;
}

static size_t
count_by_force(const struct made *m)
{
	size_t n = 0;

	by_force(m, count, &n);
	return n;
}

/* Whether the space is refused, as none of whose points keeps its rules. */
static bool
is_refused(const struct made *m)
{
	struct study study;
	struct err e;

	if (study_parse(&study, m->header, strlen(m->header), &e) == -1)
		return true;
	study_release(&study);
	return false;
}

static void
test_asks(const char *sampler, size_t spaces, size_t asks, bool finite)
{
	struct tally t = {0};

	for (uint32_t i = 0; i < spaces; i++) {
		const size_t before = t.asked;
		struct made m;

		make(&m, i, finite);
		if (is_refused(&m)) {
			t.broken += !finite || count_by_force(&m) > 0;
			t.empty++;
			continue;
		}
		for (size_t from = 0; from < asks; from += RUN)
			ask(&m, sampler, from,
			    asks - from < RUN ? asks - from : RUN, &t);
		t.empty += t.asked == before;
	}
	printf("# %s: %zu points of %zu %sspaces, %zu of them empty\n", sampler,
	    t.asked, spaces, finite ? "finite " : "", t.empty);
	ok(t.broken == 0 && t.asked > 0 && (finite || t.empty == 0),
	    "%s: %zu points are against what their spaces say", sampler,
	    t.broken);
}

/* A grid asks each point once, and no others; they are counted right. */
static void
test_grid(size_t spaces)
{
	struct tally t = {0};
	bool same = true;

	for (uint32_t i = 0; i < spaces; i++) {
		const size_t before = t.asked;
		size_t points = 0;
		uint64_t n = 0;
		struct study study;
		struct made m;
		struct err e;

		make(&m, i, true);
		by_force(&m, count, &points);
		ask(&m, "grid", i, SIZE_MAX, &t);
		same &= t.asked - before == points;
		same &=
		    study_parse(&study, m.header, strlen(m.header), &e) == 0;
		same &= space_count_within(&study.space, INT64_MAX, &n) &&
			n == points;
		study_release(&study);
	}
	printf("# grid: all %zu points of %zu spaces\n", t.asked, spaces);
	ok(same && t.broken == 0 && t.asked > 0,
	    "grids are what trying all values finds, and so are counts");
}

int
main(void)
{
	const size_t spaces = size_from("SPACES", 60);
	const size_t asks = size_from("ASKS", 40);

	setvbuf(stdout, NULL, _IOLBF, 0); /* the long form takes long */
	test_asks("random", spaces, asks, false);
	test_asks("sobol", spaces, asks, false);
	test_asks("tpe", spaces, asks, false);
	test_asks("random", spaces, asks, true);
	test_asks("grid", spaces, asks, true);
	test_grid(size_from("GRIDS", 2));
	return tap_done();
}
