"""Quotes against held-out errors on twelve real and synthetic data sets: accuracy, bands, verdicts.

    python3 Benchmarks/quotes.py [SPLITS] [--only NAME] [--families LIST] [--out FILE] [--rows FILE]

needs scikit-learn and a built ./signbit. Each split is drawn here, quoted by `signbit quote --measure` (which fits everything after the quotes were made and
measures it on the test rows), and written to Evidence/quotes/DATE.json. Groups: ridge; l1 and linf at λ ≤ 0.1 λ_max and
above; float (f32), sign, other formats. Bad: off by more than 3 points and 2.5 standard errors of the test.
Regression (diabetes) is in units of the variance of the targets, apart from the averages.

Random features (`--families random-features`) on the sets of FEATURES: dense ReLU of 512, 1,024 and 2,048, and a convolution where the rows are
images, in 32 bits, 4 bits and signs. Their measured errors are those of the family fitted to all rows as training does it.

Optimism: how much lower the least quote of a penalty and format is, against what was measured, than the quotes within a factor 10 of its λ; beside
it what each quote says of itself.

Leave-one-family-out: constants of the band fitted (non-negative least squares) and its factor chosen (the 90 % quantile
of the worst family) without the family on which coverage is then counted.

MNIST: 10,000 images from ../shared/data/mnist, or $MNIST; without them those sets are left out, and it is said.
"""
import argparse
import collections
import csv
import datetime
import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from scipy.optimize import nnls
from sklearn import datasets

FORMATS = "f32,int8,int4,int2,ternary,sign"
DENSE = ["--map", "dense", "--width", "512,1024,2048"]
CONV = ["--map", "conv", "--width", "1024", "--image"]
# What random features are quoted on which set, and how many splits at most.
FEATURES = {
    "MNIST10 5000": ([DENSE, CONV + ["28x28"]], 3), "MNIST10 1000": ([DENSE, CONV + ["28x28"]], 5),
    "digits 1200": ([DENSE, CONV + ["8x8"]], 5), "digits 400": ([DENSE, CONV + ["8x8"]], 5),
    "breast cancer 400": ([DENSE], 5), "wine 120": ([DENSE], 5), "heavy tails 800": ([DENSE], 5),
    "correlated mixture 1000": ([DENSE], 5), "diabetes 300": ([DENSE], 5),
}


def mnist():
    folder = Path(os.environ.get("MNIST", "../shared/data/mnist"))
    try:
        with gzip.open(folder / "t10k-images-idx3-ubyte.gz") as file:
            x = np.frombuffer(file.read()[16:], np.uint8).reshape(-1, 784) / 255.0
        with gzip.open(folder / "t10k-labels-idx1-ubyte.gz") as file:
            return x, np.frombuffer(file.read()[8:], np.uint8).astype(int)
    except OSError as error:
        print(f"NO MNIST ({error}): its four sets are left out", file=sys.stderr)
        return None


def relu_features(x, width, rng):
    signs = rng.choice([-1.0, 1.0], (x.shape[1], width))
    return np.maximum(0, x @ signs / np.sqrt(x.shape[1]))


def covtype_like(n, rng):
    """Seven unbalanced classes, 54 correlated features of Student's t with three degrees of freedom."""
    world = np.random.default_rng(54)
    shares = np.array([0.4, 0.3, 0.1, 0.08, 0.06, 0.04, 0.02])
    means = world.normal(0, 0.45, (7, 54))
    mix = world.normal(0, 1, (54, 54)) / np.sqrt(54) * 0.6 + 0.8 * np.eye(54)
    y = rng.choice(7, n, p=shares)
    return means[y] + rng.standard_t(3, (n, 54)) @ mix / np.sqrt(3), y


def correlated_mixture(n, rng):
    """Four classes, 200 Gaussian features with correlation 0.7^|i−j|."""
    world = np.random.default_rng(200)
    means = world.normal(0, 0.12, (4, 200))
    covariance = 0.7 ** np.abs(np.subtract.outer(np.arange(200), np.arange(200)))
    y = rng.integers(0, 4, n)
    return means[y] + rng.normal(size=(n, 200)) @ np.linalg.cholesky(covariance).T, y


