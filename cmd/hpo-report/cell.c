/*
 * Most values are plain strings and short whole numbers, whose text is what is
 * shown; a table of many trials is made in a third of the time by not making
 * JSON of them first.
 */
#include "cell.h"

#include <stdio.h>
#include <string.h>

#include "jsonl.h"
#include "number.h"
#include "shell.h"

/* Digits of a whole number that is surely written as it stands there. */
enum { WHOLE_MAX = 15 };

bool
cell_number(const struct cell *cell, double *x)
{
	return cell->len > 0 && number_parse(cell->text, cell->len, x);
}

json_t *
cell_json(const struct cell *cell)
{
	return cell->len > 0 ? jsonl_value(cell->text, cell->len) : NULL;
}

/* Whether it is a string without escapes. */
static bool
is_plain(const struct cell *cell)
{
	return cell->text[0] == '"' && !memchr(cell->text, '\\', cell->len);
}

/* Whether it is a whole number, but for -0, in the form that JSON has it. */
static bool
is_whole(const struct cell *cell)
{
	const size_t sign = cell->text[0] == '-';
	size_t i = sign;

	while (i < cell->len && cell->text[i] >= '0' && cell->text[i] <= '9')
		i++;
	return i == cell->len && i > sign && i <= WHOLE_MAX &&
	       !(sign == 1 && cell->text[1] == '0');
}

/* Append what needs no more than its text; false: nothing is appended. */
static bool
add_text(struct buf *out, const struct cell *cell)
{
	if (cell->len == 0)
		return true;
	if (is_plain(cell))
		buf_add(out, cell->text + 1, cell->len - 2);
	else if (is_whole(cell))
		buf_add(out, cell->text, cell->len);
	else
		return false;
	return true;
}

static void
add_value(struct buf *out, json_t *value)
{
	if (value)
		shell_value(out, value);
	json_decref(value);
}

/* Whether it is a number with a point or an exponent. */
static bool
is_real(const struct cell *cell, double *x)
{
	for (size_t i = 0; i < cell->len; i++)
		if (strchr(".eE", cell->text[i]))
			return cell_number(cell, x);
	return false;
}

void
cell_exact(struct buf *out, const struct cell *cell)
{
	double x;

	if (!add_text(out, cell))
		add_value(
		    out, is_real(cell, &x) ? json_real(x) : cell_json(cell));
}

void
cell_rounded(struct buf *out, const struct cell *cell, int digits)
{
	char text[32];
	double x;

	if (add_text(out, cell))
		return;
	if (!is_real(cell, &x)) {
		add_value(out, cell_json(cell));
		return;
	}
	snprintf(text, sizeof(text), "%.*g", digits, x);
	if (strstr(text, "e+")) { /* JSON has exponents later */
		add_value(out, json_real(number_round(x, digits)));
		return;
	}
	buf_puts(out, text);
	if (!strpbrk(text, ".e"))
		buf_puts(out, ".0");
}
