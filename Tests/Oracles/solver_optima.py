#!/usr/bin/env python3
"""Optimal objectives of ‖XW − Y‖²_F + λ Σ f(w_l) by other people's solvers, for Tests/ConvexSolversTests.

    python3 solver_optima.py > ../ConvexSolversTests/SolverOptima.swift

ℓ2: scikit-learn Ridge, solvers svd and cholesky by turns. ℓ1: scikit-learn Lasso (coordinate descent, tolerance
1e-14), then least squares on its support with its signs where that lowers the objective. ℓ∞: cvxpy with
CLARABEL at 1e-12, one column at a time. No data are stored: both sides draw them from named random streams
(random_streams.py here, RandomStream there) by the rules of `draw` below, which
Tests/ConvexSolversTests/DrawnProblem.swift spells in Swift. The objective is recomputed by NumPy in Float64
from the W that the other solver gave; the script ends with an error where the duality gap of that W, again by
NumPy, is above 1e-9 of the objective. It needs the packages named in Benchmarks/requirements.txt, and a minute.
"""

import datetime
import platform
import sys
import warnings

import clarabel
import cvxpy as cp
import numpy as np
import sklearn
from sklearn.linear_model import Lasso, Ridge

from random_streams import Stream

SEED = 20260
FRACTIONS = [1.1, 1.0, 0.3, 0.1, 0.01, 1e-3, 1e-4]

# Name, n, d, k, targets, intercept, columns.
PROBLEMS = [
    ("tall", 60, 12, 3, "classes", False, "plain"),
    ("tall centered", 60, 12, 3, "classes", True, "plain"),
    ("square", 24, 24, 2, "classes", False, "plain"),
    ("square centered", 24, 24, 2, "classes", True, "plain"),
    ("wide", 20, 50, 5, "classes", False, "plain"),
    ("wide centered", 20, 50, 5, "classes", True, "plain"),
    ("ten classes", 40, 30, 10, "classes", True, "plain"),
    ("regression", 50, 15, 1, "values", False, "plain"),
    ("wide regression", 15, 40, 1, "values", True, "plain"),
    ("two values", 30, 20, 2, "values", True, "plain"),
    ("bad scales", 40, 15, 2, "classes", True, "scales"),
    ("wide bad scales", 18, 35, 1, "values", False, "scales"),
    ("duplicates", 35, 16, 2, "classes", False, "duplicates"),
    ("wide duplicates", 16, 36, 3, "classes", True, "duplicates"),
    ("collinear", 40, 12, 3, "classes", True, "collinear"),
    ("constant column", 30, 14, 2, "classes", True, "constant"),
    ("constant column kept", 30, 14, 1, "values", False, "constant"),
]


def draw(index):
    """X (n × d) and Y (n × k) of a problem, not centered; every operation is one rounding, in this order."""
    _, n, d, k, targets, _, columns = PROBLEMS[index]
    root = Stream(SEED).branch("problem", index)
    x = root.branch("features").float_gaussians(n * d).astype(np.float64).reshape(n, d)
    y = np.zeros((n, k))
    if targets == "classes":
        labels = root.branch("labels")
        for i in range(n):
            label = labels.integer(k)
            y[i, label] = 1
            x[i, label] = x[i, label] + 1.5
    else:
        noise = root.branch("noise").float_gaussians(n * k).astype(np.float64).reshape(n, k)
        for l in range(k):
            y[:, l] = (x[:, l] - x[:, l + 1]) + 0.5 * noise[:, l]
    for j in range(d):
        if columns == "scales":
            x[:, j] = x[:, j] * [0.01, 0.1, 1.0, 10.0, 100.0][j % 5]
        elif columns == "duplicates" and j % 2 == 1:
            x[:, j] = x[:, j - 1]
        elif columns == "collinear" and j % 4 == 3:
            x[:, j] = x[:, j - 2] + x[:, j - 1]
        elif columns == "constant" and j == 3:
            x[:, j] = 0.75
    return x, y


VALUES = {
    "l2": lambda w: float(w @ w),
    "l1": lambda w: float(np.abs(w).sum()),
    "linf": lambda w: float(np.abs(w).max()),
}
DUAL_NORMS = {"l1": lambda h: np.abs(h).max(), "linf": lambda h: np.abs(h).sum()}


def objective(x, y, w, penalty, lam):
    """One column."""
    r = x @ w - y
    return float(r @ r) + lam * VALUES[penalty](w)


def gap(x, y, w, penalty, lam):
    """The duality gap of one column: u = 2s(y − Xw) scaled into f°(Xᵀu) ≤ λ; ‖∇‖²/(4λ) for ridge."""
    r = y - x @ w
    h = 2 * x.T @ r
    if penalty == "l2":
        g = 2 * lam * w - h
        return float(g @ g) / (4 * lam)
    size, rr, ry = DUAL_NORMS[penalty](h), float(r @ r), float(r @ y)
    bound = lam / size if size > 0 else np.inf
    s = min(max(ry / rr if rr > 0 else 1.0, -bound), bound)
    return objective(x, y, w, penalty, lam) - (2 * s * ry - s * s * rr)


