#include "rows.h"

#include <math.h>
#include <stdlib.h>

#include "feasible.h"
#include "repeats.h"
#include "xalloc.h"

void
rows_collect(struct rows *rows, struct history *h)
{
	const bool up = h->study.objectives[0].maximize;

	rows->n = history_count(h);
	rows->list = xcalloc(rows->n + 1, sizeof(*rows->list));
	rows->valued = 0;
	for (size_t i = 0; i < rows->n; i++) {
		const struct trial *t = history_at(h, i);
		const double value = feasible_value(h, t);

		rows->list[i] = (struct row){
		    .trial = t,
		    .infeasible = isnan(value) && feasible_not(h, t),
		    .value = value,
		    .loss = up ? -value : value,
		    .fidelity = history_number(h, t->fidelity, INFINITY),
		};
		if (!isnan(value))
			rows->valued++;
	}
	repeats_judge(rows, h);
}

void
rows_release(struct rows *rows)
{
	free(rows->list);
	*rows = (struct rows){0};
}

bool
row_is_better(const struct row *row, const struct row *than)
{
	return row->fidelity > than->fidelity ||
	       (row->fidelity == than->fidelity && row->loss < than->loss);
}

/* Neither has NAN. */
static int
compare(const void *left, const void *right)
{
	const struct row *a = left, *b = right;

	if (a->fidelity != b->fidelity)
		return a->fidelity > b->fidelity ? -1 : 1;
	if (a->loss != b->loss)
		return a->loss < b->loss ? -1 : 1;
	if (a->trial->final_line != b->trial->final_line)
		return a->trial->final_line < b->trial->final_line ? -1 : 1;
	return a->trial->number < b->trial->number ? -1 : 1;
}

void
rows_rank(struct rows *rows)
{
	size_t n = 0;

	for (size_t i = 0; i < rows->n; i++)
		if (!isnan(rows->list[i].value))
			rows->list[n++] = rows->list[i];
	rows->n = n;
	qsort(rows->list, n, sizeof(*rows->list), compare);
}

const struct row *
rows_best(const struct rows *rows)
{
	const struct row *best = NULL;

	for (size_t i = 0; i < rows->n; i++) {
		const struct row *row = &rows->list[i];

		if (!isnan(row->value) && (!best || compare(row, best) < 0))
			best = row;
	}
	return best;
}

const char *
rows_none(const struct study *study)
{
	return study->constraints.n > 0
		   ? "no trial has a result yet that keeps subject_to"
		   : "no trial has a result yet";
}
