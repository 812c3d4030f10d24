/* What is recorded of a proposal. */
#include "sampling.h"

static const char header[] = HEADER("7", NUMERIC);

/* What the sampler below says, but for its point. */
static struct proposal said;

static int
propose(struct sampling *s, const struct past *past, uint32_t number,
    struct proposal *out)
{
	(void)s;
	(void)past;
	*out = said;
	out->params = json_pack("{s:f,s:f}", "x", 1.0 / number, "y", 1.0);
	return 0;
}

static const struct sampler sampler = {.name = "tpe", .propose = propose};

/* The `ask` of the next point. */
static json_t *
ask_next(struct run *r)
{
	json_t *line = run_next(r);
	json_t *ask = json_incref(json_object_get(line, "ask"));

	json_decref(line);
	return ask;
}

static double
number(json_t *ask, const char *key)
{
	return json_number_value(json_object_get(ask, key));
}

static void
test_expected(struct run *r)
{
	json_t *ask;

	said = proposal_none();
	said.mean = -0.12345678;
	said.sd = 1234567.8;
	said.acq = -3;
	ask = ask_next(r);
	ok(number(ask, "mean") == -0.123457 && number(ask, "sd") == 1234570 &&
		number(ask, "acq") == -3,
	    "what is expected has six digits");
	json_decref(ask);
	said.mean = NAN;
	said.sd = INFINITY;
	ask = ask_next(r);
	ok(!json_object_get(ask, "mean") && !json_object_get(ask, "sd") &&
		number(ask, "acq") == -3,
	    "what is not finite is left out");
	json_decref(ask);
}

static void
test_silence(struct run *r)
{
	json_t *ask;

	said = proposal_none();
	ask = ask_next(r);
	ok(json_is_integer(json_object_get(ask, "v")) &&
		!json_object_get(ask, "acq") && !json_object_get(ask, "i") &&
		!json_object_get(ask, "why"),
	    "what is not said is not there");
	json_decref(ask);
}

int
main(void)
{
	struct run r;

	run_start(&r, header, "tpe");
	r.proposer.sampling.sampler = &sampler;
	test_expected(&r);
	test_silence(&r);
	run_end(&r);
	return tap_done();
}
