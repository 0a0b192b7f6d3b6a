"""skglm: working-set coordinate descent with Anderson acceleration for the Lasso."""

package = "skglm"
penalties = {"l1"}
paths = True
order = "F"
settings = [{"tol": tol} for tol in (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-10)]


def solve(x, y, penalty, lambdas, setting):
    import numpy as np
    from skglm import Lasso

    n = len(y)
    models = [
        Lasso(fit_intercept=False, warm_start=True, max_iter=200, max_epochs=200_000, **setting)
        for _ in range(y.shape[1])
    ]
    weights = []
    for lam in lambdas:
        for column, model in enumerate(models):
            model.alpha = lam / (2 * n)
            model.fit(x, np.ascontiguousarray(y[:, column]))
        weights.append([model.coef_.copy() for model in models])
    return np.array(weights)
