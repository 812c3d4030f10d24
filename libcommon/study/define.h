/*
 * From what a user wrote to a study's header, hpo-space(5): short and long
 * forms are checked and brought into one canonical JSON object.
 */
#ifndef HPO_DEFINE_H
#define HPO_DEFINE_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "node.h"

/*
 * The canonical header of file, the root of a space file or of a header line:
 * {"hpo":1,"study":...,"seed":"7","space":{...},"objectives":[...],...}, a new
 * reference; or NULL if p->errors grew.  All mistakes are added to *p in one
 * run.  `params` and `space`, `minimize`/`maximize` and `objectives` mean the
 * same, so that a header is a space file too and comes out unchanged (its
 * `id` and `seq` are kept, as are keys below `meta`).  Keys of hpo-space(5)
 * that are not built yet, and unknown ones, are errors.
 */
json_t *define_header(const struct node *file, struct problems *p);

/* Whether the len bytes of word begin a short form. */
bool define_is_form(const char *word, size_t len);

/*
 * Where in a file, of which define_header() made a header, the key of a
 * parameter is written, or what it follows from: its short form or long one,
 * which key NULL means.  The field of a complaint about it into *field, to be
 * freed.  O(length of the file).
 */
struct place define_place(
    const struct node *file, const char *name, const char *key, char **field);

#endif
