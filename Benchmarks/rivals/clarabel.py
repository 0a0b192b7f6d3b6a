"""CLARABEL, an interior-point method, through cvxpy; all columns are one problem."""

from cvxpy_problem import minimize

package = "cvxpy"
solver = "clarabel"
penalties = {"l2", "l1", "linf"}
paths = False
order = "C"
settings = [{"tol": tol} for tol in (1e-6, 1e-8, 1e-10, 1e-12)]


def solve(x, y, penalty, lambdas, setting):
    tol = setting["tol"]
    return minimize(x, y, penalty, lambdas, "CLARABEL", tol_gap_abs=tol, tol_gap_rel=tol, tol_feas=tol, max_iter=200)
