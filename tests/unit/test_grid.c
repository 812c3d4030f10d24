/* Tables for people: how wide columns are, and what is cut. */
#include <locale.h>
#include <string.h>

#include "grid.h"
#include "tap.h"

enum { WHOLE = '!' }; /* in front of a cell: it is whole */

/* Whether a table of these cells, NULL last, looks so. */
static void
check(size_t width, size_t n, const char *const *cells, const char *want)
{
	struct grid grid = {0};
	struct buf out = {0};

	for (size_t i = 0; i < n; i++) {
		const bool right = cells[i][0] == '>';

		grid_column(&grid, cells[i] + right, right);
	}
	for (cells += n; *cells; cells++) {
		const bool whole = (*cells)[0] == WHOLE;
		struct buf text = {0};

		buf_puts(&text, *cells + whole);
		grid_cell(&grid, &text, whole);
		buf_release(&text);
	}
	grid_write(&grid, width, &out);
	ok(strcmp(buf_text(&out), want) == 0, "in %zu columns:\n# %s", width,
	    buf_text(&out));
	buf_release(&out);
	grid_release(&grid);
}

int
main(void)
{
	static const char *const none[] = {"a", ">b", NULL};
	static const char *const some[] = {"state", ">x", "choice", "reason",
	    "!complete", "!1.5", "a choice", "a reason of many words",
	    "!failed", "", "", "", "!x", "!-1.25e-05", "", "b", NULL};
	static const char *const wide[] = {"c", "n",
	    "\xe7\x95\x8c\xe7\x95\x8c\xe7\x95\x8c\xe7\x95\x8c\xe7\x95\x8c",
	    "!1", "\xe7\x95\x8c", "", NULL};

	check(0, 2, none, "");
	check(20, 2, none, "");
	check(0, 4, some,
	    "state            x choice   reason\n"
	    "complete       1.5 a choice a reason of many words\n"
	    "failed\n"
	    "x        -1.25e-05          b\n");
	check(50, 4, some,
	    "state            x choice   reason\n"
	    "complete       1.5 a choice a reason of many words\n"
	    "failed\n"
	    "x        -1.25e-05          b\n");
	check(40, 4, some,
	    "state            x choice   reason\n"
	    "complete       1.5 a choice a reason ...\n"
	    "failed\n"
	    "x        -1.25e-05          b\n");
	/* Each text keeps 8 columns; in fewer all are left. */
	check(36, 4, some,
	    "state            x choice   reason\n"
	    "complete       1.5 a choice a rea...\n"
	    "failed\n"
	    "x        -1.25e-05          b\n");
	check(35, 4, some,
	    "state            x choice   reason\n"
	    "complete       1.5 a choice a reason of many words\n"
	    "failed\n"
	    "x        -1.25e-05          b\n");
	/* What is wider than all is cut even so. */
	check(20, 4, some,
	    "state            x choice   reason\n"
	    "complete       1.5 a choice a reason of many ...\n"
	    "failed\n"
	    "x        -1.25e-05          b\n");
	if (!setlocale(LC_CTYPE, "C.UTF-8")) {
		ok(1, "wide letters # SKIP no locale with UTF-8");
		return tap_done();
	}
	check(0, 2, wide,
	    "c          n\n"
	    "\xe7\x95\x8c\xe7\x95\x8c\xe7\x95\x8c\xe7\x95\x8c\xe7\x95\x8c 1\n"
	    "\xe7\x95\x8c\n");
	check(10, 2, wide,
	    "c        n\n"
	    "\xe7\x95\x8c\xe7\x95\x8c...  1\n"
	    "\xe7\x95\x8c\n");
	return tap_done();
}
