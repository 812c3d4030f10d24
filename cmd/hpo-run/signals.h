/* Signals, taken one by one in the loop. */
#ifndef HPO_SIGNALS_H
#define HPO_SIGNALS_H

struct run;

/* From now on they are read from the descriptor returned; -1: errno is set. */
int signals_open(void);

/* Take those that came. */
void signals_take(struct run *run);

#endif
