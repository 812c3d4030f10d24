/* A file of a memory, with a path: the programs open trial files by name. */
#ifndef HPO_MEMORY_FILE_H
#define HPO_MEMORY_FILE_H
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "file.h"
#include "fuzz.h"

struct memory_file {
	int fd;
	char path[40];
};

static inline struct memory_file
memory_file(const void *data, size_t size)
{
	struct memory_file f = {.fd = memfd_create("fuzz", MFD_CLOEXEC)};

	must(f.fd != -1);
	must(write_all(f.fd, data, size) == 0);
	snprintf(f.path, sizeof(f.path), "/proc/self/fd/%d", f.fd);
	return f;
}

#endif
