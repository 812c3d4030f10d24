/* What models see of the trials: values to minimise, and their errors. */
#include <math.h>
#include <string.h>

#include "buf.h"
#include "evidence.h"
#include "jsonl.h"
#include "tap.h"

static const char header[] =
    "{\"hpo\":1,\"seq\":0,\"space\":{\"x\":{\"type\":\"float\",\"low\":0,"
    "\"high\":1}},\"objectives\":[{\"metric\":\"acc\",\"goal\":\"maximize\"}],"
    "\"subject_to\":[\"mb <= 9\"],\"noise\":0.5}\n";

static const char lines[] =
    "{\"trial\":1,\"state\":\"complete\",\"params\":{\"x\":0.5},\"metrics\":"
    "{\"acc\":0.75,\"acc_se\":0.125}}\n"
    "{\"trial\":2,\"state\":\"complete\",\"params\":{\"x\":0.5},\"metrics\":"
    "{\"acc\":0.5}}\n"
    "{\"trial\":3,\"state\":\"complete\",\"params\":{\"x\":0.25},\"metrics\":"
    "{\"acc\":0.5,\"acc_se\":-1}}\n"
    "{\"trial\":4,\"state\":\"complete\",\"params\":{\"x\":0.25},\"metrics\":"
    "{\"acc\":0.5,\"acc_se\":\"1\"}}\n"
    "{\"trial\":5,\"state\":\"running\",\"params\":{\"x\":0.25},\"metrics\":"
    "{\"acc\":0.5,\"acc_se\":1}}\n"
    "{\"trial\":6,\"state\":\"complete\",\"params\":{\"x\":0.25},\"metrics\":"
    "{\"acc\":0.5,\"acc_se\":1,\"mb\":10}}\n"
    "{\"trial\":7,\"state\":\"complete\",\"params\":{\"x\":0.75},\"metrics\":"
    "{\"acc\":0.5,\"acc_se\":0}}\n";

static void
test_values(const struct evidence *ev)
{
	ok(ev->n == 7 && ev->at[0].value == -0.75 && ev->at[1].value == -0.5,
	    "values are to be minimised");
	ok(ev->taken == 3, "repeats are one point");
	ok(ev->at[0].error == 0.125, "an error is as it was told");
	ok(ev->at[6].error == 0, "it may be 0");
	ok(isnan(ev->at[1].error) && ev->at[1].value == -0.5,
	    "a value may have none");
	ok(isnan(ev->at[2].error) && isnan(ev->at[3].error),
	    "what is none is none");
	ok(isnan(ev->at[4].error) && ev->at[4].class == EVIDENCE_PENDING,
	    "a trial that runs has none yet");
	ok(isnan(ev->at[5].error) && isnan(ev->at[5].value) &&
		ev->at[5].class == EVIDENCE_INFEASIBLE,
	    "nor has one that breaks a constraint");
}

int
main(void)
{
	struct evidence ev;
	struct history h;
	struct buf text = {0};
	struct err e = {0};
	json_t *params = json_pack("{s:f}", "x", 0.125);

	buf_puts(&text, header);
	buf_puts(&text, lines);
	if (history_take(&h, "test", &text, &e) == -1) {
		printf("Bail out! %s\n", e.text);
		return 1;
	}
	evidence_init(&ev, &h.study.space);
	for (size_t i = 0; i < history_count(&h); i++)
		evidence_read(&ev, &h, history_at(&h, i));
	test_values(&ev);
	evidence_ask(&ev, 8, params);
	ok(ev.n == 8 && isnan(ev.at[7].error), "nor one that was just asked");
	json_decref(params);
	evidence_release(&ev);
	history_close(&h);
	return tap_done();
}
