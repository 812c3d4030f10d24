#include "samplers.h"

#include <stddef.h>
#include <string.h>

static const char *const none[] = {NULL};
static const char *const n0[] = {"n0", NULL};
static const char *const forest[] = {"n0", "trees", NULL};
static const char *const gp[] = {"n0", "noise", "warp", NULL};
static const char *const grid[] = {"n", "order", NULL};
static const char *const lhs[] = {"n", NULL};
static const char *const tpe[] = {"n0", "gamma", "candidates", "weights", NULL};

const struct sampler_row sampler_rows[] = {
    {"auto", "the best of them for the study: sobol, then gp or tpe", 2,
	SAMPLER_MODEL | SAMPLER_MULTIOBJ | SAMPLER_CONTINUOUS |
	    SAMPLER_CONDITIONS,
	n0},
    {"forest", "extremely randomized trees (Geurts et al. 2006, SMAC)", 1,
	SAMPLER_MODEL | SAMPLER_CONTINUOUS | SAMPLER_CONDITIONS, forest},
    {"gp", "Gaussian process, expected improvement (Jones et al. 1998)", 1,
	SAMPLER_MODEL | SAMPLER_CONTINUOUS | SAMPLER_CONDITIONS, gp},
    {"grid", "every point of a grid, in shuffled order", 1,
	SAMPLER_MULTIOBJ | SAMPLER_CONDITIONS, grid},
    {"halton", "Halton sequence with scrambled digits (Halton 1960)", 1,
	SAMPLER_MULTIOBJ | SAMPLER_CONTINUOUS | SAMPLER_CONDITIONS, none},
    {"lhs", "Latin hypercubes of n points (McKay et al. 1979)", 1,
	SAMPLER_MULTIOBJ | SAMPLER_CONTINUOUS | SAMPLER_CONDITIONS, lhs},
    {"random", "independent random points", 1,
	SAMPLER_MULTIOBJ | SAMPLER_CONTINUOUS | SAMPLER_CONDITIONS, none},
    {"sobol", "scrambled Sobol sequence (Joe and Kuo 2008, Owen 1995)", 1,
	SAMPLER_MULTIOBJ | SAMPLER_CONTINUOUS | SAMPLER_CONDITIONS, none},
    {"tpe", "tree-structured Parzen estimator (Bergstra et al. 2011)", 1,
	SAMPLER_MODEL | SAMPLER_CONTINUOUS | SAMPLER_CONDITIONS, tpe},
    {0},
};

const struct sampler_row *
sampler_row_find(const char *name)
{
	for (const struct sampler_row *row = sampler_rows; row->name; row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}
