/*
 * The samplers there are: what hpo-ask has code for and hpo-space checks names
 * against.  One row each; tests hold hpo-ask's table of code to it.
 */
#ifndef HPO_SAMPLERS_H
#define HPO_SAMPLERS_H

enum sampler_flag {
	SAMPLER_MODEL = 1 << 0,    /* uses the values of finished trials */
	SAMPLER_MULTIOBJ = 1 << 1, /* accepts more than one objective */
	SAMPLER_CONTINUOUS = 1
			     << 2, /* takes continuous parameters as they are */
	SAMPLER_CONDITIONS = 1 << 3, /* takes `when` */
};

struct sampler_row {
	const char *name;
	const char *summary; /* one line, for hpo-ask --list */
	int version;         /* raised when the same input gives others */
	unsigned flags;      /* of enum sampler_flag */
	const char *const *options; /* names for -O, NULL last */
};

extern const struct sampler_row sampler_rows[]; /* name NULL last */

const struct sampler_row *sampler_row_find(const char *name); /* or NULL */

#endif
