"""CLARABEL, an interior-point method, through cvxpy; all columns are one problem."""

package = "cvxpy"
solver = "clarabel"
penalties = {"l2", "l1", "linf"}
paths = False
order = "C"
settings = [{"tol": tol} for tol in (1e-6, 1e-8, 1e-10, 1e-12)]


def solve(x, y, penalty, lambdas, setting):
    import cvxpy as cp
    import numpy as np

    weights = []
    for lam in lambdas:
        w = cp.Variable((x.shape[1], y.shape[1]))
        value = {
            "l2": lambda: cp.sum_squares(w),
            "l1": lambda: cp.sum(cp.abs(w)),
            "linf": lambda: cp.sum(cp.max(cp.abs(w), axis=0)),
        }[penalty]()
        problem = cp.Problem(cp.Minimize(cp.sum_squares(x @ w - y) + lam * value))
        problem.solve(solver=cp.CLARABEL, tol_gap_abs=setting["tol"], tol_gap_rel=setting["tol"], tol_feas=setting["tol"], max_iter=200)
        weights.append(np.zeros((y.shape[1], x.shape[1])) if w.value is None else w.value.T)
    return np.array(weights)
