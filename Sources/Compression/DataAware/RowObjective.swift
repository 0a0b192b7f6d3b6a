import LinearAlgebra

/// (v − w)ᵀ H (v − w) for one row of weights, as coordinate descent reads it.
struct RowObjective {
  /// w (d).
  let weights: [Double]
  /// H w.
  let pull: [Double]
  let hessian: Matrix
  /// The value at v = 0.
  let atZero: Double

  init(weights: [Double], pull: [Double], hessian: Matrix) {
    self.weights = weights
    self.pull = pull
    self.hessian = hessian
    atZero = dot(weights[...], pull[...])
  }
}