def tasks():
    """Name, family, training rows, test rows, drawing of (x, y), flags."""
    digits = datasets.load_digits()
    all_mnist = mnist()

    def fixed(x, y):
        return lambda n, rng: (lambda p: (x[p], y[p]))(rng.permutation(len(y))[:n])

    def noisy(x, y, share):
        def draw(n, rng):
            p = rng.permutation(len(y))[:n]
            labels = y[p].copy()
            wrong = rng.random(n) < share
            labels[wrong] = (labels[wrong] + rng.integers(1, y.max() + 1, wrong.sum())) % (y.max() + 1)
            return x[p], labels
        return draw

    if all_mnist:
        x, y = all_mnist
        yield "MNIST10 5000", "mnist", 5000, 5000, fixed(x, y), []
        yield "MNIST10 1000", "mnist", 1000, 5000, fixed(x, y), []
        yield "MNIST odd/even 2000", "mnist", 2000, 5000, fixed(x, y % 2), []
        few = y < 5
        yield "MNIST 0-4 noisy 1000", "mnist", 1000, 4000, noisy(x[few], y[few], 0.2), []
    yield "digits 1200", "digits", 1200, 597, fixed(digits.data, digits.target), []
    yield "digits 400", "digits", 400, 1397, fixed(digits.data, digits.target), []

    def features(n, rng):
        p = rng.permutation(len(digits.target))[:n]
        return relu_features(digits.data[p] / 16, 512, rng), digits.target[p]

    yield "digits ReLU 1000", "digits", 1000, 797, features, []
    for name, load, n, test in (("breast cancer 400", datasets.load_breast_cancer, 400, 169),
                                ("wine 120", datasets.load_wine, 120, 58)):
        rows = load()
        yield name, name.rsplit(" ", 1)[0], n, test, fixed(rows.data, rows.target), ["--standardize"]
    yield "heavy tails 4000", "heavy tails", 4000, 5000, covtype_like, ["--standardize"]
    yield "heavy tails 800", "heavy tails", 800, 5000, covtype_like, ["--standardize"]
    yield "correlated mixture 1000", "mixture", 1000, 5000, correlated_mixture, []
    rows = datasets.load_diabetes()
    yield "diabetes 300", "diabetes", 300, 142, fixed(rows.data, rows.target), ["--standardize", "--task", "regress"]


def quote(test, flags, folder):
    command = ["./signbit", "quote", str(folder / "x.npy"), "--target", str(folder / "y.npy"), "--split", "ordered",
               "--test", str(test), "--measure", "--json", "--quiet", "--no-ledger", "--out", str(folder / "out"), *flags]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def rows_of(answer, name, family, split, test, unit):
    for q in answer["quotes"]:
        if q["predictedError"] is None:
            continue
        e = (q["predictedError"] - q["measuredError"]) / unit
        measured = q["measuredError"] / unit
        form = {"f32": "float", "sign": "sign"}.get(q["format"], "other")
        isFeatures = q["family"] == "random-features"
        region = "features" if isFeatures else "ridge" if q["penalty"] == "l2" else "low" if q["lambdaFraction"] <= 0.1001 else "high"
        low, high = q["predictedBand"]
        spread = (measured * (1 - min(1, measured)) / test) ** 0.5
        part = lambda key: None if q[key] is None else q[key] / unit
        yield {
            "task": name, "family": family, "split": split, "region": region, "form": form, "penalty": q["penalty"],
            "fraction": q["lambdaFraction"], "format": q["format"], "error": e, "measured": measured,
            "quoted": q["predictedError"] / unit, "covered": low <= q["measuredError"] <= high,
            "halfWidth": (high - low) / 2 / unit, "verdict": q["verdict"], "bad": abs(e) > max(0.03, 2.5 * spread),
            "pilots": part("pilots"), "backTest": part("backTest"), "gap": part("gap"), "spread": part("spread"),
            "leftOut": part("leftOut"), "pilotError": part("pilotError"), "optimism": part("optimism"),
            "map": f"{q['map']} {q['layers']}" if isFeatures else "", "flags": len(q["reasons"]) - 1,
            "test": test, "n": answer["data"]["trainingSamples"],
        }


def mean(values):
    values = list(values)
    return float(np.mean(values)) if values else float("nan")


def by_task(rows, value):
    """The mean over tasks of the mean over their rows, so that each task counts alike."""
    groups = collections.defaultdict(list)
    for row in rows:
        groups[row["task"]].append(value(row))
    return mean(mean(g) for g in groups.values())


