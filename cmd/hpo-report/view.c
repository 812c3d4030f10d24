#include "view.h"

#include <string.h>

#include "plot.h"

const struct view *const views[] = {
    &view_summary,
    &view_best,
    &view_table,
    &view_plot,
    &view_stop,
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

/* Whether file ends in one of suffixes, which have blanks between. */
static bool
ends_in(const char *file, const char *suffixes)
{
	const size_t len = strlen(file);

	while (*suffixes != '\0') {
		const size_t n = strcspn(suffixes, " ");

		if (len > n && strncmp(file + len - n, suffixes, n) == 0)
			return true;
		suffixes += n + strspn(suffixes + n, " ");
	}
	return false;
}

const struct format *
view_suffix(const struct view *view, const char *file)
{
	for (const struct format *f = view->formats; f->name; f++)
		if (ends_in(file, f->suffixes))
			return f;
	return NULL;
}

void
view_say(const struct report *r, const char *text)
{
	if (!r->options->quiet)
		warn("%s", text);
}

static void
list_one(struct buf *out, const struct view *view, const struct plot *kind)
{
	const int name_width = 14, formats_width = 25; /* columns */
	struct buf name = {0}, formats = {0};

	buf_printf(&name, "%s%s%s", view->name, kind ? " " : "",
	    kind ? kind->name : "");
	for (const struct format *f = view->formats; f->name; f++)
		buf_printf(&formats, "%s ", f->name);
	buf_printf(out, "%-*s %-*s %s\n", name_width, buf_text(&name),
	    formats_width, buf_text(&formats),
	    kind ? kind->summary : view->summary);
	buf_release(&name);
	buf_release(&formats);
}

void
view_list(struct buf *out)
{
	for (const struct view *const *v = views; *v; v++) {
		const struct plot *const *kind = (*v)->kinds;

		if (!kind)
			list_one(out, *v, NULL);
		for (; kind && *kind; kind++)
			list_one(out, *v, *kind);
	}
}
