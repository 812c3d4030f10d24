/* What a change of a space means for the trials that there are. */
#ifndef HPO_DIFF_EFFECT_H
#define HPO_DIFF_EFFECT_H
#include <jansson.h>

/* What becomes of them; what is left out is so by models, and no more. */
enum effect {
	EFFECT_NONE,    /* they have nothing to do with it */
	EFFECT_KEPT,    /* all stay */
	EFFECT_OUTSIDE, /* those whose value is outside are left out */
	EFFECT_DEFAULT, /* those without it are read as if they had the default
			 */
	EFFECT_WITHOUT, /* those without it are left out, where it is active */
	EFFECT_WITH,    /* those with it are left out */
	EFFECT_ACTIVE,  /* those that have it not just where it is active are */
	EFFECT_AGAINST, /* those against it are left out */
	EFFECT_JUDGED,  /* they are judged anew */
	EFFECTS,
};

/* What is said of it in a line, "" of the first, and the word in JSON. */
extern const struct effect_row {
	const char *text, *word;
} effect_rows[EFFECTS];

/* That of a new parameter with this canonical domain. */
enum effect effect_added(const json_t *domain);

/* That of another value at key, the whole domain having been old and being new;
 * "type" is asked for only where both have choices. */
enum effect effect_changed(
    const char *key, const json_t *old, const json_t *new);

/* That of a domain of another type. */
enum effect effect_type(const json_t *old, const json_t *new);

#endif
