/*
 * The contract of samplers: what holds for each of them after each of the
 * awkward histories of a table.
 *
 * The next points are points of the space, the same again in parts; what is
 * recorded with them is finite; of a finite space none comes twice, and no
 * model asks again what is pending; the order in which trials were told does
 * not matter, nor to random and tpe that of the parameters.  One row a history;
 * samplers that are added are tested with the others.  Seeds are fixed.
 */
#include "point.h"
#include "rng.h"
#include "sampling.h"
#include "uniform.h"
#include "xalloc.h"

enum { BATCH = 5, PART = 2 };

/* Where the points of a history are. */
enum place {
	SPREAD,   /* anywhere */
	SAME,     /* all are one */
	TWICE,    /* each is there twice */
	CLOSE,    /* 1e-9 of the range apart */
	CORNER,   /* at the ends of ranges */
	ONE_SIDE, /* the first parameter has its first value */
	COUNTED,  /* those of a finite space, one after the other */
};

/*
 * How trials ended, one letter each, over and over: (c)omplete, complete
 * with(o)ut the metric, (f)ailed, (l)ost, (p)runed, (b)roken: pruned without a
 * value, (i)nfeasible, (x) cancelled, (w)aiting, (r)unning.
 */
struct row {
	const char *name, *header;
	size_t n, pending;
	const char *ended; /* NULL: complete */
	double (*value)(size_t i);
	enum place place;
	const char *before; /* the points are of this header's space, if any */
	bool full;          /* all numbers of an infinite space are pending */
};

#define MORE(space, more)                                                      \
	"{\"hpo\":1,\"seed\":\"7\",\"space\":{" space                          \
	"},\"objectives\":[{\"metric\":\"e\",\"goal\":\"minimize\"}]," more    \
	"}"
#define UNIT(name) "\"" name "\":{\"type\":\"float\",\"low\":0,\"high\":1}"
#define TEN(x)                                                                 \
	UNIT(x "0")                                                            \
	"," UNIT(x "1") "," UNIT(x "2") "," UNIT(x "3") "," UNIT(              \
	    x "4") "," UNIT(x "5") "," UNIT(x "6") "," UNIT(x "7") "," UNIT(x  \
	    "8") "," UNIT(x "9")
#define TWENTY                                                                 \
	"\"a\":{\"type\":\"int\",\"low\":1,\"high\":4},"                       \
	"\"b\":{\"type\":\"ordinal\",\"choices\":[1,2.385,\"x\",null,true]}"

static const char numeric[] = HEADER("7", NUMERIC);
static const char wider[] = HEADER("7",
    "\"x\":{\"type\":\"float\",\"low\":-1,\"high\":2},"
    "\"y\":{\"type\":\"float\",\"low\":1e-15,\"high\":1e15,\"log\":true}");
static const char fewer[] = HEADER("7", UNIT("x"));
static const char choices[] = HEADER("7",
    "\"a\":{\"type\":\"categorical\",\"choices\":[\"x\",\"y\",\"z\",0.1,1]},"
    "\"b\":{\"type\":\"bool\"},"
    "\"c\":{\"type\":\"categorical\",\"choices\":[1,2,3,4,5,6,7,8,9,10,11]}");
static const char deep[] = HEADER("7",
    "\"a\":{\"type\":\"categorical\",\"choices\":[\"x\",\"y\",\"z\"]},"
    "\"u\":{\"type\":\"float\",\"low\":0,\"high\":1,\"when\":\"b == 3\"},"
    "\"b\":{\"type\":\"int\",\"low\":1,\"high\":3,\"when\":\"a in ('x', "
    "'y')\"},"
    "\"v\":{\"type\":\"float\",\"low\":0,\"high\":1,\"step\":0.5,"
    "\"when\":\"b in (2, 3)\"},"
    "\"w\":{\"type\":\"pow2\",\"low\":1,\"high\":64,\"when\":\"v == 0.5\"},"
    "\"l\":{\"type\":\"float\",\"low\":0,\"high\":1,\"when\":\"a == 'z'\"}");
