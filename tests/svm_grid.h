/*
 * The stored answers of svm-train to a grid of C and gamma, for searches that
 * cost nothing: tests/bench/svm-grid.txt, see svm_grid.sh beside it.
 */
#ifndef HPO_SVM_GRID_TEST_H
#define HPO_SVM_GRID_TEST_H
#include <math.h>
#include <stdio.h>

enum { SVM_GRID = 40 };

struct svm_grid {
	double accuracy[SVM_GRID][SVM_GRID]; /* by C and gamma, in per cent */
	double best;
};

/* From the file path.  Returns 0, or -1 unless it has all numbers and no
 * more. */
static inline int
svm_grid_read(struct svm_grid *grid, const char *path)
{
	FILE *f = fopen(path, "r");
	int n = 0, c;
	double beyond;

	if (!f)
		return -1;
	while ((c = getc(f)) == '#')
		while ((c = getc(f)) != '\n' && c != EOF)
			;
	ungetc(c, f);
	grid->best = 0;
	for (; n < SVM_GRID * SVM_GRID; n++) {
		double *at = &grid->accuracy[n / SVM_GRID][n % SVM_GRID];

		if (fscanf(f, "%lf", at) != 1)
			break;
		grid->best = fmax(grid->best, *at);
	}
	n += fscanf(f, "%lf", &beyond) == 1;
	fclose(f);
	return n == SVM_GRID * SVM_GRID ? 0 : -1;
}

/* Of the nodes from low to high, the nearest to x by its logarithm. */
static inline int
svm_grid_node(double x, double low, double high)
{
	const double t = log(x / low) / log(high / low) * (SVM_GRID - 1);

	return (int)fmin(fmax(floor(t + 0.5), 0), SVM_GRID - 1);
}

static inline double
svm_grid_accuracy(const struct svm_grid *grid, double C, double gamma)
{
	return grid->accuracy[svm_grid_node(C, 1e-3, 1e3)]
			     [svm_grid_node(gamma, 1e-5, 10)];
}

#endif
