/* Points as the columns that a Gaussian process has of them. */
#include "gp_columns.h"
#include "point.h"
#include "sampling.h"

static const char header[] = HEADER("7",
    "\"k\":{\"type\":\"categorical\",\"choices\":[\"a\",\"b\",\"c\"]},"
    "\"one\":{\"type\":\"const\",\"value\":3},"
    "\"x\":{\"type\":\"float\",\"low\":1,\"high\":100,\"log\":true},"
    "\"n\":{\"type\":\"int\",\"low\":1,\"high\":4,\"when\":\"k == 'a'\"},"
    "\"s\":{\"type\":\"bool\",\"when\":\"k != 'b'\"}");

/* Column: whose it is, its weight, and whether it is a category. */
static const struct {
	const char *name;
	size_t weight;
	bool category;
} wanted[] = {{"k", 0, true}, {"x", 1, false}, {"n", 2, false}, {"n", 2, true},
    {"s", 3, true}};
enum { COLUMNS = sizeof(wanted) / sizeof(*wanted), APART = 3 };

static void
test_layout(const struct gp_columns *columns, const struct space *space)
{
	ok(columns->n == COLUMNS && columns->weights == 4,
	    "%zu columns of %zu weights", columns->n, columns->weights);
	for (size_t c = 0; c < COLUMNS; c++)
		ok(strcmp(space->params[columns->param[c]].name,
		       wanted[c].name) == 0 &&
			columns->column[c].weight == wanted[c].weight &&
			columns->column[c].category == wanted[c].category,
		    "column %zu is of %s", c, wanted[c].name);
}

/* A row's numbers; they are written to every third place. */
static void
test_point(const struct gp_columns *columns, const struct space *space,
    const char *text, const double *want)
{
	json_t *params = json_loads(text, 0, NULL);
	double row[5], x[APART * COLUMNS];
	struct numbers numbers;
	int good = 1;

	for (size_t i = 0; i < APART * COLUMNS; i++)
		x[i] = -7;
	numbers_init(&numbers, space);
	numbers_row(&numbers, params, row);
	gp_columns_point(columns, row, x, APART);
	for (size_t i = 0; i < APART * COLUMNS; i++)
		good &= i % APART == 0 ? fabs(x[i] - want[i / APART]) < 1e-12
				       : x[i] == -7;
	ok(good, "%s", text);
	numbers_release(&numbers);
	json_decref(params);
}

int
main(void)
{
	struct gp_columns columns;
	struct study study;
	struct err e = {0};

	if (study_parse(&study, header, strlen(header), &e) == -1)
		printf("Bail out! %s\n", e.text);
	gp_columns_init(&columns, &study.space);
	test_layout(&columns, &study.space);
	/* A whole number is in the middle of its part of the range. */
	test_point(&columns, &study.space,
	    "{\"k\":\"a\",\"one\":3,\"x\":10,\"n\":2,\"s\":true}",
	    (const double[]){0, .5, .375, 1, 1});
	test_point(&columns, &study.space,
	    "{\"k\":\"c\",\"one\":3,\"x\":1,\"s\":false}",
	    (const double[]){2, 0, .5, 0, 0});
	test_point(&columns, &study.space, "{\"k\":\"b\",\"one\":3,\"x\":100}",
	    (const double[]){1, 1, .5, 0, -1});
	gp_columns_release(&columns);
	study_release(&study);
	return tap_done();
}
