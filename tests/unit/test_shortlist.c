/* The best candidates of a proposal. */
#include "points.h"
#include "sampling.h"
#include "shortlist.h"

static const char line[] =
    HEADER("7", "\"x\":{\"type\":\"float\",\"low\":0,\"high\":1},"
		"\"k\":{\"type\":\"categorical\",\"choices\":[\"a\",\"b\"]}");

static void
offer(struct shortlist *list, const struct space *space, double x, double k,
    double score)
{
	const double row[] = {x, k};

	shortlist_offer(list, space, row, score);
}

/* Whether the list has these scores. */
static int
has(const struct shortlist *list, const double *scores, size_t n)
{
	int good = list->n == n;

	for (size_t i = 0; good && i < n; i++)
		good &= list->at[i].score == scores[i];
	return good;
}

int
main(void)
{
	struct shortlist list = {0};
	struct study study;
	struct err e = {0};

	if (study_parse(&study, line, strlen(line), &e) == -1) {
		printf("Bail out! %s\n", e.text);
		return 1;
	}
	offer(NULL, &study.space, 0.5, 0, 1);
	offer(&list, &study.space, 0.5, 0, NAN);
	ok(list.n == 0, "nothing is offered");
	for (int i = 0; i < 8; i++)
		offer(&list, &study.space, 0.1 * i, 0, (i * 3) % 8);
	ok(has(&list, (double[]){7, 6, 5, 4, 3}, 5), "the best, in order");
	ok(isnan(list.at[0].mean) && list.at[0].row[0] == 0.1 * 5,
	    "as copies, of which nothing is expected yet");
	offer(&list, &study.space, 0.501, 0, 6.5);
	ok(has(&list, (double[]){7, 6, 5, 4, 3}, 5),
	    "not one next to a better one");
	offer(&list, &study.space, 0.501, 1, 6.5);
	ok(has(&list, (double[]){7, 6.5, 6, 5, 4}, 5),
	    "unless it has another choice");
	offer(&list, &study.space, 0.499, 0, 8);
	ok(has(&list, (double[]){8, 6.5, 6, 5, 4}, 5),
	    "a better one takes the place of its neighbour");
	offer(&list, &study.space, 0.95, 0, 6);
	ok(has(&list, (double[]){8, 6.5, 6, 6, 5}, 5) &&
		list.at[3].row[0] == 0.95,
	    "of equal ones the first comes first");
	shortlist_release(&list);
	ok(list.n == 0, "it is emptied");
	study_release(&study);
	return tap_done();
}
