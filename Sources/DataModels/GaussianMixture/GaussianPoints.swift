import LinearAlgebra

/// Points that stand for a standard Gaussian vector: a low-discrepancy sequence through Φ⁻¹.
///
///     uᵢ = frac(½ + i (φ⁻¹, φ⁻², …, φ⁻ᵏ)),   φᵏ⁺¹ = φ + 1
///
/// The integral of an indicator over them is good to about 1e-3 with 4,096 points in a few dimensions.
///
/// - Source: the generalized golden ratio; Kronecker sequences, Kuipers & Niederreiter (1974), §2.
struct GaussianPoints: Sendable {
  /// One point per row (count × k).
  let points: Matrix

  init(dimension k: Int, count: Int) {
    var ratio = 1.5
    for _ in 0..<60 { ratio = power(1 + ratio, 1 / Double(k + 1)) }
    let steps = (1...k).map { power(ratio, -Double($0)) }
    var points = Matrix(rows: count, columns: k)
    for i in 0..<count {
      for (j, step) in steps.enumerated() {
        let u = 0.5 + Double(i + 1) * step
        points[i, j] = StandardNormal.quantile(min(max(u - u.rounded(.down), 1e-12), 1 - 1e-12))
      }
    }
    self.points = points
  }
}
