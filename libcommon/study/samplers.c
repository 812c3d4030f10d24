#include "samplers.h"

#include <stddef.h>
#include <string.h>

static const char *const none[] = {NULL};
static const char *const grid[] = {"n", "order", NULL};

const struct sampler_row sampler_rows[] = {
    {"auto", "the best of them for the study (now: sobol)", 1,
	SAMPLER_MULTIOBJ | SAMPLER_CONTINUOUS | SAMPLER_CONDITIONS, none},
    {"grid", "every point of a grid, in shuffled order", 1,
	SAMPLER_MULTIOBJ | SAMPLER_CONDITIONS, grid},
    {"random", "independent random points", 1,
	SAMPLER_MULTIOBJ | SAMPLER_CONTINUOUS | SAMPLER_CONDITIONS, none},
    {"sobol", "scrambled Sobol sequence (Joe and Kuo 2008, Owen 1995)", 1,
	SAMPLER_MULTIOBJ | SAMPLER_CONTINUOUS | SAMPLER_CONDITIONS, none},
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
