#!/usr/bin/env python3
"""TASKS=.../tests/bench/tasks peers.py >peers.txt, at the top of the tree.

What TPE of Optuna, with its defaults, finds on the tasks of tasks.c, seeds 0 to
19: the best loss of 20, 50 and 100 trials, one after the other.  Needs optuna,
and nothing else does; hpo-space is that of PATH.
"""
import json
import os
import re
import subprocess

import optuna

TASKS = os.environ["TASKS"]
SEEDS, TRIALS, LOOKS = range(20), 100, (20, 50, 100)


def call(*command, text=None):
    return subprocess.run(command, input=text, check=True,
                          stdout=subprocess.PIPE, text=True).stdout


def holds(condition, params):
    """Only what tasks.c has: name == 'value'."""
    if not condition:
        return True
    name, value = re.fullmatch(r"(\w+) == '(\w+)'", condition).groups()
    return params.get(name) == value


def suggest(trial, space):
    params = {}
    for name, p in space.items():
        if not holds(p.get("when"), params):
            continue
        if p["type"] == "categorical":
            params[name] = trial.suggest_categorical(name, p["choices"])
        else:
            ask = getattr(trial, "suggest_" + p["type"])
            params[name] = ask(name, p["low"], p["high"],
                               log=p.get("log", False))
    return params


def search(task, seed, space):
    """The best after each look; - where every trial has failed."""
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
    best, looks = float("inf"), []
    with subprocess.Popen([TASKS, "run", task], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as run:
        for number in range(1, TRIALS + 1):
            trial = study.ask()
            line = {"trial": number, "params": suggest(trial, space)}
            print(json.dumps(line), file=run.stdin, flush=True)
            answer = json.loads(run.stdout.readline())
            if answer["state"] == "complete":
                study.tell(trial, answer["metrics"]["loss"])
                best = min(best, answer["metrics"]["loss"])
            else:
                study.tell(trial, state=optuna.trial.TrialState.FAIL)
            if number in LOOKS:
                looks.append("-" if best == float("inf") else f"{best:.9g}")
        run.stdin.close()
    return looks


def main():
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    print(f"# Made by peers.py with Optuna {optuna.__version__} (MIT).")
    print("# optimiser task seed, best loss after 20, 50, 100 trials")
    for task in call(TASKS, "list").split():
        header = call("hpo-space", "-", text=call(TASKS, "space", task))
        space = json.loads(header)["space"]
        for seed in SEEDS:
            print("optuna-tpe", task, seed, *search(task, seed, space))


if __name__ == "__main__":
    main()
