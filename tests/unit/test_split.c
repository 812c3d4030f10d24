/* Which trials are good, and which parameters belong together. */
#include "split.h"

#include <math.h>
#include <string.h>

#include "groups.h"
#include "study.h"
#include "tap.h"

enum { MOST = 300 };

/* Evidence without points: all that a split looks at. */
static struct evidence
evidence_of(struct observation *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].number == 0)
			list[i].number = (uint32_t)i + 1;
	return (struct evidence){.n = n, .at = list};
}

static int
same(const size_t *list, size_t n, const size_t *want, size_t nwant)
{
	return n == nwant && memcmp(list, want, n * sizeof(*list)) == 0;
}

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

static void
test_order(void)
{
	struct observation list[] = {
	    {.class = EVIDENCE_COMPLETE, .value = 3},
	    {.class = EVIDENCE_FAILED, .value = NAN},
	    {.class = EVIDENCE_COMPLETE, .value = -1e300},
	    {.class = EVIDENCE_PRUNED, .value = 9, .step = 5},
	    {.class = EVIDENCE_PENDING, .value = NAN},
	    {.class = EVIDENCE_PRUNED, .value = -5, .step = 2},
	    {.class = EVIDENCE_ASKED, .value = NAN},
	    {.class = EVIDENCE_COMPLETE, .value = 2.385},
	    {.class = EVIDENCE_FREE, .value = NAN},
	    {.class = EVIDENCE_PRUNED, .value = 8, .step = 5},
	    {.class = EVIDENCE_PRUNED, .value = NAN, .step = 5},
	};
	const struct evidence ev = evidence_of(list, COUNT(list));
	static const size_t one[] = {2}, three[] = {0, 2, 7};
	static const size_t five[] = {0, 2, 3, 7, 9};
	static const size_t rest[] = {0, 1, 3, 4, 5, 7, 9, 10};
	static const size_t last[] = {1, 4, 5, 10};
	struct split s;

	split_init(&s, &ev, .1);
	ok(same(s.good, s.ngood, one, 1) && s.limit == 2.385,
	    "ceil(0.1 x 7) is 1: the best, and the next is the limit");
	ok(same(s.bad, s.nbad, rest, COUNT(rest)),
	    "failed and pending are bad, asked and free are nothing");
	split_release(&s);
	split_init(&s, &ev, .4);
	ok(same(s.good, s.ngood, three, 3) && isnan(s.limit),
	    "complete before pruned; a pruned value is no limit");
	split_release(&s);
	split_init(&s, &ev, .7);
	ok(same(s.good, s.ngood, five, 5) && same(s.bad, s.nbad, last, 4),
	    "pruned ones by step, then by value, without one last");
	split_release(&s);
}

/* Where too few keep the constraints, those come next that break them least. */
static void
test_infeasible(void)
{
	struct observation list[] = {
	    {.class = EVIDENCE_INFEASIBLE, .value = NAN, .broken = 3},
	    {.class = EVIDENCE_COMPLETE, .value = 9},
	    {.class = EVIDENCE_INFEASIBLE, .value = NAN, .broken = 0.1},
	    {.class = EVIDENCE_PRUNED, .value = 1, .step = 1},
	    {.class = EVIDENCE_FAILED, .value = NAN},
	    {.class = EVIDENCE_COMPLETE, .value = 8},
	};
	const struct evidence ev = evidence_of(list, COUNT(list));
	static const size_t two[] = {1, 5}, four[] = {1, 2, 3, 5};
	static const size_t last[] = {0, 4}, rest[] = {0, 2, 3, 4};
	struct split s;

	split_init(&s, &ev, .4);
	ok(same(s.good, s.ngood, two, 2) && same(s.bad, s.nbad, rest, 4),
	    "infeasible ones are bad, behind the pruned");
	split_release(&s);
	split_init(&s, &ev, .8);
	ok(same(s.good, s.ngood, four, 4) && same(s.bad, s.nbad, last, 2) &&
		isnan(s.limit),
	    "if others are too few, the one that is broken least is good");
	split_release(&s);
}