static const char single[] =
    HEADER("7", "\"i\":{\"type\":\"const\",\"value\":3},"
		"\"c\":{\"type\":\"const\",\"value\":null},"
		"\"k\":{\"type\":\"categorical\",\"choices\":[\"one\"]}");
static const char nearly[] = HEADER("7",
    "\"i\":{\"type\":\"const\",\"value\":3}," UNIT(
	"x") ","
	     "\"d\":{\"type\":\"float\",\"low\":2.385,\"high\":2.3850000001}");
/* 11 numbers of 12 digits. */
static const char few[] = HEADER(
    "7", "\"d\":{\"type\":\"float\",\"low\":2.385,\"high\":2.3850000001}");
static const char two[] =
    HEADER("7", "\"i\":{\"type\":\"int\",\"low\":1,\"high\":2}," UNIT("x"));
static const char sixty[] = HEADER("7",
    TEN("a") "," TEN("b") "," TEN("c") "," TEN("d") "," TEN("e") "," TEN("f"));
static const char logs[] = HEADER(
    "7", "\"x\":{\"type\":\"float\",\"low\":1e-12,\"high\":1e12,\"log\":true}");
static const char thin[] = MORE(UNIT("x") "," UNIT("y") "," UNIT("z"),
    "\"require\":[\"abs(x - y) <= 0.016\",\"abs(y - z) <= 0.016\"]");
static const char twenty[] = HEADER("7", TWENTY);
static const char ruled[] =
    MORE(TWENTY, "\"forbid\":[\"a == 1 and b == 'x'\"]");
static const char bounded[] = HEADER("7",
    UNIT("x") ",\"y\":{\"type\":\"float\",\"low\":0,\"high\":\"x\"},"
	      "\"n\":{\"type\":\"int\",\"low\":1,\"high\":9}");
static const char lists[] = HEADER("7",
    "\"v\":{\"type\":\"float\",\"low\":0,\"high\":1,\"shape\":3},"
    "\"s\":{\"type\":\"subset\",\"choices\":[\"a\",\"b\",\"c\"]},"
    "\"o\":{\"type\":\"permutation\",\"choices\":[\"a\",\"b\",\"c\"]},"
    "\"m\":{\"type\":\"simplex\",\"shape\":3}");
static const char types[] = HEADER("7",
    "\"n\":{\"type\":\"int\",\"low\":1,\"high\":1000,\"log\":true},"
    "\"f\":{\"type\":\"float\",\"low\":0,\"high\":0.5,\"step\":0.1},"
    "\"p\":{\"type\":\"pow2\",\"low\":16,\"high\":1024},"
    "\"o\":{\"type\":\"ordinal\",\"choices\":[1,2,5,10,30]},"
    "\"t\":{\"type\":\"bool\"}," UNIT("x"));
static const char limited[] = MORE(NUMERIC, "\"subject_to\":[\"m <= 16\"]");
static const char noisy[] = MORE(NUMERIC, "\"noise\":true");

static double
ordinary(size_t i)
{
	return (double)(i * 7919 % 101) / 100 - 0.3;
}

static double
equal(size_t i)
{
	(void)i;
	return 2.385;
}

static double
with_huge(size_t i)
{
	return i == 3 ? 1e300 : ordinary(i);
}

static double
with_tiny(size_t i)
{
	return i == 3 ? 1e-300 : ordinary(i) + 1;
}

static double
opposite(size_t i)
{
	return i % 2 == 0 ? 1.5e308 : -1.5e308;
}

static double
subnormal(size_t i)
{
	return (double)(i * 7919 % 101) * 5e-324;
}

static double
last_bits(size_t i)
{
	return 1 + (double)(i * 7919 % 101) * 0x1p-52;
}

static double
falling(size_t i)
{
	return -(double)i;
}

