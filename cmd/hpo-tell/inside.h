/* Inside a payload of hpo-run: results go to the file HPO_REPORT. */
#ifndef HPO_INSIDE_H
#define HPO_INSIDE_H
#include "direct.h"

/* Append the result; STATUS_NO if the trial shall stop.  Dies on failure. */
enum status inside_tell(const char *report, const struct direct *d);

#endif
