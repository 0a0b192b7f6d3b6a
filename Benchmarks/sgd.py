#!/usr/bin/env python3
"""Low-precision SGD in NumPy: the rival of `signbit bench sgd`. Started by signbit, not by hand.

    sgd.py --list                   one JSON object: every contender and its version
    sgd.py NAME PROBLEM             runs PROBLEM, a JSON file {dim, batch, steps, repeats, seconds, bits, range, stepSize}

One step after the other, as one would write it: x ~ N(0, diag i^-2), all five targets rounded stochastically to
symmetric integers, the running sum of the weights kept. `numpy` is float64; `numpy-float32` draws and multiplies in
float32. Standard output has {"ready": true}, then {"cold", "times"} in milliseconds per step.
"""

import ctypes
import json
import signal
import sys
import time


def run(rng, problem, steps, dtype, np):
    d, batch = problem["dim"], problem["batch"]
    largest = dtype(2 ** (problem["bits"] - 1) - 1)
    unit = dtype(problem["range"]) / largest
    roots = (1 / np.arange(1, d + 1)).astype(dtype)
    truth, w, total = np.ones(d, dtype), np.zeros(d, dtype), np.zeros(d)

    def q(v):
        v = v / unit
        v += rng.random(v.shape, dtype=dtype)
        np.floor(v, out=v)
        np.clip(v, -largest, largest, out=v)
        v *= unit
        return v

    for _ in range(steps):
        total += w
        x = rng.standard_normal((batch, d), dtype=dtype)
        x *= roots
        y = x @ truth + rng.standard_normal(batch, dtype=dtype)
        x = q(x)
        a = q(x @ q(w))
        o = q(q(y) - a)
        w += dtype(problem["stepSize"] / batch) * (o @ x)
    return w


def main(name, problem_file):
    if sys.platform == "linux":
        # Ends with signbit, however that ends.
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    import numpy as np

    problem = json.load(open(problem_file))
    dtype = {"numpy": np.float64, "numpy-float32": np.float32}[name]
    rng = np.random.default_rng(1)
    run(rng, dict(problem, dim=8), 2, dtype, np)
    print(json.dumps({"ready": True}), flush=True)
    begin = time.perf_counter()

    def timed():
        start = time.perf_counter()
        w = run(rng, problem, problem["steps"], dtype, np)
        assert np.isfinite(w).all()
        return (time.perf_counter() - start) * 1e3 / problem["steps"]

    cold = timed()
    times = []
    while len(times) < problem["repeats"] and (time.perf_counter() - begin) < 0.8 * problem["seconds"]:
        times.append(timed())
    print(json.dumps({"cold": cold, "times": times or [cold]}), flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["--list"]:
        import importlib.metadata

        try:
            version = importlib.metadata.version("numpy")
        except importlib.metadata.PackageNotFoundError:
            version = None
        # In the form of rivals.py, whose last two keys are about penalties.
        print(json.dumps({name: {"version": version, "penalties": [], "paths": False} for name in ("numpy", "numpy-float32")}))
    elif len(sys.argv) == 3:
        main(*sys.argv[1:])
    else:
        sys.exit(__doc__)