def left_out(rows, features):
    """Coverage of each family by constants and a factor that never saw it; features(r) multiply the constants."""
    families = sorted({r["family"] for r in rows})

    def known(r):
        p = min(max(r["quoted"], 2 / min(r["n"], r["test"])), 0.97)
        return p * (1 - p) * (1 / r["test"] + 1 / r["n"])

    found = {}
    for family in families:
        train = [r for r in rows if r["family"] != family]
        if not train:
            continue
        weight = {t: 1 / sum(r["task"] == t for r in train) for t in {r["task"] for r in train}}
        a = np.array([[w ** 0.5 * v for v in features(r)] for r in train for w in [weight[r["task"]]]])
        b = np.array([weight[r["task"]] ** 0.5 * (r["error"] ** 2 - known(r)) for r in train])
        constants, _ = nnls(a, b)
        ratio = lambda r: abs(r["error"]) / (known(r) + float(np.dot(constants, features(r)))) ** 0.5
        factor = max(np.quantile([ratio(r) for r in train if r["family"] == f], 0.9) for f in families if f != family)
        held = [r for r in rows if r["family"] == family]
        found[family] = {"coverage": mean(ratio(r) <= factor for r in held), "constants": constants.tolist(),
                         "factor": float(factor)}
    return found


def norm_features(r):
    return [1e-4, (r["pilots"] - r["gap"]) ** 2, (r["pilots"] - r["backTest"]) ** 2, r["spread"] ** 2,
            1e-4 * (r["form"] == "sign")]


def map_features(r):
    return [1e-4, (r["pilots"] - r["leftOut"]) ** 2, (r["quoted"] - r["pilotError"]) ** 2]


def verdicts(rows):
    found = {}
    for color in ("green", "amber", "red"):
        part = [r for r in rows if r["verdict"] == color]
        found[color] = {
            "share": 100 * len(part) / max(1, len(rows)), "bad": 100 * mean(r["bad"] for r in part) if part else None,
            "meanAbsoluteError": 100 * mean(abs(r["error"]) for r in part) if part else None,
            "coverage": 100 * mean(r["covered"] for r in part) if part else None}
    return found


def optimism(rows):
    """By how much least quotes are too low for having been chosen, in points, and by how much they said so."""
    curves = collections.defaultdict(list)
    for r in rows:
        if r["region"] != "features":
            curves[r["task"], r["split"], r["penalty"], r["format"]].append(r)
    groups = collections.defaultdict(list)
    for curve in curves.values():
        least = min(curve, key=lambda r: r["quoted"])
        near = [r for r in curve if 0.099 <= r["fraction"] / least["fraction"] <= 10.1]
        if least["optimism"] is not None:
            groups[("ridge" if least["penalty"] == "l2" else "norms") + " " + least["form"]].append(
                (mean(r["error"] for r in near) - least["error"], least["optimism"], -least["error"]))
    return {name: {"measured": 100 * mean(m for m, _, _ in g), "said": 100 * mean(s for _, s, _ in g),
                   "testMinusLeastQuote": 100 * mean(e for _, _, e in g)} for name, g in groups.items()}


def feature_report(rows, seconds):
    rows = [r for r in rows if r["region"] == "features"]
    if not rows:
        return None
    print(f"\n{'random features':24} {'s':>5}  " + "  ".join(f"{form:>22}" for form in ("f32", "int4", "sign")))
    tasks = {}
    for task in dict.fromkeys(r["task"] for r in rows):
        cells = {}
        for form in ("f32", "int4", "sign"):
            part = [r for r in rows if (r["task"], r["format"]) == (task, form)]
            cells[form] = {"meanAbsoluteError": 100 * mean(abs(r["error"]) for r in part), "bias": 100 * mean(r["error"] for r in part),
                           "coverage": 100 * mean(r["covered"] for r in part), "halfWidth": 100 * mean(r["halfWidth"] for r in part)}
        print(f"{task:24} {seconds[task + ' features']:5.1f}  " + "  ".join(
            f"{c['meanAbsoluteError']:5.2f} {c['bias']:+6.2f} {c['coverage']:4.0f}% {c['halfWidth']:4.1f}" for c in cells.values()))
        tasks[task] = cells
    classes = [r for r in rows if r["family"] != "diabetes"]
    summary = {"tasks": tasks, "coverage": 100 * mean(r["covered"] for r in classes),
               "meanAbsoluteError": {f: 100 * by_task([r for r in classes if r["format"] == f], lambda r: abs(r["error"]))
                                     for f in ("f32", "int4", "sign")},
               "families": {f: 100 * mean(r["covered"] for r in rows if r["family"] == f) for f in dict.fromkeys(r["family"] for r in rows)},
               "verdicts": verdicts(classes),
               "leaveOneFamilyOut": left_out([r for r in classes if r["leftOut"] is not None], map_features)}
    print(json.dumps({k: v for k, v in summary.items() if k != "tasks"}, indent=1))
    return summary


