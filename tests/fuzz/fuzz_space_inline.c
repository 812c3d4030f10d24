/* A space on the command line: each line of the input is an argument. */
#include "check_space.h"
#include "fuzz.h"
#include "lines_of.h"
#include "read_inline.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text_lines args = lines_of(data, size);
	struct problems p = {0};
	json_t *header;
	size_t n = 0;

	for (size_t i = 0; i < args.n; i++) /* main() lets no others in */
		if (inline_is(args.line[i]))
			args.line[n++] = args.line[i];
	header = define_and_free(read_inline(args.line, n, &p), &p);
	if (header)
		check_header(header);
	text_lines_release(&args);
	return 0;
}
