/* What holds of every space that was accepted, for the harnesses of its forms.
 */
#ifndef HPO_CHECK_SPACE_H
#define HPO_CHECK_SPACE_H
#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "clean.h"
#include "define.h"
#include "encode.h"
#include "forest.h"
#include "fuzz.h"
#include "jsonl.h"
#include "node.h"
#include "points.h"
#include "product.h"
#include "read_yaml.h"
#include "show.h"
#include "study.h"
#include "xalloc.h"

/* Every complaint says something, of a place that there may be. */
static inline void
check_problems(struct problems *p)
{
	size_t errors = 0;

	problems_sort(p);
	for (size_t i = 0; i < p->n; i++) {
		must(p->list[i].text[0] != '\0');
		must(p->list[i].at.line >= 0 && p->list[i].at.column >= 0);
		errors += !p->list[i].warning;
	}
	must(errors == p->errors);
}

/* The header of a tree, which is freed; NULL if there is something wrong. */
static inline json_t *
define_and_free(struct node *root, struct problems *p)
{
	json_t *header = root ? define_header(root, p) : NULL;

	node_free(root);
	check_problems(p);
	must(header || p->errors > 0);
	if (p->errors > 0) { /* perhaps of the reader only */
		json_decref(header);
		header = NULL;
	}
	problems_release(p);
	return header;
}

/* The header that text is as YAML, or NULL. */
static inline json_t *
header_of_yaml(const char *text, size_t len)
{
	struct problems p = {0};

	return define_and_free(read_yaml(text, len, &p), &p);
}

static inline bool
same_text(json_t *a, json_t *b)
{
	struct buf one = {0}, two = {0};
	bool same;

	jsonl_write(&one, a);
	jsonl_write(&two, b);
	same = strcmp(buf_text(&one), buf_text(&two)) == 0;
	buf_release(&one);
	buf_release(&two);
	return same;
}

/* What u stands for is a point, unless there may be none by rules or bounds. */
static inline void
check_at(const struct space *space, const double *u)
{
	json_t *params = params_at(space, u);
	struct err e = {0};

	must(params ? encode_check(space, params, &e) == 0 : !space->fixed);
	json_decref(params);
}

/* A params object is a point, and stays one written and read, either way. */
static inline void
check_point(const struct space *space, json_t *params)
{
	double *u = xcalloc(space->dim + 1, sizeof(*u));
	struct buf text = {0};
	struct err e = {0};
	json_t *again;

	must(encode_check(space, params, &e) == 0);
	coordinates_of(space, params, u);
	for (size_t i = 0; i < space->dim; i++)
		must(u[i] >= 0 && u[i] < 1);
	check_at(space, u);
	again = encode_complete(space, params, &e);
	must(again && same_text(params, again));
	json_decref(again);
	jsonl_write(&text, params);
	again = jsonl_parse(buf_text(&text), text.len, &e);
	must(again && same_text(params, again));
	must(encode_check(space, again, &e) == 0);
	json_decref(again);
	buf_release(&text);
	free(u);
}

/* Points at the ends, in the middle and anywhere. */
static inline void
check_points(const struct space *space)
{
	const double below_one = nextafter(1, 0);
	const double at[] = {0, 0.5, below_one, -1};
	double *u = xcalloc(space->dim + 1, sizeof(*u));

	for (size_t k = 0; k < sizeof(at) / sizeof(*at); k++) {
		json_t *params;

		for (size_t i = 0; i < space->dim; i++)
			u[i] = at[k] >= 0 ? at[k]
					  : fmod(0.618 * (double)(i + 1), 1);
		check_at(space, u);
		params = params_at(space, u);
		if (params)
			check_point(space, params);
		json_decref(params);
	}
	free(u);
}

/* The first and the last point of a space that is a finite forest. */
static inline void
check_count(const struct space *space)
{
	const uint64_t n = space_count(space);
	struct forest f;
	const uint64_t size = product_size(space);
	json_t *first, *last;

	must(size == 0 || size > PRODUCT_QUICK / 10 ||
	     n == product_points(space));
	if (n == UINT64_MAX || !forest_init(&f, space))
		return;
	must(n == f.points);
	forest_release(&f);
	first = encode_index(space, 0);
	last = encode_index(space, n - 1);
	check_point(space, first);
	check_point(space, last);
	must(n == 1 || !json_equal(first, last));
	json_decref(first);
	json_decref(last);
}

/* Nothing for a terminal to obey. */
static inline void
check_clean(struct buf *text)
{
	struct buf cleaned = {0};

	clean_text(&cleaned, buf_text(text), text->len);
	must(strcmp(buf_text(&cleaned), buf_text(text)) == 0);
	must(cleaned.len == text->len);
	buf_release(&cleaned);
}

static inline void
check_shown(const struct study *study)
{
	struct buf table = {0}, sample = {0};
	struct err e = {0};
	json_t *params;

	show_table(study, &table);
	show_count(study, &table);
	check_clean(&table);
	if (show_sample(study, study->seed, 1, &sample)) {
		params = jsonl_parse(sample.data, sample.len - 1, &e);
		must(params && encode_check(&study->space, params, &e) == 0);
		json_decref(params);
	} else {
		must(!study->space.fixed && sample.len == 0);
	}
	buf_release(&table);
	buf_release(&sample);
}

/*
 * A canonical header, which is given up, comes back unchanged from being
 * written and read, as a line and as YAML, and its space has points.
 */
static inline void
check_header(json_t *header)
{
	const bool named = json_object_get(header, "id") != NULL;
	struct buf text = {0};
	struct study study;
	struct err e = {0};
	json_t *again;

	jsonl_write(&text, header);
	must(study_parse(&study, buf_text(&text), text.len, &e) == 0);
	again = header_of_yaml(buf_text(&text), text.len);
	must(again && same_text(header, again));
	json_decref(again);
	check_points(&study.space);
	check_count(&study.space);
	check_shown(&study);
	if (!named)
		json_object_del(study.header, "id");
	must(same_text(header, study.header));
	study_release(&study);
	json_decref(header);
	buf_release(&text);
}

#endif
