/* Waiting for a file to change. */
#ifndef HPO_WATCH_H
#define HPO_WATCH_H
#include <stdbool.h>

/* A descriptor to wait with, or -1 where there is no inotify(7): both do. */
int watch_open(const char *path);

/*
 * Until path, watched by fd, has changed since the last call, a second has
 * passed, or a signal came.  The second is for network file systems, where
 * other hosts' changes are not told, and for holders that die.  Returns
 * whether the reader of the pipe output (-1: none) is gone, which also ends
 * the wait.
 */
bool watch_wait(int fd, const char *path, int output);

void watch_close(int fd);

#endif
