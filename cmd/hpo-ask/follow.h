/* Asking as long as the search goes on. */
#ifndef HPO_FOLLOW_H
#define HPO_FOLLOW_H
#include "ask.h"

/*
 * Keep ask->n trials of our own open: whenever the file changes, hand out and
 * print as many as have ended.  Ends when nothing more can be handed out and
 * our own have ended: STATUS_OK if the search is over, STATUS_LATER if others
 * still hold trials (ask->wait waits for them, too).  When nobody reads our
 * standard output any more, or its reader gives trials back because it ends,
 * what it has not started is given back: STATUS_SYS.  A signal ends the
 * program, and leaves what was printed to its reader.
 */
enum status ask_follow(const struct ask *ask);

#endif
