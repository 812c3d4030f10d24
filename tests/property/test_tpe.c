/* Scores of candidates: what a candidate has does not depend on the others. */
#include <math.h>
#include <string.h>

#include "encode.h"
#include "points.h"
#include "rng.h"
#include "sampling.h"
#include "tpe.h"

enum { TRIALS = 60, CANDIDATES = 70, WIDTH = 7 };

static const char header[] = HEADER("7",
    TREE ",\"n\":{\"type\":\"int\",\"low\":1,\"high\":40,\"log\":true},"
	 "\"p\":{\"type\":\"pow2\",\"low\":1,\"high\":64}");

/* Complete trials at random points. */
static void
fill(struct evidence *ev, const struct space *space)
{
	struct rng rng;
	double u[WIDTH];

	rng_init(&rng, 7, 0, "test", 0);
	for (uint32_t i = 0; i < TRIALS; i++) {
		json_t *params;

		for (size_t k = 0; k < WIDTH; k++)
			u[k] = rng_uniform(&rng);
		params = params_at(space, u);
		evidence_ask(ev, i + 1, params);
		json_decref(params);
		ev->at[i].class = EVIDENCE_COMPLETE;
		ev->at[i].value = rng_uniform(&rng);
	}
}

static void
test_scores(struct tpe *tpe)
{
	struct candidate list[CANDIDATES] = {0};
	double rows[CANDIDATES][WIDTH], values[CANDIDATES][WIDTH];
	struct draw draw = {.seed = 7, .trial = TRIALS + 1};
	int good = 1, different = 0;

	for (uint32_t c = 0; c < CANDIDATES; c++) {
		draw.sub = c;
		list[c].row = rows[c];
		list[c].values = values[c];
		tpe_draw(tpe, &draw, false, &list[c]);
	}
	tpe_score(tpe, list, CANDIDATES);
	for (size_t c = 0; c < CANDIDATES; c++) {
		struct candidate alone = {rows[c], values[c], 0};

		tpe_score(tpe, &alone, 1);
		good &= isfinite(alone.score) && alone.score == list[c].score;
		different += c > 0 && alone.score != list[c - 1].score;
	}
	ok(good, "scores of many are those of each");
	ok(different > CANDIDATES / 2, "they differ: %d", different);
}

int
main(void)
{
	struct study study;
	struct evidence ev;
	struct split split;
	struct tpe tpe;
	struct err e = {0};

	if (study_parse(&study, header, strlen(header), &e) == -1)
		printf("Bail out! %s\n", e.text);
	evidence_init(&ev, &study.space);
	fill(&ev, &study.space);
	split_init(&split, &ev, 0.15);
	tpe_init(&tpe, &ev, &split, true);
	ok(ev.n == TRIALS && study.space.n == WIDTH, "trials");
	test_scores(&tpe);
	tpe_release(&tpe);
	split_release(&split);
	evidence_release(&ev);
	study_release(&study);
	return tap_done();
}
