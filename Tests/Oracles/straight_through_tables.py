#!/usr/bin/env python3
"""Recovery rates of `signbit simulate ste` against tables of an independent simulation in NumPy.

    python3 Tests/Oracles/straight_through_tables.py .build/release/signbit [--trials 100] [--tables A1,A2,A3] [--out FILE]

straight_through_tables.csv holds, for each cell, how many trials recovered the teacher. Every cell is compared by Fisher's
exact test; the summary says the smallest p and, over cells with a rate between 0.1 and 0.9, how many lie below 0.05.
"""
import argparse, csv, json, math, os, subprocess, sys, time

COLUMNS = {"ergodic": "ergodicRecovery", "last": "lastRecovery", "latent": "latentRecovery", "spurious": "spuriousAbsorption"}


def fisher(a, n, b, m):
    """Two-sided p of a of n against b of m."""
    total = a + b
    def log_choose(n, k):
        return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    def weight(k):
        return math.exp(log_choose(n, k) + log_choose(m, total - k) - log_choose(n + m, total))
    here = weight(a) * (1 + 1e-9)
    return min(1.0, sum(w for w in map(weight, range(max(0, total - m), min(n, total) + 1)) if w <= here))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--trials", type=int)
    parser.add_argument("--tables", default="A1,A2,A3")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--out")
    options = parser.parse_args()
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "straight_through_tables.csv")
    with open(path) as file:
        rows = [row for row in csv.DictReader(file) if row["table"] in options.tables.split(",")]
    groups = {}
    for row in rows:
        key = tuple(row[k] for k in ("table", "surrogate", "outputWeights", "hidden", "labelNoise", "steps", "input", "normalize", "where",
                                     "weights", "trials"))
        groups.setdefault(key, []).append(row)
    results = []
    writer = None
    if options.out:
        writer = csv.DictWriter(open(options.out, "w", newline="", buffering=1), "table,setting,n,N,noise,quantity,theirs,of,ours,ofOurs,p".split(","))
        writer.writeheader()
    for key, cells in groups.items():
        table, surrogate, outputs, hidden, noise, steps, law, normalize, where, weights, trials = key
        count = options.trials or int(trials)
        begin = time.time()
        answer = json.loads(subprocess.check_output([
            options.program, "simulate", "ste", "--json", "--seed", options.seed, "--trials", str(count), "--weights", weights,
            "--hidden", hidden, "--surrogate", surrogate, "--output-weights", outputs, "--label-noise", noise, "--steps", steps,
            "--input", law, "--normalize", normalize, "--normalize-where", where,
            "--samples", ",".join(cell["samples"] for cell in cells)]))
        print(f"{table} {surrogate} {outputs} m={hidden} n={weights} noise {noise} {law} {normalize} {where}: {time.time() - begin:.1f} s", file=sys.stderr)
        for cell, row in zip(cells, answer["rows"]):
            for name, json_key in COLUMNS.items():
                if not cell[name]:
                    continue
                theirs, ours = int(cell[name]), round(row[json_key] * count)
                p = fisher(theirs, int(trials), ours, count)
                results.append(dict(table=table, setting=f"{surrogate} {outputs} m={hidden} {law} {normalize} {where}", n=weights, N=cell["samples"], noise=noise, quantity=name, theirs=theirs, of=trials,
                                    ours=ours, ofOurs=count, p=p))
                if writer:
                    writer.writerow(results[-1])
    print("| table | quantity | cells | smallest p | rates from .1 to .9 | of them p < .05 |")
    print("|---|---|---|---|---|---|")
    for table in options.tables.split(",") + ["all"]:
        for name in COLUMNS:
            cells = [r for r in results if r["quantity"] == name and table in (r["table"], "all")]
            if not cells:
                continue
            middle = [r for r in cells if 0.1 <= (r["theirs"] + r["ours"]) / (int(r["of"]) + r["ofOurs"]) <= 0.9]
            low = sum(r["p"] < 0.05 for r in middle)
            print(f"| {table} | {name} | {len(cells)} | {min(r['p'] for r in cells):.2g} | {len(middle)} | {low} |")


main()
