/* Allocation that does not fail: it ends the program with STATUS_SYS. */
#ifndef HPO_XALLOC_H
#define HPO_XALLOC_H
#include <stddef.h>

/* The same for who allocates in another way; itself it allocates nothing. */
_Noreturn void out_of_memory(void);

void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size);
void *xreallocarray(void *p, size_t n, size_t size); /* n * size may overflow */
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t len); /* at most len bytes of s */

#endif
