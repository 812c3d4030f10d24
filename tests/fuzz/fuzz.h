/*
 * What harnesses share.  Each is one file fuzz_NAME.c with the function below:
 * libFuzzer calls it with inputs that it makes up (make fuzz), replay.c with
 * those that are kept (make check).
 */
#ifndef HPO_FUZZ_H
#define HPO_FUZZ_H
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold for every input: else the program ends here. */
#define must(holds)                                                            \
	do {                                                                   \
		if (!(holds)) {                                                \
			fprintf(stderr, "%s:%d: does not hold: %s\n",          \
			    __FILE__, __LINE__, #holds);                       \
			abort();                                               \
		}                                                              \
	} while (0)

#endif
