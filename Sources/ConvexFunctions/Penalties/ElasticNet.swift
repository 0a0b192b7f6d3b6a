/// f(w) = a ‖w‖₁ + (1 − a) ‖w‖₂², between ridge (a → 0) and the lasso (a → 1); no ½.
///
/// scikit-learn's `ElasticNet(alpha, l1_ratio)` has the objective ‖y − Xw‖²/(2n) + alpha l1_ratio ‖w‖₁ + ½ alpha (1 −
/// l1_ratio)‖w‖²: `scikitLearnParameters` converts.
public struct ElasticNet: Penalty {
  /// a, strictly between 0 and 1.
  public let share: Double

  /// - Precondition: 0 < share < 1.
  public init(share: Double) {
    precondition(share > 0 && share < 1)
    self.share = share
  }

  public var name: String { "elastic-net:\(share)" }
  public var structure: SolutionStructure { .zeros }

  public func value(_ w: Span<Double>) -> Double {
    var sum = 0.0
    for i in w.indices { sum += share * w[i].magnitude + (1 - share) * w[i] * w[i] }
    return sum
  }

  /// Soft thresholding, then shrinking.
  ///
  ///     prox(w)ⱼ = sign(wⱼ) max(|wⱼ| − a · step, 0) / (1 + 2 (1 − a) step)
  public func prox(_ w: inout MutableSpan<Double>, step: Double) {
    let factor = 1 / (1 + 2 * (1 - share) * step)
    for i in w.indices {
      let size = (w[i].magnitude - share * step) * factor
      w[i] = size > 0 ? (w[i] < 0 ? -size : size) : 0
    }
  }

  /// The alpha and l1_ratio of scikit-learn's objective at a strength λ and n samples.
  public func scikitLearnParameters(lambda: Double, samples n: Int) -> (alpha: Double, l1Ratio: Double) {
    let (l1, l2) = (lambda * share / Double(2 * n), lambda * (1 - share) / Double(n))
    return (l1 + l2, l1 / (l1 + l2))
  }
}
