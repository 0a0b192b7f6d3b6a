#!/usr/bin/env python3
"""Runs one rival of `signbit bench solvers` on one problem. Started by signbit, not by hand.

    rivals.py --list                                one JSON object: every rival, its version, what it solves
    rivals.py NAME PROBLEM X Y W                    solves min ‖XW − Y‖²_F + λ Σ f(w_l)

PROBLEM is JSON {penalty, lambdas, repeats, seconds, targets}; X (n × d) and Y (n × k) are npy files, centered
where there is an intercept. W is written as npy, one row per class, strength after strength. Standard output
has one JSON object per line: {"ready": true} once everything is loaded and compiled, then the answer so far.

A rival is a file in rivals/ with

    package = "celer"                               what must be installed
    penalties = {"l1"}                              what it solves
    paths = True                                    whether it has a way of its own along several strengths
    order = "F"                                     how it likes X in memory ("C" or "F")
    settings = [{"tol": 1e-4}, …]                   from the fastest to the most exact
    def solve(x, y, penalty, lambdas, setting): …   the weights, shape (strengths, k, d)

The first of the settings whose objective is within 1e-6 of the target is used; signbit computes the objective
again from W and believes that only.
"""

import ctypes
import importlib.metadata
import importlib.util
import json
import pathlib
import signal
import sys
import time
import warnings

FOLDER = pathlib.Path(__file__).resolve().parent / "rivals"


def listing():
    found = {}
    for path in sorted(FOLDER.glob("*.py")):
        rival = load(path.stem)
        try:
            version = importlib.metadata.version(rival.package)
            if getattr(rival, "solver", None):
                version += f" with {rival.solver} {importlib.metadata.version(rival.solver)}"
        except importlib.metadata.PackageNotFoundError:
            version = None
        found[path.stem] = {"version": version, "penalties": sorted(rival.penalties), "paths": rival.paths}
    return found


def load(name):
    # By file, since many a rival is called like its package.
    spec = importlib.util.spec_from_file_location(f"rival_{name}", FOLDER / f"{name}.py")
    rival = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(rival)
    return rival


def say(**line):
    print(json.dumps(line), flush=True)


def main(name, problem_file, x_file, y_file, w_file):
    if sys.platform == "linux":
        # Ends with signbit, however that ends.
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    import numpy as np

    warnings.simplefilter("ignore")
    problem = json.load(open(problem_file))
    penalty, lambdas, targets = problem["penalty"], problem["lambdas"], problem["targets"]
    rival = load(name)
    x = np.asarray(np.load(open(x_file, "rb")), order=rival.order)
    y = np.asarray(np.load(open(y_file, "rb")), order="F")

    def objective(w, lam):
        r = x @ w.T - y
        value = {"l2": (w * w).sum(), "l1": np.abs(w).sum(), "linf": np.abs(w).max(axis=1).sum()}[penalty]
        return (r * r).sum() + lam * value

    def timed(setting):
        start = time.perf_counter()
        w = rival.solve(x, y, penalty, lambdas, setting)
        return w, (time.perf_counter() - start) * 1e3

    # A tiny problem first: imports and compilation are nobody's solving time.
    rng = np.random.default_rng(1)
    tiny = np.asarray(rng.standard_normal((12, 8)), order=rival.order)
    rival.solve(tiny, np.asfortranarray(rng.standard_normal((12, 2))), penalty, [1.0, 0.5][: len(lambdas)], rival.settings[0])
    say(ready=True)
    begin = time.perf_counter()
    tried = 0
    for setting in rival.settings:
        tried += 1
        w, cold = timed(setting)
        excess = max((objective(a, lam) - t) / t for a, lam, t in zip(w, lambdas, targets))
        np.save(open(w_file, "wb"), np.ascontiguousarray(w, dtype=np.float64).reshape(-1, x.shape[1]))
        settings = ", ".join(f"{key}={value}" for key, value in setting.items())
        say(settings=settings, cold=cold, times=[cold], tried=tried)
        if excess <= 1e-6:
            break
    times = []
    # The clock of signbit goes on: better few repeats than none.
    while len(times) < problem["repeats"] and time.perf_counter() - begin + cold / 1e3 < 0.9 * problem["seconds"]:
        times.append(timed(setting)[1])
    say(settings=settings, cold=cold, times=times or [cold], tried=tried)


if __name__ == "__main__":
    if sys.argv[1:] == ["--list"]:
        print(json.dumps(listing()))
    elif len(sys.argv) == 6:
        main(*sys.argv[1:])
    else:
        sys.exit(__doc__)
