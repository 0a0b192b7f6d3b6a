"""Predicted over simulated risk of low-precision SGD on real rows, whose fourth moments are not Gaussian.

    python3 Benchmarks/sgd_real_data.py [TRIALS]     needs scikit-learn and a built ./signbit (default 4000 runs)

Diabetes, breast cancer (the label as a number) and digits as they ship with scikit-learn; the step size is 0.3 of the
largest stable one, 500 updates of 1 sample and 200 of 8. Errors: none, additive .01 on all five targets, additive .05 on
the parameters, relative .05 on all, and formats. Prints the averaged risk, its standard error and predicted / simulated.
"""
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from sklearn import datasets

TARGETS = ["data", "label", "parameter", "activation", "gradient"]
SETS = {"diabetes": datasets.load_diabetes, "breast cancer": datasets.load_breast_cancer, "digits": datasets.load_digits}
ERRORS = {
    "none": {},
    "add .01": {target: "add:0.01" for target in TARGETS},
    "parameter add .05": {"parameter": "add:0.05"},
    "mult .05": {target: "mult:0.05" for target in TARGETS},
    "E4M3": {target: "e4m3" for target in TARGETS},
    "INT6 data": {"data": "fixed6:range=12"},
}


def ask(verb, arguments):
    command = ["./signbit", verb, "sgd", "--json"] + arguments
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main():
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
    with tempfile.TemporaryDirectory() as folder:
        for name, load in SETS.items():
            rows = load()
            path = Path(folder) / f"{name.replace(' ', '-')}.csv"
            with open(path, "w", newline="") as file:
                writer = csv.writer(file)
                writer.writerow([f"x{i}" for i in range(rows.data.shape[1])] + ["y"])
                writer.writerows([*map(float, x), float(y)] for x, y in zip(rows.data, rows.target))
            for batch, steps in ((1, 500), (8, 200)):
                base = ["--spectrum", f"data:{path}", "--target", "y", "--batch", str(batch), "--steps", str(steps)]
                model = ask("theory", base)["model"]
                step = 0.3 * model["largestStableStepSize"]
                print(
                    f"{name}: d={model['setting']['dim']}, B={batch}, step size {step:.3g}, "
                    f"fourth moments {model['tailWeight']:.2f} of Gaussian")
                for error, targets in ERRORS.items():
                    flags = base + ["--step-size", repr(step), "--trials", str(trials)]
                    for target, text in targets.items():
                        flags += [f"--quantize-{target}", text]
                    row = ask("simulate", flags)["rows"][-1]
                    print(
                        f"  {error:18} {row['averagedRisk']:.5f} ± {row['averagedRiskStandardError']:.5f}   "
                        f"predicted / simulated {row['predictedAveragedRisk'] / row['averagedRisk']:.3f}", flush=True)


main()
