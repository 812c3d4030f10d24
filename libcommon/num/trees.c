#include "trees.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rng.h"
#include "xalloc.h"

#define LEAF UINT32_MAX

enum { SALTS = 8 }; /* of which one is to part the choices of a node */

static const double unit = 0x1p-18; /* of y */
static const double y_most = 64;

/* One tree that grows. */
struct growth {
	struct trees *trees;
	const struct trees_data *data;
	const struct trees_setting *setting;
	int32_t *y;     /* in units, by observation */
	uint32_t *rows; /* observations of the tree, those of a node together */
	uint32_t *spare; /* as many */
	uint32_t *features;
	/* Of a node's observations, in their order: */
	int32_t *node_y;
	float *node_x; /* of the feature that is tried */
	struct rng rng;
};

/* Of a part of a node: how many, and the sum of their y. */
struct sum {
	size_t n;
	int64_t y;
};

/* A cut of a node's observations, and what it is worth. */
struct cut {
	struct trees_node node;
	size_t nleft;
	double worth;
};

/* The finalizer of D. Stafford's mix 13, as in SplitMix64. */
static uint64_t
mix(uint64_t x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9U;
	x = (x ^ x >> 27) * 0x94d049bb133111ebU;
	return x ^ x >> 31;
}

static bool
is_first_choice(uint64_t salt, float choice)
{
	return (mix(salt + (uint64_t)choice * 0x9e3779b97f4a7c15U) & 1) != 0;
}

static bool
goes_first(const struct trees_node *node, bool unordered, float x)
{
	return unordered ? is_first_choice(node->salt, x) : x <= node->cut;
}

static struct sum
sum_all(const struct growth *g, size_t n)
{
	struct sum sum = {.n = n};

	for (size_t k = 0; k < n; k++)
		sum.y += g->node_y[k];
	return sum;
}

/* Of those that go to the first side. */
static struct sum
sum_first(const struct growth *g, const struct trees_node *node, size_t n)
{
	const bool unordered = g->data->unordered[node->feature];
	struct sum sum = {0};

	if (unordered) {
		for (size_t k = 0; k < n; k++) {
			const int64_t first =
			    is_first_choice(node->salt, g->node_x[k]);

			sum.n += (size_t)first;
			sum.y += -first & g->node_y[k];
		}
		return sum;
	}
	for (size_t k = 0; k < n; k++) {
		const int64_t first = g->node_x[k] <= node->cut;

		sum.n += (size_t)first;
		sum.y += -first & g->node_y[k];
	}
	return sum;
}

/* What a cut leaves of the sum of squares is less by that much. */
static double
worth_of(struct sum first, struct sum all)
{
	const double a = (double)first.y, b = (double)(all.y - first.y);

	return a * a / (double)first.n + b * b / (double)(all.n - first.n);
}

/* Draw a cut of a feature; false if it is constant in the node. */
static bool
draw_cut(struct growth *g, uint32_t feature, const uint32_t *rows, size_t n,
    struct trees_node *node)
{
	const float *x = g->data->x + feature * g->data->n;
	float low = x[rows[0]], high = low;

	for (size_t k = 0; k < n; k++) {
		const float at = x[rows[k]];

		g->node_x[k] = at;
		low = at < low ? at : low;
		high = at > high ? at : high;
	}
	if (!(low < high))
		return false;
	node->feature = feature;
	if (g->data->unordered[feature]) {
		node->salt = rng_bits(&g->rng);
		return true;
	}
	node->cut = (float)(low + rng_uniform(&g->rng) * ((double)high - low));
	if (!(node->cut < high))
		node->cut = low;
	return true;
}

/* Keep a cut if it is better than the best so far, and leaves enough. */
static void
weigh_cut(const struct growth *g, struct sum all, struct trees_node node,
    struct cut *best)
{
	const size_t least = g->setting->least;
	const bool unordered = g->data->unordered[node.feature];

	for (int k = 0; k < (unordered ? SALTS : 1); k++) {
		const struct sum first = sum_first(g, &node, all.n);
		double worth;

		if (first.n < least || all.n - first.n < least) {
			node.salt = unordered ? mix(node.salt) : node.salt;
			continue;
		}
		worth = worth_of(first, all);
		if (best->nleft == 0 || worth > best->worth)
			*best = (struct cut){node, first.n, worth};
		return;
	}
}

/* The best of the cuts that a node tries; its nleft is 0 if there is none. */
static struct cut
best_cut(struct growth *g, const uint32_t *rows, struct sum all)
{
	const size_t width = g->data->width;
	struct cut best = {0};
	size_t tried = 0;

	for (size_t k = 0; k < width; k++) {
		const size_t pick =
		    k + rng_below(&g->rng, (uint32_t)(width - k));
		const uint32_t feature = g->features[pick];
		struct trees_node node;

		if (tried >= g->setting->tried && best.nleft > 0)
			break;
		g->features[pick] = g->features[k];
		g->features[k] = feature;
		if (!draw_cut(g, feature, rows, all.n, &node))
			continue;
		tried++;
		weigh_cut(g, all, node, &best);
	}
	return best;
}

/* The observations that go to the first side before the others. */
static void
part(const struct growth *g, const struct trees_node *node, uint32_t *rows,
    size_t n)
{
	const float *x = g->data->x + node->feature * g->data->n;
	const bool unordered = g->data->unordered[node->feature];
	size_t first = 0, others = 0;

	for (size_t k = 0; k < n; k++) {
		const uint32_t row = rows[k];
		const bool goes = goes_first(node, unordered, x[row]);

		rows[first] = row;
		g->spare[others] = row;
		first += goes;
		others += !goes;
	}
	memcpy(rows + first, g->spare, others * sizeof(*rows));
}