#define GOOD .value = ordinary
static const struct row rows[] = {
    {"no trial", numeric, 0, GOOD},
    {"one trial", numeric, 1, GOOD},
    {"one that failed", numeric, 1, .ended = "f", GOOD},
    {"one that waits", numeric, 0, 1, GOOD},
    {"two trials", numeric, 2, GOOD},
    {"all equal", numeric, 30, .value = equal},
    {"one value of 1e300", numeric, 30, .value = with_huge},
    {"one value of 1e-300", numeric, 30, .value = with_tiny},
    {"values at both ends of doubles", numeric, 30, .value = opposite},
    {"subnormal values", numeric, 30, .value = subnormal},
    {"values that differ in last bits", numeric, 30, .value = last_bits},
    {"each better than those before", numeric, 30, .value = falling},
    {"all failed", numeric, 30, .ended = "f", GOOD},
    {"all lost", numeric, 30, .ended = "l", GOOD},
    {"all pruned", numeric, 30, .ended = "p", GOOD},
    {"all pruned, without values", numeric, 30, .ended = "b", GOOD},
    {"all cancelled", numeric, 30, .ended = "x", GOOD},
    {"all complete, without values", numeric, 30, .ended = "o", GOOD},
    {"ends of all kinds", numeric, 40, 2, "cfplbxocc", GOOD},
    {"one point only", numeric, 30, .place = SAME, GOOD},
    {"one point, with noise", noisy, 30, .place = SAME, GOOD},
    {"one point, which also waits", numeric, 20, 3, .place = SAME, GOOD},
    {"every point twice", numeric, 30, .place = TWICE, GOOD},
    {"points that are close", numeric, 30, .place = CLOSE, GOOD},
    {"points in corners", numeric, 30, .place = CORNER, GOOD},
    {"64 pending, nothing ended", numeric, 0, 64, GOOD},
    {"64 pending", numeric, 20, 64, GOOD},
    {"points of another space", numeric, 20, 2, GOOD, .before = tree},
    {"points of a wider space", numeric, 30, 2, GOOD, .before = wider},
    {"points without a parameter", numeric, 20, 2, GOOD, .before = fewer},
    {"a tree", tree, 30, 3, "ccccf", GOOD},
    {"a branch never seen", tree, 30, .place = ONE_SIDE, GOOD},
    {"choices only", choices, 30, 3, "ccccf", GOOD},
    {"a choice never seen", choices, 20, .place = ONE_SIDE, GOOD},
    {"conditions on conditions", deep, 30, 3, "ccpcf", GOOD},
    {"conditions, one branch", deep, 10, .place = ONE_SIDE, GOOD},
    {"ranges of one value", single, 0, GOOD},
    {"ranges of one value, asked", single, 1, GOOD},
    {"ranges of nearly one value", nearly, 20, 1, GOOD},
    {"a range of few numbers, pending", few, 0, 64, GOOD, .full = true},
    {"a range of 2", two, 20, 1, "ccf", GOOD},
    {"60 parameters, no trial", sixty, 0, GOOD},
    {"60 parameters", sixty, 20, 3, "ccccf", GOOD},
    {"24 decades", logs, 30, 1, .place = CORNER, GOOD},
    {"rules that leave one in a thousand", thin, 0, GOOD},
    {"such rules, and trials", thin, 20, 3, "ccccf", GOOD},
    {"a small space", twenty, 10, 1, "ccccf", GOOD, COUNTED},
    {"a small space, nearly all asked", twenty, 17, .place = COUNTED, GOOD},
    {"a small space, all pending", twenty, 0, 20, .place = COUNTED, GOOD},
    {"a small space, points free again", twenty, 20, .ended = "ccccx", GOOD,
	COUNTED},
    {"a small space with a rule", ruled, 12, 2, "ccf", GOOD},
    {"bounds by other parameters", bounded, 20, 2, "ccccf", GOOD},
    {"lists", lists, 20, 2, "ccccf", GOOD},
    {"all types", types, 30, 2, "ccccf", GOOD},
    {"all infeasible", limited, 20, 1, "i", GOOD},
    {"some infeasible", limited, 30, 1, "cif", GOOD},
};

