"""OSQP, a splitting method, through cvxpy; all columns are one problem."""

from cvxpy_problem import minimize

package = "cvxpy"
solver = "osqp"
penalties = {"l2", "l1", "linf"}
paths = False
order = "C"
settings = [{"eps": eps} for eps in (1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9)]


def solve(x, y, penalty, lambdas, setting):
    eps = setting["eps"]
    return minimize(x, y, penalty, lambdas, "OSQP", eps_abs=eps, eps_rel=eps, max_iter=10**6, polishing=True)
