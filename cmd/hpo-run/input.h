/* Standard input, read only when a line is wanted, and never waited for. */
#ifndef HPO_INPUT_H
#define HPO_INPUT_H
#include <stdbool.h>
#include <stddef.h>

#include "die.h"
#include "jsonl.h"

struct input {
	struct jsonl_reader reader;
	int error; /* errno of the read that failed; 0: none did */
};

void input_init(struct input *in, int fd);
void input_release(struct input *in);

/*
 * The next line into *line and *len, as jsonl_next() gives it, but only if
 * all of it was read.  JSONL_END: none is there; more may come unless
 * input_ended().
 */
enum jsonl_event input_next(struct input *in, const char **line, size_t *len);

/* Read once from fd, which is ready.  Returns whether anything came. */
bool input_read(struct input *in);

/* Whether fd has ended; lines may still be there. */
bool input_ended(const struct input *in);

/* How many lines are there. */
size_t input_lines(const struct input *in);

/* Whether a whole line is there, not a blank one. */
bool input_waiting(struct input *in);

#endif