/* The i-th point of a history, a new reference. */
static json_t *
past_point(const struct space *space, enum place place, size_t i)
{
	double *u = xcalloc(space->dim + 1, sizeof(*u));
	double *row = xcalloc(space->n + 1, sizeof(*row));
	json_t *params = NULL;
	uint32_t trial = (uint32_t)i + 1;
	bool found = false;

	if (place == COUNTED)
		params = encode_index(space, i);
	for (size_t k = 0; k < space->dim; k++)
		u[k] = place == CLOSE      ? 0.5 + (double)i * 1e-9
		       : (i >> k) % 2 == 0 ? 0x1p-33
					   : 1 - 0x1p-33;
	if (place == CORNER || place == CLOSE)
		found = point_draw(space, u, row);
	if (place == SAME)
		trial = 1;
	else if (place == TWICE)
		trial = (uint32_t)i / 2 + 1;
	while (!found && !params) {
		found = uniform_row(space, 7, trial, row) &&
			(place != ONE_SIDE || row[0] == 0);
		trial += 1000;
	}
	if (!params)
		params = point_params(space, row);
	free(u);
	free(row);
	return params;
}

/* What the line of a trial says of its end. */
static void
write_end(struct buf *lines, char ended, double value)
{
	static const struct {
		char letter;
		const char *text;
	} ends[] = {
	    {'o', "\"complete\",\"metrics\":{\"m\":1}"},
	    {'f', "\"failed\",\"reason\":\"exit 1\""},
	    {'l', "\"failed\",\"reason\":\"lost\""},
	    {'b', "\"pruned\",\"step\":2"},
	    {'x', "\"cancelled\""},
	    {'w', "\"waiting\""},
	    {'r', "\"running\""},
	};

	for (size_t k = 0; k < sizeof(ends) / sizeof(*ends); k++)
		if (ends[k].letter == ended) {
			buf_puts(lines, ends[k].text);
			return;
		}
	buf_printf(lines, "%s,\"metrics\":{\"e\":%.17g,\"m\":%d}",
	    ended == 'p' ? "\"pruned\",\"step\":3" : "\"complete\"", value,
	    ended == 'i' ? 20 : 1);
}

static void
write_trial(struct buf *lines, const struct space *space, const struct row *row,
    size_t i)
{
	const char *ended = row->ended ? row->ended : "c";
	const char letter = i < row->n   ? ended[i % strlen(ended)]
			    : i % 2 == 0 ? 'w'
					 : 'r';
	json_t *params = past_point(space, row->place, i);

	buf_printf(
	    lines, "{\"trial\":%zu,\"seq\":%zu,\"params\":", i + 1, i + 1);
	jsonl_write(lines, params);
	buf_puts(lines, ",\"state\":");
	write_end(lines, letter, row->value(i));
	buf_puts(lines, "}\n");
	json_decref(params);
}

/* All lines of a row's history, or the other way round. */
static void
write_history(struct buf *lines, const struct row *row, bool backwards)
{
	const char *header = row->before ? row->before : row->header;
	const size_t n = row->n + row->pending;
	struct study study;
	struct err e = {0};

	study_parse(&study, header, strlen(header), &e);
	for (size_t i = 0; i < n; i++)
		write_trial(
		    lines, &study.space, row, backwards ? n - 1 - i : i);
	study_release(&study);
}

/*
 * Append to list up to n asks after these lines and those of list.  False if
 * the sampler refuses the space or the history, and why in *e.
 */
