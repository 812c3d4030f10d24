#include "candidates.h"

#include <stdlib.h>
#include <string.h>

#include "encode.h"
#include "file.h"
#include "jsonl.h"
#include "numbers.h"
#include "point.h"
#include "scan.h"
#include "xalloc.h"

enum { BYTES_MAX = 1 << 30 };

int
candidates_open(struct candidates *c, const char *file, struct err *e)
{
	*c = (struct candidates){.file = file};
	if (file_read(file, BYTES_MAX, &c->text, e) == -1)
		return -1;
	study_id(c->id, c->text.data, c->text.len);
	return 0;
}

/* Those of a study are given up; the text stays. */
static void
forget(struct candidates *c)
{
	struct candidates empty = {.file = c->file, .text = c->text};

	memcpy(empty.id, c->id, sizeof(c->id));
	json_decref(c->header);
	free(c->rows);
	free(c->used);
	free(c->next);
	free(c->places);
	map_release(&c->by_hash);
	*c = empty;
}

void
candidates_release(struct candidates *c)
{
	forget(c);
	buf_release(&c->text);
}

size_t
candidates_find(const struct candidates *c, const double *row)
{
	size_t i = map_get(&c->by_hash, point_hash(c->space, row));

	while (i != 0 && !point_equal(c->space, candidates_row(c, i - 1), row))
		i = c->next[i - 1];
	return i != 0 ? i - 1 : c->n;
}

/* Add the row behind the last, unless it is there. */
static void
add(struct candidates *c)
{
	const double *row = candidates_row(c, c->n);
	const uint32_t hash = point_hash(c->space, row);

	if (candidates_find(c, row) < c->n)
		return;
	c->next[c->n] = map_get(&c->by_hash, hash);
	map_put(&c->by_hash, hash, (uint32_t)++c->n);
}

/* Where a line has what a mistake is about: the first name that it quotes. */
struct place {
	const char *line, *name;
	size_t len;
	int column;
};

static void
find_member(void *arg, const char *key, size_t key_len, const char *value,
    size_t value_len)
{
	struct place *p = arg;

	(void)value;
	(void)value_len;
	if (key_len == p->len && memcmp(key, p->name, key_len) == 0)
		p->column = (int)(key - p->line);
}

static int
column_of(const char *line, size_t len, const struct err *e)
{
	const char *name = strchr(e->text, '\'');
	struct place p = {.line = line, .column = 1};
	struct err ignored = {0};

	if (!name)
		return p.column;
	p.name = name + 1;
	p.len = strcspn(p.name, "'");
	(void)scan_object(line, len, find_member, &p, &ignored);
	return p.column;
}

/* The point of a line that is not as we write it, or why it is none. */
static bool
take_parsed(struct candidates *c, const struct numbers *numbers,
    const char *line, size_t len, struct err *e)
{
	json_t *params = jsonl_parse(line, len, e);
	json_t *point = params ? encode_extend(c->space, params, e) : NULL;

	if (point) {
		numbers_row(numbers, point, c->rows + c->n * c->space->n);
		add(c);
	} else if (params) {
		e->column = column_of(line, len, e);
	}
	json_decref(point);
	json_decref(params);
	return point != NULL;
}

static bool
take_line(struct candidates *c, const struct numbers *numbers, const char *line,
    size_t len, struct err *e)
{
	double *row = c->rows + c->n * c->space->n;

	if (scan_object(line, len, NULL, NULL, e) == -1)
		return false;
	if (numbers_read(numbers, line, len, row) == -1)
		return take_parsed(c, numbers, line, len, e);
	add(c);
	return true;
}

/* All lines; how many are no points. */
static size_t
take_lines(struct candidates *c, const struct numbers *numbers)
{
	struct jsonl_reader r = {.fd = -1, .buf = c->text, .eof = true};
	enum jsonl_event event;
	const char *line;
	size_t wrong = 0;
	size_t len;

	while ((event = jsonl_ready(&r, &line, &len)) != JSONL_END) {
		struct err e = {0};

		if (event == JSONL_LONG)
			err_set(&e, "longer than %d bytes", JSONL_LINE_MAX);
		else if (take_line(c, numbers, line, len, &e))
			continue;
		warn_at(c->file, r.lineno, &e);
		wrong++;
	}
	return wrong;
}

static int
take(struct candidates *c, const struct study *study, struct err *e)
{
	const size_t lines = buf_lines(&c->text) + 1;
	struct numbers numbers;
	size_t wrong;

	forget(c);
	c->space = &study->space;
	c->header = json_incref(study->header);
	c->rows = xcalloc(lines * (c->space->n + 1), sizeof(*c->rows));
	c->used = xcalloc(lines, sizeof(*c->used));
	c->next = xcalloc(lines, sizeof(*c->next));
	numbers_init(&numbers, c->space);
	wrong = take_lines(c, &numbers);
	numbers_release(&numbers);
	if (wrong > 0)
		err_set(e, "--candidates %s: %zu line%s no points of the space",
		    c->file, wrong, wrong == 1 ? " is" : "s are");
	else if (c->n == 0)
		err_set(e, "--candidates %s: there are none", c->file);
	else
		return 0;
	forget(c);
	return -1;
}

int
candidates_take(struct candidates *c, const struct study *study, struct err *e)
{
	if ((c->space != &study->space || c->header != study->header) &&
	    take(c, study, e) == -1)
		return -1;
	memset(c->used, 0, c->n * sizeof(*c->used));
	c->left = c->n;
	c->looked = 0;
	return 0;
}

void
candidates_mark(struct candidates *c, const struct evidence *ev)
{
	for (; c->looked < ev->n; c->looked++) {
		const size_t i =
		    candidates_find(c, evidence_row(ev, c->looked));

		if (i == c->n || c->used[i] ||
		    ev->at[c->looked].class == EVIDENCE_FREE)
			continue;
		c->used[i] = true;
		c->left--;
	}
}
