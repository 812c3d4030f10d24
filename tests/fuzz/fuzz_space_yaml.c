/*
 * A space file in YAML: a refusal says why; what is accepted is a header that
 * comes back unchanged from being written and read again.
 */
#include "check_space.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	json_t *header = header_of_yaml((const char *)data, size);

	if (header)
		check_header(header);
	return 0;
}
