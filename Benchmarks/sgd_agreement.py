"""Simulated against predicted risks of low-precision SGD, cell by cell.

    python3 Benchmarks/sgd_agreement.py [TRIALS]     needs a built ./signbit; TRIALS are those at d = 50, B = 1 (default 2000)

Every target alone and all together, additive and multiplicative, B = 1, 8, 64 and d = 50, 400; then number formats, all
stochastic. Prints a line for each cell and the largest and root mean square z of the last, averaged and deployed risk.
Seeds differ between cells, so that their z are independent.
"""
import json
import math
import subprocess
import sys

TARGETS = ["data", "label", "parameter", "activation", "gradient"]
# B: step size, updates.
RUNS = {1: (0.1, 500), 8: (0.3, 300), 64: (0.5, 100)}
FORMAT_RUNS = {1: (0.05, 500), 8: (0.2, 250), 64: (0.3, 100)}


def same(text):
    return {target: text for target in TARGETS}


def integers(bits):
    ranges = {"data": 5, "parameter": 2}
    return {target: f"fixed{bits}:range={ranges.get(target, 10)}:sr" for target in TARGETS}


def cells():
    for batch in RUNS:
        for dim in (50, 400):
            yield "none", {}, batch, dim, RUNS
            for kind in ("add", "mult"):
                yield f"all {kind}", same(f"{kind}:0.01"), batch, dim, RUNS
                for target in TARGETS:
                    yield f"{target} {kind}", {target: f"{kind}:0.01"}, batch, dim, RUNS
            blocks = {**same("e4m3:sr"), "data": "mxfp4:round-up:sr", "parameter": "mxfp4:round-up:sr"}
            for name, formats in [
                ("INT8", integers(8)), ("INT4", integers(4)), ("E4M3", same("e4m3:sr")), ("E2M1", same("e2m1:sr")),
                ("MXFP4+E4M3", blocks),
            ]:
                yield name, formats, batch, dim, FORMAT_RUNS


def main():
    trials_at_first = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    scores = []
    for seed, (name, targets, batch, dim, runs) in enumerate(cells(), 1):
        step, updates = runs[batch]
        trials = max(50, int(trials_at_first * 50 * 500 / (dim * batch * updates)))
        command = ["./signbit", "simulate", "sgd", "--json", "--seed", str(seed), "--trials", str(trials)]
        command += ["--dim", str(dim), "--batch", str(batch), "--step-size", str(step), "--steps", str(updates)]
        for target, text in targets.items():
            command += [f"--quantize-{target}", text]
        row = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["rows"][-1]
        zs = []
        for key in ("risk", "averagedRisk", "deployedRisk"):
            predicted = row["predicted" + key[0].upper() + key[1:]]
            zs.append((row[key] - predicted) / row[key + "StandardError"])
        scores += zs
        print(
            f"{name:16} B={batch:<3} d={dim:<4} {trials:5} runs  averaged {row['averagedRisk']:.5f} ± "
            f"{row['averagedRiskStandardError']:.5f}  predicted {row['predictedAveragedRisk']:.5f}  "
            f"z " + " ".join(f"{z:+.2f}" for z in zs), flush=True)
    rms = math.sqrt(sum(z * z for z in scores) / len(scores))
    print(f"{len(scores)} comparisons: largest |z| {max(map(abs, scores)):.2f}, rms {rms:.2f}")


main()
