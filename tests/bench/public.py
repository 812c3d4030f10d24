#!/usr/bin/env python3
"""public.py BENCH ARGUMENTS: run.py of the folder BENCH of public tasks with
these ARGUMENTS.  Each record of our programs gets "twice", how many points
equal one that was pending when they were asked, and "unlike", whether hpo-ask
--verify came to another point.
"""
import json
import subprocess
import sys

sys.path.insert(0, sys.argv[1])
import run  # noqa: E402

FINAL = {"complete", "failed", "pruned", "cancelled"}


def asked_twice(path):
    """How many trials of a file have the point of one then pending."""
    pending, twice = {}, 0
    with open(path) as lines:
        for line in map(json.loads, lines):
            trial = line.get("trial")
            if trial is None:
                continue
            if "params" in line:
                point = json.dumps(line["params"], sort_keys=True)
                twice += point in pending.values()
                pending[trial] = point
            if line.get("state") in FINAL:
                pending.pop(trial, None)
    return twice


def comes_out_unlike(ask, path):
    """Whether points of a file, asked for again, are others; 1 or 0."""
    return subprocess.run([ask, "--verify", path], check=False,
                          stdout=subprocess.DEVNULL).returncode


class Points(run.Points):
    def record(self):
        own = {}
        if hasattr(self.opt, "trials"):
            own = {"twice": asked_twice(self.opt.trials),
                   "unlike": comes_out_unlike(self.opt.command[0],
                                              self.opt.trials)}
        return {**super().record(), **own}


if __name__ == "__main__":
    run.Points = Points
    sys.exit(run.main(sys.argv[2:]))
