#!/usr/bin/env python3
"""pending.py BENCH ONE MANY: what it costs that several points are pending, by
optimiser: how many trials the runs of the results MANY need, on average, for
what those of the results ONE, one trial at a time, have after 50 and 100, on
the tasks and seeds of both.  Ends with lines "name value" of the first one.

Intervals are of 95 %, by the bootstrap over seeds within tasks.
"""
import sys

sys.path.insert(0, sys.argv[1])
import numpy as np  # noqa: E402
import table  # noqa: E402
import tasks  # noqa: E402

AT, RESAMPLES = (50, 100), 400
RNG = np.random.default_rng(1)


def falling(record, task, n):
    """Regret after 1, 2, ... trials, as a part of random search's after n."""
    y, true = (np.array([np.inf if v is None else v for v in column], float)
               for column in (record["y"], record.get("true", record["y"])))
    holder = np.maximum.accumulate(
        np.where(y <= np.minimum.accumulate(y), np.arange(len(y)), 0))
    best = (true if task.score == "true" else y)[holder]
    best[np.isinf(best)] = task.norm["void"]
    least = task.optimum[task.score]
    expected = task.norm[task.score][tasks.GRID.index(n)]
    return np.clip((best - least) / (expected - least), 0, 2)


def curves(one, many, n):
    """By task, rows by seed: what one at a time has after n, and the regret of
    the others after 1, 2, ... trials."""
    out = []
    for t in one:
        task = tasks.get(t)
        both = sorted(set(one[t]) & set(many.get(t, {})))
        both = [s for s in both if one[t][s]["n"] >= n]
        if both:
            out.append((
                np.array([falling(one[t][s], task, n)[n - 1] for s in both]),
                np.array([falling(many[t][s], task, n) for s in both])))
    return out


def needed(pairs, draws):
    """Trials until the mean is as low; NaN: it never is."""
    goal = np.mean([a[d].mean() for (a, _), d in zip(pairs, draws)])
    mean = np.mean([b[d].mean(axis=0) for (_, b), d in zip(pairs, draws)],
                   axis=0)
    reached = np.nonzero(mean <= goal)[0]
    return reached[0] + 1 if len(reached) else np.inf


def row(name, runs, n):
    one, many, more = runs
    pairs = curves(one, many, n)
    seeds = [len(a) for a, _ in pairs]
    times = needed(pairs, [np.arange(k) for k in seeds]) / n
    low, high = np.percentile(
        [needed(pairs, [RNG.integers(k, size=k) for k in seeds]) / n
         for _ in range(RESAMPLES)], [2.5, 97.5], method="nearest")
    return times, [name, str(more), str(n), str(len(pairs)), str(min(seeds)),
                   times, f"[{low:.2f}, {high:.2f}]"]


def main():
    alone = table.read([sys.argv[2]])
    rows, figures = [], {}
    for label, many in table.read([sys.argv[3]]).items():
        name, _, workers = label.rpartition(" W")
        if name not in alone:
            continue
        records = [r for seeds in many.values() for r in seeds.values()]
        twice = sum(r["twice"] for r in records)
        for n in AT:
            times, cells = row(name, (alone[name], many, workers), n)
            rows.append([*cells, str(twice)])
            figures.setdefault(f"times{n}", times)
        figures.setdefault("twice", twice)
    print("== evaluations to the same regret, as a multiple of those one at a "
          "time")
    table.show(rows, ["optimiser", "pending", "to n", "tasks", "seeds",
                      "times", "95 %", "asked twice"])
    for figure, value in figures.items():
        print(figure, value)


if __name__ == "__main__":
    main()