static void
make_room(struct trees *t)
{
	if (t->nnodes + 2 <= t->room)
		return;
	t->room = 2 * t->room + 64;
	t->nodes = xreallocarray(t->nodes, t->room, sizeof(*t->nodes));
	t->leaves = xreallocarray(t->leaves, t->room, sizeof(*t->leaves));
}

static struct trees_leaf
make_leaf(const struct growth *g, struct sum all)
{
	const double n = (double)all.n, mean = (double)all.y / n;
	int64_t squares = 0;
	double variance;

	for (size_t k = 0; k < all.n; k++)
		squares += (int64_t)g->node_y[k] * g->node_y[k];
	variance = fmax((double)squares / n - mean * mean, 0);
	return (struct trees_leaf){mean * unit, variance * unit * unit};
}

/* Whether all y are the same. */
static bool
is_even(const struct growth *g, size_t n)
{
	for (size_t k = 1; k < n; k++)
		if (g->node_y[k] != g->node_y[0])
			return false;
	return true;
}

/* Grow node `at` of these observations, and all below it. */
static void
grow_node(struct growth *g, size_t at, uint32_t *rows, size_t n)
{
	struct trees *t = g->trees;
	struct cut cut = {0};
	struct sum all;

	for (size_t k = 0; k < n; k++)
		g->node_y[k] = g->y[rows[k]];
	all = sum_all(g, n);
	if (n >= 2 * g->setting->least && !is_even(g, n))
		cut = best_cut(g, rows, all);
	if (cut.nleft == 0) {
		t->nodes[at] = (struct trees_node){
		    .feature = LEAF, .below = (uint32_t)t->nleaves};
		t->leaves[t->nleaves++] = make_leaf(g, all);
		return;
	}
	part(g, &cut.node, rows, n);
	make_room(t);
	cut.node.below = (uint32_t)t->nnodes;
	t->nodes[at] = cut.node;
	t->nnodes += 2;
	grow_node(g, cut.node.below, rows, cut.nleft);
	grow_node(g, cut.node.below + 1, rows + cut.nleft, n - cut.nleft);
}

/* All observations, or where those are too many, a sample of them first. */
static size_t
choose_rows(struct growth *g)
{
	const size_t n = g->data->n;

	for (uint32_t k = 0; k < n; k++)
		g->rows[k] = k;
	for (uint32_t k = 0; n > TREES_ROWS && k < TREES_ROWS; k++) {
		const uint32_t pick = k + rng_below(&g->rng, (uint32_t)n - k);
		const uint32_t row = g->rows[pick];

		g->rows[pick] = g->rows[k];
		g->rows[k] = row;
	}
	return n > TREES_ROWS ? TREES_ROWS : n;
}

static void
grow_tree(struct growth *g, uint32_t tree)
{
	struct trees *t = g->trees;
	size_t n;

	rng_init(&g->rng, g->setting->seed, g->setting->trial, "trees", tree);
	for (uint32_t k = 0; k < g->data->width; k++)
		g->features[k] = k;
	n = choose_rows(g);
	make_room(t);
	t->root[tree] = (uint32_t)t->nnodes++;
	grow_node(g, t->root[tree], g->rows, n);
}

void
trees_grow(struct trees *t, const struct trees_data *data,
    const struct trees_setting *setting)
{
	struct growth g = {.trees = t, .data = data, .setting = setting};

	*t = (struct trees){.n = setting->trees, .unordered = data->unordered};
	t->root = xcalloc(t->n, sizeof(*t->root));
	g.y = xcalloc(2 * data->n, sizeof(*g.y));
	g.node_y = g.y + data->n;
	g.node_x = xcalloc(data->n, sizeof(*g.node_x));
	g.rows = xcalloc(2 * data->n, sizeof(*g.rows));
	g.spare = g.rows + data->n;
	g.features = xcalloc(data->width + 1, sizeof(*g.features));
	for (size_t i = 0; i < data->n; i++)
		g.y[i] = (int32_t)lrint(
		    fmin(fmax(data->y[i], -y_most), y_most) / unit);
	for (uint32_t tree = 0; tree < t->n; tree++)
		grow_tree(&g, tree);
	free(g.y);
	free(g.node_x);
	free(g.rows);
	free(g.features);
}

void
trees_release(struct trees *t)
{
	free(t->root);
	free(t->nodes);
	free(t->leaves);
	*t = (struct trees){0};
}

static const struct trees_leaf *
find_leaf(const struct trees *t, size_t tree, const float *x)
{
	const struct trees_node *node = &t->nodes[t->root[tree]];

	while (node->feature != LEAF)
		node = &t->nodes[node->below + !goes_first(node,
						   t->unordered[node->feature],
						   x[node->feature])];
	return &t->leaves[node->below];
}

void
trees_predict(
    const struct trees *t, const float *x, double *mean, double *variance)
{
	const double n = (double)t->n;
	double sum = 0, squares = 0;

	for (size_t tree = 0; tree < t->n; tree++) {
		const struct trees_leaf *leaf = find_leaf(t, tree, x);

		sum += leaf->mean;
		squares += leaf->variance + leaf->mean * leaf->mean;
	}
	*mean = sum / n;
	*variance = fmax(squares / n - *mean * *mean, 0);
}