static void
test_ties(void)
{
	struct observation list[] = {
	    {.value = 1, .seq = 7, .number = 3},
	    {.value = 1, .seq = 5, .number = 4},
	    {.value = 1, .seq = 5, .number = 2},
	};
	const struct evidence ev = evidence_of(list, COUNT(list));
	static const size_t first[] = {2}, two[] = {1, 2};
	struct split s;

	split_init(&s, &ev, .3);
	ok(same(s.good, s.ngood, first, 1), "of equals the first by number");
	split_release(&s);
	split_init(&s, &ev, .5);
	ok(same(s.good, s.ngood, two, 2), "and before that by seq");
	split_release(&s);
}

static void
test_many(void)
{
	struct observation list[MOST] = {0};
	const struct evidence ev = evidence_of(list, MOST);
	const struct evidence none = {0};
	struct split s;

	split_init(&s, &ev, .15);
	ok(s.ngood == GOOD_MAX && s.nbad == MOST - GOOD_MAX, "no more than 25");
	split_release(&s);
	split_init(&s, &none, .15);
	ok(s.ngood == 0 && s.nbad == 0 && isnan(s.limit), "nothing of nothing");
	split_release(&s);
}

static const char header[] =
    "{\"hpo\":1,\"space\":{"
    "\"z\":{\"type\":\"float\",\"low\":0,\"high\":1,"
    "\"when\":\"n in (2, 1)\"},"
    "\"m\":{\"type\":\"float\",\"low\":0,\"high\":1},"
    "\"n\":{\"type\":\"int\",\"low\":1,\"high\":3,\"when\":\"a == 'x'\"},"
    "\"a\":{\"type\":\"categorical\",\"choices\":[\"x\",\"y\"]},"
    "\"c\":{\"type\":\"const\",\"value\":5,"
    "\"when\":\"n == 1 or n == 2.0\"},"
    "\"b\":{\"type\":\"float\",\"low\":0,\"high\":1,\"when\":\"n == 1\"},"
    "\"k\":{\"type\":\"bool\",\"when\":\"a == 'y'\"},"
    "\"d\":{\"type\":\"bool\",\"when\":\"n > 1 and m < 0.5\"}},"
    "\"objectives\":[{\"metric\":\"e\",\"goal\":\"minimize\"}]}";

/* Names of a group's parameters, and of those above it. */
static int
is_group(const struct groups *g, const struct space *space, size_t i,
    const char *names, const char *above)
{
	char text[80] = "";

	for (size_t k = 0; i < g->n && k < g->at[i].n; k++)
		strcat(text, space->params[g->at[i].params[k]].name);
	strcat(text, "<");
	for (size_t k = 0; i < g->n && k < g->at[i].nabove; k++) {
		const struct member m = g->at[i].above[k];

		strcat(text, space->params[g->at[m.group].params[m.k]].name);
	}
	return strncmp(text, names, strlen(names)) == 0 &&
	       text[strlen(names)] == '<' &&
	       strcmp(text + strlen(names) + 1, above) == 0;
}

static void
test_groups(void)
{
	struct study study;
	struct groups g;
	struct err e = {0};

	if (study_parse(&study, header, strlen(header), &e) == -1)
		printf("Bail out! %s\n", e.text);
	groups_init(&g, &study.space);
	ok(g.n == 6 && is_group(&g, &study.space, 0, "am", ""),
	    "the group at the top, by name");
	ok(is_group(&g, &study.space, 1, "k", "a") &&
		is_group(&g, &study.space, 2, "n", "a"),
	    "below a by its values");
	ok(is_group(&g, &study.space, 3, "b", "an") &&
		is_group(&g, &study.space, 4, "cz", "an"),
	    "the same condition, written in two ways");
	ok(is_group(&g, &study.space, 5, "d", "amn"),
	    "below two parameters, and what is above these");
	groups_release(&g);
	study_release(&study);
}

int
main(void)
{
	test_order();
	test_infeasible();
	test_ties();
	test_many();
	test_groups();
	return tap_done();
}
