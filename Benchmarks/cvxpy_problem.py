"""The problem as cvxpy states it, for the rivals that are its solvers; all columns are one problem."""


def minimize(x, y, penalty, lambdas, solver, **options):
    """The weights at each strength, shape (strengths, k, d); zeros where the solver has none."""
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
        problem.solve(solver=solver, **options)
        weights.append(np.zeros((y.shape[1], x.shape[1])) if w.value is None else w.value.T)
    return np.array(weights)
