#!/usr/bin/env python3
"""versus.py BENCH OURS: tables of each optimiser of the results OURS against
each of the peers in the folder BENCH of public tasks, on the tasks and seeds
that both have.  Ends with lines "name value": the figures to hold, of the first
optimiser.

A is the regret of the best of n trials, as a part of what random search is
expected to have: mean over seeds, then tasks.  Intervals are of 95 %, by the
bootstrap over seeds within tasks, tasks fixed.
"""
import glob
import sys

sys.path.insert(0, sys.argv[1])
import numpy as np  # noqa: E402
import table  # noqa: E402
import tasks  # noqa: E402

AT = (20, 50, 100, 200)
TOO_FAR = 0.15  # behind, with the whole interval
GROUPS = {
    "conditional": lambda t: any(p.when for p in t.space.values()),
    "categorical": lambda t: any(p.type == "categorical"
                                 for p in t.space.values()),
    "noisy": lambda t: t.group == "noisy",
    "failing": lambda t: t.group == "fail",
}


def scores(runs):
    """{optimiser: {task: {seed: {n: A}}}} of tasks with one objective."""
    out = {}
    for name, by_task in runs.items():
        for t, seeds in by_task.items():
            if tasks.REGISTRY.get(t, ("", ""))[1] != "so":
                continue
            for s, record in seeds.items():
                found = table.figures_so(record, tasks.get(t))
                a = {n: found[f"A{n}"] for n in AT
                     if not np.isnan(found[f"A{n}"])}
                out.setdefault(name, {}).setdefault(t, {})[s] = a
    return out


class Pair:
    """One optimiser and a peer after n trials, where both were run."""

    def __init__(self, ours, theirs, n, names):
        self.tasks, self.a, self.b = [], [], []
        for t in names:
            both = [s for s in sorted(set(ours[t]) & set(theirs.get(t, {})))
                    if n in ours[t][s] and n in theirs[t][s]]
            if both:
                self.tasks.append(t)
                self.a.append(np.array([ours[t][s][n] for s in both]))
                self.b.append(np.array([theirs[t][s][n] for s in both]))
        self.d = [a - b for a, b in zip(self.a, self.b)]
        self.ours, self.theirs, self.mean = (
            float(np.mean([x.mean() for x in column])) if column else np.nan
            for column in (self.a, self.b, self.d))
        self.low, self.high = (table.bootstrap(self.d) if self.d
                               else (np.nan, np.nan))

    def row(self, *head):
        ahead = sum(d.mean() < 0 for d in self.d)
        behind = sum(d.mean() > 0 for d in self.d)
        seeds = min(len(d) for d in self.d), max(len(d) for d in self.d)
        return [*head, str(len(self.tasks)),
                str(seeds[0]) if seeds[0] == seeds[1] else "%d-%d" % seeds,
                self.ours, self.theirs, self.mean,
                f"[{self.low:+.3f}, {self.high:+.3f}]", f"{ahead}/{behind}"]


HEAD = ["tasks", "seeds", "ours", "theirs", "minus", "95 %", "ahead/behind"]


def against(name, ours, peers):
    """The table of all, and the pairs by (peer, n)."""
    pairs = {(p, n): Pair(ours, peers[p], n, list(ours))
             for p in peers for n in AT}
    print(f"== {name} against each peer, A after n trials")
    table.show([pair.row(p, str(n)) for (p, n), pair in pairs.items()
                if pair.d], ["peer", "n"] + HEAD)
    return pairs


def best_of(pairs, wanted, n):
    """The peer with the least A of those that have all the tasks wanted."""
    full = [p for (p, m), pair in pairs.items()
            if m == n and len(pair.tasks) == wanted]
    return min(full, key=lambda p: pairs[p, n].theirs, default=None)


def too_far(name, ours, peers, pairs):
    """Tasks where the best peer is ahead for sure, and by much."""
    count = 0
    best = best_of(pairs, len(ours), 100) or best_of(pairs, len(ours), 50)
    if best is None:
        return "-"
    rows = []
    for t in ours:
        for n in AT:
            one = Pair(ours, peers[best], n, [t])
            if one.d and one.low > TOO_FAR:
                rows.append([t, str(n), one.ours, one.theirs, one.mean,
                             f"[{one.low:+.3f}, {one.high:+.3f}]"])
                count += n in (50, 100)
    print(f"== {name}: tasks more than {TOO_FAR} behind {best}, the best of "
          f"all peers: {len(rows) or 'none'}")
    if rows:
        table.show(rows, ["task", "n", "ours", "theirs", "minus", "95 %"])
    return count


def still_ahead(name, ours, peers, n=100):
    """By task the peer that is ahead most, if one is."""
    rows = []
    for t in ours:
        pairs = [(p, Pair(ours, peers[p], n, [t])) for p in peers]
        ahead = [(p, pair) for p, pair in pairs if pair.d and pair.mean > 0]
        if ahead:
            p, pair = max(ahead, key=lambda one: one[1].mean)
            rows.append([t, p, str(len(pair.d[0])), pair.ours, pair.theirs,
                         pair.mean, f"[{pair.low:+.3f}, {pair.high:+.3f}]"])
    print(f"== {name}: tasks where a peer is ahead after {n} trials: "
          f"{len(rows)} of {len(ours)}")
    table.show(rows, ["task", "peer", "seeds", "ours", "theirs", "minus",
                      "95 %"])


def groups(name, ours, peers):
    """Against each peer on the tasks of each kind; the worst difference from
    the best peer there."""
    worst, rows = -np.inf, []
    for group, belongs in GROUPS.items():
        names = [t for t in ours if belongs(tasks.get(t))]
        for n in (50, 100):
            pairs = {(p, n): Pair(ours, peers[p], n, names) for p in peers}
            best = best_of(pairs, len(names), n) if names else None
            for (p, _), pair in pairs.items():
                if len(pair.tasks) == len(names) > 0:
                    mark = " <" if p == best else ""
                    rows.append(pair.row(f"{group} {n}", p + mark))
            if best:
                worst = max(worst, pairs[best, n].mean)
    print(f"== {name} by kind of task, A after n trials; <: the best peer")
    table.show(rows, ["kind, n", "peer"] + HEAD)
    return worst


def figures(ours, pairs, far, worst):
    """Of all peers the one that is nearest counts."""
    for n in AT:
        known = [x[n] for by_seed in ours.values() for x in by_seed.values()
                 if n in x]
        if known:
            print(f"a{n}", np.mean([np.mean([x[n] for x in by_seed.values()])
                                    for by_seed in ours.values()]))
    for n in AT:
        some = [pair for (_, m), pair in pairs.items() if m == n and pair.d]
        if some:
            print(f"mean{n}", max(pair.mean for pair in some))
            print(f"high{n}", max(pair.high for pair in some))
    print("far", far)
    if np.isfinite(worst):
        print("kinds", worst)


def main():
    peers = scores(table.read(sorted(
        glob.glob(sys.argv[1] + "/peers/*.jsonl.gz"))))
    found = []
    for name, ours in scores(table.read([sys.argv[2]])).items():
        pairs = against(name, ours, peers)
        far = too_far(name, ours, peers, pairs)
        still_ahead(name, ours, peers)
        found.append((ours, pairs, far, groups(name, ours, peers)))
    figures(*found[0])


if __name__ == "__main__":
    main()
