"""OSQP, a splitting method, through cvxpy; all columns are one problem."""

package = "cvxpy"
solver = "osqp"
penalties = {"l2", "l1", "linf"}
paths = False
order = "C"
settings = [{"eps": eps} for eps in (1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9)]


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
        problem.solve(solver=cp.OSQP, eps_abs=setting["eps"], eps_rel=setting["eps"], max_iter=10**6, polishing=True)
        weights.append(np.zeros((y.shape[1], x.shape[1])) if w.value is None else w.value.T)
    return np.array(weights)