def report(rows, seconds):
    features = feature_report(rows, seconds)
    optimistic = optimism([r for r in rows if r["family"] != "diabetes"])
    rows = [r for r in rows if r["region"] != "features"]
    if not rows:
        return {"randomFeatures": features}
    classes = [r for r in rows if r["family"] != "diabetes"]
    print(f"\n{'task':24} {'s':>5}  " + "  ".join(f"{region + ' ' + form:>22}" for region in ("ridge", "low") for form in ("float", "sign", "other")))
    for task in dict.fromkeys(r["task"] for r in rows):
        cells = []
        for region in ("ridge", "low"):
            for form in ("float", "sign", "other"):
                part = [r for r in rows if (r["task"], r["region"], r["form"]) == (task, region, form)]
                cells.append(f"{100 * mean(abs(r['error']) for r in part):5.2f} {100 * mean(r['error'] for r in part):+6.2f} "
                             f"{100 * mean(r['covered'] for r in part):4.0f}% {100 * mean(r['halfWidth'] for r in part):4.1f}")
        print(f"{task:24} {seconds[task]:5.1f}  " + "  ".join(f"{c:>22}" for c in cells))
    print("(mean absolute error, bias, coverage, half-width; points)")
    summary = {"meanAbsoluteError": {}, "coverage": {}}
    for region in ("ridge", "low", "high"):
        for form in ("float", "sign", "other"):
            part = [r for r in classes if (r["region"], r["form"]) == (region, form)]
            summary["meanAbsoluteError"][f"{region} {form}"] = 100 * by_task(part, lambda r: abs(r["error"]))
            summary["coverage"][f"{region} {form}"] = 100 * by_task(part, lambda r: r["covered"])
    summary["coverage"]["pooled"] = 100 * mean(r["covered"] for r in classes)
    summary["coverage"]["families"] = {
        f: 100 * mean(r["covered"] for r in rows if r["family"] == f) for f in dict.fromkeys(r["family"] for r in rows)}
    norms = [r for r in classes if r["region"] != "ridge"]
    summary["verdicts"] = verdicts(norms)
    low = [r for r in classes if r["region"] == "low" and r["gap"] is not None and r["backTest"] is not None]
    summary["leaveOneFamilyOut"] = left_out(low, norm_features)
    summary["optimism"] = optimistic
    print(json.dumps(summary, indent=1))
    summary["randomFeatures"] = features
    return summary


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("splits", nargs="?", type=int, default=5)
    parser.add_argument("--only")
    parser.add_argument("--families", default="linear,random-features")
    parser.add_argument("--rows", help="also write every quote to this CSV file")
    parser.add_argument("--out", default=f"Evidence/quotes/{datetime.date.today()}.json")
    wanted = parser.parse_args()
    families = wanted.families.split(",")
    rows, seconds = [], collections.defaultdict(float)
    for name, family, n, test, draw, flags in tasks():
        if wanted.only and wanted.only not in name:
            continue
        maps, most = FEATURES.get(name, ([], 0))
        jobs = [(name, wanted.splits, ["--families", "linear", "--formats", FORMATS])] if "linear" in families else []
        if "random-features" in families:
            jobs += [(name + " features", min(most, wanted.splits), ["--families", "random-features", "--formats", "f32,int4,sign", *m]) for m in maps]
        for split in range(wanted.splits):
            x, y = draw(n + test, np.random.default_rng([split, 1]))
            unit = float(np.var(y[:n])) if "regress" in flags else 1.0
            with tempfile.TemporaryDirectory() as folder:
                np.save(folder + "/x.npy", x)
                np.save(folder + "/y.npy", y)
                for key, splits, more in jobs:
                    if split < splits:
                        answer = quote(test, flags + more, Path(folder))
                        rows += rows_of(answer, name, family, split, test, unit)
                        seconds[key] += answer["quoteSeconds"] / splits
        print(f"{name}: {seconds[name]:.1f} s a quote, {seconds[name + ' features']:.1f} s of random features", file=sys.stderr, flush=True)
    summary = report(rows, seconds)
    if wanted.rows:
        with open(wanted.rows, "w", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    out = Path(wanted.out)
    out.parent.mkdir(parents=True, exist_ok=True)
    version = subprocess.run(["./signbit", "--version"], capture_output=True, text=True).stdout.strip()
    out.write_text(json.dumps({"date": str(datetime.date.today()), "version": version, "splits": wanted.splits,
                               "secondsPerQuote": seconds, "summary": summary}, indent=1) + "\n")
    print(f"wrote {out}")


if __name__ == "__main__":
    main()
