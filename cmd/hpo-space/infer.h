/*
 * A space from where its values will go: names with domains in the braces of a
 * command line or of a template, placeholder.h.
 */
#ifndef HPO_INFER_H
#define HPO_INFER_H
#include <stddef.h>

#include "node.h"

/*
 * Add to root, of read_inline(), the parameters that n words have, the first of
 * which is operand number `first`: that and a column are places.  A name may be
 * there again with the same domain or without one; what hpo-run knows needs
 * none.  Mistakes are added to *p.
 */
void infer_words(struct node *root, char *const *words, size_t n, int first,
    struct problems *p);

/* The same of a text, lines of which have the numbers from `first` on. */
void infer_text(
    struct node *root, const char *text, int first, struct problems *p);

#endif
