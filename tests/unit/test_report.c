/* What pictures and screens of hpo-report measure with. */
#include <locale.h>
#include <math.h>
#include <string.h>

#include "jsonl.h"
#include "range.h"
#include "raster.h"
#include "scale.h"
#include "tap.h"
#include "terminal.h"

/* Where value lies in a domain, both JSON. */
static double
position(const char *domain, const char *value)
{
	json_t *json = jsonl_value(domain, strlen(domain));
	json_t *x = value ? jsonl_value(value, strlen(value)) : NULL;
	struct param p = {0};
	double u;

	space_param(&p, "x", json);
	u = scale_position(&p, x);
	space_param_release(&p);
	json_decref(json);
	json_decref(x);
	return u;
}

static void
test_scale(void)
{
	static const struct {
		const char *domain, *value;
		double u; /* NAN: none of it */
	} rows[] = {
	    {"{\"type\":\"float\",\"low\":-1,\"high\":3}", "0", 0.25},
	    {"{\"type\":\"float\",\"low\":-1,\"high\":3}", "-1.5", NAN},
	    {"{\"type\":\"float\",\"low\":-1,\"high\":3}", "\"0\"", NAN},
	    {"{\"type\":\"float\",\"low\":-1,\"high\":3}", NULL, NAN},
	    {"{\"type\":\"float\",\"low\":-8e307,\"high\":8e307}", "0", 0.5},
	    {"{\"type\":\"float\",\"low\":0.01,\"high\":100,\"log\":true}",
		"0.1", 0.25},
	    {"{\"type\":\"float\",\"low\":0.9,\"high\":0.999,\"rlog\":true}",
		"0.99", 0.5},
	    {"{\"type\":\"float\",\"low\":-9,\"high\":0.999,\"rlog\":true}",
		"0", 0.25},
	    {"{\"type\":\"int\",\"low\":1,\"high\":5}", "2", 0.25},
	    {"{\"type\":\"int\",\"low\":4,\"high\":4}", "4", 0.5},
	    {"{\"type\":\"pow2\",\"low\":1,\"high\":16}", "2", 0.25},
	    {"{\"type\":\"categorical\",\"choices\":[\"a\",1,null]}", "1", 0.5},
	    {"{\"type\":\"categorical\",\"choices\":[\"a\",1,null]}", "null",
		1},
	    {"{\"type\":\"categorical\",\"choices\":[\"a\",1,null]}", "\"b\"",
		NAN},
	    {"{\"type\":\"bool\"}", "true", 1},
	    {"{\"type\":\"const\",\"value\":3}", "3", 0.5},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const double u = position(rows[i].domain, rows[i].value);

		ok(isnan(rows[i].u) ? isnan(u) : fabs(u - rows[i].u) < 1e-12,
		    "%s in %s: %g", rows[i].value ? rows[i].value : "nothing",
		    rows[i].domain, u);
	}
}

static void
test_range(void)
{
	static const double ones[] = {5, -5, 0, 4.9e-324, 1e307};
	struct range r = range_around(1, 3, 0.5, 0.25);

	ok(!r.log && r.low == 0 && r.high == 3.5, "free parts of the span");
	r = range_around(1, 1000, 0, 0);
	ok(!r.log, "three decades are no more than three");
	r = range_around(1, 10000, 0.25, 0);
	ok(r.log && fabs(r.low - 0.1) < 1e-12 &&
		fabs(range_position(&r, 100) - 0.6) < 1e-12,
	    "parts of a logarithmic span");
	r = range_around(0, 10000, 0, 0);
	ok(!r.log, "zero has no logarithm");
	r = range_around(5, 5, 0.1, 0.1);
	ok(r.low == 4.5 && r.high == 5.5, "one value");
	r = range_around(0, 0, 0.1, 0.1);
	ok(r.low < 0 && r.high > 0, "only zero");
	for (size_t i = 0; i < sizeof(ones) / sizeof(*ones); i++) {
		r = range_around(ones[i], ones[i], 0, 0);
		ok(r.low < r.high &&
			fabs(range_position(&r, ones[i]) - 0.5) < 1e-12,
		    "one value, no free parts: %g", ones[i]);
	}
	r = range_around(1.7e308, 1.7e308, 0, 0);
	ok(r.low < r.high, "one value that no axis has");
	r = range_around(-1.7e308, 1.7e308, 0.1, 0.1);
	ok(isfinite(r.high - r.low) && r.low < r.high, "all doubles");
}

static void
test_raster(void)
{
	struct raster r;

	raster_init(&r, 4, 2);
	ok(raster_take(&r, 0, 0) && !raster_take(&r, 0.24, 0.49) &&
		raster_take(&r, 0.25, 0) && raster_take(&r, 0, 0.5),
	    "a cell is taken once");
	ok(raster_take(&r, 1, 1) && !raster_take(&r, 9, 9) &&
		!raster_take(&r, 0.75, 0.5),
	    "beyond is at the edge");
	ok(!raster_take(&r, -1, NAN), "so is what is no place");
	raster_release(&r);
}

static int
cut(const char *text, size_t columns, const char *want)
{
	struct buf b = {0};
	int same;

	buf_puts(&b, text);
	terminal_cut(&b, columns);
	same = strcmp(buf_text(&b), want) == 0;
	buf_release(&b);
	return same;
}

static void
test_width(void)
{
	struct buf b = {0};

	if (!setlocale(LC_CTYPE, "C.UTF-8")) {
		ok(1, "cut # SKIP no locale with UTF-8");
		return;
	}
	buf_puts(&b, "a\xe7\x95\x8c"
		     "e\xcc\x81\xff");
	ok(terminal_width(&b) == 5, "wide, narrow, none, and what is no UTF-8");
	buf_release(&b);
	ok(cut("abcdef", 6, "abcdef") && cut("abcdefg", 6, "abc...") &&
		cut("", 6, "") && cut("abcdef", 0, ""),
	    "cut at a column");
	ok(cut("abcdef", 3, "abc") && cut("abcdef", 5, "abcde"),
	    "no mark that is longer than what is left");
	ok(cut("ab\xe7\x95\x8c\xe7\x95\x8c", 6, "ab\xe7\x95\x8c\xe7\x95\x8c") &&
		cut("abcd\xe7\x95\x8c\xe7\x95\x8c", 7, "abcd...") &&
		cut("ab\xe7\x95\x8c\xe7\x95\x8c", 5, "ab\xe7\x95\x8c"),
	    "not within a wide letter");
	(void)setlocale(LC_CTYPE, "C");
	ok(cut("abc\xe7\x95\x8c\xe7\x95\x8c\xe7\x95\x8c", 7, "abc..."),
	    "nor within one that the locale does not know");
}

int
main(void)
{
	jsonl_allocate();
	test_scale();
	test_range();
	test_raster();
	test_width();
	return tap_done();
}