static bool
ask(const char *header, const char *sampler, const struct buf *history,
    json_t *list, size_t n, struct err *e)
{
	const struct method method = {.sampler = sampler,
	    .options = run_options(sampler_row_find(sampler), header, false)};
	struct buf lines = {0};
	json_t *line = NULL;
	struct run r;
	size_t i;

	study_parse(&r.study, header, strlen(header), e);
	if (proposer_init(&r.proposer, &r.study, &method, e) == -1) {
		study_release(&r.study);
		return false;
	}
	past_init(&r.past, &r.study.space, proposer_looks(&r.proposer));
	buf_add(&lines, history->data, history->len);
	json_array_foreach (list, i, line) {
		jsonl_write(&lines, line);
		buf_puts(&lines, "\n");
	}
	run_read(&r, header, &lines);
	for (i = 0; i < n; i++) {
		line = proposer_next(&r.proposer, &r.past, e);
		if (!line)
			break;
		json_array_append_new(list, line);
	}
	run_end(&r);
	buf_release(&lines);
	return e->text[0] == '\0';
}

/* Whether PART asks and then the rest of BATCH are those of list. */
static bool
asks_same(const char *sampler, const struct row *row, const struct buf *history,
    json_t *list)
{
	json_t *again = json_array();
	struct err e = {0};
	const bool same =
	    ask(row->header, sampler, history, again, PART, &e) &&
	    ask(row->header, sampler, history, again, BATCH - PART, &e) &&
	    json_equal(again, list);

	json_decref(again);
	return same;
}

/* Whether the params of the asks in a are the first ones in b. */
static bool
begins_with(json_t *b, json_t *a)
{
	size_t i;
	json_t *line;

	json_array_foreach (a, i, line)
		if (!json_equal(json_object_get(line, "params"),
			json_object_get(json_array_get(b, i), "params")))
			return false;
	return true;
}

/* The trials told in the other order: the same, their numbers being kept. */
static bool
is_order_free(const char *sampler, const struct row *row, json_t *list)
{
	json_t *again = json_array();
	struct buf lines = {0};
	struct err e = {0};
	bool same;

	write_history(&lines, row, true);
	same = ask(row->header, sampler, &lines, again, PART, &e) &&
	       begins_with(list, again) &&
	       (json_array_size(again) == PART ||
		   json_array_size(again) == json_array_size(list));
	json_decref(again);
	buf_release(&lines);
	return same;
}

/* A header whose parameters are in the other order, to be freed. */
static char *
reorder(const char *header)
{
	struct err e = {0};
	json_t *all = jsonl_parse(header, strlen(header), &e);
	json_t *space = json_object_get(all, "space");
	json_t *other = jsonl_object();
	const size_t n = json_object_size(space);
	struct buf text = {0};

	for (size_t i = n; i-- > 0;) {
		void *at = json_object_iter(space);

		for (size_t k = 0; k < i; k++)
			at = json_object_iter_next(space, at);
		json_object_set(other, json_object_iter_key(at),
		    json_object_iter_value(at));
	}
	json_object_set_new(all, "space", other);
	jsonl_write(&text, all);
	json_decref(all);
	return buf_steal(&text);
}

/* Whether a point is not of the sampler itself, but of what helps it out. */
static bool
is_helped(json_t *line)
{
	const char *why = json_string_value(
	    json_object_get(json_object_get(line, "ask"), "why"));

	return why && (strcmp(why, "what is left") == 0 ||
			  strcmp(why, "made to keep the rules") == 0);
}

/* The same points when parameters are in another order. */
static bool
is_name_keyed(const char *sampler, const struct row *row,
    const struct buf *history, json_t *list)
{
	char *header = reorder(row->header);
	json_t *again = json_array();
	struct err e = {0};
	bool same = true;

	if (json_array_size(list) > 0 && !is_helped(json_array_get(list, 0)))
		same = ask(header, sampler, history, again, 1, &e) &&
		       begins_with(list, again);
	json_decref(again);
	free(header);
	return same;
}

