/* The options of hpo-space, and what does not go together. */
#ifndef HPO_SPACE_OPTIONS_H
#define HPO_SPACE_OPTIONS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli.h"
#include "schema.h"

enum {
	OPT_COUNT = CLI_LONG,
	OPT_DIFF,
	OPT_FIX,
	OPT_FORMAT,
	OPT_GRID,
	OPT_LINT,
	OPT_NARROW,
	OPT_INFER,
	OPT_SAMPLE,
	OPT_SCHEMA,
	OPT_SEED,
	OPT_SHOW,
};

struct options {
	const char *output;
	char *old;    /* of --diff */
	char **fixed; /* words of --fix, nfixed */
	size_t nfixed;
	char *narrow; /* NULL: not by trials */
	int mode;     /* what is wanted in place of the header; 0: it */
	bool quiet, verbose, has_seed;
	const char *format; /* NULL: none */
	bool json;
	long long sample;
	uint64_t seed;
	bool infer;
	const char *infer_from; /* NULL: a command */
	enum schema_kind schema;
	char *const *operands;
	size_t n;
};

/*
 * What the command line says; ends the program if that is wrong, or if it asks
 * for help.  To be released; words of argv are borrowed.
 */
struct options parse_options(int argc, char *argv[]);
void options_release(struct options *o);

/* Whether what is wanted needs no space. */
bool needs_no_space(const struct options *o);

/* Whether the space is that of the trials by which it is narrowed. */
bool is_from_trials(const struct options *o);

#endif
