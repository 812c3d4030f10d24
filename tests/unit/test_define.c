/* Headers from trees and lines, the tree itself, and studies. */
#include <stdlib.h>
#include <string.h>

#include "define.h"
#include "jsonl.h"
#include "study.h"
#include "tap.h"

#define OBJECTIVE "\"objectives\":[{\"metric\":\"e\",\"goal\":\"minimize\"}]"

/* Header lines that are canonical, so that they must come out unchanged. */
static const char *const canonical[] = {
    "{\"hpo\":1,\"seq\":0,\"seed\":\"0\",\"space\":{\"a\":{\"type\":\"bool\"}}"
    "," OBJECTIVE "}",
    "{\"hpo\":1,\"seq\":9,\"study\":\"s\",\"seed\":\"7\",\"space\":{"
    "\"a\":{\"type\":\"int\",\"low\":-1,\"high\":7,\"step\":4,\"default\":3}}"
    "," OBJECTIVE
    ",\"noise\":0.25,\"stop\":{\"trials\":3,\"target\":0.5,\"failures\":0,"
    "\"patience\":9,\"time\":7200,\"improvement\":0.001},"
    "\"points\":[{}],\"sampler\":\"random\",\"tags\":{},\"meta\":null,"
    "\"id\":\"0123abcd\"}",
};

/* What is written otherwise and means the second. */
static const char *const others[] = {
    "{\"params\":{\"a\":\"bool\"},\"minimize\":\"e\"}",
    "{\"minimize\":[\"e\"],\"space\":{\"a\":{\"type\":\"bool\"}},\"seed\":0}",
    "{\"minimize\":{\"metric\":\"e\"},\"params\":{\"a\":\"bool()\"}}",
    ("{\"stop\":{},\"points\":[],\"objectives\":[{\"goal\":\"minimize\","
     "\"metric\":\"e\"}],\"noise\":false,\"params\":{\"a\":{\"type\":\"bool\"}}"
     "}"),
};

/* Mistakes in lines, and the field that is named first. */
static const struct {
	const char *line, *field;
} wrong[] = {
    {"[]", "must be"},
    {"{\"space\":{}," OBJECTIVE "}", "space: "},
    {"{\"space\":{\"a\":{\"type\":\"x\"}}," OBJECTIVE "}", "space.a.type: "},
    {"{\"space\":{\"a\":{\"type\":\"float\",\"low\":0}}," OBJECTIVE "}",
	"space.a.high: "},
    {"{\"space\":{\"a\":{\"type\":\"bool\"}}}", "minimize: "},
    {"{\"hpo\":2,\"space\":{\"a\":{\"type\":\"bool\"}}," OBJECTIVE "}",
	"hpo: "},
    {"{\"id\":\"../x\",\"space\":{\"a\":{\"type\":\"bool\"}}," OBJECTIVE "}",
	"id: "},
    {"{\"space\":{\"a\":{\"type\":\"bool\"}}," OBJECTIVE
     ",\"stop\":{\"failures\":-1}}",
	"stop.failures: "},
};

static int
comes_out(const char *line, const char *wanted)
{
	struct problems p = {0};
	struct err e = {0};
	struct buf b = {0};
	json_t *value = jsonl_parse(line, strlen(line), &e);
	struct node *node = node_from_json(value);
	json_t *back = node_to_json(node);
	json_t *header = define_header(node, &p);
	int good = json_equal(value, back) && p.n == 0 && header;

	if (header)
		jsonl_write(&b, header);
	good = good && strcmp(buf_text(&b), wanted) == 0;
	json_decref(value);
	json_decref(back);
	json_decref(header);
	node_free(node);
	problems_release(&p);
	buf_release(&b);
	return good;
}

static void
test_headers(void)
{
	for (size_t i = 0; i < sizeof(canonical) / sizeof(*canonical); i++)
		ok(comes_out(canonical[i], canonical[i]), "unchanged: %s",
		    canonical[i]);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		ok(comes_out(others[i], canonical[0]), "the same: %s",
		    others[i]);
}

