# Scores of searches, each against what random search is expected to find:
# A = (best - least) / (expected best of as many random points - least), in
# [0, 2]: 1 is random search, 0 is solved.  Mean over seeds, then over tasks.
#
# Input: `expected TASK LEAST MEDIAN E20 E50 E100`, then searches, `OPTIMISER
# TASK SEED BEST20 BEST50 BEST100`, "-" if all trials have failed (then the
# median counts).  `peer` is with whom all are compared, seed by seed.
#
# Intervals are of 95 %, by the percentile bootstrap over seeds within tasks,
# tasks fixed, 2000 resamples.
BEGIN {
	split("20 50 100", trials)
	state = 1
}
/^#/ { next }
$1 == "expected" {
	least[$2] = $3
	median[$2] = $4
	for (k = 1; k <= 3; k++)
		expected[$2, k] = $(4 + k)
	task[++ntasks] = $2
	next
}
!($2 in least) || !wanted($3) { next }
{
	if (!($1 in known)) {
		known[$1]
		optimiser[++noptimisers] = $1
	}
	seed[$1, $2, nseeds[$1, $2]++] = $3
	for (k = 1; k <= 3; k++) {
		best = $(3 + k) == "-" ? median[$2] : $(3 + k)
		a = (best - least[$2]) / (expected[$2, k] - least[$2])
		score[$1, $2, $3, k] = a < 0 ? 0 : a > 2 ? 2 : a
	}
}

# Seeds is a list as "0 1 2".
function wanted(s) { return index(" " seeds " ", " " s " ") }

# Uniform in [0, 1): S. K. Park, K. W. Miller, "Random number generators: good
# ones are hard to find", CACM 31 (1988); the same in every awk.
function uniform() {
	state = (state * 16807) % 2147483647
	return state / 2147483647
}

# Sets x to the scores of optimiser o on task t, less those of p if there is
# one, for the seeds of both; how many.
function values(o, p, t, k, x,    i, n, s) {
	for (i = 0; i < nseeds[o, t]; i++) {
		s = seed[o, t, i]
		if (p == "")
			x[t, n++] = score[o, t, s, k]
		else if ((p, t, s, k) in score)
			x[t, n++] = score[o, t, s, k] - score[p, t, s, k]
	}
	return n
}

function task_mean(o, p, t, k,    i, sum, n, x) {
	n = values(o, p, t, k, x)
	for (i = 0; i < n; i++)
		sum += x[t, i]
	return n ? sum / n : 0
}

# How many tasks have scores of both.
function compared(o, p, k,    j, n, x) {
	for (j = 1; j <= ntasks; j++)
		n += values(o, p, task[j], k, x) > 0
	return n
}

function mean(o, p, k,    j, sum) {
	for (j = 1; j <= ntasks; j++)
		sum += task_mean(o, p, task[j], k)
	return sum / compared(o, p, k)
}

function sort(x, n,    i, j, v) {
	for (i = 2; i <= n; i++) {
		v = x[i]
		for (j = i - 1; j > 0 && x[j] > v; j--)
			x[j + 1] = x[j]
		x[j + 1] = v
	}
}

# Sets low and high.
function bootstrap(o, p, k,    b, j, t, n, i, sum, x, means, tasks) {
	tasks = compared(o, p, k)
	for (j = 1; j <= ntasks; j++)
		n[j] = values(o, p, task[j], k, x)
	for (b = 1; b <= 2000; b++) {
		means[b] = 0
		for (j = 1; j <= ntasks; j++) {
			sum = 0
			for (i = 0; i < n[j]; i++)
				sum += x[task[j], int(n[j] * uniform())]
			means[b] += n[j] ? sum / n[j] / tasks : 0
		}
	}
	sort(means, 2000)
	low = means[50]
	high = means[1951]
}

END {
	printf "%-22s %5s %7s %7s %7s  %s\n", "optimiser", "seeds", "A20", "A50",
	    "A100", "95 %"
	for (i = 1; i <= noptimisers; i++) {
		o = optimiser[i]
		bootstrap(o, "", 3)
		printf "%-22s %5d %7.3f %7.3f %7.3f  [%.3f, %.3f]\n", o,
		    nseeds[o, task[1]], mean(o, "", 1), mean(o, "", 2),
		    mean(o, "", 3), low, high
	}
	for (k = 2; k <= 3; k++) {
		printf "\n%-22s %7s  %s\n", "A" trials[k] " minus " peer, "mean",
		    "95 %"
		for (i = 1; i <= noptimisers; i++) {
			o = optimiser[i]
			if (o == peer || compared(o, peer, k) == 0)
				continue # or no seed in common
			bootstrap(o, peer, k)
			printf "%-22s %7.3f  [%.3f, %.3f]\n", o, mean(o, peer, k),
			    low, high
		}
	}
	printf "\n%-22s", "A100 by task"
	for (i = 1; i <= noptimisers; i++)
		printf " %12s", optimiser[i]
	print ""
	for (j = 1; j <= ntasks; j++) {
		printf "%-22s", task[j]
		for (i = 1; i <= noptimisers; i++)
			printf " %12.3f",
			    task_mean(optimiser[i], "", task[j], 3)
		print ""
	}
	print ""
}