def ridge(x, y, lam, index):
    model = Ridge(alpha=lam, fit_intercept=False, solver=["svd", "cholesky"][index % 2]).fit(x, y)
    return model.coef_


def lasso(x, y, lam, index):
    # Columns of very different length make coordinate descent slow, not wrong.
    model = Lasso(alpha=lam / (2 * len(y)), fit_intercept=False, tol=1e-14, max_iter=2_000_000)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        w = model.fit(x, y).coef_
    support = np.flatnonzero(w)
    polished = np.zeros_like(w)
    if support.size:
        xs = x[:, support]
        right = xs.T @ y - lam / 2 * np.sign(w[support])
        polished[support] = np.linalg.lstsq(xs.T @ xs, right, rcond=1e-14)[0]
    better = objective(x, y, polished, "l1", lam) < objective(x, y, w, "l1", lam)
    return polished if better else w


def infinity(x, y, lam, index):
    w = cp.Variable(x.shape[1])
    problem = cp.Problem(cp.Minimize(cp.sum_squares(x @ w - y) + lam * cp.norm_inf(w)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        problem.solve(solver=cp.CLARABEL, tol_gap_abs=1e-13, tol_gap_rel=1e-13, tol_feas=1e-13,
                      tol_ktratio=1e-11, max_iter=500)
    best = w.value
    # A weight within 1e-7 of the largest magnitude sits on it at the optimum; least squares on that piece
    # removes what an interior-point method leaves.
    top = np.abs(best).max()
    for share in (1e-8, 1e-7, 1e-6, 1e-5, 1e-4):
        edge = np.abs(best) >= top * (1 - share)
        free = np.flatnonzero(~edge)
        a = np.column_stack([x[:, free], x[:, edge] @ np.sign(best[edge])])
        right = a.T @ y
        right[-1] -= lam / 2
        theta = np.linalg.lstsq(a.T @ a, right, rcond=1e-14)[0]
        candidate = np.empty_like(best)
        candidate[free], candidate[edge] = theta[:-1], theta[-1] * np.sign(best[edge])
        if objective(x, y, candidate, "linf", lam) < objective(x, y, best, "linf", lam):
            best = candidate
    zero = np.zeros_like(best)
    return zero if objective(x, y, zero, "linf", lam) < objective(x, y, best, "linf", lam) else best


def largest(x, y, penalty):
    if penalty == "l2":
        return float(np.linalg.norm(x, 2) ** 2)
    return max(float(2 * DUAL_NORMS[penalty](x.T @ y[:, l])) for l in range(y.shape[1]))


def rows():
    worst = 0.0
    for index, problem in enumerate(PROBLEMS):
        x, y = draw(index)
        if problem[5]:
            x, y = x - x.mean(axis=0), y - y.mean(axis=0)
        if problem[6] == "constant" and problem[5]:
            x[:, 3] = 0
        for penalty, solve in (("l2", ridge), ("l1", lasso), ("linf", infinity)):
            for fraction in FRACTIONS:
                lam = fraction * largest(x, y, penalty)
                total = slack = 0.0
                for l in range(y.shape[1]):
                    w = solve(x, y[:, l], lam, index)
                    total += objective(x, y[:, l], w, penalty, lam)
                    slack += gap(x, y[:, l], w, penalty, lam)
                print(f"{problem[0]:22s} {penalty:5s} {fraction:7g} {total:22.15g} gap {slack / total:8.1e}", file=sys.stderr)
                if not slack <= 1e-9 * total:
                    sys.exit(f"{problem[0]}, {penalty}, {fraction}: the other solver's gap is {slack / total:.1e}")
                worst = max(worst, slack / total)
                yield index, penalty, fraction, lam, total
    print(f"largest gap: {worst:.1e}", file=sys.stderr)


def main():
    table = list(rows())
    print("/// Written by Tests/Oracles/solver_optima.py; not to be edited.")
    print("///")
    print(f"/// {datetime.date.today()}: scikit-learn {sklearn.__version__} (ℓ2, ℓ1), cvxpy {cp.__version__} with "
          f"CLARABEL {clarabel.__version__} (ℓ∞), NumPy {np.__version__},")
    print(f"/// Python {platform.python_version()}.")
    print("enum SolverOptima {")
    print(f"  static let seed: UInt64 = {SEED}")
    print()
    print("  static let problems: [DrawnProblem] = [")
    for index, (name, n, d, k, targets, intercept, columns) in enumerate(PROBLEMS):
        print(f'    DrawnProblem(\n      index: {index}, name: "{name}", n: {n}, d: {d}, k: {k}, targets: .{targets}, '
              f"intercept: {str(intercept).lower()}, columns: .{columns}),")
    print("  ]")
    print()
    print("  /// Which problem, which penalty, λ as a share of λ_max, λ, the optimum.")
    print("  static let rows: [(problem: Int, penalty: String, fraction: Double, lambda: Double, objective: Double)] = [")
    for index, penalty, fraction, lam, total in table:
        print(f'    ({index}, "{penalty}", {fraction}, {lam!r}, {total!r}),')
    print("  ]")
    print("}")


if __name__ == "__main__":
    main()
