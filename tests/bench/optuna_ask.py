#!/usr/bin/env python3
"""optuna_ask.py SAMPLER TRIALS: the CPU time in ms that Optuna's sampler, tpe
or gp, takes for the next point after the history of a trial file; the median of
some asks.  Neither start nor import nor the reading of the file count.
"""
import json
import statistics
import sys
import time

import optuna
from optuna.distributions import (CategoricalDistribution, FloatDistribution,
                                  IntDistribution)

ASKS = {"tpe": 10, "gp": 3}


def distribution(p):
    if p["type"] == "categorical":
        return CategoricalDistribution(p["choices"])
    kind = IntDistribution if p["type"] == "int" else FloatDistribution
    return kind(p["low"], p["high"], log=p.get("log", False))


def main():
    name, path = sys.argv[1:]
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    samplers = {"tpe": optuna.samplers.TPESampler,
                "gp": optuna.samplers.GPSampler}
    with open(path) as file:
        header, *lines = map(json.loads, file)
    space = {k: distribution(p) for k, p in header["space"].items()}
    points = {x["trial"]: x["params"] for x in lines if "params" in x}
    trials = [optuna.trial.create_trial(
        params=points[x["trial"]], distributions=space,
        value=next(iter(x["metrics"].values())))
        for x in lines if "metrics" in x]
    taken = []
    for seed in range(ASKS[name]):
        study = optuna.create_study(sampler=samplers[name](seed=seed))
        study.add_trials(trials)
        begun = time.process_time()
        study.ask(space)
        taken.append(1000 * (time.process_time() - begun))
    print(statistics.median(taken))


if __name__ == "__main__":
    main()
