/* What the command line says. */
#ifndef HPO_OPTIONS_H
#define HPO_OPTIONS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "die.h"
#include "pattern.h"

struct options {
	const struct executor *executor;
	size_t slots;
	struct patterns patterns; /* --metric */
	const char *cwd;          /* NULL: ours */
	double time_s;            /* of an attempt; 0: no limit */
	double grace_s;           /* from TERM to KILL */
	long long retries, again;
	const char *runs;
	uint64_t output_cap; /* bytes of one output */
	bool keep_children, clean_env, quiet, verbose;
	char *const *command;
};

/* "100", "64K", "1.5G": bytes, K being 1024; -1 with *e set. */
int options_size(const char *text, uint64_t *bytes, struct err *e);

#endif
