#include "view.h"

#include <string.h>

const struct view *const views[] = {
    &view_summary,
    &view_best,
    &view_table,
    &view_plot,
    NULL,
};

const struct view *
view_find(const char *name)
{
	for (const struct view *const *v = views; *v; v++)
		if (strcmp((*v)->name, name) == 0)
			return *v;
	return NULL;
}

const struct format *
view_format(const struct view *view, const char *name)
{
	for (const struct format *f = view->formats; f->name; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}

const struct format *
view_suffix(const struct view *view, const char *file)
{
	const size_t len = strlen(file);

	for (const struct format *f = view->formats; f->name; f++) {
		const size_t n = strlen(f->suffix);

		if (len > n && strcmp(file + len - n, f->suffix) == 0)
			return f;
	}
	return NULL;
}

void
view_say(const struct report *r, const char *text)
{
	if (!r->options->quiet)
		warn("%s", text);
}