/* Whether a line can be written, and read back as it is. */
static bool
is_printable(json_t *line)
{
	struct buf text = {0};
	struct err e = {0};
	json_t *back;
	bool same;

	jsonl_write(&text, line);
	back = jsonl_parse(text.data, text.len, &e);
	same = json_equal(line, back);
	json_decref(back);
	buf_release(&text);
	return same;
}

/* Whether a point must not be asked: all that are taken of a finite space, and
 * what is pending by a model. */
static bool
is_taken(const struct sampling *s, const struct past *past, json_t *params)
{
	const struct evidence *ev = &past->evidence;
	const struct space *space = ev->numbers.space;
	double *row = xcalloc(space->n + 1, sizeof(*row));
	bool taken = false;

	numbers_row(&ev->numbers, params, row);
	for (size_t i = 0; i < ev->n; i++)
		if (point_equal(space, evidence_row(ev, i), row))
			taken |=
			    (s->finite && ev->at[i].class != EVIDENCE_FREE) ||
			    ((s->row->flags & SAMPLER_MODEL) != 0 &&
				ev->at[i].class == EVIDENCE_PENDING);
	free(row);
	return taken;
}

/* What is wrong with the asks of list, or NULL. */
static const char *
mistake(const struct sampling *s, struct past *past, json_t *list, bool full)
{
	const struct space *space = &s->study->space;
	uint32_t number = past->last;
	struct err e = {0};
	json_t *line;
	size_t i;

	json_array_foreach (list, i, line) {
		json_t *params = json_object_get(line, "params");

		if (json_integer_value(json_object_get(line, "trial")) !=
		    ++number)
			return "numbers";
		if (encode_check(space, params, &e) == -1)
			return "a point that is none";
		if (!is_printable(line))
			return "a line that cannot be written";
		if (!full && is_taken(s, past, params))
			return "a point twice";
		past_add(past, number, params, json_object_get(line, "ask"));
	}
	if (i < BATCH && (s->finite ? past->evidence.taken < space_count(space)
				    : s->row->flags & SAMPLER_CONTINUOUS))
		return "too few";
	return NULL;
}

static const char *
judge(const char *sampler, const struct row *row, const struct buf *history,
    json_t *list)
{
	const char *wrong;
	struct buf lines = {0};
	struct run r;

	buf_add(&lines, history->data, history->len);
	run_start(&r, row->header, sampler);
	past_release(&r.past);
	past_init(&r.past, &r.study.space, true);
	run_read(&r, row->header, &lines);
	wrong = mistake(&r.proposer.sampling, &r.past, list, row->full);
	run_end(&r);
	buf_release(&lines);
	if (wrong)
		return wrong;
	if (!asks_same(sampler, row, history, list))
		return "not the same again, in parts";
	if (!is_order_free(sampler, row, list))
		return "the order of trials matters";
	if ((strcmp(sampler, "random") == 0 || strcmp(sampler, "tpe") == 0) &&
	    !is_name_keyed(sampler, row, history, list))
		return "the order of parameters matters";
	return NULL;
}

/* A grid of too many points is refused by name; nothing else is. */
static void
test_row(const struct sampler_row *s, const struct row *row)
{
	json_t *list = json_array();
	struct buf history = {0};
	struct err e = {0};
	const char *wrong;

	write_history(&history, row, false);
	if (!ask(row->header, s->name, &history, list, BATCH, &e))
		wrong = (s->flags & SAMPLER_CONTINUOUS) == 0 &&
				strstr(e.text, s->name)
			    ? NULL
			    : e.text;
	else
		wrong = judge(s->name, row, &history, list);
	ok(!wrong, "%s after %s: %s", s->name, row->name, wrong ? wrong : "");
	json_decref(list);
	buf_release(&history);
}

int
main(void)
{
	for (const struct sampler_row *s = sampler_rows; s->name; s++)
		for (size_t k = 0; k < sizeof(rows) / sizeof(*rows); k++)
			test_row(s, &rows[k]);
	return tap_done();
}
