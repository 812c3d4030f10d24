/*
 * The forest: segments in order, points of each tree; deep chains, many
 * children and long lists, on which anything quadratic would not end for long.
 */
#include <string.h>

#include "buf.h"
#include "encode.h"
#include "forest.h"
#include "jsonl.h"
#include "tap.h"

static void
make(struct space *space, const char *text)
{
	struct err e = {0};
	json_t *json = jsonl_parse(text, strlen(text), &e);

	space_init(space, json);
	json_decref(json);
}

/* The segments below parameter i as "from-last:children ". */
static int
has_segments(const struct forest *f, size_t i, const char *want)
{
	const struct tree *t = &f->trees[i];
	struct buf text = {0};
	int same;

	for (size_t k = 0; k < t->n; k++) {
		const struct segment *s = &t->segments[k];

		buf_printf(&text, "%llu-%llu:", (unsigned long long)s->from,
		    (unsigned long long)s->to - 1);
		for (size_t c = 0; c < s->n; c++)
			buf_puts(&text, f->space->params[s->children[c]].name);
		buf_puts(&text, " ");
	}
	same = strcmp(buf_text(&text), want) == 0;
	buf_release(&text);
	return same;
}

static void
test_segments(void)
{
	struct space s;
	struct forest f;

	make(&s,
	    "{\"b\":{\"type\":\"int\",\"low\":1,\"high\":3,"
	    "\"when\":\"a in ('y', 7, 1.0, 'never')\"},"
	    "\"a\":{\"type\":\"categorical\",\"choices\":[\"x\",1,\"y\",\"1\"]}"
	    ","
	    "\"c\":{\"type\":\"bool\",\"when\":\"a == 'y' or a == 'x'\"},"
	    "\"d\":{\"type\":\"const\",\"value\":2.385,\"when\":\"b >= 2\"}}");
	ok(forest_init(&f, &s), "a forest");
	ok(has_segments(&f, 1, "0-0:c 1-1:b 2-2:cb 3-3: "),
	    "segments go by level, the last child first; none that never is");
	ok(has_segments(&f, 0, "0-0: 1-2:d ") && has_segments(&f, 2, "0-1: "),
	    "levels with the same children are together");
	ok(f.trees[0].points == 3 && f.trees[2].points == 2 &&
		f.trees[3].points == 1,
	    "points of the children");
	ok(f.trees[1].points == 2 + 3 + 2 * 3 + 1 && f.points == 12,
	    "points of the root, and of all");
	forest_release(&f);
	space_release(&s);
}

/* What is none. */
static void
test_others(void)
{
	static const char *const texts[] = {
	    "{\"a\":{\"type\":\"float\",\"low\":0,\"high\":1}}",
	    "{\"a\":{\"type\":\"bool\"},\"b\":{\"type\":\"bool\"},"
	    "\"c\":{\"type\":\"bool\",\"when\":\"a == b\"}}",
	    "{\"a\":{\"type\":\"bool\"},\"b\":{\"type\":\"bool\","
	    "\"when\":\"a == true\"},"
	    "\"c\":{\"type\":\"bool\",\"when\":\"b is null\"}}",
	    "{\"a\":{\"type\":\"int\",\"low\":1,\"high\":3},"
	    "\"b\":{\"type\":\"int\",\"low\":0,\"high\":\"a\"}}",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct space s;
		struct forest f;

		make(&s, texts[i]);
		ok(!forest_init(&f, &s), "not a forest: %s", texts[i]);
		space_release(&s);
	}
}

static void
test_saturation(void)
{
	struct space s;
	struct forest f;

	make(&s, "{\"a\":{\"type\":\"int\",\"low\":1,\"high\":4294967296},"
		 "\"b\":{\"type\":\"int\",\"low\":1,\"high\":4294967296,"
		 "\"when\":\"a == 5\"},"
		 "\"c\":{\"type\":\"int\",\"low\":1,\"high\":4294967296,"
		 "\"when\":\"a in (5, 6)\"}}");
	(void)forest_init(&f, &s);
	ok(f.trees[1].points == 1ULL << 32 && f.trees[0].points == UINT64_MAX &&
		f.points == UINT64_MAX,
	    "2^64 points saturate");
	forest_release(&f);
	space_release(&s);
}

static void
check_large(struct buf *text, uint64_t points, const char *what)
{
	struct space s;
	json_t *last;
	struct err e = {0};

	make(&s, buf_text(text));
	buf_release(text);
	ok(space_count(&s) == points, "%s: the points are counted", what);
	last = encode_index(&s, points - 1);
	ok(encode_check(&s, last, &e) == 0, "%s: the last is one", what);
	json_decref(last);
	space_release(&s);
}

static void
test_large(void)
{
	enum { CHAIN = 10000, CHILDREN = 4000, VALUES = 9000 };
	struct buf text = {0};

	buf_puts(&text, "{\"p0\":{\"type\":\"bool\"}");
	for (int i = 1; i < CHAIN; i++)
		buf_printf(&text,
		    ",\"p%d\":{\"type\":\"bool\",\"when\":\"p%d == true\"}", i,
		    i - 1);
	buf_puts(&text, "}");
	check_large(&text, CHAIN + 1, "a deep chain");

	buf_puts(
	    &text, "{\"r\":{\"type\":\"int\",\"low\":0,\"high\":2000000000}");
	for (int i = 0; i < CHILDREN; i++)
		buf_printf(&text,
		    ",\"p%d\":{\"type\":\"bool\",\"when\":\"r == %d\"}", i,
		    3 * i);
	buf_puts(&text, "}");
	check_large(&text, 2000000001 + CHILDREN, "many children");

	buf_puts(&text, "{\"r\":{\"type\":\"ordinal\",\"choices\":[0");
	for (int i = 1; i < VALUES; i++)
		buf_printf(&text, ",%d", i);
	buf_puts(&text, "]},\"p\":{\"type\":\"bool\",\"when\":\"r in (0");
	for (int i = VALUES - 1; i > 0; i--)
		buf_printf(&text, ",%d.0", i);
	buf_puts(&text, ")\"}}");
	check_large(&text, 2 * VALUES, "long lists");
}

int
main(void)
{
	test_segments();
	test_others();
	test_saturation();
	test_large();
	return tap_done();
}
