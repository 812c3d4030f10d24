/* How an ordinal is spaced: `spacing` and what it asks of choices. */
#include <math.h>
#include <string.h>

#include "define_parts.h"
#include "define_reading.h"
#include "spacing.h"

/* The finest part of a range that coordinates tell apart, and the widest. */
static const double finest = 1e-9, widest = 1e300;

/* The spacing that node names; false: it names none, or that by index. */
static bool
read_word(struct reading *r, const struct node *node, enum spacing *spacing)
{
	static const char *const words[] = {"index", "value", "log", NULL};
	char hint[DEFINE_HINT];

	if (!define_expect(node, NODE_STRING, r->field, r->p))
		return false;
	*spacing = strcmp(node->text, "log") == 0 ? SPACING_LOG : SPACING_VALUE;
	if (*spacing == SPACING_LOG || strcmp(node->text, "value") == 0)
		return true;
	define_hint(hint, node->text, words);
	if (strcmp(node->text, "index") != 0)
		problem_add(r->p, node->at, r->field,
		    "must be index, value or log%s", hint);
	return false;
}

/* What is wrong with a choice, the one before it being at `last`; or NULL. */
static const char *
refuse_choice(const struct node *item, enum spacing spacing, double last)
{
	double x;

	if (item->type != NODE_NUMBER)
		return "is no number, which spacing by value or log needs";
	x = json_number_value(item->value);
	if (spacing == SPACING_LOG && x <= 0)
		return "must be above 0 with spacing: log";
	if (!(spacing_place(spacing, x) > last))
		return "is not above the one before, which spacing by value or "
		       "log needs";
	return NULL;
}

/* Whether neighbours are apart for coordinates; said of the first that is not.
 */
static void
check_gaps(struct reading *r, const struct node *list, enum spacing spacing)
{
	const double first =
	    spacing_place(spacing, json_number_value(list->items[0]->value));
	const double range =
	    spacing_place(
		spacing, json_number_value(list->items[list->n - 1]->value)) -
	    first;
	double last = first;

	if (!(range < widest)) {
		problem_add(r->p, list->at, r->field,
		    "the range is too wide for spacing: value");
		return;
	}
	for (size_t i = 1; i < list->n; i++) {
		const struct node *item = list->items[i];
		const double place =
		    spacing_place(spacing, json_number_value(item->value));

		if (place - last < finest * range) {
			problem_add(r->p, item->at, r->field,
			    "is too close to the one before, in a range that "
			    "is %.3g times as wide",
			    range / (place - last));
			return;
		}
		last = place;
	}
}

void
reading_spacing(struct reading *r)
{
	const struct node *node = reading_member(r, "spacing");
	const struct node *list;
	enum spacing spacing;
	double last = -INFINITY;

	if (!node || !read_word(r, node, &spacing))
		return;
	json_object_set(r->json, "spacing", node->value);
	list = reading_member(r, "choices");
	if (!list || list->type != NODE_LIST || r->p->errors > r->before)
		return;
	for (size_t i = 0; i < list->n; i++) {
		const struct node *item = list->items[i];
		const char *why = refuse_choice(item, spacing, last);

		if (why && !node_is_broken(item))
			problem_add(r->p, item->at, r->field, "%s", why);
		if (why)
			return;
		last = spacing_place(spacing, json_number_value(item->value));
	}
	if (list->n > 1)
		check_gaps(r, list, spacing);
}
