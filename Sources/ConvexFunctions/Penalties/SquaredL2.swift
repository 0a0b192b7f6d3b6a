/// f(w) = ‖w‖₂², the ridge penalty (no ½).
public struct SquaredL2: Penalty {
  public init() {}
  public var name: String { "l2" }
  public var structure: SolutionStructure { .smooth }

  public func value(_ w: Span<Double>) -> Double {
    var sum = 0.0
    for i in w.indices { sum += w[i] * w[i] }
    return sum
  }

  /// Shrinks w by a common factor.
  ///
  ///     prox(w) = w / (1 + 2 · step)
  public func prox(_ w: inout MutableSpan<Double>, step: Double) {
    let factor = 1 / (1 + 2 * step)
    for i in w.indices { w[i] *= factor }
  }
}
