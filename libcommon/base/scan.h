/*
 * A quick look at a line: is it one JSON object (RFC 8259, UTF-8, and the
 * limits below), and where are its members?  Nothing is allocated or copied.
 */
#ifndef HPO_SCAN_H
#define HPO_SCAN_H
#include <stddef.h>

#include "die.h"

enum {
	SCAN_DEPTH_MAX = 64,
	SCAN_KEYS_MAX = 10000, /* of one object */
	/* Bytes; an escape counts as what it stands for. */
	SCAN_STRING_MAX = 1 << 16,
};

/* Called for each member at the top, in order; key without its quotes. */
typedef void scan_member(void *arg, const char *key, size_t key_len,
    const char *value, size_t value_len);

/*
 * Check the len bytes of line and call member (NULL: do not) for what is at
 * the top.  Returns 0, or -1 with *e set and its column the byte, from 1.
 * Members before a mistake have been called for.
 */
int scan_object(const char *line, size_t len, scan_member *member, void *arg,
    struct err *e);

#endif
