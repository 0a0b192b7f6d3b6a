"""celer: working sets with dual extrapolation for the Lasso."""

package = "celer"
penalties = {"l1"}
paths = True
order = "F"
settings = [{"tol": tol} for tol in (1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9)]


def solve(x, y, penalty, lambdas, setting):
    import numpy as np
    from celer.homotopy import celer_path

    n = len(y)
    alphas = np.array(lambdas) / (2 * n)
    columns = []
    for column in range(y.shape[1]):
        coefficients = celer_path(x, np.ascontiguousarray(y[:, column]), pb="lasso", alphas=alphas, max_iter=1000,
                                  max_epochs=200_000, **setting)[1]
        columns.append(coefficients.T)
    return np.stack(columns, axis=1)
