#include "parallel_labels.h"

#include <stdio.h>

#include "gnuplot.h"
#include "shell.h"
#include "terminal.h"

enum {
	LETTER = 7, /* points of a picture that a letter takes, as a rule */
	LEAST = 5,  /* letters from a choice to the next; else all are left out
		     * but the ends */
};

enum side { SIDE_LOW, SIDE_BELOW, SIDE_HIGH };

/*
 * Left of an axis and below its name, right of it, or below the place x; a text
 * is cut to so many columns.
 */
struct place {
	enum side side;
	size_t columns;
	double x, y;
};

/* Append a text, and release it. */
static void
add_text(struct buf *script, const struct canvas *c, struct buf *text,
    const struct place *at)
{
	static const struct {
		const char *picture, *letters;
	} looks[] = {
	    [SIDE_LOW] = {"right offset -1,-0.75", "right offset -1,-1"},
	    [SIDE_BELOW] = {"center offset 0,-0.65 front",
		"center offset 0,-1"},
	    [SIDE_HIGH] = {"left offset 1,0", "left offset 2,0"},
	};

	buf_puts(script, "set label ");
	gnuplot_quote(script, buf_text(text), at->columns, c);
	buf_printf(script, " noenhanced at %.6f,%g %s%s\n", at->x, at->y,
	    c->letters ? looks[at->side].letters : looks[at->side].picture,
	    c->letters ? "" : " font ',10' textcolor '#555555'");
	buf_release(text);
}

/* White behind a text below its place. */
static void
add_backing(struct buf *out, const struct canvas *c, struct buf *text,
    const struct place *at)
{
	const double below = 0.28, height = 0.3; /* parts of an axis' room */
	const double width = c->width - PARALLEL_LEFT - PARALLEL_RIGHT;
	struct buf clean = {0};
	size_t columns;

	gnuplot_clean(&clean, buf_text(text), at->columns, c);
	columns = terminal_width(&clean) + 1;
	buf_release(&clean);
	buf_printf(out, "%.6f %g %.6f %g\n", at->x, at->y - below,
	    (double)(columns * LETTER) / width / 2, height / 2);
}

/* Append x, with as many digits as a table has, or as so many columns have. */
static void
add_number(struct buf *out, double x, size_t columns)
{
	const int most = 6;
	char text[32];

	for (int digits = most; digits > 0; digits--)
		if (snprintf(text, sizeof(text), "%.*g", digits, x) <=
		    (int)columns)
			break;
	buf_puts(out, text);
}

void
parallel_ends(struct buf *script, const struct canvas *c, double low,
    double high, double y)
{
	const struct place left = {SIDE_LOW, PARALLEL_NAME, 0, y};
	const struct place right = {SIDE_HIGH, PARALLEL_HIGH, 1, y};
	struct buf text = {0};

	add_number(&text, low, left.columns);
	add_text(script, c, &text, &left);
	add_number(&text, high, right.columns);
	add_text(script, c, &text, &right);
}

/* How many letters an axis is long. */
static size_t
length_of(const struct canvas *c)
{
	if (c->letters)
		return (size_t)c->width - PARALLEL_NAME - PARALLEL_HIGH;
	return (size_t)(c->width - PARALLEL_LEFT - PARALLEL_RIGHT) / LETTER;
}

void
parallel_choices(struct buf *script, struct buf *backing,
    const struct canvas *c, json_t *choices, double y)
{
	const size_t n = json_array_size(choices);
	const size_t room = n > 1 ? length_of(c) / (n - 1) : length_of(c);

	for (size_t i = 0; i < n; i++) {
		struct place at = {SIDE_BELOW, room > 2 ? room - 2 : 1,
		    n > 1 ? (double)i / (double)(n - 1) : 0.5, y};
		struct buf text = {0};

		if (n > 1 && i == 0)
			at = (struct place){SIDE_LOW, PARALLEL_NAME, 0, y};
		else if (n > 1 && i == n - 1)
			at = (struct place){SIDE_HIGH, PARALLEL_HIGH, 1, y};
		else if (room < LEAST)
			continue;
		shell_value(&text, json_array_get(choices, i));
		if (at.side == SIDE_BELOW && !c->letters)
			add_backing(backing, c, &text, &at);
		add_text(script, c, &text, &at);
	}
}
