/*
 * Five loops that compilers treat differently, and a check of what each
 * computes: flags that make it faster and wrong are of no use.  Prints the CPU
 * seconds of the fastest of some rounds, all five together; ends with 1 if a
 * result is wrong.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	ROUNDS = 25,
	SIDE = 256,      /* of the matrices */
	KEYS = 30000,    /* to be sorted */
	TEXT = 1 << 19,  /* bytes to be split into words */
	SLOTS = 1 << 14, /* of the table of words */
	TERMS = 300000,  /* of the sum */
	GAP = 1000,      /* every so many of which is missing */
	POINTS = 500000, /* whose distance is measured */
};

static double a[SIDE][SIDE], b[SIDE][SIDE], c[SIDE][SIDE];
static unsigned keys[KEYS], sorted[KEYS];
static char text[TEXT];
static unsigned words[SLOTS];
static double terms[TERMS];
static double squares[POINTS], distance[POINTS];

static unsigned
draw(void)
{
	static unsigned state = 7;

	state = state * 1664525 + 1013904223;
	return state >> 8;
}

static void
prepare(void)
{
	for (int i = 0; i < SIDE; i++)
		for (int k = 0; k < SIDE; k++) {
			a[i][k] = draw() % 8;
			b[i][k] = draw() % 8;
		}
	for (size_t i = 0; i < KEYS; i++)
		keys[i] = draw();
	for (size_t i = 0; i < TEXT; i++)
		text[i] = "etaoin shrdlu cmfwyp vbgkqj xz  "[draw() % 32];
	for (int i = 0; i < TERMS; i++)
		terms[i] = i % GAP == 0 ? (double)NAN : 0.1;
	for (int i = 0; i < POINTS; i++)
		squares[i] = (i % GAP) * (i % GAP);
}

static void
fail(const char *what, double by)
{
	fprintf(stderr, "wrong: %s, by %g\n", what, by);
	exit(1);
}

/* Small whole numbers, so that no order of additions rounds. */
static void
multiply(void)
{
	double trace = 0;

	memset(c, 0, sizeof(c));
	for (int i = 0; i < SIDE; i++)
		for (int k = 0; k < SIDE; k++)
			for (int j = 0; j < SIDE; j++)
				c[i][j] += a[i][k] * b[k][j];
	for (int i = 0; i < SIDE; i++) {
		trace += c[i][i];
		for (int k = 0; k < SIDE; k++)
			trace -= a[k][i] * b[i][k];
	}
	if (trace != 0)
		fail("the trace of a product", trace);
}

/* Shell's method, with Knuth's steps. */
static void
sort(void)
{
	size_t step = 1;
	unsigned sum = 0;

	memcpy(sorted, keys, sizeof(keys));
	while (step < KEYS / 3)
		step = 3 * step + 1;
	for (; step > 0; step /= 3)
		for (size_t i = step; i < KEYS; i++) {
			const unsigned key = sorted[i];
			size_t j = i;

			for (; j >= step && sorted[j - step] > key; j -= step)
				sorted[j] = sorted[j - step];
			sorted[j] = key;
		}
	for (size_t i = 0; i < KEYS; i++) {
		sum += keys[i] - sorted[i];
		if (i > 0 && sorted[i - 1] > sorted[i])
			fail("an order", sorted[i - 1] - sorted[i]);
	}
	if (sum != 0)
		fail("what is sorted", sum);
}

/* Words between blanks, counted by their hash (FNV-1a). */
static void
split(void)
{
	unsigned hash = 2166136261U;
	int n = 0;

	memset(words, 0, sizeof(words));
	for (size_t i = 0; i < TEXT; i++) {
		n -= text[i] == ' ';
		if (text[i] == ' ') {
			words[hash % SLOTS]++;
			hash = 2166136261U;
			continue;
		}
		hash = (hash ^ (unsigned char)text[i]) * 16777619U;
	}
	for (size_t i = 0; i < SLOTS; i++)
		n += (int)words[i];
	if (n != 0)
		fail("a number of words", n);
}

/* What is missing is NAN; what is there is added without loss (Kahan). */
static void
add(void)
{
	double sum = 0, lost = 0, want = 0.1 * (TERMS - TERMS / GAP);
	int missing = 0;

	for (int i = 0; i < TERMS; i++) {
		double term, next;

		if (isnan(terms[i])) {
			missing++;
			continue;
		}
		term = terms[i] - lost;
		next = sum + term;
		lost = (next - sum) - term;
		sum = next;
	}
	if (missing != TERMS / GAP)
		fail("a number of gaps", missing - TERMS / GAP);
	if (!(fabs(sum - want) < 1e-10))
		fail("a sum", sum - want);
}

/* Roots of squares, in units that are not known beforehand. */
static void
measure(void)
{
	const double unit = 7 + (double)(draw() % 1);
	double worst = 0;

	for (int i = 0; i < POINTS; i++)
		distance[i] = sqrt(squares[i]) / unit;
	for (int i = 0; i < POINTS; i++)
		worst = fmax(worst, fabs(distance[i] * 7 - i % GAP));
	if (!(worst < 1e-9))
		fail("a distance", worst);
}

int
main(void)
{
	double best = INFINITY;

	prepare();
	for (int round = 0; round < ROUNDS; round++) {
		const clock_t start = clock();
		double seconds;

		multiply();
		sort();
		split();
		add();
		measure();
		seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
		best = seconds < best ? seconds : best;
	}
	printf("%.6f\n", best);
	return 0;
}
