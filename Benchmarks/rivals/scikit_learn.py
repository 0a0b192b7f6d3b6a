"""scikit-learn: Ridge by Cholesky, Lasso by coordinate descent."""

package = "scikit-learn"
penalties = {"l2", "l1"}
paths = True
order = "F"
# Ridge is exact at any of them.
settings = [{"tol": tol} for tol in (1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-10)]


def solve(x, y, penalty, lambdas, setting):
    import numpy as np
    from sklearn.linear_model import Lasso, Ridge

    weights = []
    if penalty == "l2":
        for lam in lambdas:
            weights.append(Ridge(alpha=lam, fit_intercept=False, copy_X=False).fit(x, y).coef_.reshape(y.shape[1], -1))
        return np.array(weights)
    n = len(y)
    # The Gram matrix pays where it is small; warm starts along the path.
    models = [
        Lasso(fit_intercept=False, precompute=x.shape[1] <= n, max_iter=10**6, warm_start=True, copy_X=False, **setting)
        for _ in range(y.shape[1])
    ]
    for lam in lambdas:
        for column, model in enumerate(models):
            model.set_params(alpha=lam / (2 * n)).fit(x, y[:, column])
        weights.append([model.coef_.copy() for model in models])
    return np.array(weights)