static void
test_study(void)
{
	struct study s;
	struct err e;
	json_t *job;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		const char *line = wrong[i].line;

		ok(study_parse(&s, line, strlen(line), &e) == -1 &&
			e.status == STATUS_INPUT &&
			strncmp(e.text, wrong[i].field,
			    strlen(wrong[i].field)) == 0,
		    "refused: %s (%s)", line, e.text);
	}
	ok(study_parse(&s, "{\"a\":", 5, &e) == -1, "no JSON");
	ok(study_parse(&s, canonical[1], strlen(canonical[1]), &e) == 0 &&
		strcmp(s.name, "s") == 0 && s.seed == 7 &&
		strcmp(s.id, "0123abcd") == 0 && s.nobjectives == 1 &&
		!s.objectives[0].maximize && s.objectives[0].has_target &&
		s.objectives[0].target == 0.5 && s.stop_trials == 3 &&
		s.stop_failures == 0 && s.stop_patience == 9 && s.noisy &&
		s.noise == 0.25 && strcmp(s.objectives[0].error, "e_se") == 0 &&
		s.stop_time == 7200 && s.stop_improvement == 0.001 &&
		strcmp(s.sampler, "random") == 0 &&
		json_array_size(s.points) == 1 && s.space.n == 1,
	    "a study is what its header says");
	job = study_job(&s);
	ok(json_object_size(job) == 5 &&
		strcmp(json_string_value(json_object_get(job, "seed")), "7") ==
		    0,
	    "its job description");
	json_decref(job);
	study_release(&s);
	ok(study_parse(&s, canonical[0], strlen(canonical[0]), &e) == 0 &&
		s.stop_failures == STUDY_FAILURES && s.stop_trials == 0 &&
		s.stop_patience == 0 && s.stop_time == 0 &&
		s.stop_improvement == 0 && !s.noisy && !s.points &&
		strcmp(s.sampler, "auto") == 0 && strlen(s.id) == 8,
	    "what a header leaves out");
	study_release(&s);
}

static void
test_id(void)
{
	char a[STUDY_ID], b[STUDY_ID];

	/* http://www.isthe.com/chongo/tech/comp/fnv/, test vectors */
	study_id(a, "foobar", 6);
	ok(strcmp(a, "bf9cf968") == 0, "FNV-1a of foobar");
	study_id(b,
	    "\xef\xbb\xbf"
	    "foobar\r\n",
	    11);
	ok(strcmp(a, b) == 0, "without marks of other systems");
	study_id(a, "", 0);
	ok(strcmp(a, "811c9dc5") == 0, "of nothing");
}

static enum node_type
type_of(const char *text, struct problems *p)
{
	const struct place at = {0};
	struct node *node = node_scalar(text, false, at, "", p);
	const enum node_type type = node->type;

	node_free(node);
	return type;
}

static void
test_scalars(void)
{
	static const char *const numbers[] = {"0", "-1", "+1", "1e-05", "1E5",
	    ".5", "5.", "-0.0", "0x1F", "0o17", "1.5e+3", "9007199254740993",
	    "18446744073709551615", NULL};
	static const char *const strings[] = {"010", "1_000", "1:30", "no",
	    "yes", "on", "1e", "e5", ".", "-", "+", "1.2.3", "0x", "0b1", "1 2",
	    "truee", "00.5", "NaN", "Infinity", "1e5x", NULL};
	static const char *const infinite[] = {".inf", "-.Inf", ".NaN", "1e999",
	    "-1e400", "0xfffffffffffffffff", NULL};
	struct problems p = {0};
	int good = 1;

	for (size_t i = 0; numbers[i]; i++)
		good &= type_of(numbers[i], &p) == NODE_NUMBER;
	ok(good && p.n == 0, "numbers");
	for (size_t i = 0; strings[i]; i++)
		good &= type_of(strings[i], &p) == NODE_STRING;
	ok(good && p.n == 0, "strings");
	ok(type_of("true", &p) == NODE_BOOL &&
		type_of("False", &p) == NODE_BOOL &&
		type_of("~", &p) == NODE_NULL && type_of("", &p) == NODE_NULL &&
		p.n == 0,
	    "the other types");
	for (size_t i = 0; infinite[i]; i++)
		good &=
		    type_of(infinite[i], &p) == NODE_NULL && p.errors == i + 1;
	ok(good, "what is not finite is refused");
	problems_release(&p);
}

static void
test_problems(void)
{
	struct problems p = {0};

	problem_add(&p, (struct place){2, 1}, "c", "%s", "x");
	problem_warn(&p, (struct place){1, 9}, "b", "x");
	problem_add(&p, (struct place){1, 2}, "a", "x");
	problem_add(&p, (struct place){2, 1}, "d", "x");
	problems_sort(&p);
	ok(p.errors == 3 && p.n == 4 && p.list[0].field[0] == 'a' &&
		p.list[1].field[0] == 'b' && p.list[1].warning &&
		p.list[2].field[0] == 'c' && p.list[3].field[0] == 'd',
	    "complaints are sorted by place, and stay in order");
	problems_release(&p);
	ok(p.n == 0 && !p.list, "and are let go");
}

int
main(void)
{
	test_headers();
	test_study();
	test_id();
	test_scalars();
	test_problems();
	return tap_done();
}
