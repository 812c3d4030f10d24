#include "design.h"

#include "sampler_option.h"
#include "sobol.h"

/*
 * At most 10, as in Optuna: over 29 public tasks, 20 paired seeds each, designs
 * of up to 20 leave 10 % more regret after 20 trials, 14 % after 50 and 7 %
 * after 100.  Ten other seeds come out the same.
 */
enum { FEWEST = 6, MOST = 10, N0_MAX = 1000000 };

extern const struct sampler sampler_sobol;

/* n0 for W trials pending. */
static size_t
design_size(const struct sampling *s, size_t W)
{
	const json_t *given = json_object_get(s->options, "n0");
	const long long trials = s->study->stop_trials;
	size_t n0 = 2 * (s->study->space.dim + 1);

	if (given)
		return (size_t)json_integer_value(given);
	n0 = n0 < FEWEST ? FEWEST : n0 > MOST ? MOST : n0;
	if (trials > 0 && n0 > (size_t)trials / 4)
		n0 = (size_t)trials / 4;
	return n0 > W + 2 ? n0 : W + 2;
}

bool
design_goes_on(const struct sampling *s, const struct past *past)
{
	const size_t *count = past->evidence.count;
	const size_t W = count[EVIDENCE_PENDING];
	const size_t ended = count[EVIDENCE_COMPLETE] + count[EVIDENCE_PRUNED] +
			     count[EVIDENCE_INFEASIBLE] +
			     count[EVIDENCE_FAILED];
	const size_t n0 = design_size(s, W);

	if (2 * ended >= n0 && 2 * W >= n0 &&
	    !json_object_get(s->options, "n0"))
		return false;
	return ended < n0;
}

/* Every other point is not where the user believes, who may be wrong. */
static bool
draw(const struct sampling *s, uint32_t number, json_int_t index, double *u)
{
	(void)number;
	sobol_point(s->seed, (uint32_t)index, s->study->space.dim, u);
	return index % 2 == 0;
}

int
design_propose(struct sampling *s, const struct past *past, uint32_t number,
    struct proposal *out)
{
	out->sampler = sampler_sobol.name;
	out->why = "design";
	out->i = past_next(past, out->sampler);
	return sampling_distinct(s, past, number, draw, out);
}

int
design_option(const char *value, json_t *options, struct err *e)
{
	static const struct option_range range = {0, N0_MAX, -1};

	return option_number("n0", value, &range, options, e);
}
