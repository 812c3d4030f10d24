/*
 * What the sampler forest makes of what it is told: of failures, of what users
 * believe, of what is pending.
 */
#include "sampling.h"

enum { SEEDS = 60 };

#define SPACE(weights)                                                         \
	"\"c\":{\"type\":\"categorical\",\"choices\":[\"a\",\"b\",\"d\",\"e\"" \
	"]" weights "},\"x\":{\"type\":\"float\",\"low\":0,\"high\":1}"

static const char plain[] = HEADER("7", SPACE(""));
static const char believing[] = HEADER("7", SPACE(",\"weights\":[1,30,1,1]"));

/* n trials, of choice a with this value, or from trial `from` on as told. */
static void
tell(struct buf *lines, size_t n, double value, size_t from, const char *told)
{
	static const char *const choices[] = {"a", "b", "d", "e"};

	for (size_t i = 0; i < n; i++) {
		const double x = (double)(i * 7919 % 101) / 101;

		buf_printf(lines,
		    "{\"trial\":%zu,\"seq\":%zu,\"params\":{\"c\":\"%s\","
		    "\"x\":%.12g},",
		    i + 1, i + 1, choices[i % 4], x);
		if (i % 4 == 0 && i >= from && told)
			buf_printf(lines, "%s}\n", told);
		else
			buf_printf(lines,
			    "\"state\":\"complete\",\"metrics\":{\"e\":%.12g}}"
			    "\n",
			    (i % 4 == 0 ? value : 1) + (x - 0.3) * (x - 0.3));
	}
}

/* How many of SEEDS asks are of this choice. */
static int
count(const char *header, struct buf *lines, const char *choice)
{
	int n = 0;

	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		json_t *line;
		struct run r;

		run_begin(&r, header, "forest", &seed, false);
		run_read(&r, header, lines);
		line = run_next(&r);
		n += strcmp(json_string_value(json_object_get(
				json_object_get(line, "params"), "c")),
			 choice) == 0;
		json_decref(line);
		run_end(&r);
	}
	return n;
}

static void
test_failures(void)
{
	struct buf lines = {0};
	int good, failed, lost;

	tell(&lines, 24, 0.5, 0, NULL);
	good = count(plain, &lines, "a");
	lines.len = 0;
	tell(&lines, 24, 0.5, 0, "\"state\":\"failed\",\"reason\":\"exit 1\"");
	failed = count(plain, &lines, "a");
	lines.len = 0;
	tell(&lines, 24, 0.5, 12, "\"state\":\"failed\",\"reason\":\"lost\"");
	lost = count(plain, &lines, "a");
	ok(good > SEEDS * 3 / 4, "where it is good, it is asked: %d", good);
	ok(10 * failed < good, "where it fails, it is not: %d", failed);
	ok(lost > SEEDS / 2, "what was lost says nothing: %d", lost);
	buf_release(&lines);
}

/* What is believed counts at first, and fades. */
static void
test_belief(void)
{
	struct buf lines = {0};
	int early, late;

	tell(&lines, 8, 1, 0, NULL);
	early = count(believing, &lines, "b");
	lines.len = 0;
	tell(&lines, 200, 0.5, 0, NULL);
	late = count(believing, &lines, "a");
	ok(early > SEEDS / 2, "after 8 trials what is believed is asked: %d",
	    early);
	ok(late > SEEDS / 2, "after 200 what was found is: %d", late);
	buf_release(&lines);
}

/* What is expected is said, in the user's units. */
static void
test_expected(void)
{
	struct buf lines = {0};
	json_t *line, *ask;
	struct run r;

	run_start(&r, plain, "forest");
	tell(&lines, 24, 0.5, 0, NULL);
	run_read(&r, plain, &lines);
	do {
		line = run_next(&r);
		ask = json_object_get(line, "ask");
		if (json_object_get(ask, "mean"))
			break;
		json_decref(line);
	} while (r.past.last < 40);
	ok(json_number_value(json_object_get(ask, "mean")) > 0.4 &&
		json_number_value(json_object_get(ask, "mean")) < 1 &&
		json_number_value(json_object_get(ask, "sd")) > 0 &&
		json_number_value(json_object_get(ask, "acq")) < 0,
	    "mean, sd and improvement");
	json_decref(line);
	run_end(&r);
	buf_release(&lines);
}

int
main(void)
{
	test_failures();
	test_belief();
	test_expected();
	return tap_done();
}
