import LinearAlgebra

/// f(w) = ‖w‖₁, the lasso penalty: solutions have exact zeros.
public struct L1: PolyhedralPenalty {
  public init() {}
  public var name: String { "l1" }
  public var structure: SolutionStructure { .zeros }

  public func value(_ w: Span<Double>) -> Double {
    var sum = 0.0
    for i in w.indices { sum += w[i].magnitude }
    return sum
  }

  /// Soft thresholding.
  ///
  ///     prox(w)ⱼ = sign(wⱼ) max(|wⱼ| − step, 0)
  public func prox(_ w: inout MutableSpan<Double>, step: Double) {
    for i in w.indices {
      let size = w[i].magnitude - step
      w[i] = size > 0 ? (w[i] < 0 ? -size : size) : 0
    }
  }

  /// ‖h‖∞.
  public func dualNorm(_ h: Span<Double>) -> Double { largestMagnitude(h) }

  /// The non-zeros.
  public func freeCoordinates(of w: Span<Double>) -> [Int] { w.indices.filter { w[$0] != 0 } }

  /// F holds the non-zeros, whose slope is their sign, and the zeros with |hⱼ| > λ, which move along hⱼ.
  public func piece(at w: Span<Double>, pulledBy h: Span<Double>, lambda: Double) -> LinearPiece? {
    let free = w.indices.filter { w[$0] != 0 || h[$0].magnitude > lambda }
    return LinearPiece(free: free, slopes: free.map { (w[$0] == 0 ? h[$0] : w[$0]) < 0 ? -1 : 1 }, pattern: nil)
  }

  /// Coordinates that changed sign become zero.
  public func retract(_ w: inout MutableSpan<Double>, onto piece: LinearPiece) {
    for (i, slope) in zip(piece.free, piece.slopes) where slope * w[i] <= 0 { w[i] = 0 }
  }
}
